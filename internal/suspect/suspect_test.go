package suspect_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/suspect"
)

// What concerns the resource comes first, then what changes what is logged or allowed, then
// what is rare; a sentence names those of the first one's caller.
func TestOrder(t *testing.T) {
	at := time.Date(2023, 11, 2, 3, 0, 0, 0, time.UTC)
	root := "arn:aws:iam::111122223333:root"
	writes := []suspect.Write{
		{At: at, Call: "ec2:CreateTags", Caller: root, Calls: 9},
		{At: at.Add(time.Second), Call: "logs:CreateLogGroup", Caller: root, Calls: 1},
		{At: at, Call: "cloudtrail:PutEventSelectors", Caller: root, Calls: 2},
		{At: at, Call: "dynamodb:UpdateTable", Caller: root, Target: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders", Calls: 5},
	}
	known := map[string]string{"resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}
	for i := range writes {
		writes[i].IsRelated = writes[i].Concerns(known)
	}
	slices.SortFunc(writes, suspect.Compare)
	var order []string
	for _, w := range writes {
		order = append(order, w.Call)
	}
	if got, want := strings.Join(order, " "), "dynamodb:UpdateTable cloudtrail:PutEventSelectors logs:CreateLogGroup ec2:CreateTags"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := suspect.Describe(writes, at), "just before: dynamodb:UpdateTable on table orders by root of 111122223333, 2023-11-02 03:00:00 UTC (and 3 other writes)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := suspect.Describe(writes[1:], at), "as it began: cloudtrail:PutEventSelectors, logs:CreateLogGroup, ec2:CreateTags by root of 111122223333, 2023-11-02 03:00:00 to 03:00:01 UTC"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
