package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/trailtest"
)

// trouble is a bucket on a real server, with a proxy before it that misbehaves.
type trouble struct {
	server *trailtest.S3Server
	bucket string
	tree   trailtest.Tree
	proxy  *trailtest.FaultProxy
}

// newTrouble makes a bucket that nobody else has.
func newTrouble(t *testing.T, server *trailtest.S3Server, tree trailtest.Tree) *trouble {
	t.Helper()
	s := &trouble{server: server, tree: maps.Clone(tree), proxy: trailtest.StartFaultProxy(t, server.Endpoint)}
	s.bucket = "b" + regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(t.Name()), "-")
	s.bucket = strings.Trim(s.bucket[:min(len(s.bucket), 60)], "-")
	server.MakeBucket(t, s.bucket, tree)
	return s
}

// newLargeTrouble is newTrouble for many objects. They have no ETags, which would
// take more files than they do.
func newLargeTrouble(t *testing.T, server *trailtest.S3Server, tree trailtest.Tree) *trouble {
	t.Helper()
	s := newTrouble(t, server, nil)
	s.tree = tree
	tree.Write(t, server.Folder(s.bucket))
	return s
}

// logTree is a tree of log files with so many events each, which have the ids
// that eventIDs gives. They are not compressed: an event has about 900 bytes.
func logTree(files, records int) trailtest.Tree {
	tree := make(trailtest.Tree)
	for file := range files {
		var list []string
		for record := range records {
			list = append(list, trailtest.Record(fmt.Sprintf("%05d-%03d", file, record), time.Unix(1_700_000_000, 0)))
		}
		tree[fmt.Sprintf("logs/%05d.json", file)] = []byte(trailtest.Envelope(list...))
	}
	return tree
}

// reply is what a command has answered.
type reply struct {
	code           int
	stdout, stderr string
}

// run runs a command on the bucket.
func (s *trouble) run(t *testing.T, command string, arguments ...string) reply {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	arguments = append([]string{command, "s3://" + s.bucket}, arguments...)
	code, stdout, stderr := run(ctx, nil, append(arguments, "--endpoint-url", s.proxy.URL)...)
	return reply{code, stdout, s.plain(stderr)}
}

// plain is what was told, without what differs from run to run.
func (s *trouble) plain(stderr string) string {
	stderr = strings.ReplaceAll(stderr, s.bucket, "BUCKET")
	stderr = strings.ReplaceAll(stderr, s.proxy.URL, "ENDPOINT")
	stderr = regexp.MustCompile(`read tcp \S+: read: connection reset by peer|unexpected EOF`).ReplaceAllString(stderr, "BREAK")
	return regexp.MustCompile(`(\d+ ms|\d+\.\d s)\n`).ReplaceAllString(stderr, "TIME\n")
}

// checkEvents fails the test unless the output has the events of the tree, each
// once and in order.
func checkEvents(t *testing.T, tree trailtest.Tree, stdout string) {
	t.Helper()
	var want strings.Builder
	for _, key := range tree.Paths() {
		var document struct{ Records []json.RawMessage }
		if err := json.Unmarshal(tree[key], &document); err != nil {
			t.Fatal(err)
		}
		for _, record := range document.Records {
			fmt.Fprintf(&want, "%s\n", record)
		}
	}
	if stdout != want.String() {
		t.Errorf("%d lines are not the %d that were to come", strings.Count(stdout, "\n"), strings.Count(want.String(), "\n"))
	}
}

// checkFolder fails the test unless the folder has the tree's files, the index
// and nothing else.
func checkFolder(t *testing.T, tree trailtest.Tree, folder string) {
	t.Helper()
	found := make(trailtest.Tree)
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == ".trailq-sync" {
			return err
		}
		place, err := filepath.Rel(folder, path)
		if err == nil {
			found[filepath.ToSlash(place)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(found.Paths(), tree.Paths())))) {
		if string(found[key]) != string(tree[key]) {
			t.Errorf("%q has %d bytes that are not the %d of the object", key, len(found[key]), len(tree[key]))
		}
	}
}

