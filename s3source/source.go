package s3source

import (
	"context"
	"errors"
	"iter"
	"strings"

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

// Files lists the objects in the order of their keys: those that the filter can
// match, with others that come with them. A nil filter lists everything.
func (b *bucket) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		l := newLister(b, filter)
		defer l.calling.Wait()
		defer cancel()
		for {
			next, err := l.next(ctx)
			switch {
			case err == nil && next == nil:
				if err = l.end(ctx); err != nil {
					yield(trailq.File{}, err)
				}
				return
			case err != nil:
				yield(trailq.File{}, err)
				return
			}
			if !b.give(l, next, yield) {
				return
			}
		}
	}
}

// First returns the first object that there is, in the order of the keys, by one
// list call; false where that shows none: see package peek.
func (b *bucket) First(ctx context.Context) (trailq.File, bool, error) {
	page, err := b.page(ctx, &call{prefix: b.prefix})
	if err != nil {
		return trailq.File{}, false, explain(err, listing(b.location))
	}
	for _, object := range page.entries {
		if file := b.file(object); !strings.HasSuffix(file.Path, "/") || file.Size > 0 { // else it stands for a folder
			return file, true, nil
		}
	}
	return trailq.File{}, false, nil
}

// give yields what a part holds, and reports whether to go on.
func (b *bucket) give(l *lister, p *part, yield func(trailq.File, error) bool) bool {
	for _, object := range p.objects {
		if !yield(b.file(object), nil) {
			return false
		}
	}
	if p.err == nil {
		return true
	}
	var unlisted *trailq.FileError
	if !errors.As(p.err, &unlisted) {
		yield(trailq.File{}, p.err)
		return false
	}
	l.failed = unlisted
	return yield(trailq.File{}, unlisted)
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
