package athena

import (
	"bufio"
	"errors"
	"io"
)

// TrinoType is [trinoType].
var TrinoType = trinoType

// ReadCSV reads a whole file; NULL is nil.
func ReadCSV(from *bufio.Reader) ([][]*string, error) {
	var rows [][]*string
	for r := (csvReader{from: from}); ; {
		cells, err := r.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		var row []*string
		for _, c := range cells {
			if c.isNull {
				row = append(row, nil)
			} else {
				row = append(row, &c.text)
			}
		}
		rows = append(rows, row)
	}
}
