package s3source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// object is an object as it was listed.
type object struct {
	bucket  *bucket
	key     string
	size    int64   // bytes
	version *string // the ETag; nil or empty on servers that have none
}

// openObject requests the object.
func (o object) openObject(ctx context.Context) (io.ReadCloser, error) {
	body := &body{ctx: ctx, object: o}
	if err := body.requestRest(); err != nil {
		return nil, err
	}
	return body, nil
}

// body is the content of an object. If its connection breaks or stalls, it requests
// the rest over another. It ends after all the object's bytes, or with an error.
type body struct {
	ctx         context.Context // of the one who opened it
	object      object
	stream      io.ReadCloser // of the current connection; nil if it broke
	offset      int64         // bytes given so far
	failures    int           // connections in a row that broke and brought little
	connectedAt int64         // what read was when the current connection began
}

// enoughProgress is how many bytes a connection must bring for it to count as a
// success before it breaks.
const enoughProgress = 64 << 10

func (b *body) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		if b.stream == nil {
			if err := b.requestRest(); err != nil {
				return 0, err
			}
		}
		n, err := b.stream.Read(p)
		b.offset += int64(n)
		switch {
		case b.offset > b.object.size:
			return 0, changedError(b.object)
		case errors.Is(err, io.EOF) && b.offset < b.object.size:
			err = io.ErrUnexpectedEOF
		case errors.Is(err, io.EOF):
			return n, io.EOF
		}
		if err != nil {
			err = b.handleBreak(err)
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// Close ends the transfer.
func (b *body) Close() error {
	if b.stream == nil {
		return nil
	}
	return b.stream.Close()
}

// requestRest requests the object from the current offset to its end.
func (b *body) requestRest() error {
	input := &s3.GetObjectInput{
		Bucket:       &b.object.bucket.bucket,
		Key:          &b.object.key,
		RequestPayer: b.object.bucket.options.requestPayer(),
	}
	if aws.ToString(b.object.version) != "" {
		input.IfMatch = b.object.version
	}
	if b.offset > 0 {
		input.Range = aws.String(fmt.Sprintf("bytes=%d-", b.offset))
	}
	if spent := b.object.bucket.expired.Load(); spent != nil {
		return *spent // without a request for each of the remaining objects
	}
	output, err := b.object.bucket.client.Load().GetObject(b.ctx, input)
	if err != nil {
		explained := explainError(err, getRequest(b.object))
		if b.object.bucket.areCredentialsExpired(b.ctx, err) {
			b.object.bucket.expired.Store(&explained)
		}
		return explained
	}
	if err := b.checkAnswer(output); err != nil {
		output.Body.Close()
		return err
	}
	b.stream, b.connectedAt = output.Body, b.offset
	return nil
}

// checkAnswer returns an error for an answer that does not fit the request: other
// bytes of the object, or another object, from a server that has no ETags.
func (b *body) checkAnswer(output *s3.GetObjectOutput) error {
	if b.offset > 0 && !strings.HasPrefix(aws.ToString(output.ContentRange), fmt.Sprintf("bytes %d-", b.offset)) {
		return fmt.Errorf("the server sent %q of the object for bytes %d-", aws.ToString(output.ContentRange), b.offset)
	}
	if output.ContentLength != nil && *output.ContentLength != b.object.size-b.offset {
		return changedError(b.object)
	}
	return nil
}

// handleBreak gives up the current connection. It returns nil if another try makes
// sense, after a delay that grows from the second failure on.
func (b *body) handleBreak(err error) error {
	b.stream.Close()
	b.stream = nil
	if b.ctx.Err() != nil {
		return context.Cause(b.ctx)
	}
	if b.offset == b.object.size { // all bytes, but their checksum is wrong
		return explainError(err, getRequest(b.object))
	}
	if b.offset-b.connectedAt >= enoughProgress {
		b.failures = 0
	}
	b.failures++
	if b.failures >= b.object.bucket.attempts {
		return explainError(fmt.Errorf("after %d of %d bytes: %w", b.offset, b.object.size, err), getRequest(b.object))
	}
	if b.failures == 1 {
		return nil
	}
	return b.waitBeforeRetry(err)
}

// waitBeforeRetry waits before another try, as long as the client does.
func (b *body) waitBeforeRetry(err error) error {
	delay, err := b.object.bucket.retryer.RetryDelay(b.failures-1, err)
	if err != nil {
		return err
	}
	select {
	case <-time.After(delay):
		return nil
	case <-b.ctx.Done():
		return context.Cause(b.ctx)
	}
}
