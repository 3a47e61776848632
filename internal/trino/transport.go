package trino

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	driver "github.com/trinodb/trino-go-client/trino"

	"github.com/trailq/trailq/internal/remote/client"
)

// statementKey is the key of a context's statement.
type statementKey struct{}

// statement is a statement that runs on the server.
type statement struct {
	watch func(client.Progress)

	mu   sync.Mutex
	last *http.Request     // whose answer told next
	next string            // where the rest of the answer is; empty when it has ended
	via  http.RoundTripper // by which last went
	once sync.Once
}

// inContext returns a context for the requests of the statement.
func (s *statement) inContext(ctx context.Context) context.Context {
	return context.WithValue(ctx, statementKey{}, s)
}

// stopThere tells the server that the statement is no longer wanted, and waits until it knows.
// The client for Go first waits for the next rows.
// https://trino.io/docs/current/develop/client-protocol.html#overview-of-query-processing
func (s *statement) stopThere() {
	s.once.Do(func() {
		s.mu.Lock()
		last, next, via := s.last, s.next, s.via
		s.mu.Unlock()
		if next == "" {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), stopTime)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodDelete, next, nil)
		if err != nil {
			return
		}
		request.Header = last.Header.Clone()
		if response, err := via.RoundTrip(request); err == nil {
			_ = response.Body.Close() // the server ends by itself what no client asks about
		}
	})
}

// stopTime is how long the server can take to confirm that it stops a statement.
const stopTime = 5 * time.Second

// progressTransport reads out of the server's answers how far statements are, and where
// they can be stopped. The client for Go has a callback for the progress, which drops news
// while it is busy, also the last: then a statement seemed to have scanned nothing.
type progressTransport struct{ next http.RoundTripper }

// RoundTrip sends a request, and passes on what its answer tells of progress.
func (p progressTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := p.next.RoundTrip(request)
	s, isStatement := request.Context().Value(statementKey{}).(*statement)
	if err != nil || !isStatement || response.StatusCode != http.StatusOK || !strings.HasPrefix(request.URL.Path, "/v1/statement") {
		return response, err
	}
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, errors.Join(err, response.Body.Close())
	}
	s.readPage(request, p.next, content)
	response.Body = readCloser{bytes.NewReader(content), response.Body}
	return response, nil
}

// readPage reads what a page of the answer tells of the statement.
func (s *statement) readPage(request *http.Request, via http.RoundTripper, content []byte) {
	var page struct {
		Next  string `json:"nextUri"`
		Stats struct {
			Bytes      int64   `json:"physicalInputBytes"`
			Percentage float64 `json:"progressPercentage"`
		} `json:"stats"`
	}
	if json.Unmarshal(content, &page) != nil {
		return // the client says what is wrong with it
	}
	s.mu.Lock()
	s.last, s.next, s.via = request, page.Next, via
	s.mu.Unlock()
	s.watch(client.Progress{Bytes: max(page.Stats.Bytes, 0), Done: min(max(page.Stats.Percentage/100, 0), 1)})
}

// readCloser reads from one and closes the other.
type readCloser struct {
	io.Reader
	io.Closer
}

// setTransport lets the requests of a configuration go through a progressTransport. What
// the configuration says of TLS and of a proxy goes into the transport below it.
func setTransport(config *driver.Config) error {
	below, isUsual := http.DefaultTransport.(*http.Transport)
	if !isUsual {
		below = new(http.Transport)
	}
	below = below.Clone()
	var err error
	if strings.HasPrefix(config.ServerURI, "https:") {
		if below.TLSClientConfig, err = config.TLSConfig(); err != nil {
			return err
		}
	}
	switch {
	case config.HTTPProxy != "":
		below.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: config.HTTPProxy})
	case config.SOCKSProxy != "":
		below.Proxy = http.ProxyURL(&url.URL{Scheme: "socks5", Host: config.SOCKSProxy})
	}
	config.HTTPProxy, config.SOCKSProxy = "", ""
	config.SSLCert, config.SSLCertPath, config.SSLVerification = "", "", ""
	config.SSLClientCert, config.SSLClientCertPath, config.SSLClientKey, config.SSLClientKeyPath = "", "", "", ""
	config.HTTPClient = &http.Client{Transport: progressTransport{below}}
	return nil
}
