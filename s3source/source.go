package s3source

import (
	"context"
	"iter"

	"github.com/trailq/trailq"
)

// New returns the source of the objects whose keys begin with the prefix in
// url, which has the form s3://bucket/prefix or s3://bucket. It reads the AWS
// configuration and makes no request yet: what S3 refuses comes from the
// source, and so does what is wrong with the credentials.
func New(ctx context.Context, url string, options Options) (trailq.Source, error) {
	where, err := parse(url)
	if err != nil {
		return nil, err
	}
	connection, err := connect(ctx, options)
	if err != nil {
		return nil, err
	}
	return &bucket{location: where, connection: connection, options: options}, nil
}

// bucket is a part of a bucket as a source.
type bucket struct {
	location
	*connection
	options Options
}

// Files lists the objects in the order of their keys. Pages of the listing are
// fetched one ahead of the caller.
func (b *bucket) Files(ctx context.Context, _ *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		empty := true
		for page, err := range b.pages(ctx) {
			if err != nil {
				yield(trailq.File{}, err)
				return
			}
			for _, object := range page {
				empty = false
				if !yield(b.file(object), nil) {
					return
				}
			}
		}
		if empty && b.prefix != "" {
			yield(trailq.File{}, nothingThere(b.location))
		}
	}
}

// file makes a file of a listed object.
func (b *bucket) file(o object) trailq.File {
	file := trailq.File{
		Path: b.url(o.key),
		Size: o.size,
		Open: o.open,
	}
	if o.version != nil {
		file.Version = *o.version
	}
	return file
}
