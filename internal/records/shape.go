package records

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// unwrapEvent returns the event in a value of an array or document: the value
// itself, or the event inside its envelope.
func unwrapEvent(record Record) (Record, error) {
	if len(record.Raw) == 0 || record.Raw[0] != '{' {
		return record, fmt.Errorf("%w: a record is an object, not %s", ErrForeign, quoteExcerpt(record.Raw))
	}
	if isEvent(&record) {
		return record, nil
	}
	if detail := record.Get("detail"); isObject(detail) {
		return parseEvent(record, detail)
	}
	for _, key := range []string{"CloudTrailEvent", "message"} {
		if text := record.Get(key); len(text) > 0 && text[0] == '"' {
			return unwrapText(record, key, text)
		}
	}
	return record, foreignError(&record)
}

// unwrapText returns the event in the string of JSON in which LookupEvents and
// CloudWatch Logs wrap it.
func unwrapText(record Record, key string, text []byte) (Record, error) {
	var event string
	if err := json.Unmarshal(text, &event); err != nil {
		return record, fmt.Errorf("%s is not a string: %w", key, err)
	}
	raw := bytes.TrimSpace([]byte(event))
	if !isObject(raw) {
		return record, fmt.Errorf("%w: %s holds %s", ErrForeign, key, quoteExcerpt(raw))
	}
	return parseEvent(record, raw)
}

// parseEvent returns the record with the object in raw as its event.
func parseEvent(record Record, raw []byte) (Record, error) {
	s := scanner{data: raw}
	end, fields := s.scanObject(0, record.Fields[:0], nil)
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
		return record, foreignError(&record)
	}
	return record, nil
}

func isObject(raw []byte) bool { return len(raw) > 0 && raw[0] == '{' }

// isEvent reports whether the record is a CloudTrail event: whether it has one of
// the fields that every eventVersion has. Notifications of other services have some
// of them too, but an eventSource such as aws:s3.
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

// isDigest reports whether the record is a digest file, by the fields at its start:
// AWS CloudTrail User Guide, "CloudTrail digest file structure".
func isDigest(record *Record) bool {
	return record.Get("digestStartTime") != nil && record.Get("digestEndTime") != nil
}

// isAggregated reports whether the record sums up five minutes of data events. A file
// of such records has no others.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html
func isAggregated(record *Record) bool {
	return string(record.Get("eventCategory")) == `"Aggregated"`
}

// isControl reports whether the record is the message with which CloudWatch Logs
// tests a subscription's destination: its messageType is CONTROL_MESSAGE.
func isControl(record *Record) bool {
	return string(record.Get("messageType")) == `"CONTROL_MESSAGE"`
}

// foreignError describes an object that is no event by its first keys.
func foreignError(record *Record) error {
	if len(record.Fields) == 0 {
		return fmt.Errorf("%w: an object without keys", ErrForeign)
	}
	var keys []string
	for key := range record.Members() {
		if len(keys) == 4 {
			keys = append(keys, "…")
			break
		}
		keys = append(keys, quoteExcerpt(key))
	}
	return fmt.Errorf("%w: an object with the keys %s", ErrForeign, strings.Join(keys, ", "))
}

// excerptSize is how many bytes of unexpected content an error quotes.
const excerptSize = 40

// quoteExcerpt quotes the beginning of unexpected content.
func quoteExcerpt(raw []byte) string {
	if len(raw) > excerptSize {
		return fmt.Sprintf("%q…", raw[:excerptSize])
	}
	return fmt.Sprintf("%q", raw)
}
