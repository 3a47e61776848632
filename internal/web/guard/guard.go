package guard

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"
)

// LaunchPath is where a code is exchanged for a cookie.
const LaunchPath = "/launch"

// codeLifetime is how long a code works.
const codeLifetime = time.Minute

// Guard is the guard of one server.
type Guard struct {
	port  string
	token string // the cookie's value
	cross *http.CrossOriginProtection

	mu    sync.Mutex
	codes map[string]time.Time // when they end
	now   func() time.Time
}

// New returns the guard of a server at an address.
func New(address net.Addr) *Guard {
	port := ""
	if at, err := netip.ParseAddrPort(address.String()); err == nil {
		port = strconv.Itoa(int(at.Port()))
	}
	return &Guard{port: port, token: rand.Text(), cross: http.NewCrossOriginProtection(), codes: map[string]time.Time{}, now: time.Now}
}

// cookieName returns the name of the cookie, which has the port in it: browsers do not
// tell the ports of a machine apart.
// https://www.rfc-editor.org/rfc/rfc6265#section-8.5
func (g *Guard) cookieName() string { return "trailq-" + g.port }

// NewLaunch returns an address that lets a browser in. It works once, for a minute.
func (g *Guard) NewLaunch() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	code := rand.Text() // 130 bits
	g.codes[code] = g.now().Add(codeLifetime)
	return "http://127.0.0.1:" + g.port + LaunchPath + "?code=" + code
}

// useCode reports whether a code works, and lets it work no more.
func (g *Guard) useCode(code string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	ends, known := g.codes[code]
	delete(g.codes, code)
	for other, ends := range g.codes {
		if !g.now().Before(ends) {
			delete(g.codes, other)
		}
	}
	return known && g.now().Before(ends)
}

// contentPolicy is what the page can load and do: its own files, and no text becomes
// code or HTML.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html; report-uri " + ReportPath

// ReportPath is where browsers report what the page was not allowed to do.
const ReportPath = "/api/csp-report"

// setHeaders sets the headers of all answers.
func setHeaders(header http.Header) {
	for name, value := range map[string]string{
		"Content-Security-Policy":      contentPolicy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"X-Frame-Options":              "DENY",
		"Cache-Control":                "no-store",
	} {
		header.Set(name, value)
	}
}

// Protect returns a handler that passes on only the requests of the browser that was
// let in.
func (g *Guard) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		switch {
		case !g.isOurHost(r.Host):
			refuse(w, r, http.StatusMisdirectedRequest, "this server answers to 127.0.0.1 alone")
		case r.URL.Path == LaunchPath:
			g.launch(w, r)
		case !isOwnSite(r):
			refuse(w, r, http.StatusForbidden, "a page of another site asks")
		case g.cross.Check(r) != nil:
			refuse(w, r, http.StatusForbidden, "a page of another origin asks")
		case !g.hasCookie(r):
			refuse(w, r, http.StatusUnauthorized, "this browser was not let in: press Enter in the terminal where trailq runs for an address that lets it in")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isOurHost reports whether a request names this machine and port. A name of another
// site that leads here is refused (DNS rebinding).
func (g *Guard) isOurHost(host string) bool {
	for _, own := range []string{"127.0.0.1", "localhost", "[::1]"} {
		if host == own+":"+g.port {
			return true
		}
	}
	return false
}

// isOwnSite reports whether the browser says that a request comes from the page itself
// or from the person. One that says nothing is no browser of today, and needs the cookie.
// https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
func isOwnSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	return false
}

func (g *Guard) hasCookie(r *http.Request) bool {
	cookie, err := r.Cookie(g.cookieName())
	return err == nil && subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(g.token)) == 1
}

// launch exchanges a code for the cookie. The browser can come from a file, which is
// another site: it sends a cookie that is strict only when the page that it is on asks,
// so that page goes on, and not a redirect.
func (g *Guard) launch(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		refuse(w, r, http.StatusMethodNotAllowed, "only GET is understood here")
		return
	}
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		refuse(w, r, http.StatusForbidden, "only a person can open this address")
		return
	}
	if !g.useCode(r.URL.Query().Get("code")) {
		refuse(w, r, http.StatusUnauthorized, "the address was used before, or is older than a minute: press Enter in the terminal where trailq runs for another")
		return
	}
	http.SetCookie(w, &http.Cookie{Name: g.cookieName(), Value: g.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Refresh", "0; url=/explore")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, `<!doctype html><html lang="en"><title>trailq</title><p><a href="/explore">The logs</a>`) // or the browser has gone
}

// refuse answers a request that is not let in: for the page in JSON, else for people.
func refuse(w http.ResponseWriter, r *http.Request, status int, text string) {
	form, answer := "text/html; charset=utf-8", `<!doctype html><html lang="en"><title>trailq</title><h1>trailq</h1><p>`+html.EscapeString(text)
	if strings.HasPrefix(r.URL.Path, "/api/") {
		form, answer = "application/json", fmt.Sprintf("{\"error\":%q}", text)
	}
	w.Header().Set("Content-Type", form)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer) // the browser has gone otherwise
}
