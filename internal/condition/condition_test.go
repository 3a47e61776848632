package condition_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/records"
)

// oddRecords returns records with values of every kind at the places that conditions
// name.
func oddRecords(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/odd.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// oddConditions ask for values of every kind.
func oddConditions() []string {
	var all []string
	for _, field := range []string{
		"eventName", "readOnly", "requestParameters.bucketName", "requestParameters.key", "requestParameters.groups",
		"requestParameters.groups[0]", "requestParameters.groups.k", "requestParameters.instancesSet.items.instanceId",
		"requestParameters.instancesSet.items[1].instanceId", "requestParameters.instancesSet.items.n", "requestParameters.n",
		"requestParameters.yes", `requestParameters["x-amz-acl"]`, "requestParameters.bucketName.deep", "requestParameters.a.bucketName",
		"userIdentity.arn", "userIdentity.sessionContext.attributes.mfaAuthenticated", "resources.ARN", "resources[1].ARN",
	} {
		all = append(all, field, "!"+field)
		for _, glob := range []string{"GetObject", "Get*", "*", "logs-?", "logs-*", "i-2", "a", "true", "1", "2.5", "10", "3", `a\b`, "a=b!=c", "arn:aws:s3:::*", "private", "*k*", `{"a":"b","c":[1,2]}`, "[1,2]", "v", "X", "7"} {
			all = append(all, field+"="+glob, field+"!="+glob)
		}
	}
	return all
}

// oracle evaluates a condition on decoded JSON, in the plainest way.
func oracle(t *testing.T, text, raw string) bool {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(raw))
	decoder.UseNumber()
	var event any
	if err := decoder.Decode(&event); err != nil {
		t.Fatal(err)
	}
	field, glob, negated := strings.TrimPrefix(text, "!"), "*", strings.HasPrefix(text, "!")
	if before, after, found := strings.Cut(field, "="); found {
		field, glob = before, after
		if strings.HasSuffix(field, "!") {
			field, negated = strings.TrimSuffix(field, "!"), true
		}
	}
	steps, err := fieldpath.Parse(field)
	if err != nil {
		t.Fatal(err)
	}
	values := []any{event}
	for key, index := range steps.Steps() {
		var next []any
		for _, value := range values {
			switch value := value.(type) {
			case map[string]any:
				next = append(next, value[key])
			case []any:
				for i, element := range value {
					if object, isObject := element.(map[string]any); index < 0 && isObject {
						next = append(next, object[key])
					} else if i == index {
						next = append(next, element)
					}
				}
			}
		}
		values = next
	}
	for _, value := range values {
		if strings.Contains(field, "]") && !strings.Contains(field, `"]`) {
			break
		}
		if elements, isArray := value.([]any); isArray {
			values = append(values, elements...)
		}
	}
	for _, value := range values {
		text := plainText(value)
		matched, _ := path.Match(strings.NewReplacer(`\`, `\\`, "[", `\[`).Replace(glob), strings.ReplaceAll(text, "/", "|"))
		if text != "" && matched {
			return !negated
		}
	}
	return negated
}

// plainText returns the text of a decoded value.
func plainText(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return strings.TrimSpace(text.String())
}

func parseRecord(t *testing.T, raw string) *records.Record {
	t.Helper()
	fields, whole := records.Object([]byte(raw), nil)
	if !whole {
		t.Fatalf("%s is no object", raw)
	}
	return &records.Record{Raw: []byte(raw), Fields: fields}
}

func TestMatchAgreesWithDecodedJSON(t *testing.T) {
	for _, text := range oddConditions() {
		c, err := condition.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range oddRecords(t) {
			if got, want := c.Match(parseRecord(t, raw)), oracle(t, text, raw); got != want {
				t.Errorf("%s in %s: %v, want %v", text, raw, got, want)
			}
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"eventName=Get*":                        "eventName=Get*",
		"eventName!=Get*":                       "eventName!=Get*",
		"eventName=*":                           "eventName",
		"eventName!=**":                         "!eventName",
		"!errorCode":                            "!errorCode",
		" errorCode ":                           "errorCode",
		"errorCode = x":                         "errorCode=x",
		`requestParameters["a=b"]=c`:            `requestParameters["a=b"]=c`,
		`requestParameters["a\"=b"]!=c=d`:       `requestParameters["a\"=b"]!=c=d`,
		"userAgent=a!=b":                        "userAgent=a!=b",
		"CALLER=x":                              "CALLER=x",
		"requestParameters.instancesSet.items!": "",
		"":                                      "",
		"!":                                     "",
		"=x":                                    "",
		"!=x":                                   "",
		"eventName=":                            "",
		"eventName!=":                           "",
		"!eventName=x":                          "",
		"evntName=x":                            "",
		"requestParameters.=x":                  "",
		"requestParameters[x]=x":                "",
	} {
		c, err := condition.Parse(text)
		switch {
		case err != nil && want != "":
			t.Errorf("%q: %v", text, err)
		case err == nil && c.String() != want && want != "":
			t.Errorf("%q is read as %q, want %q", text, c, want)
		case err == nil && want == "" && !strings.HasSuffix(text, "!"):
			t.Errorf("%q is read as %q, want an error", text, c)
		}
	}
}

// A field that is misspelt is an error that says which is near.
func TestUnknownField(t *testing.T) {
	_, err := condition.Parse("evntName=x")
	var unknown *condition.FieldError
	if !errors.As(err, &unknown) || unknown.Near != "eventName" {
		t.Errorf("%v", err)
	}
}

// Names of the short list and of the fields find something.
func TestShortNames(t *testing.T) {
	record := parseRecord(t, `{"eventTime":"2023-11-01T09:30:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","requestParameters":{"bucketName":"b","key":"x/y"}}`)
	for text, want := range map[string]bool{
		"service=s3": true, "action=s3:GetObject": true, "prefix=b/x/": true, "object=b/x/y": true, "month=2023-11": true, "day=2023-11-01": true,
		"hour=2023-11-01T09": true, "minute=2023-11-01T09:30": true, "minute=2023-11-01T09": false, "role": false, "caller": false, "!caller": true, "bucket=b": true,
	} {
		c, err := condition.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Match(record); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
