package cli

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// told is how a command must end, and what it must say.
type told struct {
	code   int
	stderr string
}

// expected is what must come of a misbehaviour, for both commands.
type expected struct {
	events, sync told
	missing      []string // keys of files that do not come
	arguments    []string
	partial      int // events that come of the middle file where that is missing
}

const (
	allEvents    = "15 events from 3 files, TIME\n"
	allFiles     = "copied 3 of 3 files, 11 kB; TIME\n"
	precondition = " (PreconditionFailed: At least one of the pre-conditions you specified did not hold.); run again to read the new one"
	last         = "logs/00002.json"
	middle       = "logs/00001.json"
)

// fine expects that nothing is seen of the misbehaviour.
func fine() expected {
	return expected{events: told{0, allEvents}, sync: told{0, allFiles}}
}

// oneFails expects that the middle file fails for a reason, and the others arrive.
func oneFails(why string) expected {
	warning := "warning: s3://BUCKET/" + middle + ": " + why + "\n"
	return expected{
		events:  told{3, warning + "10 events from 3 files (1 failed), TIME\n"},
		sync:    told{3, warning + "copied 2 of 3 files, 7.3 kB; 1 failed; TIME\n"},
		missing: []string{middle},
	}
}

// twoFail expects that nothing arrives after the first file.
func twoFail(why string) expected {
	warnings := "warning: s3://BUCKET/" + middle + ": " + why + "\n" + "warning: s3://BUCKET/" + last + ": " + why + "\n"
	return expected{
		events:    told{3, warnings + "5 events from 3 files (2 failed), TIME\n"},
		sync:      told{3, warnings + "copied 1 of 3 files, 3.6 kB; 2 failed; TIME\n"},
		missing:   []string{middle, last},
		arguments: []string{"--workers", "1"},
	}
}

// partly expects so many events of the file that fails.
func (e expected) partly(events int) expected {
	const in = "logs/00001.json: "
	e.partial = events
	e.events.stderr = strings.Replace(e.events.stderr, in, fmt.Sprintf("%sin record %d: ", in, events+1), 1)
	e.events.stderr = strings.Replace(e.events.stderr, "10 events", fmt.Sprintf("%d events", 10+events), 1)
	return e
}

// nothing expects that the bucket cannot be listed, for a reason and with a hint.
func nothing(why, hint string) expected {
	failed := told{4, "error: " + why + "\nhint: " + hint + "\n"}
	return expected{events: failed, sync: failed, missing: []string{"logs/00000.json", middle, last}}
}

// with gives the commands more arguments.
func (e expected) with(arguments ...string) expected {
	e.arguments = arguments
	return e
}

