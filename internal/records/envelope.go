package records

import (
	"bytes"
	"fmt"

	"github.com/trailq/trailq/internal/jsontext"
)

// eventSearch finds the events inside a value that is not an event itself: in objects,
// arrays and texts of JSON, at any depth. It knows no products: whatever wraps events,
// they are objects with CloudTrail's fields.
type eventSearch struct {
	limit    int // in bytes, of what a packed text can hold
	findings []Found
	problem  error // why a text that should be an event is none
	isQuiet  bool  // the value is known to hold no events
}

// scope is the place of a value in a search.
type scope struct {
	depth int  // how many more containers and texts can be around an event
	isLax bool // an object with any field of an event is one
	isRow bool // an array in an array: if one cell is an event, the others describe it
}

// innerScope returns the scope of a value inside the value.
func (p scope) innerScope() scope { return scope{depth: p.depth - 1} }

// searchDepth is how many containers and texts can be around an event.
const searchDepth = 24

// searchEvents appends to found what is in the value. If that is no event, the only
// finding is the reason; there is none if the value is known to hold no events.
func searchEvents(found []Found, value Record, limit int) []Found {
	s := eventSearch{limit: limit, findings: found}
	if s.searchValue(value.Raw, scope{depth: searchDepth, isLax: true}) || s.isQuiet {
		return s.findings
	}
	return append(s.findings, Found{Err: s.explainValue(value)})
}

// explainValue returns why the value holds no event.
func (s *eventSearch) explainValue(value Record) error {
	problem := s.problem
	s.problem = nil
	switch {
	case problem != nil:
		return problem
	case !isObject(value.Raw):
		return fmt.Errorf("%w: a record is an object, not %s", ErrForeign, quoteExcerpt(value.Raw))
	}
	if value.Fields == nil {
		value.Fields, _ = Object(value.Raw, nil)
	}
	return foreignError(&value)
}

// searchValue adds the events in the value, and reports whether there are any.
func (s *eventSearch) searchValue(raw []byte, place scope) bool {
	if len(raw) == 0 || place.depth == 0 {
		return false
	}
	switch raw[0] {
	case '{':
		return s.searchObject(raw, place)
	case '[':
		return s.searchArray(raw, place)
	case '"':
		return s.searchText(raw, place)
	}
	return false
}

// searchObject does what searchValue does, for an object.
func (s *eventSearch) searchObject(raw []byte, place scope) bool {
	fields, whole := Object(raw, nil)
	if !whole {
		return false
	}
	record := Record{Raw: raw, Fields: fields}
	if isEvent(&record) && (place.isLax || countEventFields(&record) > 1) {
		s.findings = append(s.findings, Found{Record: record})
		return true
	}
	if restored, ok := restoreNames(&record); ok {
		s.findings = append(s.findings, Found{Record: restored})
		return true
	}
	if isControl(&record) {
		s.isQuiet = true
		return false
	}
	return s.searchMembers(&record, place)
}

// searchMembers searches the members of an object: texts before containers, since a
// text is the record as it was delivered. An event that is in two members, as text and
// taken apart, is one event.
func (s *eventSearch) searchMembers(record *Record, place scope) bool {
	start := len(s.findings)
	seen := make(map[string]bool)
	for _, wantsTexts := range [...]bool{true, false} {
		for key, value := range record.Members() {
			if isText := value[0] == '"'; isText != wantsTexts {
				continue
			}
			before := len(s.findings)
			inner := place.innerScope()
			inner.isLax = string(key) == "detail"
			if !s.searchValue(value, inner) && wantsTexts {
				s.explainText(string(key), value)
			}
			s.dropSeen(before, seen)
		}
	}
	return len(s.findings) > start
}

// explainText notes why the text under a key that usually has an event has none.
func (s *eventSearch) explainText(key string, value []byte) {
	if key != "CloudTrailEvent" && key != "message" || s.problem != nil {
		return
	}
	text, err := jsontext.Unquote(value)
	if err != nil {
		s.problem = fmt.Errorf("%s is not a string: %w", key, err)
		return
	}
	s.problem = fmt.Errorf("%w: %s holds %s", ErrForeign, key, quoteExcerpt(bytes.TrimSpace(text)))
}

// dropSeen removes the findings from an index on whose eventIDs are among those seen
// in other members, and adds the others to these.
func (s *eventSearch) dropSeen(from int, seen map[string]bool) {
	kept := s.findings[:from]
	fresh := make([]string, 0, len(s.findings)-from)
	for _, found := range s.findings[from:] {
		id := string(found.Record.Get("eventID"))
		if id != "" && seen[id] {
			continue
		}
		kept = append(kept, found)
		if id != "" {
			fresh = append(fresh, id)
		}
	}
	s.findings = kept
	for _, id := range fresh {
		seen[id] = true
	}
}

// searchArray does what searchValue does, for an array. If some elements hold events,
// the others are wrong, unless the array is a row.
func (s *eventSearch) searchArray(raw []byte, place scope) bool {
	start, events := len(s.findings), 0
	elements := arrayCursor{}
	for element := range elements.yieldAll(raw) {
		inner := place.innerScope()
		inner.isLax, inner.isRow = place.isLax, true
		if s.searchValue(element, inner) {
			events++
			continue
		}
		if s.isQuiet {
			s.isQuiet = false
			continue
		}
		if err := s.explainValue(Record{Raw: element}); !place.isRow {
			s.findings = append(s.findings, Found{Err: err})
		}
	}
	if elements.err != nil {
		s.findings = append(s.findings, Found{Err: elements.err})
	}
	if events == 0 {
		s.findings = s.findings[:start]
	}
	return events > 0
}

// arrayCursor yields the elements of an array, and keeps what is wrong with it.
type arrayCursor struct {
	scan scanner
	err  error
}

// yieldAll yields the raw elements of the array in raw.
func (c *arrayCursor) yieldAll(raw []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		c.scan.resetData(raw)
		at := c.scan.skipSpace(1)
		if at < len(raw) && raw[at] == ']' {
			return
		}
		for more := true; more; {
			end := c.scan.skipValue(at)
			if end >= 0 && !yield(raw[at:end]) {
				return
			}
			if end >= 0 {
				at, more = c.scan.readComma(end, ']')
				end = at
			}
			if end < 0 {
				c.err = describeScan(&c.scan, end)
				return
			}
		}
	}
}

// describeScan returns the error of a scan that returned short or invalid.
func describeScan(s *scanner, end int) error {
	if end == short {
		return ErrTruncated
	}
	return s.bad
}

// Found is an event that [FindEvents] has found, or what is wrong with a value that
// stands where events are.
type Found struct {
	Record Record
	Err    error
}

// FindEvents returns the events in a JSON value, or the reason why there is none.
func FindEvents(raw []byte, limits Limits) []Found {
	return searchEvents(nil, Record{Raw: raw}, limits.recordSize())
}
