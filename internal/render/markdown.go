package render

import (
	"bytes"
	"strings"

	"github.com/trailq/trailq/internal/table"
)

// markdownRows writes Markdown. The rows are not aligned in the source, so that
// they can go out as they come; columns of numbers go by the first row.
type markdownRows struct {
	stream  *stream
	title   string
	header  []table.Value
	started bool
	line    []byte
}

func (m *markdownRows) begin(columns []table.Column) error {
	m.header = names(columns)
	return nil
}

func (m *markdownRows) row(row []table.Value) error {
	if err := m.start(row); err != nil {
		return err
	}
	return m.write(row)
}

func (m *markdownRows) end() error { return m.start(nil) }

// start writes the header, once.
func (m *markdownRows) start(first []table.Value) error {
	if m.started {
		return nil
	}
	m.started = true
	if m.title != "" {
		m.line = appendMarkdown(append(m.line[:0], "### "...), table.Text(m.title))
		if err := m.stream.add(append(m.line, "\n\n"...)); err != nil {
			return err
		}
	}
	if err := m.write(m.header); err != nil {
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
	return m.stream.add(append(m.line, '\n'))
}

func (m *markdownRows) write(row []table.Value) error {
	m.line = append(m.line[:0], '|')
	for _, value := range row {
		m.line = append(m.line, ' ')
		m.line = appendMarkdown(m.line, value)
		m.line = append(m.line, " |"...)
	}
	return m.stream.add(append(m.line, '\n'))
}

// markdownSigns mean something in Markdown or HTML wherever they stand in a cell.
const markdownSigns = "\\`*_[]<|~&$@"

// appendMarkdown appends a value so that it stands there as it is; a number needs
// nothing. Backslashes are what CommonMark has for it:
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
		line = appendVisible(nil, line, nothing)
		for k, c := range line {
			if isMark(line, k) {
				dst = append(dst, '\\')
			}
			dst = append(dst, c)
		}
	}
	return dst
}

// isMark tells a character that has to be escaped: a sign, save an underscore
// within a word, and what makes a link of an address.
func isMark(text []byte, i int) bool {
	switch c := text[i]; c {
	case '_':
		return i == 0 || i+1 == len(text) || !isWord(text[i-1]) || !isWord(text[i+1])
	case ':':
		return bytes.HasPrefix(text[i:], []byte("://"))
	case '.':
		return i >= 3 && bytes.EqualFold(text[i-3:i], []byte("www"))
	default:
		return strings.IndexByte(markdownSigns, c) >= 0
	}
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
