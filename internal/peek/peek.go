// Package peek looks at the first file of a source, to choose how to read the rest.
package peek

import (
	"context"

	"github.com/trailq/trailq"
)

// First returns the first file of a source, and false if it has none. If the source
// has a method First, because its listing takes many requests, that is called.
func First(ctx context.Context, source trailq.Source) (trailq.File, bool, error) {
	type peeker interface {
		First(context.Context) (trailq.File, bool, error)
	}
	if remote, ok := source.(peeker); ok {
		return remote.First(ctx)
	}
	for file, err := range source.Files(ctx, new(trailq.Filter)) {
		return file, err == nil, err
	}
	return trailq.File{}, false, nil
}
