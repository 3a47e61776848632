package trailq

import (
	"encoding/json"
	"testing"

	"github.com/trailq/trailq/internal/records"
)

// decodeWith decodes the JSON of one record.
func decodeWith(d *decoder, raw string) *Event {
	record := records.Record{Raw: []byte(raw)}
	record.Fields, _ = records.Object(record.Raw, nil)
	event := new(Event)
	d.decodeRecord(event, &record)
	return event
}

func TestHintsRuleOutNoWantedField(t *testing.T) {
	const raw = `{"eventVersion":"1.09","eventTime":"2023-11-01T00:05:12Z","eventSource":"s3.amazonaws.com","eventName":"first","awsRegion":"eu-west-1","errorCode":"AccessDenied","eventType":"AwsApiCall","eventName":"last","a":"b"}`
	event := decodeWith(newDecoder([]string{"eventName", "a"}), raw)
	if event.EventName != "last" || event.ErrorCode != "" || event.EventType != "" {
		t.Errorf("eventName %q, errorCode %q, eventType %q: want only the last eventName", event.EventName, event.ErrorCode, event.EventType)
	}
	names := make(map[nameHints]bool)
	for _, name := range []string{"", "a", "ab", "abc", "eventName", "sessionCredentialFromConsole"} {
		if !newNameHints([]string{name}).canHave([]byte(name)) {
			t.Errorf("%q is ruled out by its own hint", name)
		}
		names[nameHint([]byte(name))] = true
	}
	if len(names) < 4 {
		t.Errorf("%d different hints of six names", len(names))
	}
}

func TestTextIsWhatJSONSays(t *testing.T) {
	decoder := newDecoder(nil) // one for all: it remembers
	for range 3 {
		for _, raw := range []string{`"a"`, `"a"`, `"b"`, `"a\\b"`, `"a\b"`, `"\u0061"`, `"a"`, `""`, `"\""`, "\"\xff\"", `"\\\\"`, `"\\"`} {
			var want string
			if err := json.Unmarshal([]byte(raw), &want); err != nil {
				t.Fatal(err)
			}
			event := decodeWith(decoder, `{"userAgent":`+raw+`,"userIdentity":{"arn":`+raw+`}}`)
			if event.UserAgent != want || event.UserIdentity.ARN != want {
				t.Errorf("%s is %q and %q, want %q", raw, event.UserAgent, event.UserIdentity.ARN, want)
			}
		}
	}
}

func TestSharedValuesOutliveTheRecord(t *testing.T) {
	const raw = `{"userIdentity":{"arn":"x","sessionContext":{"webIdFederationData":{"attributes":{"a":"b"}}}}}`
	decoder := newDecoder(nil)
	record := records.Record{Raw: []byte(raw)}
	record.Fields, _ = records.Object(record.Raw, nil)
	var first, second Event
	decoder.decodeRecord(&first, &record)
	clear(record.Raw) // as other content does that gets its memory
	decoder.decodeRecord(&second, &records.Record{Raw: []byte(raw), Fields: record.Fields})
	if first.UserIdentity != second.UserIdentity {
		t.Error("the same userIdentity was decoded twice")
	}
	if got := string(second.UserIdentity.SessionContext.WebIDFederationData.Attributes); got != `{"a":"b"}` {
		t.Errorf("attributes are %q", got)
	}
}
