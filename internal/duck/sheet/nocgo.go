//go:build !cgo

package sheet

import (
	"context"
	"errors"
	"iter"
)

// errCgo says what this build lacks.
var errCgo = errors.New("this trailq was built without its SQL engine (CGO_ENABLED=0): install a C++ compiler and build it again, or use a released binary")

// Sheet cannot be opened in this build.
type Sheet struct{}

// Open returns an error: the engine needs cgo.
func Open(context.Context, []string) (*Sheet, error) { return nil, errCgo }

// Columns returns nothing.
func (*Sheet) Columns() []string { return nil }

// Query returns an error.
func (*Sheet) Query(context.Context, string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) { yield(nil, errCgo) }
}

// Close does nothing.
func (*Sheet) Close() error { return nil }
