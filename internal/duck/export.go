//go:build cgo

package duck

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/sqltext"
)

// errNoExport is a mistake of the caller.
var errNoExport = errors.New("no file to export to was named before DuckDB was locked")

// exportPart is the file that grows until the export is whole.
func (db *DB) exportPart() string {
	folder, name := filepath.Split(db.options.ExportFile)
	return filepath.Join(folder, "."+name+"."+filepath.Base(db.spill.Path())+".part")
}

// Export runs a query and writes its rows to Options.ExportFile as Parquet,
// compressed with zstd. The file appears when it is whole; what was there before
// stays until then. The answer has no rows but one, which counts them; its
// Reading and Notes are those of the query.
//
// The file is the one path that the locked DuckDB may write to, and package
// dialect lets no statement of a user write anywhere.
func (db *DB) Export(ctx context.Context, statement dialect.Statement) (*engine.Answer, error) {
	if db.options.ExportFile == "" {
		return nil, errNoExport
	}
	rewritten, err := db.rewrite(statement)
	if err != nil {
		return nil, err
	}
	q, err := db.begin(ctx, rewritten)
	if err != nil {
		return nil, err
	}
	// The query alone first: the places in its errors are the user's.
	if err := q.prepare(rewritten.SQL); err != nil {
		return nil, q.fail(err)
	}
	copying := fmt.Sprintf("COPY (%s\n) TO %s (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)", rewritten.SQL, sqltext.Literal(db.exportPart()))
	if err := q.replace(copying); err != nil {
		return nil, q.fail(err)
	}
	if err := atomicfile.Reserve(db.exportPart()); err != nil {
		return nil, q.fail(err)
	}
	if err := q.again(q.run(), copying); err != nil {
		return nil, errors.Join(q.fail(err), atomicfile.Remove(db.exportPart()))
	}
	if err := atomicfile.Publish(db.exportPart(), db.options.ExportFile); err != nil {
		return nil, errors.Join(err, q.close())
	}
	return q.answer()
}
