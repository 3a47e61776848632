//go:build cgo

package launch_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/web"
	"github.com/trailq/trailq/internal/web/launch"
	"github.com/trailq/trailq/internal/words"
)

// The printed address lets a browser in once, Enter prints another, and the end of the
// context ends the server.
func TestRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in, press := io.Pipe()
	said, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- launch.Run(ctx, web.Options{Sources: []string{"../../../testdata/logs"}, Clock: words.NewClock(time.Now())}, launch.Terminal{In: in, Out: out})
	}()
	lines := bufio.NewScanner(said)
	first := nextAddress(t, lines)
	cookie := letIn(t, first, http.StatusOK)
	base, _, _ := strings.Cut(first, "/launch")
	if status := get(t, base+"/api/source", cookie); status != http.StatusOK {
		t.Errorf("with the cookie: %d", status)
	}
	if status := get(t, base+"/api/source", nil); status != http.StatusUnauthorized {
		t.Errorf("without it: %d", status)
	}
	letIn(t, first, http.StatusUnauthorized)
	go func() { _, _ = io.WriteString(press, "\n") }()
	letIn(t, nextAddress(t, lines), http.StatusOK)
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the server goes on")
	}
}

// nextAddress returns the next address that is printed.
func nextAddress(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), "the page is at "); found {
			return address
		}
	}
	t.Fatal("no address is printed")
	return ""
}

// letIn opens an address and returns its cookie.
func letIn(t *testing.T, address string, want int) *http.Cookie {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != want {
		t.Fatalf("%s: %d, want %d", address, response.StatusCode, want)
	}
	for _, cookie := range response.Cookies() {
		return cookie
	}
	return nil
}

func get(t *testing.T, address string, cookie *http.Cookie) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if cookie != nil {
		request.AddCookie(cookie)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}
