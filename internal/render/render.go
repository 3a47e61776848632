package render

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/trailq/trailq/internal/table"
)

// Format is the form in which a table is written.
type Format string

// The formats.
const (
	// JSONLines is one JSON value on each line: an object with the columns in order,
	// or the row's document.
	JSONLines Format = "jsonl"
	// JSON is one document: an array of those values, inside an object if the table
	// has a name. Several tables are one object: see [Options]. If the rows end in
	// an error, the document is left open, so that nobody takes it for complete.
	JSON Format = "json"
	// CSV is RFC 4180 with a header line. A text that a spreadsheet would run as a
	// formula gets an apostrophe before it: a text whose first character, after any
	// white space, is =, +, -, @ or the full-width form of one, and a text that
	// begins with a tab or a line end. See OWASP, "CSV Injection". Numbers are
	// unchanged.
	CSV Format = "csv"
	// TSV has tabs between its cells, and \t, \n and \\ for a tab, a line end and a
	// backslash in them; in all else it is like CSV.
	TSV Format = "tsv"
	// Text is for people: aligned columns, or the table's chart.
	Text Format = "table"
	// Markdown is a table in GitHub Flavored Markdown
	// (https://github.github.com/gfm/#tables-extension-). Characters with a meaning
	// in Markdown or HTML are escaped.
	Markdown Format = "markdown"
)

// Formats returns all formats.
func Formats() []Format { return []Format{JSONLines, JSON, CSV, TSV, Text, Markdown} }

// Options control how a table is written. The zero value writes JSON lines.
type Options struct {
	Format Format
	// Terminal reports whether a person looks at the output on a terminal: numbers
	// get commas between thousands, text is cut to fit Width, JSON is escaped like
	// everything else.
	Terminal bool
	// Width is the terminal's width in columns; zero is unlimited.
	Width int
	// Color allows colours in charts. ASCII restricts charts, bars and ellipses to
	// ASCII.
	Color, ASCII bool
	// Continues reports whether this table continues the document of the table
	// before, and Continued whether another table continues this one's. Both tables
	// have names. Only JSON uses them.
	Continues, Continued bool
	// Failed, if not nil, is called when writing has failed, possibly between two
	// rows and from another goroutine.
	Failed func(error)
}

// ellipsis returns the character that replaces text that was cut.
func (o *Options) ellipsis() string {
	if o.ASCII {
		return "~"
	}
	return "…"
}

// renderer writes the rows of one format, always whole lines.
type renderer interface {
	beginTable(columns []table.Column) error
	addRow(addRow []table.Value) error
	endTable() error
}

// errColumns is a mistake of the caller.
var errColumns = errors.New("render: rows without columns can only be JSON")

// Write writes the table. It returns the error that ends the rows, or the unchanged
// error of out.
func Write(out io.Writer, answer *table.Table, options Options) error {
	format := options.Format
	if format == "" {
		format = JSONLines
	}
	if len(answer.Columns) == 0 && format != JSONLines && format != JSON {
		return errColumns
	}
	s := newStream(out, options.Failed)
	var r renderer
	switch format {
	case JSONLines:
		r = &jsonLines{stream: s, terminal: options.Terminal, table: partName(answer)}
	case JSON:
		r = &jsonDocument{jsonLines: jsonLines{stream: s, terminal: options.Terminal}, name: answer.Name,
			continues: options.Continues, continued: options.Continued}
	case CSV:
		r = newCSVRows(s)
	case TSV:
		r = &tsvRows{stream: s}
	case Text:
		if answer.Chart != nil {
			r = &chartRows{stream: s, options: options, title: answer.Title, chart: answer.Chart}
			break
		}
		r = &textRows{stream: s, options: options, title: answer.Title}
	case Markdown:
		r = &markdownRows{stream: s, title: answer.Title}
	default:
		return fmt.Errorf("format %q: want one of %q", format, Formats())
	}
	return errors.Join(writeRows(r, answer), s.close())
}

// partName returns the name of a table that is one of several.
func partName(answer *table.Table) string {
	if answer.Title == "" {
		return ""
	}
	return answer.Name
}

func writeRows(r renderer, answer *table.Table) error {
	if err := r.beginTable(slices.Clone(answer.Columns)); err != nil {
		return err
	}
	for row, err := range answer.Rows {
		if err != nil {
			return errors.Join(err, flushHeld(r))
		}
		if err := r.addRow(row); err != nil {
			return err
		}
	}
	return r.endTable()
}

// flushHeld makes a renderer write the rows that it holds, if the rows end in an
// error.
func flushHeld(r renderer) error {
	if text, ok := r.(*textRows); ok {
		return text.endTable()
	}
	return nil
}
