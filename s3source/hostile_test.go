package s3source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// hostile is a server that answers list calls and requests for objects as it likes.
type hostile struct {
	// list answers the list call of that number, from 0.
	list func(w http.ResponseWriter, r *http.Request, call int)
	// object answers requests for objects; nil sends a log file with one event.
	object http.HandlerFunc
	prefix string

	files    int    // that are read to their end
	fileErr  string // of a file that cannot be read
	fatalErr string // of the listing
	note     string
}

// logFile is a log file with one event.
var logFile = trailtest.Gzip(trailtest.Envelope(trailtest.Record("one", time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC))))

const pageStart = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><EncodingType>url</EncodingType>`

// entry is an object in a page.
func entry(key, size, etag string) string {
	return "<Contents><Key>" + url.QueryEscape(key) + "</Key><Size>" + size + "</Size><ETag>" + etag + "</ETag></Contents>"
}

// good is an object that is what it seems.
func good(keys ...string) string {
	var b strings.Builder
	for _, key := range keys {
		b.WriteString(entry(key, fmt.Sprint(len(logFile)), fmt.Sprintf("&quot;%x&quot;", md5.Sum(logFile))))
	}
	return b.String()
}

// page answers with a page of these entries; more follow if there is a token.
func page(w io.Writer, token string, entries ...string) {
	fmt.Fprint(w, pageStart, strings.Join(entries, ""))
	if token != "" {
		fmt.Fprintf(w, "<IsTruncated>true</IsTruncated><NextContinuationToken>%s</NextContinuationToken>", token)
	}
	fmt.Fprint(w, "</ListBucketResult>")
}

// always answers every list call with this text.
func always(text string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, _ *http.Request, _ int) { fmt.Fprint(w, text) }
}

// onePage answers with one page of these entries.
func onePage(entries ...string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, _ *http.Request, _ int) { page(w, "", entries...) }
}

// refusing answers with an error of S3.
func refusing(status int, code string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s3test.Refuse(status, code, "as it likes")(w, r, nil) }
}

// repeat sends text until the client has enough.
func repeat(w http.ResponseWriter, text string) {
	for block := []byte(strings.Repeat(text, 1+(64<<10)/len(text))); ; {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// trickle sends text byte by byte, each before the stall timeout has passed.
func trickle(w http.ResponseWriter, r *http.Request, text []byte) {
	for i := range text {
		if r.Context().Err() != nil {
			return
		}
		w.Write(text[i : i+1])
		http.NewResponseController(w).Flush()
		time.Sleep(hostileStall / 5)
	}
}

const hostileStall = 300 * time.Millisecond

// hostileBuckets are buckets that no honest server has.
func hostileBuckets() map[string]hostile {
	listing := func(f func(w http.ResponseWriter, r *http.Request, call int), fatal string) hostile {
		return hostile{list: f, fatalErr: fatal}
	}
	object := func(f http.HandlerFunc, fileErr string) hostile {
		return hostile{list: onePage(good("a.json.gz", "z")), object: func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/z") {
				w.Write(logFile)
				return
			}
			f(w, r)
		}, files: 1, fileErr: fileErr}
	}
	sized := func(size, etag, fileErr string) hostile {
		return hostile{list: onePage(entry("a", size, etag), good("z")), files: 1, fileErr: fileErr}
	}
	length := fmt.Sprint(len(logFile))
	return map[string]hostile{
		// Answers that are no listing.
		"a web page":               listing(always("<html><body>Log in to the hotel's network</body></html>"), "empty"),
		"a cut answer":             listing(always(pageStart+good("a")[:40]), "EOF"),
		"an error with status 200": listing(always("<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>Try again.</Message></Error>"), "InternalError"),
		"bytes":                    listing(always("\x00\x01\x1f\x8b\xff\xfe"), "XML"),
		"JSON":                     listing(always(`{"Contents":[]}`), "cannot list"),
		"entities that multiply":   listing(always(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ListBucketResult><Name>&b;</Name></ListBucketResult>`), "entity"),
		"an answer without an end": listing(func(w http.ResponseWriter, _ *http.Request, _ int) {
			fmt.Fprint(w, pageStart)
			repeat(w, "<Owner><ID>x</ID></Owner>")
		}, "larger than a listing"),
		"objects without an end": listing(func(w http.ResponseWriter, _ *http.Request, _ int) {
			fmt.Fprint(w, pageStart)
			repeat(w, "<Contents/>")
		}, "larger than a listing"),
		"spaces without an end": listing(func(w http.ResponseWriter, _ *http.Request, _ int) { repeat(w, " ") }, "larger than a listing"),
		"an error without an end": listing(func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.WriteHeader(http.StatusForbidden)
			repeat(w, "<Error>")
		}, "larger than a listing"),
		"a bomb": listing(func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("Content-Encoding", "gzip")
			content := gzip.NewWriter(w)
			fmt.Fprint(content, pageStart)
			content.Write(bytes.Repeat([]byte(" "), 64<<20))
			content.Close()
		}, "cannot list"),

		// Listings without an end.
		"one token for ever": listing(func(w http.ResponseWriter, _ *http.Request, call int) {
			page(w, "x", good(fmt.Sprintf("%09d", call)))
		}, "repeats a page"),
		"tokens in a circle": listing(func(w http.ResponseWriter, _ *http.Request, call int) {
			page(w, fmt.Sprint(call%7), good(fmt.Sprintf("%09d", call)))
		}, "repeats a page"),
		"keys in a circle": listing(func(w http.ResponseWriter, _ *http.Request, call int) {
			page(w, fmt.Sprint("t", call), good(fmt.Sprint("a", call%3), fmt.Sprint("b", call%3)))
		}, "repeats a page"),
		"empty pages": {list: func(w http.ResponseWriter, _ *http.Request, call int) {
			if call < 300 {
				page(w, fmt.Sprint("t", call))
				return
			}
			page(w, "", good("a"))
		}, files: 1, note: "200 empty pages"},
		"more without a token": listing(always(pageStart+good("a")+"<IsTruncated>true</IsTruncated></ListBucketResult>"), "sends no token"),
		"a trickle": listing(func(w http.ResponseWriter, r *http.Request, _ int) {
			trickle(w, r, []byte(pageStart+strings.Repeat(" ", 900)))
		}, "stopped sending data"),
		"a redirect to itself": listing(func(w http.ResponseWriter, r *http.Request, _ int) {
			w.Header().Set("Location", r.URL.String())
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "redirects again and again"),
		"regions that send on": listing(func(w http.ResponseWriter, r *http.Request, call int) {
			s3test.WrongRegion(fmt.Sprintf("eu-west-%d", call))(w, r, nil)
		}, "in another region"),
		"an error for ever": listing(func(w http.ResponseWriter, r *http.Request, _ int) {
			refusing(http.StatusInternalServerError, "InternalError")(w, r)
		}, "InternalError"),
		"a second page refused": listing(func(w http.ResponseWriter, r *http.Request, call int) {
			if call > 0 {
				refusing(http.StatusForbidden, "AccessDenied")(w, r)
				return
			}
			page(w, "x", good("a"))
		}, "access denied"),

		"a listing that closes at once": listing(func(http.ResponseWriter, *http.Request, int) { panic(http.ErrAbortHandler) }, "the connection broke"),
		"a second page that closes": listing(func(w http.ResponseWriter, _ *http.Request, call int) {
			if call > 0 {
				panic(http.ErrAbortHandler)
			}
			page(w, "x", good("a"))
		}, "the connection broke"),

		// Entries that cannot be.
		"a key twice":              listing(onePage(good("a", "a")), "a key twice"),
		"a key twice in two pages": listing(func(w http.ResponseWriter, _ *http.Request, call int) { page(w, []string{"x", ""}[call], good("a")) }, "a key twice"),
		"keys not asked for":       {list: onePage(good("logs/a", "other/a")), prefix: "logs/", fatalErr: "do not begin with the prefix"},
		"folders not asked for":    listing(onePage("<CommonPrefixes><Prefix>a</Prefix></CommonPrefixes>"), "folders that were not asked for"),
		"a folder without a name": listing(func(w http.ResponseWriter, r *http.Request, call int) {
			if call < 6 {
				page(w, fmt.Sprint(call), good(fmt.Sprintf("%03d", call)))
				return
			}
			page(w, "", strings.Repeat("<CommonPrefixes><Prefix></Prefix></CommonPrefixes>", 200))
		}, "the server lists"),
		"a key badly encoded":      listing(always(pageStart+"<Contents><Key>%zz</Key><Size>1</Size></Contents></ListBucketResult>"), "escape"),
		"a size below 0":           listing(onePage(entry("a", "-5", "")), "less than 0"),
		"a size that is no number": listing(onePage(entry("a", "many", "")), "cannot list"),
		"a huge size":              sized("9000000000000000000", "", "does not have the"),
		"a size too small":         sized("10", "", "does not have the 10 bytes"),
		"no size":                  {list: onePage("<Contents><Key>a</Key></Contents>"), fileErr: "does not have the 0 bytes"},
		"an ETag that is none":     {list: onePage(entry("a", length, "&#10;x: y")), fileErr: "cannot read"},
		"odd keys": {list: onePage(good("\x00", "\x01\n\x1b[2J", "../../etc/passwd", "/abs", "//", "a/./b", "a\\b", "con", "é/\u202e", strings.Repeat("k", 1024))),
			files: 10},
		"folders that are objects": {list: onePage(good("x", "x/y", "x/"), entry("y/", "0", "")), files: 3},

		// Objects that are not what was listed.
		"an object that is a web page":  object(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, "%-*s", len(logFile), "<html>") }, trailq.ErrNotCloudTrail.Error()),
		"an object with an error in it": object(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<Error><Code>SlowDown</Code></Error>") }, "does not have the"),
		"an object without an end":      object(func(w http.ResponseWriter, _ *http.Request) { repeat(w, "x") }, "does not have the"),
		"an object that trickles": object(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", length)
			trickle(w, r, logFile)
		}, "broke again and again|stopped sending data|of the object for bytes"),
		"an object of another range": object(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 5-9/10")
			w.WriteHeader(http.StatusPartialContent)
		}, "does not have the"),
		"an object that is refused": object(refusing(http.StatusForbidden, "AccessDenied"), "access denied"),
		"an object behind redirects": object(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", r.URL.String())
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, "redirects again and again"),
		"an object that was replaced": object(refusing(http.StatusPreconditionFailed, "PreconditionFailed"), "was replaced"),
		"a header that trickles":      object(tricklingHeader, "stopped sending data"),
		"an object with a broken gzip": object(func(w http.ResponseWriter, _ *http.Request) {
			broken := bytes.Clone(logFile)
			broken[len(broken)-6] ^= 1
			w.Write(broken)
		}, "gzip"),
		"an object that is all nothing": object(func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, len(logFile))) }, trailq.ErrNotCloudTrail.Error()),
		"an object with a huge header": object(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 20<<20))
			w.Write(logFile)
		}, "cannot read"),
		"an object that closes at once": object(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "the connection broke"),
		"an object of an encoding twice": {list: onePage(good("a")), object: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip, gzip")
			w.Write(logFile)
		}, files: 1},
	}
}

