package s3source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// guardedClient bounds what an endless server can do: answers that are not objects
// have a largest size, a connection that only trickles counts as stalled, and
// redirects end.
type guardedClient struct {
	aws.HTTPClient
	stall time.Duration
}

const (
	// maxAnswerBytes bounds listings and errors. A page of 1,000 keys of 1,024 bytes,
	// each of them escaped, takes about 3.5 MB.
	maxAnswerBytes = 8 << 20
	// maxAnswerTags bounds them too: AWS's library makes hundreds of bytes of each tag.
	// A page of 1,000 objects, with their owners and all that S3 can tell, has less than
	// 40,000. See https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html.
	maxAnswerTags = 100_000
	// minStallBytes is what a connection must bring while its reader waits as long as
	// the stall timeout.
	minStallBytes = 1 << 10
	// maxHeaderStalls is how many stall timeouts the header of an answer can take: to
	// connect, to follow redirects and to read it.
	maxHeaderStalls = 4
	// maxRedirects is the same as net/http's, which AWS's library overrides.
	maxRedirects = 10
)

// Do makes a request.
func (c guardedClient) Do(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(request.Context())
	var sent atomic.Int32
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) {
		if sent.Add(1) > maxRedirects {
			cancel(errRedirects)
		}
	}}
	timer := time.AfterFunc(maxHeaderStalls*c.stall, func() { cancel(os.ErrDeadlineExceeded) })
	response, err := c.HTTPClient.Do(request.WithContext(httptrace.WithClientTrace(ctx, trace)))
	if !timer.Stop() || err != nil {
		cause := context.Cause(ctx)
		if request.Context().Err() == nil && (errors.Is(cause, errRedirects) || errors.Is(cause, os.ErrDeadlineExceeded)) {
			err = cause
		}
		if err == nil { // the timer was just too late
			err = os.ErrDeadlineExceeded
		}
		if response != nil {
			response.Body.Close()
		}
		cancel(nil)
		return nil, err
	}
	isObject := request.Method == http.MethodGet && request.URL.Query().Get("list-type") == "" && response.StatusCode < http.StatusMultipleChoices
	response.Body = &guardedBody{ReadCloser: response.Body, cancel: cancel, stall: c.stall, left: maxAnswerBytes, tags: maxAnswerTags, isObject: isObject}
	return response, nil
}

// guardedBody is the body of an answer. It is for one goroutine.
type guardedBody struct {
	io.ReadCloser
	cancel   context.CancelCauseFunc
	stall    time.Duration
	left     int64 // bytes that the answer can still have
	tags     int   // and tags
	isObject bool  // its size is known, and checked elsewhere

	waited  time.Duration // for the bytes below
	brought int
}

func (b *guardedBody) Read(p []byte) (int, error) {
	began := time.Now()
	n, err := b.ReadCloser.Read(p)
	if !b.isObject {
		b.left -= int64(n)
		b.tags -= bytes.Count(p[:n], []byte("<"))
		if b.left < 0 || b.tags < 0 {
			return 0, errAnswerSize
		}
	}
	if err != nil {
		return n, err
	}
	b.waited += time.Since(began)
	b.brought += n
	if b.brought >= minStallBytes {
		b.waited, b.brought = 0, 0
	} else if b.waited >= b.stall {
		return n, fmt.Errorf("%d bytes in %v: %w", b.brought, b.waited.Round(time.Millisecond), os.ErrDeadlineExceeded)
	}
	return n, nil
}

// Close closes the body and frees what its request holds.
func (b *guardedBody) Close() error {
	err := b.ReadCloser.Close()
	b.cancel(nil)
	return err
}