// misbehaviours returns what S3 and the network do, and what users must see of it.
func misbehaviours() map[string]struct {
	misbehave func(t *testing.T, s *trouble)
	want      expected
} {
	type row = struct {
		misbehave func(t *testing.T, s *trouble)
		want      expected
	}
	always := func(when s3test.When, fault s3test.Fault) func(*testing.T, *trouble) {
		return func(t *testing.T, s *trouble) {
			t.Setenv("AWS_MAX_ATTEMPTS", "2")
			s.proxy.Add(when, -1, fault)
		}
	}
	each := func(fault s3test.Fault) func(*testing.T, *trouble) {
		return func(_ *testing.T, s *trouble) {
			for key := range s.tree {
				s.proxy.Add(s3test.IsObject(key), 1, fault)
			}
		}
	}
	isMiddle, isLast, isList := s3test.IsObject(middle), s3test.IsObject(last), s3test.IsKind(s3test.ListRequest)
	denied := s3test.Refuse(403, "AccessDenied", "Access Denied")
	return map[string]row{
		"slow down, a third of the time": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(s3test.Sometimes(0.3, 4), -1, s3test.SlowDown())
		}, fine()},
		"slow down, one object, always": {always(isMiddle, s3test.SlowDown()),
			oneFails("the server is too busy: cannot read the object (SlowDown: Please reduce your request rate.); try with fewer workers")},
		"slow down, the listing, always": {always(isList, s3test.SlowDown()),
			nothing("the server is too busy: cannot list s3://BUCKET (SlowDown: Please reduce your request rate.)", "try with fewer workers")},

		"reset": {each(s3test.Reset(1_000)), fine()},
		"reset, always": {always(isMiddle, s3test.Reset(0)),
			oneFails("the connection broke again and again: cannot read the object (after 0 of 3643 bytes: BREAK)")},
		"stall": {each(s3test.Stall(1_000)), fine().with("--stall-timeout", "0.2s")},
		"stall, always": {always(isMiddle, s3test.Stall(0)),
			oneFails("the server stopped sending data: cannot read the object (after 0 of 3643 bytes: read on body reach timeout limit, 200ms); check the endpoint's URL and the network").with("--stall-timeout", "0.2s")},
		"cut short": {each(s3test.Truncate(1_000)), fine()},
		"cut short, always": {always(isMiddle, s3test.Truncate(1_000)),
			oneFails("the connection broke again and again: cannot read the object (after 2000 of 3643 bytes: BREAK)").partly(2)},

		"denied, one object": {always(isMiddle, denied),
			oneFails("access denied: cannot read the object (AccessDenied: Access Denied); allow s3:GetObject on it, or use other credentials")},
		"denied, the listing": {always(isList, denied),
			nothing("access denied: cannot list s3://BUCKET (AccessDenied: Access Denied)", `allow s3:ListBucket on the bucket "BUCKET", or use other credentials`)},
		"expired in mid-run": {always(func(r *http.Request) bool { return isMiddle(r) || isLast(r) }, s3test.Refuse(400, "ExpiredToken", "The provided token has expired.")),
			twoFail("the credentials have expired: cannot read the object (ExpiredToken: The provided token has expired.); get new ones, such as with `aws sso login`, and run again")},

		"deleted after it was listed": {func(t *testing.T, s *trouble) {
			s.proxy.Add(isMiddle, 1, s3test.Before(func() { s.server.Delete(t, s.bucket, middle) }))
		}, oneFails("the object was deleted after it was listed (NoSuchKey: The specified key does not exist.)")},
		"replaced after it was listed": {func(t *testing.T, s *trouble) {
			s.proxy.Add(isMiddle, 1, s3test.Before(func() { s.server.Put(t, s.bucket, middle, s.tree["logs/00000.json"]) }))
		}, oneFails("the object was replaced after it was listed" + precondition)},
		"replaced between two ranges": {func(t *testing.T, s *trouble) {
			s.proxy.Add(isMiddle, 1, s3test.Reset(1_000))
			s.proxy.Add(isMiddle, 1, s3test.Before(func() { s.server.Put(t, s.bucket, middle, s.tree["logs/00000.json"]) }))
		}, oneFails("the object was replaced after it was listed" + precondition).partly(1)},

		"clock that is wrong": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(s3test.IsSignedOff(10*time.Minute), -1, s3test.WrongClock(10*time.Minute))
		}, fine()},
		"clock that stays wrong": {always(s3test.AnyRequest, s3test.Refuse(403, "RequestTimeTooSkewed", "The difference is too large.")),
			nothing("this machine's clock differs too much from the server's: cannot list s3://BUCKET (RequestTimeTooSkewed: The difference is too large.)", "set the clock")},

		"another region, as AWS tells": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(s3test.AnyRequest, 1, s3test.WrongRegion(s3test.Region))
		}, fine().with("--bucket-region", "ap-southeast-2")},
		"another region, as others tell": {func(*testing.T, *trouble) {}, fine().with("--bucket-region", "ap-southeast-2")},
		"another region, which nobody tells": {always(s3test.AnyRequest, s3test.Refuse(301, "PermanentRedirect", "Elsewhere.")),
			nothing(`the bucket "BUCKET" is in another region: cannot list s3://BUCKET (PermanentRedirect: Elsewhere.)`, "give its region, or the endpoint of that region")},

		"page without objects, and more": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(isList, 1, s3test.Answer(s.page("", "token")))
			s.proxy.Add(isList, 1, s3test.Answer(s.page("", "another")))
			s.proxy.Add(isList, 1, s3test.Answer(s.page("", "", s.tree.Paths()...)))
		}, fine()},
	}
}

// come returns the tree of the events that must arrive.
func (e expected) come(s *trouble) trailtest.Tree {
	tree := s.without(e.missing...)
	if e.partial > 0 {
		tree[middle] = logTree(2, e.partial)[middle]
	}
	return tree
}

// Whatever S3 and the network do, users see what it means for them, and nothing
// is lost or comes twice.
func TestMisbehaviour(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	tree := logTree(3, 5)
	for name, test := range misbehaviours() {
		t.Run(name, func(t *testing.T) {
			t.Run("events", func(t *testing.T) {
				s := newTrouble(t, server, tree)
				test.misbehave(t, s)
				got := s.run(t, "events", test.want.arguments...)
				check(t, got, test.want.events)
				checkEvents(t, test.want.come(s), got.stdout)
			})
			t.Run("sync", func(t *testing.T) {
				s, folder := newTrouble(t, server, tree), t.TempDir()
				test.misbehave(t, s)
				check(t, s.run(t, "sync", append([]string{folder}, test.want.arguments...)...), test.want.sync)
				checkFolder(t, s.without(test.want.missing...), folder)
			})
		})
	}
}

func check(t *testing.T, got reply, want told) {
	t.Helper()
	if got.code != want.code || got.stderr != want.stderr {
		t.Errorf("exit code %d, want %d, and told was\n%s\nwant\n%s", got.code, want.code, got.stderr, want.stderr)
	}
}
