//go:build cgo

package duck

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/sqltext"
)

// errNoExport means that the caller asked for an export that Open did not allow.
var errNoExport = errors.New("no file to export to was named before DuckDB was locked")

// exportPart returns the file that grows until the export is whole.
func (db *DB) exportPart() string {
	folder, name := filepath.Split(db.options.ExportFile)
	return filepath.Join(folder, "."+name+"."+filepath.Base(db.spill.Path())+".part")
}

// reservePart makes that file, unless Open has made it.
func (db *DB) reservePart() error {
	if _, err := os.Lstat(db.exportPart()); err == nil {
		return nil
	}
	if err := atomicfile.Reserve(db.exportPart()); err != nil {
		return fmt.Errorf("%w: %w", ErrExport, err)
	}
	return nil
}

// removePart removes that file, if it is there.
func (db *DB) removePart() error {
	if db.options.ExportFile == "" {
		return nil
	}
	return atomicfile.Remove(db.exportPart())
}

// Export runs a query and writes its rows to Options.ExportFile as Parquet,
// compressed with zstd. The file appears when it is whole; an earlier file of that name
// stays until then. The answer has one row, with the number of rows written; its
// Reading and Notes are those of the query.
func (db *DB) Export(ctx context.Context, statement dialect.Statement) (*engine.Answer, error) {
	if db.options.ExportFile == "" {
		return nil, errNoExport
	}
	rewritten, err := db.rewriteStatement(statement)
	if err != nil {
		return nil, err
	}
	q, err := db.beginQuery(ctx, rewritten)
	if err != nil {
		return nil, err
	}
	// The query alone first: the places in its errors are the user's.
	if err := q.prepareStatement(rewritten.SQL, rewritten.SQL); err != nil {
		return nil, q.failQuery(err)
	}
	copying := fmt.Sprintf("COPY (%s\n) TO %s (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)", rewritten.SQL, sqltext.Literal(db.exportPart()))
	if err := q.replaceStatement(copying); err != nil {
		return nil, q.failQuery(err)
	}
	if err := db.reservePart(); err != nil {
		return nil, errors.Join(err, q.close())
	}
	if err := q.retryWithoutDamaged(q.startStatement(), copying); err != nil {
		return nil, errors.Join(q.failQuery(err), db.removePart())
	}
	if err := atomicfile.Publish(db.exportPart(), db.options.ExportFile); err != nil {
		return nil, errors.Join(err, q.close())
	}
	return q.newAnswer()
}