// tricklingHeader sends a header line by line, without an end.
func tricklingHeader(w http.ResponseWriter, r *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	io.WriteString(connection, "HTTP/1.1 200 OK\r\n")
	for i := 0; i < 10_000; i++ {
		if _, err := fmt.Fprintf(connection, "X-%d: x\r\n", i); err != nil {
			return
		}
		time.Sleep(hostileStall / 5)
	}
}

// Whatever a server answers, a reading ends in time, and says what it could not read.
func TestHostileBuckets(t *testing.T) {
	new(s3test.Server).Setenv(t)
	buckets := hostileBuckets()
	t.Logf("%d hostile buckets", len(buckets))
	for name, bucket := range buckets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bucket.test(t)
		})
	}
}

func (h hostile) test(t *testing.T) {
	var mu sync.Mutex
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("list-type") == "" {
			if h.object != nil {
				h.object(w, r)
				return
			}
			w.Write(logFile)
			return
		}
		mu.Lock()
		call := calls
		calls++
		mu.Unlock()
		h.list(w, r, call)
	}))
	server.Config.ErrorLog = nil
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	const patience = 3 * time.Minute // the race detector is slow
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var notes []string
	options := s3source.Options{MaxAttempts: 2, StallTimeout: hostileStall, Note: func(text string) {
		mu.Lock()
		defer mu.Unlock()
		notes = append(notes, text)
	}}
	var tally trailq.Tally
	var fileErrs []error
	var fatal error
	for _, err := range trailq.Events(ctx, newSource(t, server.URL, h.prefix, options), trailq.Options{Tally: &tally}) {
		if file, isFile := errors.AsType[*trailq.FileError](err); isFile {
			fileErrs = append(fileErrs, file)
		} else if err != nil {
			fatal = err
		}
	}
	if ctx.Err() != nil {
		t.Fatalf("has not ended after %v and %d calls", patience, calls)
	}
	if h.fatalErr == "" != (fatal == nil) || fatal != nil && !strings.Contains(fatal.Error(), h.fatalErr) {
		t.Errorf("error %v, want %q", fatal, h.fatalErr)
	}
	summary := tally.Summary()
	if err := summary.Reconcile(); err != nil {
		t.Error(err)
	}
	if fatal != nil {
		return
	}
	if len(fileErrs) > 1 || (len(fileErrs) == 1) != (h.fileErr != "") || !slices.ContainsFunc(strings.Split(h.fileErr, "|"), func(want string) bool {
		return strings.Contains(fmt.Sprint(fileErrs), want)
	}) {
		t.Errorf("errors %v, want %q", fileErrs, h.fileErr)
	}
	if summary.Files.Read != h.files || summary.Complete() != (h.fileErr == "") {
		t.Errorf("summary %+v, want %d files", summary, h.files)
	}
	if !strings.Contains(fmt.Sprint(notes), h.note) {
		t.Errorf("notes %q, want %q", notes, h.note)
	}
}