// without is the tree without some files.
func (s *trouble) without(keys ...string) trailtest.Tree {
	tree := maps.Clone(s.tree)
	for _, key := range keys {
		delete(tree, key)
	}
	return tree
}

// told is what a command is to end with and to tell.
type told struct {
	code   int
	stderr string
}

// expected is what is to come of a misbehaviour: for both commands.
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
	middle       = "logs/00001.json"
)

// fine is that nothing is to be seen of the misbehaviour.
func fine() expected {
	return expected{events: told{0, allEvents}, sync: told{0, allFiles}}
}

// oneFails is that the middle file fails for a reason, and the others come.
func oneFails(why string) expected {
	warning := "warning: s3://BUCKET/" + middle + ": " + why + "\n"
	return expected{
		events:  told{3, warning + "10 events from 3 files (1 failed), TIME\n"},
		sync:    told{3, warning + "copied 2 of 3 files, 7.3 kB; 1 failed; TIME\n"},
		missing: []string{middle},
	}
}

// partly is that so many events come of the file that fails.
func (e expected) partly(events int) expected {
	const in = "logs/00001.json: "
	e.partial = events
	e.events.stderr = strings.Replace(e.events.stderr, in, fmt.Sprintf("%sin record %d: ", in, events+1), 1)
	e.events.stderr = strings.Replace(e.events.stderr, "10 events", fmt.Sprintf("%d events", 10+events), 1)
	return e
}

// nothing is that the bucket cannot be listed, for a reason and with a hint.
func nothing(why, hint string) expected {
	failed := told{4, "error: " + why + "\nhint: " + hint + "\n"}
	return expected{events: failed, sync: failed, missing: []string{"logs/00000.json", middle, "logs/00002.json"}}
}

// with gives the commands more arguments.
func (e expected) with(arguments ...string) expected {
	e.arguments = arguments
	return e
}

