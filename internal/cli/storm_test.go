package cli

import (
	"net/http"
	"testing"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// A page of a listing that breaks off is asked for again. One that cannot be had
// ends the command, after what was listed before it.
func TestListingBreaksHalfway(t *testing.T) {
	const files, onePage = 1_050, 1_000
	server := s3test.StartServer(t)
	server.Setenv(t)
	tree := logTree(files, 1)
	whole := newLargeTrouble(t, server, tree)
	first := make(trailtest.Tree)
	for _, key := range tree.Paths()[:onePage] {
		first[key] = tree[key]
	}
	isSecond := s3test.Both(s3test.IsKind(s3test.ListRequest), func(r *http.Request) bool { return r.URL.Query().Has("continuation-token") })
	expired := "error: the credentials have expired: cannot list s3://BUCKET (ExpiredToken: The provided token has expired.)\n" +
		"hint: get new ones, such as with `aws sso login`, and run again\n"
	for name, test := range map[string]struct {
		times        int
		fault        s3test.Fault
		events, sync told
		come         trailtest.Tree
	}{
		"once": {1, s3test.Truncate(300), told{0, "1,050 events from 1,050 files, TIME\n"}, told{0, "copied 1,050 of 1,050 files, 776 kB; TIME\n"}, tree},
		"for good": {-1, s3test.Refuse(400, "ExpiredToken", "The provided token has expired."),
			told{4, "1,000 events from 1,000 files, TIME\n" + expired}, told{4, "copied 1,000 of 1,000 files, 739 kB; TIME\n" + expired}, first},
	} {
		t.Run(name, func(t *testing.T) {
			s := &trouble{server: server, bucket: whole.bucket, tree: tree, proxy: s3test.StartFaultProxy(t, server.Endpoint)}
			folder := t.TempDir()
			s.proxy.Add(isSecond, test.times, test.fault)
			got := s.run(t, "events")
			check(t, got, test.events)
			checkEvents(t, test.come, got.stdout)
			s.proxy.Add(isSecond, test.times, test.fault)
			check(t, s.run(t, "sync", folder), test.sync)
			checkFolder(t, test.come, folder)
		})
	}
}

// Keys can hold anything. sync refuses those that cannot be names of files.
func TestOddKeys(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	good := make(trailtest.Tree)
	content := logTree(1, 5)["logs/00000.json"]
	for _, key := range []string{"a space/x.json", "a+b.json", "a%20b.json", "a%b&c=d?e#f.json", "é日本.json", "~'()*!.json", "[a-z]{1}$`|;.json"} {
		good[key] = content
	}
	all := trailtest.Tree{"line\nfeed.json": content, "esc\x1b[2J.json": content}
	for key := range good {
		all[key] = content
	}
	s, folder := newTrouble(t, server, all), t.TempDir()
	// The real server does not encode keys in a listing as S3 does.
	s.proxy.Add(s3test.IsKind(s3test.ListRequest), -1, s3test.Answer(s.page("url", "", all.Paths()...)))
	got := s.run(t, "events")
	check(t, got, told{0, "45 events from 9 files, 40 duplicates, TIME\n"})
	checkEvents(t, all, got.stdout)
	check(t, s.run(t, "sync", folder), told{0, "copied 9 of 9 files, 33 kB; TIME\n"})
	good["line%0Afeed.json"], good["esc%1B[2J.json"] = content, content
	checkFolder(t, good, folder)
}

// Under everything at once that passes, both commands give what they give on a
// good day.
func TestStormOfCommands(t *testing.T) {
	const files, records = 2_000, 3
	server := s3test.StartServer(t)
	server.Setenv(t)
	tree := logTree(files, records)
	s, folder := newLargeTrouble(t, server, tree), t.TempDir()
	s.addStorm()
	got := s.run(t, "events", "--stall-timeout", "0.3s", "--workers", "128")
	check(t, got, told{0, "6,000 events from 2,000 files, TIME\n"})
	checkEvents(t, tree, got.stdout)
	check(t, s.run(t, "sync", folder, "--stall-timeout", "0.3s", "--workers", "128"), told{0, "copied 2,000 of 2,000 files, 4.4 MB; TIME\n"})
	checkFolder(t, tree, folder)
	if ranges := s.proxy.Count(s3test.RangeRequest); ranges < files/10 {
		t.Errorf("%d objects were resumed", ranges)
	}
	if lists := s.proxy.Count(s3test.ListRequest); lists <= 2*2 {
		t.Errorf("%d list requests: none was made again", lists)
	}
}

// addStorm adds all faults that pass.
func (s *trouble) addStorm() {
	isData := s3test.IsKind(s3test.GetRequest, s3test.RangeRequest)
	isList := s3test.IsKind(s3test.ListRequest)
	passing := s3test.AtMost(3)
	sometimes := func(when s3test.When, share float64, fault s3test.Fault) {
		chosen := s3test.Both(when, s3test.Sometimes(share, uint64(share*1000)))
		s.proxy.Add(passing(chosen), -1, fault)
	}
	sometimes(s3test.AnyRequest, 0.30, s3test.SlowDown())
	sometimes(isList, 0.25, s3test.Truncate(300))
	sometimes(isList, 0.20, s3test.Reset(1_000))
	sometimes(isData, 0.10, s3test.Reset(500))
	sometimes(isData, 0.11, s3test.Truncate(700))
	sometimes(isData, 0.05, s3test.Reset(0))
	sometimes(isData, 0.01, s3test.Stall(100))
	sometimes(isData, 0.02, s3test.Refuse(http.StatusInternalServerError, "InternalError", "We encountered an internal error. Please try again."))
}
