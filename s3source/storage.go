package s3source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
)

// The methods of this file write to a bucket. They are for package bucketstore. Paths
// are behind the prefix of the source's URL.

// ErrCondition says that an object is not, or not as, it had to be for a write.
var ErrCondition = errors.New("the object was changed meanwhile")

// OnlyNew is the condition that there is no object of the name.
const OnlyNew = "*"

// writeRequest describes a request that changes a bucket.
func (b *bucket) writeRequest(action, permission, path string) request {
	return request{action: fmt.Sprintf("%s %s", action, b.objectURL(b.prefix+path)), permission: permission, resource: "it", bucket: b.bucket}
}

// callService makes a request, and follows the bucket to its region.
func (b *bucket) callService(r request, call func(*s3.Client) error) error {
	for {
		client := b.client.Load()
		err := call(client)
		switch {
		case err == nil:
			b.reached.Store(true)
			return nil
		case httpStatus(err) == http.StatusPreconditionFailed, httpStatus(err) == http.StatusConflict:
			return ErrCondition
		case httpStatus(err) == http.StatusNotFound && !strings.Contains(err.Error(), "NoSuchBucket"):
			return fs.ErrNotExist
		case !b.changeRegion(client, bucketRegion(err)):
			return explainError(err, r)
		}
	}
}

// PutObject writes an object, whole or not at all, and returns its ETag. Condition is
// empty, OnlyNew, or the ETag that the object in its place must have; otherwise the error
// is ErrCondition.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func (b *bucket) PutObject(ctx context.Context, path string, content io.ReadSeeker, condition string) (version string, err error) {
	input := &s3.PutObjectInput{Bucket: &b.bucket, Key: aws.String(b.prefix + path), Body: content, RequestPayer: b.options.requestPayer()}
	switch condition {
	case "":
	case OnlyNew:
		input.IfNoneMatch = aws.String(OnlyNew)
	default:
		input.IfMatch = &condition
	}
	err = b.callService(b.writeRequest("write", "s3:PutObject", path), func(client *s3.Client) error {
		if _, err := content.Seek(0, io.SeekStart); err != nil {
			return err
		}
		output, err := client.PutObject(ctx, input)
		if err == nil {
			version = aws.ToString(output.ETag)
		}
		return err
	})
	return version, err
}

// CopyObject copies an object to another name. The error is fs.ErrNotExist where there
// is none.
func (b *bucket) CopyObject(ctx context.Context, from, to string) error {
	segments := strings.Split(b.prefix+from, "/")
	for i, segment := range segments {
		segments[i] = url.PathEscape(segment)
	}
	return b.callService(b.writeRequest("copy", "s3:GetObject and s3:PutObject", from), func(client *s3.Client) error {
		_, err := client.CopyObject(ctx, &s3.CopyObjectInput{
			Bucket: &b.bucket, Key: aws.String(b.prefix + to), CopySource: aws.String(b.bucket + "/" + strings.Join(segments, "/")), RequestPayer: b.options.requestPayer(),
		})
		return err
	})
}

// DeleteObject removes an object, if it is there.
func (b *bucket) DeleteObject(ctx context.Context, path string) error {
	err := b.callService(b.writeRequest("delete", "s3:DeleteObject", path), func(client *s3.Client) error {
		_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.bucket, Key: aws.String(b.prefix + path), RequestPayer: b.options.requestPayer()})
		return err
	})
	if errors.Is(err, fs.ErrNotExist) { // some servers say so
		return nil
	}
	return err
}

// StatObject returns an object's ETag, and how old it is by the server's clock. The
// error is fs.ErrNotExist where there is none.
func (b *bucket) StatObject(ctx context.Context, path string) (version string, age time.Duration, err error) {
	output, err := b.headObject(ctx, path)
	if err != nil {
		return "", 0, err
	}
	now, known := serverTime(output.ResultMetadata)
	if !known {
		now = time.Now()
	}
	return aws.ToString(output.ETag), now.Sub(aws.ToTime(output.LastModified)), nil
}

func serverTime(metadata middleware.Metadata) (time.Time, bool) {
	return awsmiddleware.GetServerTime(metadata)
}

func (b *bucket) headObject(ctx context.Context, path string) (output *s3.HeadObjectOutput, err error) {
	err = b.callService(b.writeRequest("read", "s3:GetObject", path), func(client *s3.Client) error {
		output, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.bucket, Key: aws.String(b.prefix + path), RequestPayer: b.options.requestPayer()})
		return err
	})
	return output, err
}

// OpenObject opens an object. The error is fs.ErrNotExist where there is none.
func (b *bucket) OpenObject(ctx context.Context, path string) (io.ReadCloser, error) {
	output, err := b.headObject(ctx, path)
	if err != nil {
		return nil, err
	}
	return object{bucket: b, key: b.prefix + path, size: aws.ToInt64(output.ContentLength), version: output.ETag}.openObject(ctx)
}
