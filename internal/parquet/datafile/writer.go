package datafile

import (
	"context"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/derived/value"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/extract"
	"github.com/trailq/trailq/internal/parquet/rowgroup"
)

// Engine computes the columns of package derived where Go is not certain of them.
type Engine interface {
	// Derive returns the values for each of the raw records.
	Derive(ctx context.Context, records [][]byte) ([][]derived.Value, error)
}

// Options say how a [Writer] works.
type Options struct {
	// NoRecord leaves out the record's JSON.
	NoRecord bool
	// Derived are the columns of package derived that are written, and Engine computes the
	// same ones.
	Derived []derived.Column
	Engine  Engine
}

// Writer writes records as Parquet files, one after another. It is for one goroutine.
type Writer struct {
	options Options
	table   *rowgroup.Table
	columns []*column
	late    []*rowgroup.Leaf // of derived columns, which are put when the row group is full
	account *rowgroup.Leaf

	extract *extract.Extractor
	record  trailq.Record
	facts   map[*Log]extract.FileFacts // similar records are of many log files

	reader    *value.Reader
	values    []derived.Value // of the rows, one row behind the other
	uncertain []int           // rows whose values are the engine's to say
	raw       [][]byte        // of these
}

// New returns a Writer.
func New(options Options) (*Writer, error) {
	w := &Writer{options: options, extract: extract.New()}
	w.reader = value.NewReader(options.Derived, w.extract)
	return w, w.addColumns()
}

// rowGroup is the largest number of rows in a row group. Each group costs a query half a
// millisecond, and its footer has all columns.
const rowGroup = 6 * 2048

// rowGroupSize returns a size that divides so many rows into groups of about the same size.
func rowGroupSize(rows int) int {
	groups := max(1, (rows+rowGroup-1)/rowGroup)
	return max(1, (rows+groups-1)/groups)
}

// Write writes the records of an account, in their order, to a file.
func (w *Writer) Write(ctx context.Context, to io.Writer, records []Kept, account string) error {
	file, size := w.table.Begin(to), rowGroupSize(len(records))
	w.facts = make(map[*Log]extract.FileFacts)
	w.forgetValues()
	for i := range records {
		file.NextRow()
		w.putRecord(&records[i])
		w.account.PutBytes([]byte(account))
		if file.Rows() < size && i+1 < len(records) {
			continue
		}
		if err := w.putDerived(ctx, file.Rows()); err != nil {
			return err
		}
		if err := file.EndGroup(); err != nil {
			return err
		}
	}
	return file.End()
}

// forgetValues forgets the values of the records before, whose memory can have others now,
// and those of a file that was not completed.
func (w *Writer) forgetValues() {
	w.reader.Forget()
	w.values, w.uncertain, w.raw = w.values[:0], w.uncertain[:0], w.raw[:0]
	for _, c := range w.columns {
		if c.rest != nil {
			c.rest.last = nil
		}
	}
}

// putRecord puts a record into the row, and computes its derived columns.
func (w *Writer) putRecord(kept *Kept) {
	w.record.Reset(kept.Log.File, kept.Log.Path, kept.Number, kept.Raw)
	w.extract.Read(&w.record)
	facts, known := w.facts[kept.Log]
	if !known {
		facts.Update(&w.record)
		w.facts[kept.Log] = facts
	}
	for _, c := range w.columns {
		switch c.Origin {
		case schema.FromField:
			if raw := w.extract.Value(c.slot); c.rest == nil || c.rest.isNeeded(raw) {
				c.put.Put(raw)
			}
		case schema.FromRecord:
			c.leaf.PutBytes(extract.ValidUTF8(kept.Raw))
		case schema.FromBytes:
			if !utf8.Valid(kept.Raw) {
				c.leaf.PutBytes(kept.Raw)
			}
		case schema.FromNumber:
			c.leaf.PutInt(int64(kept.Number))
		case schema.FromTime:
			if !kept.EventTime.IsZero() {
				c.leaf.PutInt(kept.EventTime.UnixMicro())
			}
		default:
			w.putFact(c, &facts)
		}
	}
	w.deriveValues(kept)
}

// putFact puts what the file's path tells, or else the record.
func (w *Writer) putFact(c *column, facts *extract.FileFacts) {
	var fact []byte
	switch c.Origin {
	case schema.FromFile:
		fact = facts.Name
	case schema.FromAccount:
		fact = facts.Account
	case schema.FromRegion:
		fact = facts.Region
	case schema.FromDay:
		if fact = facts.Day; fact == nil {
			fact = extract.Day(w.extract.Value(c.slot))
		}
	}
	if fact == nil && c.Origin != schema.FromDay {
		fact = extract.Text(w.extract.Value(c.slot))
	}
	if fact != nil {
		c.leaf.PutBytes(fact)
	}
}

// deriveValues computes the derived columns of the row.
func (w *Writer) deriveValues(kept *Kept) {
	values, certain := w.reader.Read(&w.record)
	if !certain {
		w.uncertain = append(w.uncertain, len(w.values)/max(1, len(w.late)))
		w.raw = append(w.raw, kept.Raw)
		values = make([]derived.Value, len(w.late))
	}
	w.values = append(w.values, values...)
}

// putDerived puts the derived columns of a row group.
func (w *Writer) putDerived(ctx context.Context, rows int) error {
	if len(w.uncertain) > 0 {
		found, err := w.options.Engine.Derive(ctx, w.raw)
		if err != nil {
			return err
		}
		for i, row := range w.uncertain {
			if copy(w.values[row*len(w.late):], found[i]) != len(w.late) {
				return fmt.Errorf("the engine derived no values of row %d of %d", row+1, rows)
			}
		}
	}
	for i, leaf := range w.late {
		for row := range rows {
			switch v := &w.values[row*len(w.late)+i]; {
			case !v.Known:
			case v.Text != nil:
				leaf.PutBytesAt(row, v.Text)
			default:
				leaf.PutIntAt(row, v.Number)
			}
		}
	}
	w.values, w.uncertain, w.raw = w.values[:0], w.uncertain[:0], w.raw[:0]
	return nil
}
