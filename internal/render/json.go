package render

import "github.com/trailq/trailq/internal/table"

// jsonLines writes JSONLines.
type jsonLines struct {
	stream   *stream
	terminal bool
	table    string   // of a table that is one of several; else empty
	keys     [][]byte // "name": of each column
	line     []byte
	shown    []byte // the line, escaped for a terminal
}

func (j *jsonLines) beginTable(columns []table.Column) error {
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

func (j *jsonLines) addRow(row []table.Value) error {
	j.line = append(j.appendRow(j.line[:0], row), '\n')
	return j.writeLine()
}

func (j *jsonLines) endTable() error { return nil }

// appendRow appends the row as one JSON value.
func (j *jsonLines) appendRow(dst []byte, row []table.Value) []byte {
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

// writeLine writes j.line.
func (j *jsonLines) writeLine() error {
	if !j.terminal {
		return j.stream.addLines(j.line)
	}
	// Only strings can contain invisible characters, and there the escape means the
	// same.
	j.shown = appendVisible(j.shown[:0], j.line, keepJSONSpace+"\n")
	return j.stream.addLines(j.shown)
}

// jsonDocument writes JSON.
type jsonDocument struct {
	jsonLines
	name                 string
	rows                 int
	continues, continued bool // see Options
}

func (j *jsonDocument) beginTable(columns []table.Column) error {
	if err := j.jsonLines.beginTable(columns); err != nil {
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
	return j.writeLine()
}

// addRow begins with the comma behind the row before, so that the output always
// ends in a whole line.
func (j *jsonDocument) addRow(row []table.Value) error {
	j.line = j.line[:0]
	if j.rows > 0 {
		j.line = append(j.line, ',')
	}
	j.rows++
	j.line = append(j.appendRow(j.line, row), '\n')
	return j.writeLine()
}

func (j *jsonDocument) endTable() error {
	j.line = append(j.line[:0], ']')
	if j.name != "" && !j.continued {
		j.line = append(j.line, '}')
	}
	j.line = append(j.line, '\n')
	return j.writeLine()
}
