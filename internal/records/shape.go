package records

import (
	"bytes"
	"fmt"
	"strings"
)

func isObject(raw []byte) bool { return len(raw) > 0 && raw[0] == '{' }

// isEvent reports whether the record is a CloudTrail event: whether it has one of
// the fields that every eventVersion has. Notifications of other services have some
// of them too, but an eventSource such as aws:s3. An object with the text of a record
// under _raw, as Splunk exports it, has copies of some fields beside the text.
func isEvent(record *Record) bool {
	found := false
	for i := range record.Fields {
		key, value := record.Fields[i].Key, record.Fields[i].Value
		switch string(record.Raw[key.Start:key.End]) {
		case "_raw":
			return false
		case "eventVersion", "eventTime", "eventID", "eventName":
			found = true
		case "eventSource":
			return !bytes.HasPrefix(record.Raw[value.Start:value.End], []byte(`"aws:`))
		}
	}
	return found
}

// countEventFields returns how many of the fields that every event has are texts.
func countEventFields(record *Record) int {
	count := 0
	for _, name := range [...]string{"eventVersion", "eventTime", "eventSource", "eventName", "eventID"} {
		if value := record.Get(name); len(value) > 0 && value[0] == '"' {
			count++
		}
	}
	return count
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
