package records

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// unwrap returns the event that a value of an array or a document holds: itself,
// or what is inside its envelope.
func unwrap(record Record) (Record, error) {
	if len(record.Raw) == 0 || record.Raw[0] != '{' {
		return record, fmt.Errorf("%w: a record is an object, not %s", ErrForeign, excerpt(record.Raw))
	}
	if isEvent(&record) {
		return record, nil
	}
	if detail := record.Get("detail"); isObject(detail) {
		return inner(record, detail)
	}
	for _, key := range []string{"CloudTrailEvent", "message"} {
		if text := record.Get(key); len(text) > 0 && text[0] == '"' {
			return unescaped(record, key, text)
		}
	}
	return record, foreign(&record)
}

// unescaped takes the event out of the string of JSON that LookupEvents and
// CloudWatch Logs wrap it in.
func unescaped(record Record, key string, text []byte) (Record, error) {
	var event string
	if err := json.Unmarshal(text, &event); err != nil {
		return record, fmt.Errorf("%s is not a string: %w", key, err)
	}
	raw := bytes.TrimSpace([]byte(event))
	if !isObject(raw) {
		return record, fmt.Errorf("%w: %s holds %s", ErrForeign, key, excerpt(raw))
	}
	return inner(record, raw)
}

// inner makes the object in raw the record.
func inner(record Record, raw []byte) (Record, error) {
	s := scanner{data: raw}
	end, fields := s.object(0, record.Fields[:0], nil)
	switch {
	case end == short:
		return record, ErrTruncated
	case end == invalid:
		return record, s.bad
	case end != len(raw):
		return record, syntaxError{int64(end), "the end of the event"}
	}
	record.Raw, record.Fields = raw, fields
	if !isEvent(&record) {
		return record, foreign(&record)
	}
	return record, nil
}

func isObject(raw []byte) bool { return len(raw) > 0 && raw[0] == '{' }

// isEvent tells a CloudTrail event by its fields: one of those that every
// eventVersion has. Other services' notifications have some of them too, with an
// eventSource such as aws:s3.
func isEvent(record *Record) bool {
	found := false
	for i := range record.Fields {
		key, value := record.Fields[i].Key, record.Fields[i].Value
		switch string(record.Raw[key.Start:key.End]) {
		case "eventVersion", "eventTime", "eventID", "eventName":
			found = true
		case "eventSource":
			return !bytes.HasPrefix(record.Raw[value.Start:value.End], []byte(`"aws:`))
		}
	}
	return found
}

// isDigest tells a digest file by the fields that its structure begins with:
// AWS CloudTrail User Guide, "CloudTrail digest file structure".
func isDigest(record *Record) bool {
	return record.Get("digestStartTime") != nil && record.Get("digestEndTime") != nil
}

// isControl tells the message by which CloudWatch Logs tests a subscription's
// destination: its messageType is CONTROL_MESSAGE.
func isControl(record *Record) bool {
	return string(record.Get("messageType")) == `"CONTROL_MESSAGE"`
}

// foreign says what an object is that is no event: its keys tell best.
func foreign(record *Record) error {
	if len(record.Fields) == 0 {
		return fmt.Errorf("%w: an object without keys", ErrForeign)
	}
	var keys []string
	for key := range record.Members() {
		if len(keys) == 4 {
			keys = append(keys, "…")
			break
		}
		keys = append(keys, excerpt(key))
	}
	return fmt.Errorf("%w: an object with the keys %s", ErrForeign, strings.Join(keys, ", "))
}

// excerptSize is how much is quoted of what was found.
const excerptSize = 40

// excerpt quotes the beginning of what was found.
func excerpt(raw []byte) string {
	if len(raw) > excerptSize {
		return fmt.Sprintf("%q…", raw[:excerptSize])
	}
	return fmt.Sprintf("%q", raw)
}
