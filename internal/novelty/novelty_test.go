package novelty_test

import (
	"testing"

	"github.com/trailq/trailq/internal/novelty"
)

func TestDescribe(t *testing.T) {
	const alice = "arn:aws:iam::111122223333:user/alice"
	calls := []novelty.Call{
		{Caller: alice, Name: "iam:CreateUser", Events: 2, Writes: 2, Failures: 1, IsOwn: true, IP: "203.0.113.9", First: "2023-11-02T03:00:00Z", Last: "2023-11-02T03:05:00Z"},
		{Name: "sts:AssumeRole", Events: 1, Region: "sa-east-1", First: "2023-11-02T01:00:00Z", Last: "2023-11-02T01:00:00Z"},
		{Caller: alice, Name: "iam:ListUsers", Events: 3, Agent: "curl/8.1", First: "2023-11-02T02:00:00Z", Last: "2023-11-02T02:30:00Z"},
		{Caller: alice, Name: "a:B", Events: 1, First: "2023-11-02T04:00:00Z", Last: "2023-11-02T04:00:00Z"},
		{Caller: alice, Name: "a:C", Events: 1, First: "2023-11-02T04:00:00Z", Last: "2023-11-02T04:00:00Z"},
		{Caller: alice, Name: "a:D", Events: 1, First: "2023-11-02T04:00:00Z", Last: "2023-11-02T04:00:00Z"},
	}
	callers := novelty.ByCaller(calls)
	if len(callers) != 2 || callers[0].Name != alice || callers[0].Events != 8 || callers[1].Events != 1 {
		t.Fatalf("callers are %+v", callers)
	}
	for kind, want := range map[novelty.Kind]string{
		novelty.New:  "user alice: iam:CreateUser, iam:ListUsers, a:B, a:C and 1 more; writes: 2; failed: 1; new network: 203.0.113.9; new agent: curl/8.1; first at 2023-11-02 02:00:00 UTC",
		novelty.Gone: "user alice: iam:CreateUser, iam:ListUsers, a:B, a:C and 1 more; writes: 2; failed: 1; network: 203.0.113.9; agent: curl/8.1; last at 2023-11-02 04:00:00 UTC",
	} {
		if got := callers[0].Describe(kind); got != want {
			t.Errorf("kind %d is described as\n%s, not\n%s", kind, got, want)
		}
	}
	const nobody = "no named caller: sts:AssumeRole; new region: sa-east-1; first at 2023-11-02 01:00:00 UTC"
	if got := callers[1].Describe(novelty.New); got != nobody {
		t.Errorf("a caller without a name is described as %q", got)
	}
}
