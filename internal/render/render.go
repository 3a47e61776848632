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
	// JSONLines is one JSON value a line: an object with the columns in order, or
	// the document that the row is.
	JSONLines Format = "jsonl"
	// JSON is one document: an array of those, within an object where the table
	// has a name. Several tables are one object: see [Options]. It is left open
	// when the rows end in an error, so that nobody takes it for whole.
	JSON Format = "json"
	// CSV is RFC 4180 with a header line. A text that a spreadsheet would run as
	// a formula has an apostrophe before it: one whose first character, after any
	// white space, is =, +, -, @ or the full-width form of one, and one that
	// begins with a tab or a line end. See OWASP, "CSV Injection". Numbers are as
	// they are.
	CSV Format = "csv"
	// TSV has tabs between its cells, and \t, \n and \\ for a tab, a line end
	// and a backslash in them; else it is as CSV.
	TSV Format = "tsv"
	// Text is for people: aligned columns, or what the table's chart says.
	Text Format = "table"
	// Markdown is a table as GitHub Flavored Markdown has it
	// (https://github.github.com/gfm/#tables-extension-). What means something in
	// Markdown or HTML is escaped.
	Markdown Format = "markdown"
)

// Formats lists the formats.
func Formats() []Format { return []Format{JSONLines, JSON, CSV, TSV, Text, Markdown} }

// Options say how to write. The zero value writes JSON lines.
type Options struct {
	Format Format
	// Terminal says that what is written is looked at, not read by a program:
	// numbers get commas between thousands, text is cut to fit Width, JSON is
	// escaped like all else.
	Terminal bool
	// Width is the terminal's, in columns; zero is as wide as it gets.
	Width int
	// Color lets charts have colours. ASCII keeps charts, bars and what stands for
	// text that was cut to ASCII.
	Color, ASCII bool
	// Continues says that this table goes on with the document of the one before,
	// and Continued that another goes on with this one's. Both have names. It
	// matters to JSON only.
	Continues, Continued bool
	// Failed is called, if not nil, when writing has failed, maybe between two
	// rows and from another goroutine.
	Failed func(error)
}

// ellipsis stands where text has been cut.
func (o *Options) ellipsis() string {
	if o.ASCII {
		return "~"
	}
	return "…"
}

// renderer writes the rows of one format, each as whole lines.
type renderer interface {
	begin(columns []table.Column) error
	row(row []table.Value) error
	end() error
}

// errColumns is a mistake of the caller.
var errColumns = errors.New("render: rows without columns can only be JSON")

// Write writes the table. It returns the error that its rows end in or that of
// writing, which comes as out has it.
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
		r = &jsonLines{stream: s, terminal: options.Terminal, table: nameOfSeveral(answer)}
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

// nameOfSeveral is the name of a table that is one of several.
func nameOfSeveral(answer *table.Table) string {
	if answer.Title == "" {
		return ""
	}
	return answer.Name
}

func writeRows(r renderer, answer *table.Table) error {
	if err := r.begin(slices.Clone(answer.Columns)); err != nil {
		return err
	}
	for row, err := range answer.Rows {
		if err != nil {
			return errors.Join(err, abandon(r))
		}
		if err := r.row(row); err != nil {
			return err
		}
	}
	return r.end()
}

// abandon lets a renderer write what it holds when there will be no end.
func abandon(r renderer) error {
	if text, ok := r.(*textRows); ok {
		return text.end()
	}
	return nil
}
