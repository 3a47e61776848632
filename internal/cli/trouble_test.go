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
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// trouble is a bucket on a real server, with a proxy before it that misbehaves.
type trouble struct {
	server *s3test.Server
	bucket string
	tree   trailtest.Tree
	proxy  *s3test.FaultProxy
}

// newTrouble makes a bucket that nobody else has.
func newTrouble(t *testing.T, server *s3test.Server, tree trailtest.Tree) *trouble {
	t.Helper()
	s := &trouble{server: server, tree: maps.Clone(tree), proxy: s3test.StartFaultProxy(t, server.Endpoint)}
	s.bucket = "b" + regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(t.Name()), "-")
	s.bucket = strings.Trim(s.bucket[:min(len(s.bucket), 60)], "-")
	server.MakeBucket(t, s.bucket, tree)
	return s
}

// newLargeTrouble does what newTrouble does, for many objects. They have no ETags, which would
// take more files than they do.
func newLargeTrouble(t *testing.T, server *s3test.Server, tree trailtest.Tree) *trouble {
	t.Helper()
	s := newTrouble(t, server, nil)
	s.tree = tree
	tree.Write(t, server.Folder(s.bucket))
	return s
}

// logTree returns a tree of log files with so many events each, which have the ids
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
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	arguments = append([]string{command, "s3://" + s.bucket}, arguments...)
	code, stdout, stderr := runCommand(ctx, nil, append(arguments, "--endpoint-url", s.proxy.URL)...)
	return reply{code, stdout, s.plain(stderr)}
}

// plain returns what was told, without what differs from run to run.
func (s *trouble) plain(stderr string) string {
	stderr = strings.ReplaceAll(stderr, s.bucket, "BUCKET")
	stderr = strings.ReplaceAll(stderr, s.proxy.URL, "ENDPOINT")
	stderr = regexp.MustCompile(`read tcp \S+: read: connection reset by peer|unexpected EOF`).ReplaceAllString(stderr, "BREAK")
	return regexp.MustCompile(`([\d.]+ m?s)\n`).ReplaceAllString(stderr, "TIME\n")
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

// page is a page of a listing as S3 gives it.
func (s *trouble) page(encoding, token string, keys ...string) string {
	return s3test.ListingPage(s.bucket, encoding, token, s.tree, keys...)
}
