package s3source_test

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// liar is a bucket whose answers are altered at random.
type liar struct {
	objects map[string][]byte
	keys    []string
	lists   bool // lists are altered, too

	mu     sync.Mutex
	random *rand.Rand
	lies   int // that are left
}

func newLiar(seed uint64, lists bool) *liar {
	l := &liar{objects: make(map[string][]byte), lists: lists, random: rand.New(rand.NewPCG(seed, 7)), lies: 1 + int(seed%3)}
	for i := range 7 {
		at := time.Date(2023, 11, 1, i, 0, 0, 0, time.UTC)
		key := fmt.Sprintf("AWSLogs/111122223333/CloudTrail/us-east-1/2023/11/01/111122223333_CloudTrail_us-east-1_%s_%016d.json.gz", at.Format("20060102T1504Z"), i)
		l.objects[key] = trailtest.Gzip(trailtest.Envelope(trailtest.Record(fmt.Sprint("id-", i), at)))
		l.keys = append(l.keys, key)
	}
	return l
}

// chooseLie reports whether this answer is altered, and returns a number below n for how.
func (l *liar) chooseLie(n int) (kind int, lie bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lies == 0 || l.random.IntN(4) > 0 {
		return 0, false
	}
	l.lies--
	return l.random.IntN(n), true
}

func (l *liar) below(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.IntN(max(n, 1))
}

// alter returns the content with a few bytes changed, lost, doubled or cut off.
func (l *liar) alter(content []byte) []byte {
	content = slices.Clone(content)
	at := l.below(len(content))
	switch l.below(5) {
	case 0:
		content[at] ^= 1 << l.below(8)
	case 1:
		content = content[:at]
	case 2:
		content = slices.Delete(content, at, min(len(content), at+1+l.below(40)))
	case 3:
		content = slices.Insert(content, at, content[:l.below(len(content))]...)
	default:
		clear(content[at:])
	}
	return content
}

func (l *liar) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("list-type") != "" {
		l.serveList(w, r)
		return
	}
	_, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	content, found := l.objects[key]
	if !found {
		s3test.Refuse(http.StatusNotFound, "NoSuchKey", "there is none")(w, r, nil)
		return
	}
	etag := fmt.Sprintf("%q", fmt.Sprintf("%x", md5.Sum(content)))
	kind, lie := l.chooseLie(9)
	if lie {
		switch kind {
		case 0:
			etag = `"0123456789abcdef0123456789abcdef"`
		case 1:
			w.Header().Set("Content-Length", strconv.Itoa(len(content)+1+l.below(100)))
		case 2:
			content = content[:l.below(len(content))]
		case 3:
			s3test.Refuse([]int{400, 403, 404, 412, 416, 429, 500, 503}[l.below(8)], "Lie", "as it likes")(w, r, nil)
			return
		case 4:
			w.Header().Set("ETag", etag)
			w.Header().Set("Content-Range", "bytes 5-9/10")
			w.WriteHeader(http.StatusPartialContent)
			w.Write(content[5:10])
			return
		case 5:
			w.WriteHeader([]int{204, 301, 302, 304, 308}[l.below(5)])
			return
		case 6:
			content = l.objects[l.keys[l.below(len(l.keys))]]
			etag = fmt.Sprintf("%q", fmt.Sprintf("%x", md5.Sum(content)))
		default:
			content = l.alter(content)
		}
	}
	w.Header().Set("ETag", etag)
	w.Write(content)
}

func (l *liar) serveList(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	after := max(query.Get("continuation-token"), query.Get("start-after"))
	var b strings.Builder
	var entries []string
	token := ""
	for _, key := range l.keys {
		if key <= after || !strings.HasPrefix(key, query.Get("prefix")) {
			continue
		}
		if rest := key[len(query.Get("prefix")):]; query.Get("delimiter") != "" && strings.Contains(rest, "/") {
			folder := query.Get("prefix") + rest[:strings.Index(rest, "/")+1]
			if one := "<CommonPrefixes><Prefix>" + folder + "</Prefix></CommonPrefixes>"; !slices.Contains(entries, one) {
				entries = append(entries, one)
			}
			continue
		}
		if len(entries) == 3 {
			token = l.keys[slices.Index(l.keys, key)-1]
			break
		}
		entries = append(entries, entry(key, fmt.Sprint(len(l.objects[key])), fmt.Sprintf("&quot;%x&quot;", md5.Sum(l.objects[key]))))
	}
	page(&b, token, entries...)
	answer := []byte(b.String())
	if _, lie := l.chooseLie(1); lie && l.lists {
		answer = l.alter(answer)
	}
	w.Write(answer)
}

// Whatever lies a server tells at random, a reading ends, makes up no event, and accounts for
// every file. Where the lists are true, a lie about an object is named, or the object was read
// whole. TRAILQ_SOAK tries buckets for ten minutes.
func TestRandomLies(t *testing.T) {
	new(s3test.Server).Setenv(t)
	until, least := time.Now(), uint64(20)
	if os.Getenv("TRAILQ_SOAK") != "" {
		until = until.Add(10 * time.Minute)
	}
	named, whole, refused := 0, 0, 0
	seed := uint64(0)
	for ; seed < least || time.Now().Before(until); seed++ {
		l := newLiar(seed, seed%2 == 1)
		events, complete, err := readLies(t, l)
		switch {
		case err != nil:
			refused++
		case !complete:
			named++
		case len(events) == len(l.keys) || l.lists:
			whole++
		default:
			t.Errorf("bucket %d: %q without a word", seed, events)
		}
	}
	t.Logf("%d buckets: %d named, %d refused, %d whole", seed, named, refused, whole)
}

// readLies reads the bucket, and returns the eventIDs, whether everything was read, and the
// error that ended the reading.
func readLies(t *testing.T, l *liar) (events []string, complete bool, fatal error) {
	t.Helper()
	server := httptest.NewServer(l)
	server.Config.ErrorLog = nil
	defer server.Close()
	defer server.CloseClientConnections()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var tally trailq.Tally
	source := newSource(t, server.URL, "", s3source.Options{MaxAttempts: 2, StallTimeout: hostileStall})
	for event, err := range trailq.Events(ctx, source, trailq.Options{Tally: &tally}) {
		if err == nil {
			events = append(events, event.EventID)
		} else if _, isFile := errors.AsType[*trailq.FileError](err); !isFile {
			fatal = err
		}
	}
	if ctx.Err() != nil {
		t.Fatal("the reading has not ended")
	}
	summary := tally.Summary()
	for _, id := range events {
		if !summary.Complete() { // what can be read of a damaged object can be wrong, and the error says so
			break
		}
		if n, err := strconv.Atoi(strings.TrimPrefix(id, "id-")); err != nil || n >= len(l.keys) {
			t.Errorf("event %q is made up", id)
		}
	}
	if err := summary.Reconcile(); err != nil {
		t.Error(err)
	}
	return events, summary.Complete(), fatal
}
