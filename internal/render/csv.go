package render

import (
	"bytes"
	"encoding/csv"
	"unicode"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/table"
)

// csvRows writes CSV.
type csvRows struct {
	stream  *stream
	line    bytes.Buffer
	writer  *csv.Writer
	cells   []string
	scratch []byte
}

func newCSVRows(s *stream) *csvRows {
	c := &csvRows{stream: s}
	c.writer = csv.NewWriter(&c.line)
	return c
}

func (c *csvRows) beginTable(columns []table.Column) error { return c.addRow(headerRow(columns)) }

func (c *csvRows) addRow(row []table.Value) error {
	c.cells = c.cells[:0]
	c.line.Reset()
	for _, value := range row {
		c.scratch = appendCell(c.scratch[:0], value)
		c.cells = append(c.cells, string(c.scratch))
	}
	if err := c.writer.Write(c.cells); err != nil {
		return err
	}
	c.writer.Flush()
	return c.stream.addLines(c.line.Bytes())
}

func (c *csvRows) endTable() error { return nil }

// headerRow returns the names of the columns as a row.
func headerRow(columns []table.Column) []table.Value {
	row := make([]table.Value, 0, len(columns))
	for _, column := range columns {
		row = append(row, table.Text(column.Name))
	}
	return row
}

// appendCell appends a value in a form safe for spreadsheets.
func appendCell(dst []byte, value table.Value) []byte {
	text := value.AppendText(nil)
	if value.Kind() != table.KindNumber && isFormula(text) {
		dst = append(dst, '\'')
	}
	return appendVisible(dst, text, keepLines)
}

// isFormula reports whether some spreadsheet would run the text.
func isFormula(text []byte) bool {
	if len(text) > 0 && bytes.IndexByte([]byte("\t\r\n"), text[0]) >= 0 {
		return true
	}
	first, _ := utf8.DecodeRune(bytes.TrimLeftFunc(text, unicode.IsSpace))
	switch first {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

// tsvRows writes TSV.
type tsvRows struct {
	stream *stream
	line   []byte
	cell   []byte
}

func (t *tsvRows) beginTable(columns []table.Column) error { return t.addRow(headerRow(columns)) }

func (t *tsvRows) addRow(row []table.Value) error {
	t.line = t.line[:0]
	for i, value := range row {
		if i > 0 {
			t.line = append(t.line, '\t')
		}
		t.cell = t.cell[:0]
		text := value.AppendText(nil)
		if value.Kind() != table.KindNumber && isFormula(text) {
			t.cell = append(t.cell, '\'')
		}
		t.cell = append(t.cell, bytes.ReplaceAll(text, []byte(`\`), []byte(`\\`))...)
		t.line = appendVisible(t.line, t.cell, keepNothing)
	}
	return t.stream.addLines(append(t.line, '\n'))
}

func (t *tsvRows) endTable() error { return nil }
