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

// open fetches the object.
func (o object) open(ctx context.Context) (io.ReadCloser, error) {
	body := &body{ctx: ctx, object: o}
	if err := body.connect(); err != nil {
		return nil, err
	}
	return body, nil
}

// body is the content of an object. Where its connection breaks or stalls, it
// fetches the rest over another. It ends after all the object's bytes or with
// an error.
type body struct {
	ctx    context.Context // of the one who opened it
	object object
	rest   io.ReadCloser // of the current connection; nil if it broke
	read   int64         // bytes given so far
	broken int           // connections in a row that broke and brought little
	since  int64         // what read was when the current connection began
}

// littleProgress is how many bytes a connection must bring for it to count as a
// success before it breaks.
const littleProgress = 64 << 10

func (b *body) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		if b.rest == nil {
			if err := b.connect(); err != nil {
				return 0, err
			}
		}
		n, err := b.rest.Read(p)
		b.read += int64(n)
		switch {
		case b.read > b.object.size:
			return 0, changed(b.object)
		case errors.Is(err, io.EOF) && b.read < b.object.size:
			err = io.ErrUnexpectedEOF
		case errors.Is(err, io.EOF):
			return n, io.EOF
		}
		if err != nil {
			err = b.breaks(err)
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// Close ends the transfer.
func (b *body) Close() error {
	if b.rest == nil {
		return nil
	}
	return b.rest.Close()
}

// connect asks for the object from the byte reached to its end.
func (b *body) connect() error {
	input := &s3.GetObjectInput{
		Bucket:       &b.object.bucket.bucket,
		Key:          &b.object.key,
		RequestPayer: b.object.bucket.options.payer(),
	}
	if aws.ToString(b.object.version) != "" {
		input.IfMatch = b.object.version
	}
	if b.read > 0 {
		input.Range = aws.String(fmt.Sprintf("bytes=%d-", b.read))
	}
	if spent := b.object.bucket.spent.Load(); spent != nil {
		return *spent // without a request for each of the objects that are left
	}
	output, err := b.object.bucket.client.Load().GetObject(b.ctx, input)
	if err != nil {
		explained := explain(err, fetching(b.object))
		if b.object.bucket.isSpent(b.ctx, err) {
			b.object.bucket.spent.Store(&explained)
		}
		return explained
	}
	if err := b.check(output); err != nil {
		output.Body.Close()
		return err
	}
	b.rest, b.since = output.Body, b.read
	return nil
}

// check finds an answer that is not what was asked for: other bytes of the
// object, or another object from a server that knows no ETags.
func (b *body) check(output *s3.GetObjectOutput) error {
	if b.read > 0 && !strings.HasPrefix(aws.ToString(output.ContentRange), fmt.Sprintf("bytes %d-", b.read)) {
		return fmt.Errorf("the server sent %q of the object for bytes %d-", aws.ToString(output.ContentRange), b.read)
	}
	if output.ContentLength != nil && *output.ContentLength != b.object.size-b.read {
		return changed(b.object)
	}
	return nil
}

// breaks gives up the current connection. It returns nil if another one is to
// be tried, after a delay that grows from the second time on.
func (b *body) breaks(err error) error {
	b.rest.Close()
	b.rest = nil
	if b.ctx.Err() != nil {
		return context.Cause(b.ctx)
	}
	if b.read == b.object.size { // all bytes, but their checksum is wrong
		return explain(err, fetching(b.object))
	}
	if b.read-b.since >= littleProgress {
		b.broken = 0
	}
	b.broken++
	if b.broken >= b.object.bucket.attempts {
		return explain(fmt.Errorf("after %d of %d bytes: %w", b.read, b.object.size, err), fetching(b.object))
	}
	if b.broken == 1 {
		return nil
	}
	return b.wait(err)
}

// wait waits before another try as the client does.
func (b *body) wait(err error) error {
	delay, err := b.object.bucket.retryer.RetryDelay(b.broken-1, err)
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
