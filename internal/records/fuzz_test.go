package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/trailq/trailq/internal/jsontext"
)

// seeds adds the contents that every target starts from.
func seeds(f *testing.F) {
	for _, seed := range []string{
		`{"Records":[` + first + `,` + second + `]}`,
		`[` + first + `]`,
		first + "\n" + second + "\noops\n" + first,
		`{"Events":[{"CloudTrailEvent":"{\"eventName\":\"x\"}"}]}`,
		`{"detail":{"eventName":"x"},"detail-type":"y"}`,
		`{"logEvents":[{"message":"{\"eventName\":\"x\"}"}]}`,
		`{"digestStartTime":1,"digestEndTime":2}`,
		`{"eventName": "x", "a" :[1 , {"b":[{}]}] ,"c":null,"d":"\\"}","e":` + string(typicalLog(3)) + `}`,
		string(typicalLog(2)),
		`[{"eventName":"` + strings.Repeat("x", 1100) + `","a"b":1},` + first + `]`, // wrong behind FuzzReader's limit
		"\ufeff[{\"eventName\":\"\\u0041\\\"\\\\\",\"a\":[[],{},-1.5e3,true,null]} ]",
		`{"eventName":"` + "\xff\x00" + `","eventName":{"{":"}"}}`,
	} {
		f.Add([]byte(seed))
	}
}

// FuzzObject compares the scanner with encoding/json: whatever that accepts the
// scanner accepts, with the same members, the last of equal keys winning.
func FuzzObject(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimSpace(data)
		var want map[string]json.RawMessage
		if !json.Valid(data) || data[0] != '{' || json.Unmarshal(data, &want) != nil {
			return
		}
		fields, ok := Object(data, nil)
		if !ok {
			t.Fatalf("refused %q", data)
		}
		got := make(map[string]string)
		for _, field := range fields {
			var key string
			if err := json.Unmarshal(data[field.Key.Start-1:field.Key.End+1], &key); err != nil {
				t.Fatalf("key %q: %v", data[field.Key.Start:field.Key.End], err)
			}
			got[key] = string(data[field.Value.Start:field.Value.End])
		}
		if len(got) != len(want) {
			t.Fatalf("%d members, want %d", len(got), len(want))
		}
		for key, value := range want {
			if got[key] != string(value) {
				t.Errorf("%q is %q, want %q", key, got[key], value)
			}
		}
	})
}

// FuzzElements compares arrays with encoding/json.
func FuzzElements(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimSpace(data)
		var want []json.RawMessage
		if len(data) == 0 || data[0] != '[' || json.Unmarshal(data, &want) != nil {
			return
		}
		var got []string
		for element := range Elements(data) {
			got = append(got, string(element))
		}
		if !slices.EqualFunc(got, want, func(a string, b json.RawMessage) bool { return a == string(b) }) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// FuzzContainer compares the ways to skip a container.
func FuzzContainer(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || data[0] != '{' && data[0] != '[' {
			return
		}
		s := scanner{data: data}
		byBytes, byBlocks := s.skipContainerBytes(0), s.skipContainer(0)
		// They can read a backslash outside of a string, which is not JSON,
		// differently.
		if byBytes != byBlocks && (byBytes < 0 || json.Valid(data[:byBytes])) && (byBlocks < 0 || json.Valid(data[:byBlocks])) {
			t.Errorf("%d byte by byte, %d by blocks", byBytes, byBlocks)
		}
	})
}

// FuzzMembers compares the two ways to read an object: they must agree whatever
// the bytes are, on errors too.
func FuzzMembers(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || data[0] != '{' {
			return
		}
		quick, slow := scanner{data: data}, scanner{data: data}
		quickEnd, quickFields := quick.scanObject(0, nil, nil)
		slowEnd, slowFields := slow.scanMembers(0, nil, nil)
		if quickEnd != slowEnd || quick.bad != slow.bad || !slices.Equal(quickFields, slowFields) {
			t.Errorf("by marks %d, %v, %v; step by step %d, %v, %v", quickEnd, quick.bad, quickFields, slowEnd, slow.bad, slowFields)
		}
	})
}

