package s3source

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/trailq/trailq"
)

// New returns the source of the objects whose keys begin with the prefix in url,
// which has the form s3://bucket/prefix or s3://bucket. It reads the AWS
// configuration and makes no request: errors of the server and of the credentials
// come from the source.
func New(ctx context.Context, url string, options Options) (trailq.Source, error) {
	where, err := parseURL(url)
	if err != nil {
		return nil, err
	}
	connection, err := newConnection(ctx, options)
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

// Files lists the objects in the order of their keys: at least those that the filter
// can match. A nil filter lists everything.
func (b *bucket) Files(ctx context.Context, filter *trailq.Filter) iter.Seq2[trailq.File, error] {
	return func(yield func(trailq.File, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		l := newLister(b, filter)
		defer l.running.Wait()
		defer cancel()
		for {
			next, err := l.nextPart(ctx)
			switch {
			case err == nil && next == nil:
				if err = l.checkEnd(ctx); err != nil {
					yield(trailq.File{}, err)
				}
				return
			case err != nil:
				yield(trailq.File{}, err)
				return
			}
			if !b.yieldPart(l, next, yield) {
				return
			}
		}
	}
}

// First returns the first object, in the order of the keys, by one list call, and
// false if that call returns none. It is for package peek.
func (b *bucket) First(ctx context.Context) (trailq.File, bool, error) {
	page, err := b.fetchPage(ctx, &call{prefix: b.prefix})
	if err != nil {
		return trailq.File{}, false, explainError(err, listRequest(b.location))
	}
	for _, object := range page.entries {
		if file := b.newFile(object); !strings.HasSuffix(file.Path, "/") || file.Size > 0 { // otherwise it is the marker of a folder
			return file, true, nil
		}
	}
	return trailq.File{}, false, nil
}

// yieldPart yields the objects or the error of a part, and reports whether to go on.
func (b *bucket) yieldPart(l *lister, p *part, yield func(trailq.File, error) bool) bool {
	for _, object := range p.objects {
		if !yield(b.newFile(object), nil) {
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
	l.lastUnlisted = unlisted
	return yield(trailq.File{}, unlisted)
}

// newFile returns the file for a listed object.
func (b *bucket) newFile(o object) trailq.File {
	file := trailq.File{
		Path:     b.objectURL(o.key),
		Size:     o.size,
		Modified: o.stored,
		Open:     o.openObject,
	}
	if o.version != nil {
		file.Version = *o.version
	}
	return file
}
