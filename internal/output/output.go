// Package output writes the tables of an answer where they are wanted: all in one stream, or
// the only one that a form such as CSV can have, or each to a file of its own.
//
//	to, err := output.Open(ctx, options, stdout)
//	…
//	notes, err := to.Show(tables...)
//	…
//	err = to.Close(err)
package output

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/confine"
	"github.com/trailq/trailq/internal/render"
)

// The forms that only programs read. Parquet goes to files only.
const (
	Arrow   render.Format = "arrow"
	Parquet render.Format = "parquet"
)

// Options say what of an answer is written, and how. The zero value writes all to standard
// output.
type Options struct {
	render.Options
	// File is written in place of standard output: a file, or a folder, which gets a file
	// for each table. A folder is one that is there, or a name that ends in a slash.
	File string
	// Table is the name of the only table to write; empty is all that the form can have.
	Table string
	// Known are the names of the tables that the command can answer with.
	Known []string
	// Details shows people all tables, and those whole.
	Details bool
	// Command names the file of a table that has no name.
	Command string
}

// Refusal is a wish that cannot be met, and what can be done.
type Refusal struct {
	Text, Hint string
}

func (r *Refusal) Error() string { return r.Text }

// FormOf returns the form that a file's name ends in, empty for none.
func FormOf(file string) render.Format {
	switch extension := strings.TrimPrefix(filepath.Ext(file), "."); extension {
	case "jsonl", "json", "csv", "tsv", string(Arrow), string(Parquet):
		return render.Format(extension)
	case "arrows":
		return Arrow
	case "md":
		return render.Markdown
	case "txt":
		return render.Text
	}
	return ""
}

// ending returns the ending of the name of a file in a form.
func ending(format render.Format) string {
	switch format {
	case render.Markdown:
		return ".md"
	case render.Text:
		return ".txt"
	}
	return "." + string(format)
}

// IsFolder reports whether a name of File is that of a folder.
func IsFolder(file string) bool {
	if strings.HasSuffix(file, "/") || strings.HasSuffix(file, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(file)
	return err == nil && info.IsDir()
}

// hasOneTable reports whether a stream in the form can hold one table only.
func hasOneTable(format render.Format) bool {
	return format == render.CSV || format == render.TSV || format == Arrow || format == Parquet
}

// Check refuses what cannot be written, before anything is read.
func (o *Options) Check() error {
	switch {
	case o.File == "" && o.Format == Parquet:
		return &Refusal{"a Parquet file cannot be written to standard output", "give a file: --output-file answer.parquet"}
	case o.File == "" && o.Format == Arrow && o.Terminal:
		return &Refusal{"an Arrow stream cannot be shown on a terminal", "give a file, --output-file answer.arrow, or a pipe"}
	case o.Table != "" && !o.knows(o.Table):
		return &Refusal{"--table: there is no table " + o.Table, "the tables are: " + strings.Join(o.Known, ", ")}
	case o.File == "":
		return nil
	}
	parent := filepath.Dir(filepath.Clean(o.File))
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return &Refusal{"--output-file: no such folder: " + parent, "make it first"}
	}
	return nil
}

func (o *Options) knows(name string) bool {
	for _, known := range o.Known {
		if strings.EqualFold(known, name) {
			return true
		}
	}
	return false
}

// Destination is where the tables of one answer go.
type Destination struct {
	ctx     context.Context //nolint:containedctx // of the run, whose answer it writes
	options Options
	stdout  io.Writer
	file    *os.File         // that is written as it is there: a pipe or a device
	part    *atomicfile.File // that grows until it is whole
	folder  string           // for a file a table
	parts   []*atomicfile.File
	tables  int // that were written
	names   map[string]int
}

// Open opens the file or the folder, if one is wanted. Close must be called.
func Open(ctx context.Context, options Options, stdout io.Writer) (*Destination, error) {
	d := &Destination{ctx: ctx, options: options, stdout: stdout, names: make(map[string]int)}
	if err := options.Check(); err != nil || options.File == "" {
		return d, err
	}
	if IsFolder(options.File) {
		d.folder = filepath.Clean(options.File)
		return d, refuse(os.MkdirAll(d.folder, 0o750))
	}
	var err error
	if info, missing := os.Stat(options.File); missing == nil && !info.Mode().IsRegular() {
		d.file, err = os.OpenFile(options.File, os.O_WRONLY, 0)
		return d, refuse(err)
	}
	d.part, err = atomicfile.Create(options.File, atomicfile.Options{})
	return d, refuse(err)
}

func refuse(err error) error {
	if err == nil {
		return nil
	}
	return &Refusal{err.Error(), "choose another --output-file"}
}

// Stream returns where the text forms go.
func (d *Destination) Stream() io.Writer {
	switch {
	case d.part != nil:
		return d.part
	case d.file != nil:
		return d.file
	}
	return d.stdout
}

// Writable returns what the process must be able to write.
func (d *Destination) Writable() confine.Writable {
	var writable confine.Writable
	switch {
	case d.folder != "":
		writable.Making = []string{d.folder}
	case d.part != nil:
		writable.Files = []string{d.part.Name()}
		writable.Renaming = []string{filepath.Dir(d.options.File)}
	}
	return writable
}

// Close gives the files their names, or removes them after an error.
func (d *Destination) Close(failed error) error {
	parts := d.parts
	if d.part != nil {
		parts = append(parts, d.part)
	}
	d.parts, d.part = nil, nil
	var errs []error
	for _, part := range parts {
		if failed != nil {
			errs = append(errs, part.Discard())
			continue
		}
		errs = append(errs, markWriting(part.Publish()))
	}
	if d.file != nil {
		errs = append(errs, d.file.Close())
		d.file = nil
	}
	return joinErrors(errs)
}
