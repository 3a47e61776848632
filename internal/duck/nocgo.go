//go:build !cgo

package duck

import (
	"context"
	"errors"
	"iter"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/table"
)

// errNoEngine is the answer to every query in a program built without cgo.
var errNoEngine = errors.New("this trailq was built without its SQL engine (CGO_ENABLED=0): install a C++ compiler and build it again, or use a released binary")

// CheckBuild returns the error of [Open].
func CheckBuild() error { return errNoEngine }

// DB is a connection to DuckDB; there is none in this build.
type DB struct{}

// Open returns an error that says that this build has no engine.
func Open(context.Context, trailq.Source, Options) (*DB, error) { return nil, errNoEngine }

// Query returns the error of [Open].
func (*DB) Query(context.Context, dialect.Statement) (*engine.Answer, error) { return nil, errNoEngine }

// Export returns the error of [Open].
func (*DB) Export(context.Context, dialect.Statement) (*engine.Answer, error) {
	return nil, errNoEngine
}

// Pack returns the error of [Open].
func (*DB) Pack(context.Context, string, dialect.Statement) error { return errNoEngine }

// MemoryLimit returns nothing.
func (*DB) MemoryLimit() int64 { return 0 }

// Load returns the error of [Open].
func (*DB) Load(context.Context, string, []LoadedColumn, iter.Seq2[[]table.Value, error]) (int64, error) {
	return 0, errNoEngine
}

// Reading returns the account of nothing.
func (*DB) Reading() engine.Reading { return engine.Reading{} }

// ResetReading does nothing.
func (*DB) ResetReading() {}

// Records returns the error of [Open].
func (*DB) Records(context.Context, RecordOrder, int64) (*engine.Answer, error) {
	return nil, errNoEngine
}

// Relax does nothing.
func (*DB) Relax(ParquetFiles) {}

// Close does nothing.
func (*DB) Close() error { return nil }

// Lookup answers what a conversion asks about records; there is none in this build.
type Lookup struct{}

// NewLookup returns a Lookup.
func NewLookup(LookupOptions) *Lookup { return new(Lookup) }

// Derive returns the error of [Open].
func (*Lookup) Derive(context.Context, [][]byte) ([][]derived.Value, error) {
	return nil, errNoEngine
}

// Repeated returns the error of [Open].
func (*Lookup) Repeated(context.Context, []string, [][]byte) (map[string]bool, error) {
	return nil, errNoEngine
}

// Close does nothing.
func (*Lookup) Close() error { return nil }
