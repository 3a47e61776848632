package output

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/arrowstream"
	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/duck/rowfile"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/typed"
)

// WriteError is a failure to write the answer.
type WriteError struct{ Err error }

func (e WriteError) Error() string { return fmt.Sprintf("writing the answer: %v", e.Err) }

// Unwrap returns the cause.
func (e WriteError) Unwrap() error { return e.Err }

func markWriting(err error) error {
	if err == nil {
		return nil
	}
	return WriteError{err}
}

func joinErrors(errs []error) error { return errors.Join(errs...) }

// Show writes the tables of an answer, as far as they are wanted and the form has room for
// them. The notes are those of the tables that were written, and say which were not.
func (d *Destination) Show(tables ...*table.Table) (notes []string, err error) {
	tables, notes = d.chooseTables(tables)
	for i, one := range tables {
		if err := d.writeTable(one, i > 0, i < len(tables)-1); err != nil {
			return notes, err
		}
		notes = append(notes, one.Notes...)
	}
	return notes, nil
}

// chooseTables returns the tables to write, and notes about the others.
func (d *Destination) chooseTables(tables []*table.Table) (chosen []*table.Table, notes []string) {
	o := &d.options
	switch {
	case o.Table != "":
		i := slices.IndexFunc(tables, func(t *table.Table) bool { return strings.EqualFold(t.Name, o.Table) })
		if i < 0 && len(tables) == 1 && tables[0].Name == "" {
			i = 0
		}
		if i < 0 {
			return nil, []string{"the answer has nothing for the table " + o.Table}
		}
		alone := *tables[i]
		alone.Title = "" // it is not one of several
		if i > 0 {       // the first table has what must be known of the whole answer
			notes = slices.Clone(tables[0].Notes)
		}
		return []*table.Table{linkNotes(&alone, tables[i])}, notes
	case o.Format == render.Text && !o.Details:
		return hideDetails(tables)
	case len(tables) > 1 && d.folder == "" && hasOneTable(o.Format):
		others := slices.DeleteFunc(slices.Clone(tables[1:]), func(t *table.Table) bool { return !t.HasRows() })
		if len(others) == 0 {
			return tables[:1], nil
		}
		return tables[:1], []string{fmt.Sprintf("%s has room for one table, %s; --table has %s, and -O FOLDER/ all", o.Format, joinNames(tables[:1]), joinNames(others))}
	}
	return tables, nil
}

// linkNotes lets a copy of a table have the notes that the table gets as its rows end.
func linkNotes(alone, original *table.Table) *table.Table {
	rows := original.Rows
	alone.Rows = func(yield func([]table.Value, error) bool) {
		rows(yield)
		alone.Notes = original.Notes
	}
	return alone
}

func joinNames(tables []*table.Table) string {
	var names []string
	for _, one := range tables {
		names = append(names, strings.ToLower(one.Name[:1])+one.Name[1:])
	}
	return strings.Join(names, ", ")
}

// writeTable writes one table.
func (d *Destination) writeTable(one *table.Table, continues, continued bool) error {
	options := d.options.Options
	out := d.Stream()
	switch {
	case d.folder != "":
		part, err := d.createFile(one)
		if err != nil {
			return markWriting(err)
		}
		return d.writeForm(one, part, &options)
	case hasOneTable(options.Format) && d.tables > 0 && (options.Format == Arrow || options.Format == Parquet):
		return &Refusal{"there is room for one table in " + string(options.Format), "give --output-file a folder: --output-file answers/"}
	}
	if err := d.separateTables(out); err != nil {
		return err
	}
	options.Continues, options.Continued = continues, continued
	return d.writeForm(one, out, &options)
}

// separateTables writes an empty line between two tables, where their lines look alike.
func (d *Destination) separateTables(out io.Writer) error {
	d.tables++
	if d.tables == 1 || d.options.Format == render.JSONLines || d.options.Format == render.JSON {
		return nil
	}
	_, err := io.WriteString(out, "\n")
	return markWriting(err)
}

// createFile creates the file of a table in the folder.
func (d *Destination) createFile(one *table.Table) (*atomicfile.File, error) {
	name := strings.ToLower(cmp.Or(one.Name, d.options.Command, "answer"))
	d.names[name]++
	if n := d.names[name]; n > 1 {
		name = fmt.Sprintf("%s-%d", name, n)
	}
	part, err := atomicfile.Create(filepath.Join(d.folder, name+ending(d.options.Format)), atomicfile.Options{})
	if err == nil {
		d.parts = append(d.parts, part)
	}
	return part, err
}

// writeForm writes a table in the form that is wanted.
func (d *Destination) writeForm(one *table.Table, out io.Writer, options *render.Options) error {
	switch options.Format {
	case Arrow:
		return d.writeArrow(one, out)
	case Parquet:
		return d.writeParquet(one, out)
	}
	return render.Write(errorMarker{out}, one, *options)
}

func (d *Destination) writeArrow(one *table.Table, out io.Writer) error {
	layout := arrowstream.Stream
	if part, ok := out.(*atomicfile.File); ok && !strings.HasSuffix(part.Target(), ".arrows") {
		layout = arrowstream.File
	}
	writer := arrowstream.New(errorMarker{out}, layout)
	notes, err := typed.Write(one, writer)
	if err != nil {
		return err
	}
	one.Notes = append(slices.Clip(one.Notes), notes...)
	return writer.Close()
}

func (d *Destination) writeParquet(one *table.Table, out io.Writer) error {
	part, ok := out.(*atomicfile.File)
	if !ok {
		return &Refusal{"a Parquet file cannot be written to a pipe or a device", "give --output-file the name of a file"}
	}
	writer := rowfile.New(d.ctx, part.Name())
	notes, err := typed.Write(one, writer)
	one.Notes = append(slices.Clip(one.Notes), notes...)
	return writer.Close(err)
}

// errorMarker marks the errors of a writer as errors of writing.
type errorMarker struct{ out io.Writer }

func (w errorMarker) Write(p []byte) (int, error) {
	n, err := w.out.Write(p)
	return n, markWriting(err)
}
