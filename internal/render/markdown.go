package render

import (
	"bytes"
	"strings"

	"github.com/trailq/trailq/internal/table"
)

// markdownRows writes Markdown. The rows are not aligned in the source, so that
// they can be written as they come; the first row decides which columns hold
// numbers.
type markdownRows struct {
	stream    *stream
	title     string
	header    []table.Value
	hasHeader bool
	line      []byte
}

func (m *markdownRows) beginTable(columns []table.Column) error {
	m.header = headerRow(columns)
	return nil
}

func (m *markdownRows) addRow(row []table.Value) error {
	if err := m.writeHeader(row); err != nil {
		return err
	}
	return m.writeCells(row)
}

func (m *markdownRows) endTable() error { return m.writeHeader(nil) }

// writeHeader writes the header, once.
func (m *markdownRows) writeHeader(first []table.Value) error {
	if m.hasHeader {
		return nil
	}
	m.hasHeader = true
	if m.title != "" {
		m.line = appendMarkdown(append(m.line[:0], "### "...), table.Text(m.title))
		if err := m.stream.addLines(append(m.line, "\n\n"...)); err != nil {
			return err
		}
	}
	if err := m.writeCells(m.header); err != nil {
		return err
	}
	m.line = append(m.line[:0], '|')
	for i := range m.header {
		if i < len(first) && first[i].Kind() == table.KindNumber {
			m.line = append(m.line, " ---: |"...)
		} else {
			m.line = append(m.line, " --- |"...)
		}
	}
	return m.stream.addLines(append(m.line, '\n'))
}

func (m *markdownRows) writeCells(row []table.Value) error {
	m.line = append(m.line[:0], '|')
	for _, value := range row {
		m.line = append(m.line, ' ')
		m.line = appendMarkdown(m.line, value)
		m.line = append(m.line, " |"...)
	}
	return m.stream.addLines(append(m.line, '\n'))
}

// markdownSigns have a meaning in Markdown or HTML anywhere in a cell.
const markdownSigns = "\\`*_[]<|~&$@"

// appendMarkdown appends a value so that it is displayed unchanged; a number needs
// no escapes. The backslashes are CommonMark's:
// https://spec.commonmark.org/0.31.2/#backslash-escapes
func appendMarkdown(dst []byte, value table.Value) []byte {
	text := value.AppendText(nil)
	if value.Kind() == table.KindNumber {
		return append(dst, text...)
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if i > 0 {
			dst = append(dst, "<br>"...)
		}
		line = appendVisible(nil, line, keepNothing)
		for k, c := range line {
			if needsEscape(line, k) {
				dst = append(dst, '\\')
			}
			dst = append(dst, c)
		}
	}
	return dst
}

// needsEscape reports whether a character must be escaped: a sign, except an
// underscore inside a word, and the characters that turn an address into a link.
func needsEscape(text []byte, i int) bool {
	switch c := text[i]; c {
	case '_':
		return i == 0 || i+1 == len(text) || !isWordByte(text[i-1]) || !isWordByte(text[i+1])
	case ':':
		return bytes.HasPrefix(text[i:], []byte("://"))
	case '.':
		return i >= 3 && bytes.EqualFold(text[i-3:i], []byte("www"))
	default:
		return strings.IndexByte(markdownSigns, c) >= 0
	}
}

func isWordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
