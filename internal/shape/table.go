package shape

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trailq/trailq/internal/records"
)

// table reads records out of CSV: a row is an event, or has one as JSON in a cell.
type table struct {
	rows    *csv.Reader
	columns []string // their fields, if the rows are events; see fieldOf
	names   []string // of the columns, if their cells hold JSON
	limits  records.Limits
	times   timeReader
	number  int
	queue   []records.Found
	partial *Partial
}

// Partial counts events of tables, which have no more than the columns.
type Partial struct {
	Events int64 `json:"events"`
	// WithoutZone counts those whose time has no zone and was taken to be in UTC, and
	// MonthFirst those whose date, such as 11/1/2023, can be read in two ways.
	WithoutZone int64 `json:"withoutZone,omitempty"`
	MonthFirst  int64 `json:"monthFirst,omitempty"`
}

// Add adds other counts.
func (p *Partial) Add(more Partial) {
	p.Events += more.Events
	p.WithoutZone += more.WithoutZone
	p.MonthFirst += more.MonthFirst
}

// separators are what can be between cells: Excel uses what the language has.
const separators = ",;\t"

// tableHead is how much of a table is looked at to choose how to read it.
const tableHead = 64 << 10

// openTable opens content that looks like a table. It returns nil if that has no
// events.
func openTable(c *content, limits records.Limits) *table {
	head := c.peekStart(tableHead)
	for _, separator := range separators {
		rows := newRows(bytes.NewReader(head), separator)
		header := readHeader(rows)
		t := &table{limits: limits}
		if fields := fieldsOf(header); slices.Contains(fields, "eventName") && (slices.Contains(fields, "eventTime") || slices.Contains(fields, "eventID")) {
			t.columns = fields
			t.times.learnOrder(rows, slices.Index(fields, "eventTime"))
		} else if first, err := rows.Read(); err == nil && len(first) == len(header) && hasJSON(first) && isNames(header) {
			t.names = header
		} else {
			continue
		}
		t.rows = newRows(c.openWhole(), separator)
		readHeader(t.rows)
		return t
	}
	return nil
}

// newRows returns a reader of rows. Rows can have fewer or more cells than the header,
// and quotes can be where they should not, as after an edit by hand.
func newRows(source io.Reader, separator rune) *csv.Reader {
	buffered := bufio.NewReader(source)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(len(mark)) // which are there
	}
	rows := csv.NewReader(buffered)
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = separator, -1, true
	return rows
}

// readHeader returns the names of the columns. A line such as sep=; tells Excel how to
// read what follows.
func readHeader(rows *csv.Reader) []string {
	header, err := rows.Read()
	if err == nil && strings.HasPrefix(header[0], "sep=") {
		header, err = rows.Read()
	}
	if err != nil {
		return nil
	}
	return header
}

// looksLikeTable reports whether the first line can be the header of a table.
func looksLikeTable(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return bytes.ContainsAny(line, separators) || len(line) < 80
}

// hasJSON reports whether a cell of the row is a JSON object.
func hasJSON(row []string) bool {
	return slices.ContainsFunc(row, func(cell string) bool {
		cell = strings.TrimSpace(cell)
		return strings.HasPrefix(cell, "{") && json.Valid([]byte(cell))
	})
}

// isNames reports whether the cells of a row can be the names of columns.
func isNames(row []string) bool {
	return !slices.ContainsFunc(row, func(cell string) bool { return !isName(cell) })
}

// isName reports whether a cell can be the name of a column: letters, digits and a few
// signs, at most 80. A regular expression of so many takes 2.4 MB, at each start.
func isName(cell string) bool {
	return utf8.RuneCountInString(cell) <= 80 && !strings.ContainsFunc(cell, func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune("0123456789@_ ./()-", r)
	})
}

// next returns the next record; see [records.Reader.Next].
func (t *table) next() (records.Record, error) {
	for len(t.queue) == 0 {
		row, err := t.rows.Read()
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			return t.numberRecord(records.Found{Err: fmt.Errorf("invalid CSV: %w", err)})
		case err != nil:
			return records.Record{}, err
		case !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" }):
			continue // Excel keeps rows that were emptied
		}
		t.queue = t.findEvents(row)
	}
	found := t.queue[0]
	t.queue = t.queue[1:]
	return t.numberRecord(found)
}

// numberRecord numbers a record, or rejects it.
func (t *table) numberRecord(found records.Found) (records.Record, error) {
	t.number++
	if found.Err != nil {
		return records.Record{}, &records.RecordError{Number: t.number, Err: found.Err}
	}
	found.Record.Number = t.number
	return found.Record, nil
}

// findEvents returns what is in a row.
func (t *table) findEvents(row []string) []records.Found {
	object := newObject()
	if t.columns == nil {
		for i, cell := range row[:min(len(row), len(t.names))] {
			object.addText(t.names[i], cell)
		}
		return records.FindEvents(object.closeObject(), t.limits)
	}
	raw, err := t.makeEvent(row)
	if err != nil {
		return []records.Found{{Err: err}}
	}
	fields, _ := records.Object(raw, nil)
	t.partial.Events++
	return []records.Found{{Record: records.Record{Raw: raw, Fields: fields}}}
}