// FuzzMasks compares the masks with those found byte by byte.
func FuzzMasks(f *testing.F) {
	if !hasMasks {
		f.Skip("no masks on this machine")
	}
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append(data, make([]byte, -len(data)&(blockSize-1))...)
		want := make([]blockMasks, len(data)/blockSize)
		wantState := maskBytes(data, want)
		got := make([]blockMasks, len(want))
		var state stringState
		half := len(got) / 2
		state.findMasks(data, got[:half])
		state.findMasks(data[half*blockSize:], got[half:])
		state.loose = min(state.loose, 1)
		if !slices.Equal(got, want) || state != wantState {
			t.Errorf("%q: %x, %+v, want %x, %+v", data, got, state, want, wantState)
		}
	})
}

// maskBytes finds the masks byte by byte.
func maskBytes(data []byte, masks []blockMasks) stringState {
	var inside, escaped, closed, loose bool
	for i, c := range data {
		loose = loose || closed && !strings.ContainsRune(":,]}", rune(c))
		closed = false
		m, bit := &masks[i/blockSize], uint64(1)<<(i%blockSize)
		switch {
		case c == '"' && !escaped:
			inside = !inside
			closed = !inside
		case inside:
		case c == '{' || c == '[':
			m.opens |= bit
		case c == '}' || c == ']':
			m.closes |= bit
		case c == ':' || c == ',':
			m.separators |= bit
		}
		escaped = c == '\\' && !escaped
	}
	bit := map[bool]uint64{true: 1}
	return stringState{inside: -bit[inside], escaped: bit[escaped], closed: bit[closed], loose: bit[loose]}
}

// FuzzReader checks that content gives the same however it arrives, that every
// record is counted, and that a log file that encoding/json accepts is read.
func FuzzReader(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := Limits{Record: 1 << 10}
		reader := NewReader(data, nil, limits, nil)
		whole := readAll(reader)
		if reader.Records() != len(whole.records)+len(whole.rejected) {
			t.Fatalf("%d records counted, %d yielded, %d rejected", reader.Records(), len(whole.records), len(whole.rejected))
		}
		pieces := readAll(NewReader(nil, iotest.OneByteReader(bytes.NewReader(data)), limits, nil))
		if !slices.Equal(whole.records, pieces.records) || !slices.Equal(whole.rejected, pieces.rejected) || whole.end.Error() != pieces.end.Error() {
			t.Fatalf("at once %+v, in pieces %+v", whole, pieces)
		}
		var file struct{ Records []json.RawMessage }
		if json.Unmarshal(data, &file) == nil && len(file.Records) > 0 && bytes.HasPrefix(data, []byte(`{"Records":[`)) && whole.end != io.EOF {
			t.Fatalf("ends with %v", whole.end)
		}
	})
}

// FuzzDecoder reads anything as a file, compressed or not, and must end.
func FuzzDecoder(f *testing.F) {
	seeds(f)
	for _, compress := range compressors {
		f.Add(compress([]byte(`{"Records":[` + first + `,` + second + `]}`)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var decoder Decoder
		defer decoder.Close()
		limits := Limits{Record: 1 << 10, Expansion: 10}
		known := readAll(readerOf(&decoder, data, int64(len(data)), limits))
		unknown := readAll(readerOf(&decoder, data, -1, limits))
		// Decoding a damaged file in one go can yield more than decoding it in
		// pieces.
		good := errors.Is(known.end, io.EOF)
		least := min(len(known.records), len(unknown.records))
		if good != errors.Is(unknown.end, io.EOF) || good && len(known.records) != len(unknown.records) ||
			!slices.Equal(known.records[:least], unknown.records[:least]) {
			t.Fatalf("with its size %+v, without %+v", known, unknown)
		}
	})
}

// FuzzSearch compares the search for events inside a value with one by encoding/json:
// each object with an eventID and an eventName, outside of other events, is found.
func FuzzSearch(f *testing.F) {
	seeds(f)
	f.Add([]byte(`{"a":[{"b":{"eventID":"1","eventName":"x"}},{"c":"{\"eventID\":\"2\",\"eventName\":\"y\"}"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.TrimSpace(data)
		if !json.Valid(data) || data[0] != '{' {
			return
		}
		for _, found := range FindEvents(data, Limits{}) {
			if found.Err != nil {
				continue
			}
			var event map[string]json.RawMessage
			if json.Unmarshal(jsontext.EscapeControls(found.Record.Raw), &event) != nil {
				t.Errorf("in %q found %q, which is no object", data, found.Record.Raw)
			}
			if !isEvent(&found.Record) {
				t.Errorf("in %q found %q, which is no event", data, found.Record.Raw)
			}
		}
	})
}
