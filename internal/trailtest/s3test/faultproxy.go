package s3test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// FaultProxy stands before an S3 server and misbehaves by rules. Signed
// requests stay valid on their way through it.
type FaultProxy struct {
	// URL is the endpoint to give to clients.
	URL string

	forward http.Handler
	mu      sync.Mutex
	rules   []*rule
	counts  map[RequestKind]int
}

// RequestKind is the kind of a request.
type RequestKind string

// The kinds of requests that are told apart.
const (
	ListRequest  RequestKind = "list"
	GetRequest   RequestKind = "get"   // of a whole object
	RangeRequest RequestKind = "range" // of a part of an object
	OtherRequest RequestKind = "other"
)

// Fault is a way to answer a request. It can call forward to let the server
// answer.
type Fault func(w http.ResponseWriter, r *http.Request, forward http.Handler)

// When chooses requests.
type When func(*http.Request) bool

type rule struct {
	when  When
	times int // left; negative is always
	fault Fault
}

// StartFaultProxy starts a proxy before the server at endpoint; it ends with
// the test.
func StartFaultProxy(t testing.TB, endpoint string) *FaultProxy {
	t.Helper()
	target, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	p := &FaultProxy{counts: make(map[RequestKind]int)}
	p.forward = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // it is signed
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 100, DisableCompression: true},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil {
				t.Errorf("fault proxy: %s %s: %v", r.Method, r.URL, err)
			}
			w.WriteHeader(http.StatusBadGateway)
		},
	}
	server := httptest.NewUnstartedServer(p)
	server.Config.ErrorLog = nil
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	p.URL = server.URL
	return p
}

// Add makes the next so many requests that when chooses meet the fault; with
// negative times, all of them. The first rule that fits is the one that counts.
func (p *FaultProxy) Add(when When, times int, fault Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = append(p.rules, &rule{when, times, fault})
}

// Count returns how many requests of the kind came.
func (p *FaultProxy) Count(kind RequestKind) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[kind]
}

// ServeHTTP answers a request by the rules.
func (p *FaultProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if fault := p.chooseFault(r); fault != nil {
		fault(w, r, p.forward)
		return
	}
	p.forward.ServeHTTP(w, r)
}

// chooseFault counts a request and returns the fault that it meets, if any.
func (p *FaultProxy) chooseFault(r *http.Request) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[KindOf(r)]++
	for _, rule := range p.rules {
		if rule.times != 0 && rule.when(r) {
			rule.times--
			return rule.fault
		}
	}
	return nil
}

// KindOf returns the kind of a request.
func KindOf(r *http.Request) RequestKind {
	switch {
	case r.Method != http.MethodGet:
		return OtherRequest
	case r.URL.Query().Get("list-type") == "2":
		return ListRequest
	case r.Header.Get("Range") != "":
		return RangeRequest
	}
	return GetRequest
}

// IsKind returns a choice of the requests of these kinds.
func IsKind(kinds ...RequestKind) When {
	return func(r *http.Request) bool {
		for _, kind := range kinds {
			if KindOf(r) == kind {
				return true
			}
		}
		return false
	}
}

// IsObject returns a choice of the requests for objects whose keys have the suffix.
func IsObject(suffix string) When {
	return func(r *http.Request) bool {
		kind := KindOf(r)
		return (kind == GetRequest || kind == RangeRequest) && strings.HasSuffix(r.URL.Path, suffix)
	}
}

// Both returns a choice of the requests that a and b choose.
func Both(a, b When) When {
	return func(r *http.Request) bool { return a(r) && b(r) }
}

// Sometimes chooses a share of the requests, from 0 to 1. The same seed chooses
// the same among requests in a row.
func Sometimes(share float64, seed uint64) When {
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, seed))
	return func(*http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		return random.Float64() < share
	}
}

// AtMost returns a function that makes choices smaller: all of them together
// choose at most n requests for one object or for the listing of a bucket.
func AtMost(n int) func(When) When {
	var mu sync.Mutex
	chosen := make(map[string]int)
	return func(when When) When {
		return func(r *http.Request) bool {
			mu.Lock()
			defer mu.Unlock()
			if chosen[r.URL.Path] == n || !when(r) {
				return false
			}
			chosen[r.URL.Path]++
			return true
		}
	}
}

// AnyRequest chooses every request.
func AnyRequest(*http.Request) bool { return true }
