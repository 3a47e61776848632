package lifetime_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/lifetime"
)

// at returns a time, in hours after midnight.
func at(hour int) time.Time { return time.Date(2024, 6, 1, hour, 0, 0, 0, time.UTC) }

// settleCalls makes lives of calls, written as hour, rule and resources. The logs end after 400
// hours.
func settleCalls(t *testing.T, calls ...lifetime.Call) *lifetime.Account {
	t.Helper()
	ledger := lifetime.NewLedger()
	for _, call := range calls {
		call.Account, call.Region = "111122223333", "eu-west-1"
		ledger.Add(call)
	}
	return ledger.Settle(map[string]time.Time{"111122223333": at(400)})
}

// call returns a call of a rule on resources.
func call(t *testing.T, hour int, key string, ids ...string) lifetime.Call {
	t.Helper()
	rules, err := lifetime.ReadRules()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rules, func(r lifetime.Rule) bool { return r.Key() == key })
	if i < 0 {
		t.Fatalf("no rule %q", key)
	}
	return lifetime.Call{Rule: &rules[i], Time: at(hour), IDs: ids, Type: "a", Caller: fmt.Sprint("caller ", hour)}
}

// A life has the hours in which the resource ran, and ends by whom ended it.
func TestLives(t *testing.T) {
	run, stop, start, end := "ec2 RunInstances", "ec2 StopInstances", "ec2 StartInstances", "ec2 TerminateInstances"
	change := func(hour int, kind string) lifetime.Call {
		c := call(t, hour, "ec2 ModifyInstanceAttribute", "i-1")
		c.Type = kind
		return c
	}
	member := call(t, 1, "rds CreateDBInstance", "db")
	member.Group = "cluster"
	for name, test := range map[string]struct {
		calls   []lifetime.Call
		state   lifetime.State
		hours   float64
		endedBy string
		last    string // type
	}{
		"runs":                  {[]lifetime.Call{call(t, 1, run, "i-1")}, lifetime.Running, 399, "", "a"},
		"deleted":               {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 5, end, "i-1", "i-2")}, lifetime.Deleted, 4, "caller 5", "a"},
		"out of order":          {[]lifetime.Call{call(t, 5, end, "i-1"), call(t, 1, run, "i-1")}, lifetime.Deleted, 4, "caller 5", "a"},
		"stopped":               {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 3, stop, "i-1")}, lifetime.Stopped, 2, "caller 3", "a"},
		"stopped twice":         {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 3, stop, "i-1"), call(t, 4, stop, "i-1")}, lifetime.Stopped, 2, "caller 3", "a"},
		"resumed":               {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 3, stop, "i-1"), call(t, 10, start, "i-1"), call(t, 11, end, "i-1")}, lifetime.Deleted, 3, "caller 11", "a"},
		"deleted while stopped": {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 3, stop, "i-1"), call(t, 10, end, "i-1")}, lifetime.Deleted, 2, "caller 10", "a"},
		"reclaimed":             {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 3, "ec2 BidEvictedEvent", "i-1")}, lifetime.Deleted, 2, "caller 3", "a"},
		"changed":               {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 3, stop, "i-1"), change(4, "b"), call(t, 10, start, "i-1"), call(t, 12, end, "i-1")}, lifetime.Deleted, 4, "caller 12", "b"},
		"same record twice":     {[]lifetime.Call{call(t, 1, run, "i-1"), call(t, 1, run, "i-1")}, lifetime.Running, 399, "", "a"},
		// RDS starts a database that was stopped for seven days.
		"woken":          {[]lifetime.Call{call(t, 1, "rds CreateDBInstance", "db"), call(t, 2, "rds StopDBInstance", "db")}, lifetime.Running, 1 + 400 - 170, "", "a"},
		"woken, deleted": {[]lifetime.Call{call(t, 1, "rds CreateDBInstance", "db"), call(t, 2, "rds StopDBInstance", "db"), call(t, 172, "rds DeleteDBInstance", "db")}, lifetime.Deleted, 3, "caller 172", "a"},
		"cluster":        {[]lifetime.Call{member, call(t, 5, "rds StopDBCluster", "cluster"), call(t, 7, "rds StartDBCluster", "cluster"), call(t, 8, "rds DeleteDBInstance", "db")}, lifetime.Deleted, 5, "caller 8", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			account := settleCalls(t, test.calls...)
			if len(account.Lives) != 1 {
				t.Fatalf("%d lives", len(account.Lives))
			}
			life := account.Lives[0]
			if life.State != test.state || life.Hours() != test.hours || life.EndedBy != test.endedBy || life.Type() != test.last {
				t.Errorf("%s after %v hours by %q as %s", life.State, life.Hours(), life.EndedBy, life.Type())
			}
		})
	}
}

// A name can be used again: the second start means that the first has ended.
func TestReplaced(t *testing.T) {
	account := settleCalls(t, call(t, 1, "rds CreateDBInstance", "db"), call(t, 5, "rds CreateDBInstance", "db"), call(t, 9, "rds DeleteDBInstance", "db"))
	if len(account.Lives) != 2 || account.Lives[0].State != lifetime.Replaced || account.Lives[0].Hours() != 4 || account.Lives[1].State != lifetime.Deleted || account.Lives[1].Hours() != 4 {
		t.Errorf("%+v", account.Lives)
	}
}

// Who changed an Auto Scaling group is behind what it starts then.
func TestBehind(t *testing.T) {
	run := call(t, 5, "ec2 RunInstances", "i-1", "i-2")
	run.Group, run.Through = "web", "autoscaling.amazonaws.com"
	account := settleCalls(t, call(t, 1, "autoscaling CreateAutoScalingGroup", "web"), call(t, 3, "autoscaling SetDesiredCapacity", "web"),
		run, call(t, 6, "autoscaling UpdateAutoScalingGroup", "web"))
	for _, life := range account.Lives {
		if life.Behind != "caller 3" || life.StartedBy != "caller 5" {
			t.Errorf("%s: behind %q, by %q", life.ID, life.Behind, life.StartedBy)
		}
	}
	if len(account.Lives) != 2 {
		t.Errorf("%d lives", len(account.Lives))
	}
}

// What is older than the logs is counted, not made up; and a record that names nothing is
// told.
func TestUnknown(t *testing.T) {
	account := settleCalls(t, call(t, 1, "ec2 TerminateInstances", "i-1", "i-2"), call(t, 2, "ec2 StopInstances", "i-1"), call(t, 3, "ec2 CreateNatGateway"), call(t, 4, "ec2 ModifyInstanceAttribute", "i-9"))
	if account.Unknown["instance"] != 2 || account.Nameless["ec2 CreateNatGateway"] != 1 || len(account.Lives) != 0 {
		t.Errorf("%+v", account)
	}
}

// Each rule of the table has what its role needs.
func TestRules(t *testing.T) {
	rules, err := lifetime.ReadRules()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	ends := make(map[string]bool)
	for _, rule := range rules {
		if len(rule.ID) == 0 || seen[rule.Key()] {
			t.Errorf("%s: %d places of names, or it is there twice", rule.Key(), len(rule.ID))
		}
		seen[rule.Key()] = true
		ends[rule.Kind] = ends[rule.Kind] || rule.Role == lifetime.End
	}
	for kind, can := range ends {
		if !can && kind != "group" {
			t.Errorf("nothing ends a %s", kind)
		}
	}
}