// misbehaviours are what S3 and the network do, and what users are to see of it.
func misbehaviours() map[string]struct {
	misbehave func(t *testing.T, s *trouble)
	want      expected
} {
	type row = struct {
		misbehave func(t *testing.T, s *trouble)
		want      expected
	}
	always := func(when trailtest.When, fault trailtest.Fault) func(*testing.T, *trouble) {
		return func(t *testing.T, s *trouble) {
			t.Setenv("AWS_MAX_ATTEMPTS", "2")
			s.proxy.Add(when, -1, fault)
		}
	}
	each := func(fault trailtest.Fault) func(*testing.T, *trouble) {
		return func(_ *testing.T, s *trouble) {
			for key := range s.tree {
				s.proxy.Add(trailtest.IsObject(key), 1, fault)
			}
		}
	}
	isMiddle, isList := trailtest.IsObject(middle), trailtest.IsKind(trailtest.ListRequest)
	denied := trailtest.Refuse(403, "AccessDenied", "Access Denied")
	return map[string]row{
		"slow down, a third of the time": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(trailtest.Sometimes(0.3, 4), -1, trailtest.SlowDown())
		}, fine()},
		"slow down, one object, always": {always(isMiddle, trailtest.SlowDown()),
			oneFails("the server is too busy: cannot read the object (SlowDown: Please reduce your request rate.); try with fewer workers")},
		"slow down, the listing, always": {always(isList, trailtest.SlowDown()),
			nothing("the server is too busy: cannot list s3://BUCKET (SlowDown: Please reduce your request rate.)", "try with fewer workers")},

		"reset": {each(trailtest.Reset(1_000)), fine()},
		"reset, always": {always(isMiddle, trailtest.Reset(0)),
			oneFails("the connection broke again and again: cannot read the object (after 0 of 3643 bytes: BREAK)")},
		"stall": {each(trailtest.Stall(1_000)), fine().with("--stall-timeout", "0.2s")},
		"stall, always": {always(isMiddle, trailtest.Stall(0)),
			oneFails("the server sends nothing more: cannot read the object (after 0 of 3643 bytes: read on body reach timeout limit, 200ms); check the endpoint's URL and the network").with("--stall-timeout", "0.2s")},
		"cut short": {each(trailtest.Truncate(1_000)), fine()},
		"cut short, always": {always(isMiddle, trailtest.Truncate(1_000)),
			oneFails("the connection broke again and again: cannot read the object (after 2000 of 3643 bytes: BREAK)").partly(2)},

		"denied, one object": {always(isMiddle, denied),
			oneFails("access denied: cannot read the object (AccessDenied: Access Denied); allow s3:GetObject on it, or use other credentials")},
		"denied, the listing": {always(isList, denied),
			nothing("access denied: cannot list s3://BUCKET (AccessDenied: Access Denied)", `allow s3:ListBucket on the bucket "BUCKET", or use other credentials`)},
		"expired in mid-run": {always(isMiddle, trailtest.Refuse(400, "ExpiredToken", "The provided token has expired.")),
			oneFails("the credentials have expired: cannot read the object (ExpiredToken: The provided token has expired.); get new ones, such as with `aws sso login`, and run again")},

		"deleted after it was listed": {func(t *testing.T, s *trouble) {
			s.proxy.Add(isMiddle, 1, trailtest.Before(func() { s.server.Delete(t, s.bucket, middle) }))
		}, oneFails("the object was deleted after it was listed (NoSuchKey: The specified key does not exist.)")},
		"replaced after it was listed": {func(t *testing.T, s *trouble) {
			s.proxy.Add(isMiddle, 1, trailtest.Before(func() { s.server.Put(t, s.bucket, middle, s.tree["logs/00000.json"]) }))
		}, oneFails("the object was replaced after it was listed" + precondition)},
		"replaced between two ranges": {func(t *testing.T, s *trouble) {
			s.proxy.Add(isMiddle, 1, trailtest.Reset(1_000))
			s.proxy.Add(isMiddle, 1, trailtest.Before(func() { s.server.Put(t, s.bucket, middle, s.tree["logs/00000.json"]) }))
		}, oneFails("the object was replaced after it was listed" + precondition).partly(1)},

		"clock that is wrong": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(trailtest.IsSignedOff(10*time.Minute), -1, trailtest.WrongClock(10*time.Minute))
		}, fine()},
		"clock that stays wrong": {always(trailtest.AnyRequest, trailtest.Refuse(403, "RequestTimeTooSkewed", "The difference is too large.")),
			nothing("this machine's clock differs too much from the server's: cannot list s3://BUCKET (RequestTimeTooSkewed: The difference is too large.)", "set the clock")},

		"another region, as AWS tells": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(trailtest.AnyRequest, 1, trailtest.WrongRegion(trailtest.S3Region))
		}, fine().with("--bucket-region", "ap-southeast-2")},
		"another region, as others tell": {func(*testing.T, *trouble) {}, fine().with("--bucket-region", "ap-southeast-2")},
		"another region, which nobody tells": {always(trailtest.AnyRequest, trailtest.Refuse(301, "PermanentRedirect", "Elsewhere.")),
			nothing(`the bucket "BUCKET" is in another region: cannot list s3://BUCKET (PermanentRedirect: Elsewhere.)`, "give its region, or the endpoint of that region")},

		"page without objects, and more": {func(_ *testing.T, s *trouble) {
			s.proxy.Add(isList, 1, trailtest.Answer(s.page("", "token")))
			s.proxy.Add(isList, 1, trailtest.Answer(s.page("", "another")))
			s.proxy.Add(isList, 1, trailtest.Answer(s.page("", "", s.tree.Paths()...)))
		}, fine()},
	}
}

// come is the tree of the events that are to come.
func (e expected) come(s *trouble) trailtest.Tree {
	tree := s.without(e.missing...)
	if e.partial > 0 {
		tree[middle] = logTree(2, e.partial)[middle]
	}
	return tree
}

// page is a page of a listing as S3 gives it.
func (s *trouble) page(encoding, token string, keys ...string) string {
	return trailtest.ListingPage(s.bucket, encoding, token, s.tree, keys...)
}

// Whatever S3 and the network do, users see what it means for them, and nothing
// is lost or comes twice.
func TestMisbehaviour(t *testing.T) {
	server := trailtest.StartS3(t)
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
