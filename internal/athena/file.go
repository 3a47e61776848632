package athena

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/s3source"
)

// errNoFile says that the file of an answer is not there.
var errNoFile = errors.New("the file with the answer is gone")

// fileRows yields the rows of an answer's file behind those that were given already.
func (a *answer) fileRows(ctx context.Context, location string, given int) iter.Seq2[[]table.Value, error] {
	return func(yield func([]table.Value, error) bool) {
		content, err := a.openFile(ctx, location)
		if err != nil {
			yield(nil, failure(fmt.Errorf("%s: %w", location, err), "allow s3:GetObject and s3:ListBucket on it: answers of more than 10,000 rows are read there"))
			return
		}
		defer content.Close()
		file := csvReader{from: bufio.NewReader(content)}
		for skipped := 0; ; skipped++ {
			cells, err := file.next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case err == nil && len(cells) != len(a.columns):
				err = fmt.Errorf("a row has %d values, and the answer %d columns", len(cells), len(a.columns))
			}
			if err != nil {
				yield(nil, failure(fmt.Errorf("%s: %w", location, err), ""))
				return
			}
			if skipped > given { // the first row has the names
				if !yield(a.readCells(cells), nil) {
					return
				}
			}
		}
	}
}

func (a *answer) openFile(ctx context.Context, location string) (io.ReadCloser, error) {
	source, err := s3source.New(ctx, location, s3source.Options{Profile: a.options.Profile, Region: a.options.Region})
	if err != nil {
		return nil, err
	}
	for file, err := range source.Files(ctx, nil) {
		if err != nil {
			return nil, err
		}
		if file.Path == location { // beside it is one with .metadata at the end
			return file.Open(ctx)
		}
	}
	return nil, errNoFile
}

func (a *answer) readCells(cells []cell) []table.Value {
	row := make([]table.Value, len(cells))
	for i, c := range cells {
		if !c.isNull {
			row[i] = client.ReadText(a.columns[i].Type, c.text)
		}
	}
	return row
}

// cell is a value of a CSV file.
type cell struct {
	text   string
	isNull bool
}

// csvReader reads the CSV that Athena writes: NULL is nothing, and every other value,
// also an empty text, is in quotes. Package encoding/csv cannot tell the two apart.
type csvReader struct{ from *bufio.Reader }

// next returns the next row, io.EOF after the last.
func (r *csvReader) next() ([]cell, error) {
	if _, err := r.from.Peek(1); err != nil {
		return nil, err
	}
	var row []cell
	for {
		one, end, err := r.nextCell()
		if err != nil {
			return nil, err
		}
		row = append(row, one)
		if end == '\n' {
			return row, nil
		}
	}
}

// nextCell returns the next value and what ended it: a comma or the end of the row.
func (r *csvReader) nextCell() (cell, byte, error) {
	first, err := r.from.ReadByte()
	switch {
	case errors.Is(err, io.EOF), err == nil && first == '\n':
		return cell{isNull: true}, '\n', nil
	case err != nil:
		return cell{}, 0, err
	case first == ',':
		return cell{isNull: true}, ',', nil
	case first != '"':
		return r.plainCell(first)
	}
	var text []byte
	for {
		part, err := r.from.ReadBytes('"')
		if errors.Is(err, io.EOF) {
			return cell{}, 0, io.ErrUnexpectedEOF
		}
		if err != nil {
			return cell{}, 0, err
		}
		text = append(text, part[:len(part)-1]...)
		end, err := r.from.ReadByte()
		switch {
		case err == nil && end == '"':
			text = append(text, '"')
		case errors.Is(err, io.EOF):
			return cell{text: string(text)}, '\n', nil
		case err == nil && (end == ',' || end == '\n'):
			return cell{text: string(text)}, end, nil
		case err == nil:
			return cell{}, 0, fmt.Errorf("%q follows a quoted value", end)
		default:
			return cell{}, 0, err
		}
	}
}

// plainCell reads a value without quotes.
func (r *csvReader) plainCell(first byte) (cell, byte, error) {
	text := []byte{first}
	for {
		c, err := r.from.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return cell{text: string(text)}, '\n', nil
		case err != nil:
			return cell{}, 0, err
		case c == ',' || c == '\n':
			return cell{text: string(text)}, c, nil
		}
		text = append(text, c)
	}
}
