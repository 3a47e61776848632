package render

import "github.com/trailq/trailq/internal/table"

// jsonLines writes JSONLines.
type jsonLines struct {
	stream   *stream
	terminal bool
	table    string   // of several; empty where there is one
	keys     [][]byte // "name": of each column
	line     []byte
	shown    []byte // line as a terminal gets it
}

func (j *jsonLines) begin(columns []table.Column) error {
	for _, column := range columns {
		key := table.Text(column.Name).AppendJSON(nil)
		j.keys = append(j.keys, append(key, ':'))
	}
	if j.table != "" && len(j.keys) > 0 {
		first := append(table.Text(j.table).AppendJSON([]byte(`"table":`)), ',')
		j.keys[0] = append(first, j.keys[0]...)
	}
	return nil
}

func (j *jsonLines) row(row []table.Value) error {
	j.line = append(j.value(j.line[:0], row), '\n')
	return j.add()
}

func (j *jsonLines) end() error { return nil }

// value appends the row as one JSON value.
func (j *jsonLines) value(dst []byte, row []table.Value) []byte {
	if len(j.keys) == 0 {
		return row[0].AppendJSON(dst)
	}
	for i, key := range j.keys {
		dst = append(dst, "{,"[min(i, 1)])
		dst = append(dst, key...)
		dst = row[i].AppendJSON(dst)
	}
	return append(dst, '}')
}

// add passes on j.line.
func (j *jsonLines) add() error {
	if !j.terminal {
		return j.stream.add(j.line)
	}
	// What is not visible can only stand in a string, where its escape means the
	// same.
	j.shown = appendVisible(j.shown[:0], j.line, jsonSpace+"\n")
	return j.stream.add(j.shown)
}

// jsonDocument writes JSON.
type jsonDocument struct {
	jsonLines
	name                 string
	rows                 int
	continues, continued bool // see Options
}

func (j *jsonDocument) begin(columns []table.Column) error {
	if err := j.jsonLines.begin(columns); err != nil {
		return err
	}
	j.line = j.line[:0]
	if j.name != "" {
		open := byte('{')
		if j.continues {
			open = ','
		}
		j.line = append(table.Text(j.name).AppendJSON(append(j.line, open)), ':')
	}
	j.line = append(j.line, "[\n"...)
	return j.add()
}

// row begins with the comma behind the row before, so that what has been written
// always ends in whole lines.
func (j *jsonDocument) row(row []table.Value) error {
	j.line = j.line[:0]
	if j.rows > 0 {
		j.line = append(j.line, ',')
	}
	j.rows++
	j.line = append(j.value(j.line, row), '\n')
	return j.add()
}

func (j *jsonDocument) end() error {
	j.line = append(j.line[:0], ']')
	if j.name != "" && !j.continued {
		j.line = append(j.line, '}')
	}
	j.line = append(j.line, '\n')
	return j.add()
}
