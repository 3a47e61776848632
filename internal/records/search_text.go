package records

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/trailq/trailq/internal/jsontext"
)

// searchText does what searchValue does, for a text: one of JSON, or one of Base64
// that holds JSON, perhaps compressed, as subscriptions of CloudWatch Logs send it
// (Amazon CloudWatch Logs User Guide, "Using subscription filters").
func (s *eventSearch) searchText(quoted []byte, place scope) bool {
	if len(quoted) < 4 {
		return false
	}
	text, err := jsontext.Unquote(quoted)
	if err != nil {
		return false
	}
	text = bytes.TrimSpace(text)
	if packed, isPacked := decodePacked(text); isPacked {
		if text, err = s.unpackText(packed); err != nil {
			s.noteProblem(err)
			return false
		}
	}
	if s.searchDocuments(text, place) {
		return true
	}
	start := bytes.IndexByte(text[:min(len(text), longestPrefix)], '{')
	if start <= 0 || bytes.IndexByte(text[:start], '[') == 0 {
		return false
	}
	problem := s.problem
	found := s.searchDocuments(text[start:], place)
	s.problem = problem
	return found
}

// longestPrefix is how many bytes can precede the JSON on a line, such as a time and
// the name of a host.
const longestPrefix = 512

// searchDocuments adds the events of the JSON documents in a text.
func (s *eventSearch) searchDocuments(text []byte, place scope) bool {
	start, events := len(s.findings), 0
	for rest := bytes.TrimSpace(text); len(rest) > 0; {
		if c := rest[0]; c != '{' && c != '[' && (c != '"' || len(rest) < 4) {
			if events > 0 || len(rest) < len(text) {
				s.noteProblem(syntaxError{int64(len(text) - len(rest)), "the end of the event"})
			}
			s.findings = s.findings[:start]
			return false
		}
		scan := scanner{data: rest}
		end := scan.skipWhole()
		if end < 0 {
			s.noteProblem(describeScan(&scan, end))
			s.findings = s.findings[:start]
			return false
		}
		inner := place.innerScope()
		inner.isLax = true
		if s.searchValue(rest[:end], inner) {
			events++
		} else if isObject(rest) && !s.isQuiet {
			s.noteProblem(s.explainValue(Record{Raw: rest[:end]}))
		}
		rest = bytes.TrimSpace(rest[end:])
	}
	return events > 0
}

// skipWhole skips the value at the start of the data, and finds what is wrong with the
// members of an object.
func (s *scanner) skipWhole() int {
	if s.data[0] == '{' {
		end, _ := s.scanObject(0, nil, nil)
		return end
	}
	return s.skipValue(0)
}

// noteProblem keeps the first problem with a text.
func (s *eventSearch) noteProblem(err error) {
	if s.problem == nil {
		s.problem = err
	}
}

// packedStarts are how gzip, and JSON's objects and arrays, begin in Base64.
var packedStarts = [...]string{"H4sI", "eyI", "eyJ", "eyA", "ewo", "ew0", "W3s", "Wwo", "Ww0", "WyA", "WyI", "WyJ"}

// decodePacked returns what a text of Base64 stands for, if that can be JSON.
func decodePacked(text []byte) ([]byte, bool) {
	for _, start := range packedStarts {
		if !strings.HasPrefix(string(text[:min(4, len(text))]), start) {
			continue
		}
		text = bytes.TrimRight(text, "=")
		for _, form := range [...]*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			packed := make([]byte, form.DecodedLen(len(text)))
			if n, err := form.Decode(packed, text); err == nil {
				return packed[:n], true
			}
		}
	}
	return nil, false
}

// unpackText returns the content of a packed text, decompressed if necessary.
func (s *eventSearch) unpackText(packed []byte) ([]byte, error) {
	for compressionOf(packed) == gzipped {
		reader, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, gzipped.explainError(err)
		}
		content, err := io.ReadAll(io.LimitReader(reader, int64(s.limit)+1))
		switch {
		case err != nil:
			return nil, gzipped.explainError(err)
		case len(content) > s.limit:
			return nil, fmt.Errorf("%w: a text of Base64 holds more than %d bytes", ErrRecordSize, s.limit)
		}
		s.limit -= len(content) // so that packing again and again ends
		packed = content
	}
	return packed, nil
}
