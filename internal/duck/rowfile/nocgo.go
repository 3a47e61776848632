//go:build !cgo

package rowfile

import (
	"context"
	"errors"

	"github.com/trailq/trailq/internal/typed"
)

// errCgo says what this build lacks.
var errCgo = errors.New("this trailq was built without its SQL engine (CGO_ENABLED=0), which writes Parquet: use a released binary, or -o arrow")

// Writer cannot write in this build.
type Writer struct{}

// New returns a writer that fails.
func New(context.Context, string) *Writer { return new(Writer) }

// BeginTable returns an error: the engine needs cgo.
func (*Writer) BeginTable([]typed.Column) error { return errCgo }

// AddRow returns an error.
func (*Writer) AddRow([]any) error { return errCgo }

// Close does nothing.
func (*Writer) Close(error) error { return nil }
