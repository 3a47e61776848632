package guard

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const ownHost = "127.0.0.1:4711"

// newGuard returns a guard with a handler that says "let in".
func newGuard(t *testing.T) (*Guard, http.Handler) {
	t.Helper()
	g := New(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711})
	return g, g.Protect(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("let in")) }))
}

// visited is what a request was answered with.
type visited struct {
	StatusCode int
	Header     http.Header
	Cookies    []*http.Cookie
}

// visit sends a request with headers, each "Name: value".
func visit(handler http.Handler, method, target string, headers ...string) visited {
	request := httptest.NewRequest(method, target, nil)
	request.Host = ownHost
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		if name == "Host" {
			request.Host = value
		} else {
			request.Header.Add(name, value)
		}
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	response := recorder.Result()
	defer func() { _ = response.Body.Close() }() // it is in memory
	return visited{response.StatusCode, response.Header, response.Cookies()}
}

// launch lets a browser in and returns its cookie as a header.
func launch(t *testing.T, g *Guard, handler http.Handler) string {
	t.Helper()
	response := visit(handler, http.MethodGet, g.NewLaunch(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
	if response.StatusCode != http.StatusOK || len(response.Cookies) != 1 {
		t.Fatalf("the launch: %d, cookies %v", response.StatusCode, response.Cookies)
	}
	cookie := response.Cookies[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Name != "trailq-4711" || cookie.Domain != "" {
		t.Errorf("the cookie %+v", cookie)
	}
	return "Cookie: " + cookie.Name + "=" + cookie.Value
}

// Each attack is refused, with the right cookie and without.
func TestAttacks(t *testing.T) {
	g, handler := newGuard(t)
	cookie := launch(t, g, handler)
	for _, test := range []struct {
		what    string
		status  int
		method  string
		headers []string
	}{
		{"no cookie", http.StatusUnauthorized, http.MethodGet, nil},
		{"another cookie", http.StatusUnauthorized, http.MethodGet, []string{"Cookie: trailq-4711=guessed"}},
		{"an empty cookie", http.StatusUnauthorized, http.MethodGet, []string{"Cookie: trailq-4711="}},
		{"the cookie of another port", http.StatusUnauthorized, http.MethodGet, []string{strings.Replace(cookie, "4711", "4712", 1)}},
		{"a name that leads here", http.StatusMisdirectedRequest, http.MethodGet, []string{cookie, "Host: evil.example:4711"}},
		{"another port's name", http.StatusMisdirectedRequest, http.MethodGet, []string{cookie, "Host: 127.0.0.1:4712"}},
		{"a name without a port", http.StatusMisdirectedRequest, http.MethodGet, []string{cookie, "Host: 127.0.0.1"}},
		{"a name that ends like ours", http.StatusMisdirectedRequest, http.MethodGet, []string{cookie, "Host: x.localhost:4711"}},
		{"a page of another site", http.StatusForbidden, http.MethodGet, []string{cookie, "Sec-Fetch-Site: cross-site"}},
		{"a page of another port", http.StatusForbidden, http.MethodGet, []string{cookie, "Sec-Fetch-Site: same-site"}},
		{"an unknown site", http.StatusForbidden, http.MethodGet, []string{cookie, "Sec-Fetch-Site: other"}},
		{"a POST of another origin", http.StatusForbidden, http.MethodPost, []string{cookie, "Origin: https://evil.example"}},
		{"a POST of a sandbox", http.StatusForbidden, http.MethodPost, []string{cookie, "Origin: null"}},
		{"a POST of a page of another site", http.StatusForbidden, http.MethodPost, []string{cookie, "Sec-Fetch-Site: cross-site", "Origin: http://" + ownHost}},
		{"the page", http.StatusOK, http.MethodGet, []string{cookie, "Sec-Fetch-Site: same-origin"}},
		{"the person", http.StatusOK, http.MethodGet, []string{cookie, "Sec-Fetch-Site: none"}},
		{"localhost", http.StatusOK, http.MethodGet, []string{cookie, "Host: localhost:4711"}},
		{"a POST of the page", http.StatusOK, http.MethodPost, []string{cookie, "Sec-Fetch-Site: same-origin", "Origin: http://" + ownHost}},
	} {
		response := visit(handler, test.method, "/api/source", test.headers...)
		if response.StatusCode != test.status {
			t.Errorf("%s: %d, want %d", test.what, response.StatusCode, test.status)
		}
		for _, header := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy", "Cross-Origin-Opener-Policy"} {
			if response.Header.Get(header) == "" {
				t.Errorf("%s: no %s", test.what, header)
			}
		}
		if response.Header.Get("Cache-Control") != "no-store" || response.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", test.what, response.Header)
		}
	}
}

// A code works once, and for a minute.
func TestLaunchCodes(t *testing.T) {
	g, handler := newGuard(t)
	used := g.NewLaunch()
	late := g.NewLaunch()
	if response := visit(handler, http.MethodGet, used); response.StatusCode != http.StatusOK || response.Header.Get("Refresh") != "0; url=/explore" {
		t.Errorf("a new address: %d, %v", response.StatusCode, response.Header)
	}
	if response := visit(handler, http.MethodGet, used); response.StatusCode != http.StatusUnauthorized || len(response.Cookies) > 0 {
		t.Errorf("a used address: %d", response.StatusCode)
	}
	start := time.Now()
	g.now = func() time.Time { return start.Add(codeLifetime + time.Second) }
	if response := visit(handler, http.MethodGet, late); response.StatusCode != http.StatusUnauthorized {
		t.Errorf("an old address: %d", response.StatusCode)
	}
	for _, target := range []string{"/launch", "/launch?code=", "/launch?code=guessed"} {
		if response := visit(handler, http.MethodGet, target); response.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %d", target, response.StatusCode)
		}
	}
	g.now = time.Now
	if response := visit(handler, http.MethodGet, g.NewLaunch(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"); response.StatusCode != http.StatusForbidden {
		t.Errorf("an image of another site: %d", response.StatusCode)
	}
	if response := visit(handler, http.MethodGet, g.NewLaunch(), "Host: evil.example:4711"); response.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("a name that leads here: %d", response.StatusCode)
	}
}
