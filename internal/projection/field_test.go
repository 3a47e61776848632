package projection

import (
	"strings"
	"testing"
)

// The columns of CSV where none are named are fields that CloudTrail has.
func TestDefaultFields(t *testing.T) {
	fields, err := Parse(DefaultFields)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fields {
		if first := f.path.First(); f.meaning == nil && !strings.Contains(" "+strings.Join(strings.Fields(knownFields), " ")+" ", " "+first+" ") {
			t.Errorf("%s: CloudTrail has no %s", f.Name, first)
		}
	}
}
