package s3test

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// ListServer answers S3's ListObjectsV2 (Amazon S3 API Reference) for a bucket
// whose keys are computed, so that it can have millions of them. There are no
// objects behind the keys, and nobody checks who asks.
type ListServer struct {
	// URL is the endpoint to give to clients.
	URL     string
	keys    Keys
	options ListOptions

	mu       sync.Mutex
	calls    int
	inFlight int
	most     int
}

// Keys are the keys of a bucket in byte order: Key(0) to Key(Count-1).
type Keys struct {
	Count int
	Key   func(i int) string
}

// SortedKeys returns the keys of a sorted slice.
func SortedKeys(keys []string) Keys {
	return Keys{Count: len(keys), Key: func(i int) string { return keys[i] }}
}

// ListOptions say how a server differs from AWS's.
type ListOptions struct {
	// PageSize is how many keys and folders a page has at most, 1,000 by default.
	PageSize int
	// Delay is how long an answer takes.
	Delay time.Duration
	// EmptyPages puts an empty page with a token before every other page.
	EmptyPages bool
	// OnlySlash refuses every delimiter but a slash.
	OnlySlash bool
	// NoDelimiter and NoStartAfter ignore these parameters.
	NoDelimiter  bool
	NoStartAfter bool
	// Refuse, if not nil, reports whether to deny a call for a prefix.
	Refuse func(prefix string) bool
}

// StartListServer starts a server that ends with the test.
func StartListServer(t testing.TB, keys Keys, options ListOptions) *ListServer {
	t.Helper()
	s := &ListServer{keys: keys, options: options}
	if s.options.PageSize == 0 {
		s.options.PageSize = 1000
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Calls returns how many calls came, and how many were answered at a time at
// most.
func (s *ListServer) Calls() (count, atATime int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls, s.most
}

type listAnswer struct {
	XMLName               xml.Name `xml:"ListBucketResult"`
	Name                  string
	EncodingType          string
	Contents              []listedKey
	CommonPrefixes        []listedFolder
	IsTruncated           bool
	NextContinuationToken string `xml:",omitempty"`
}

type listedKey struct {
	Key, ETag string
	Size      int
}

type listedFolder struct{ Prefix string }

// ServeHTTP answers a call.
func (s *ListServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	emptyPage := s.enterCall()
	defer s.leaveCall()
	time.Sleep(s.options.Delay)
	query := r.URL.Query()
	if s.options.NoDelimiter {
		query.Del("delimiter")
	}
	if s.options.NoStartAfter {
		query.Del("start-after")
	}
	delimiter := query.Get("delimiter")
	switch {
	case s.options.OnlySlash && delimiter != "" && delimiter != "/":
		writeError(w, http.StatusNotImplemented, "NotImplemented", "The delimiter is not supported.")
		return
	case s.options.Refuse != nil && s.options.Refuse(query.Get("prefix")):
		writeError(w, http.StatusForbidden, "AccessDenied", "Access Denied")
		return
	}
	answer := listAnswer{Name: "bucket", EncodingType: query.Get("encoding-type")}
	if emptyPage {
		empties := query.Get("continuation-token")
		empties = empties[:len(empties)-len(strings.TrimLeft(empties, "e"))]
		answer.IsTruncated, answer.NextContinuationToken = true, "e"+empties+startToken(query) // no token comes twice
	} else {
		s.listPage(&answer, query)
	}
	body, err := xml.Marshal(answer)
	if err != nil {
		panic(err) // the keys are encoded
	}
	w.Write(body)
}

func (s *ListServer) enterCall() (emptyPage bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	s.inFlight++
	s.most = max(s.most, s.inFlight)
	return s.options.EmptyPages && s.calls%2 == 1
}

func (s *ListServer) leaveCall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
}

// startToken returns where a call begins: after a key, "k" and the key, or after all
// keys of a folder, "f" and the folder. Tokens of empty pages have an "e" before it.
func startToken(query url.Values) string {
	if token := strings.TrimLeft(query.Get("continuation-token"), "e"); token != "" {
		return token
	}
	return "k" + query.Get("start-after")
}

// listPage fills in a page.
func (s *ListServer) listPage(answer *listAnswer, query url.Values) {
	prefix, delimiter, after := query.Get("prefix"), query.Get("delimiter"), startToken(query)
	limit := s.options.PageSize
	if n, err := strconv.Atoi(query.Get("max-keys")); err == nil {
		limit = min(limit, n)
	}
	i := sort.Search(s.keys.Count, func(i int) bool {
		key := s.keys.Key(i)
		return key >= prefix && key > after[1:] && (after[0] == 'k' || !strings.HasPrefix(key, after[1:]))
	})
	for n := 0; i < s.keys.Count && strings.HasPrefix(s.keys.Key(i), prefix); n++ {
		if n == limit {
			answer.IsTruncated, answer.NextContinuationToken = true, after
			return
		}
		key := s.keys.Key(i)
		before, _, isBelow := strings.Cut(key[len(prefix):], delimiter)
		if delimiter == "" || !isBelow {
			answer.Contents = append(answer.Contents, listedKey{Key: url.QueryEscape(key), ETag: `"x"`, Size: 1})
			after = "k" + key
			i++
			continue
		}
		folder := prefix + before + delimiter
		answer.CommonPrefixes = append(answer.CommonPrefixes, listedFolder{url.QueryEscape(folder)})
		after = "f" + folder
		i += sort.Search(s.keys.Count-i, func(j int) bool { return !strings.HasPrefix(s.keys.Key(i+j), folder) })
	}
}
