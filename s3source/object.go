package s3source

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"hash"
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
	size    int64     // bytes
	version *string   // the ETag; nil or empty on servers that have none
	stored  time.Time // zero on servers that do not say
}

// openObject requests the object.
func (o object) openObject(ctx context.Context) (io.ReadCloser, error) {
	body := &body{ctx: ctx, object: o}
	if o.bucket.options.CheckMD5 {
		body.hash = md5.New()
	}
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
	connectedAt int64         // what offset was when the current connection began
	hash        hash.Hash     // of the bytes; nil where the MD5 is not checked
	md5         []byte        // that the ETag is; nil where it is something else
	metadata    map[string]string
}

// Metadata returns the metadata that the object's owner gave it, by names in lower case
// and without "x-amz-meta-", once something has been read. CloudTrail's digests have
// their signatures there.
func (b *body) Metadata() map[string]string { return b.metadata }

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
		if b.hash != nil {
			b.hash.Write(p[:n])
		}
		switch {
		case b.offset > b.object.size:
			return 0, changedError(b.object)
		case errors.Is(err, io.EOF) && b.offset < b.object.size:
			err = io.ErrUnexpectedEOF
		case errors.Is(err, io.EOF):
			return n, b.checkMD5()
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
	b.stream, b.connectedAt, b.metadata = output.Body, b.offset, output.Metadata
	b.md5 = md5In(output.ETag, output.ServerSideEncryption, output.SSECustomerAlgorithm)
	return nil
}

// checkMD5 returns the end of an object whose bytes have all come, or an error where
// they are not the object's.
func (b *body) checkMD5() error {
	if b.hash == nil || b.md5 == nil || bytes.Equal(b.hash.Sum(nil), b.md5) {
		return io.EOF
	}
	return &Error{
		Problem: "the bytes that came do not have the MD5 that the object's ETag is",
		Hint:    "run again: something between S3 and here changed them",
	}
}

// checkAnswer returns an error for an answer that does not fit the request: other
// bytes of the object, or another object, from a server that knows no conditions.
func (b *body) checkAnswer(output *s3.GetObjectOutput) error {
	if b.offset > 0 && !strings.HasPrefix(aws.ToString(output.ContentRange), fmt.Sprintf("bytes %d-", b.offset)) {
		return fmt.Errorf("the server sent %q of the object for bytes %d-", aws.ToString(output.ContentRange), b.offset)
	}
	if output.ContentLength != nil && *output.ContentLength != b.object.size-b.offset {
		return changedError(b.object)
	}
	if listed := aws.ToString(b.object.version); listed != "" && output.ETag != nil && *output.ETag != listed {
		return &Error{
			Problem: fmt.Sprintf("the object has the ETag %s and was listed with %s", *output.ETag, listed),
			Hint:    "run again to read it as it is now",
		}
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
