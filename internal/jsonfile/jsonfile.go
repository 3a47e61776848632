// Package jsonfile reads JSON that a user gives in a file, such as a price list,
// so that an error tells the line:
//
//	var prices list
//	err := jsonfile.Unmarshal(text, &prices) // line 3: invalid character '}' …
package jsonfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Unmarshal is [json.Unmarshal], save that a byte order mark at the start does not
// matter, and that errors have the line, from 1, where the text has one.
func Unmarshal(text []byte, value any) error {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	err := json.Unmarshal(text, value)
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &mismatch):
		offset = mismatch.Offset
	default:
		return err
	}
	line := 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n"))
	return fmt.Errorf("line %d: %w", line, err)
}
