// Package jsonfile reads JSON from files that users give, such as a price list. Its
// errors name the line:
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

// Unmarshal does what [json.Unmarshal] does, but ignores a byte order mark at the
// start, and names the line in errors that have a place in the text. Lines count
// from 1.
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
