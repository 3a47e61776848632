//go:build cgo

package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect/builtin"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck/bound"
	"github.com/trailq/trailq/internal/duck/definition"
	"github.com/trailq/trailq/internal/duck/freed"
	"github.com/trailq/trailq/internal/duck/function"
	"github.com/trailq/trailq/internal/duck/tuple"
	"github.com/trailq/trailq/internal/duck/vector"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/scratch"
	"github.com/trailq/trailq/internal/spool"
	"github.com/trailq/trailq/internal/sqltext"
	"github.com/trailq/trailq/internal/summary"
)

// DB is a connection to its own DuckDB, in memory and locked, whose table is the
// logs. It runs one statement at a time; tables that statements make live as long
// as the DB.
type DB struct {
	source  *spool.Source
	options Options
	threads int
	spill   *scratch.Folder
	memory  bound.Memory
	freed   freed.Watch
	pool    *sql.DB
	conn    *sql.Conn
	handle  mapping.Connection
	defined *definition.Set
	tuples  *tuple.Set // of the statement that runs

	mu      sync.Mutex
	current *query // which runs or whose answer is open
	// keptViews make the tables that are kept in files known to DuckDB, before the next
	// statement.
	keptViews []string
	known     []string       // tables and views that statements have made
	views     []string       // those of known that are views, or once were
	said      []string       // names that answers have reported
	past      engine.Reading // of the statements that have ended
	closed    bool
	closing   error // returned by Close
}

// Open starts DuckDB for the source's logs. Close must be called. Nothing is read
// until a query needs it.
func Open(ctx context.Context, source trailq.Source, options Options) (*DB, error) {
	db := &DB{options: options, threads: options.Threads}
	if db.threads <= 0 {
		db.threads = runtime.GOMAXPROCS(0)
	}
	db.threads = max(db.threads, options.Read.Workers)
	var err error
	if db.spill, err = scratch.Make(options.SpillFolder); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSpill, err)
	}
	if options.Parquet != nil {
		source = trailq.Join() // no query reads the table function
	}
	db.source = spool.New(source, db.spill.Path())
	if err := db.startEngine(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("starting DuckDB: %w", err), db.Close())
	}
	if err := db.confine(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// confine calls Options.Confine. The file of an export must be there by then.
func (db *DB) confine() error {
	if db.options.Confine == nil {
		return nil
	}
	part := ""
	if db.options.ExportFile != "" {
		part = db.exportPart()
		if err := db.reservePart(); err != nil {
			return err
		}
	}
	if err := db.options.Confine(db.spill.Path(), part); err != nil {
		return fmt.Errorf("taking away the right to write: %w", err)
	}
	return nil
}

// openConnection opens the connection.
func (db *DB) openConnection(ctx context.Context) error {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return err
	}
	db.pool = sql.OpenDB(connector)
	if db.conn, err = db.pool.Conn(ctx); err != nil {
		return err
	}
	return db.conn.Raw(func(conn any) error {
		db.handle, err = vector.ConnectionHandle(conn.(*duckdb.Conn))
		return err
	})
}

// MemoryLimit returns how much memory the engine can have, in bytes.
func (db *DB) MemoryLimit() int64 { return db.memory.Limit }

// startEngine opens the connection and prepares it for queries.
func (db *DB) startEngine(ctx context.Context) error {
	if err := db.openConnection(ctx); err != nil {
		return err
	}
	if err := function.Register(db.conn); err != nil {
		return err
	}
	if err := db.registerScan(); err != nil {
		return err
	}
	available, err := db.availableMemory(ctx)
	if err != nil {
		return err
	}
	db.memory = bound.New(db.options.Memory, available, bound.Resident()).ShareLimit(db.options.Share)
	table := schema.DefaultTable()
	if db.options.Table != nil {
		table = *db.options.Table
	}
	db.tuples = tuple.NewSet(min(db.memory.Limit/8, mostTuples))
	if err := db.tuples.Register(db.conn); err != nil {
		return err
	}
	db.defined = definition.NewSet(db.scanSource(), table, db.furtherColumns()...)
	return db.execAll(ctx, slices.Concat(builtin.Settings(), db.engineSettings(), db.options.Planner.listSettings(), db.lockStatements()))
}

// mostTuples is how many bytes the texts of groups can take beside the engine's memory.
const mostTuples = 256 << 20

// execAll runs statements of our own. They go to DuckDB as one text, which takes a
// third of the time that one after another takes.
func (db *DB) execAll(ctx context.Context, statements []string) error {
	return db.conn.Raw(func(conn any) error {
		_, err := conn.(driver.ExecerContext).ExecContext(ctx, strings.Join(statements, ";\n"), nil)
		return err
	})
}

// engineSettings returns the settings that the options ask for, and those that make
// DuckDB fast here.
func (db *DB) engineSettings() []string {
	return []string{
		fmt.Sprintf("SET threads = %d", db.threads),
		"SET temp_directory = " + sqltext.Literal(db.spill.Path()),
		// A scan has no order that could be kept: with it, only one thread would run.
		"SET preserve_insertion_order = false",
		"SET enable_progress_bar = false",
		"SET TimeZone = 'UTC'",
		"SET streaming_buffer_size = '64KB'",
		"SET parquet_metadata_cache = true",
		fmt.Sprintf("SET memory_limit = '%dB'", db.memory.Limit),
		fmt.Sprintf("SET max_temp_directory_size = '%dB'", scratch.LimitSpace(db.options.SpillLimit, db.spill.Path())),
	}
}

// availableMemory returns how much memory the process can have, which DuckDB knows of
// containers as well: its default limit is 80 % of that.
func (db *DB) availableMemory(ctx context.Context) (int64, error) {
	var text string
	if err := db.conn.QueryRowContext(ctx, "SELECT current_setting('memory_limit')").Scan(&text); err != nil {
		return 0, err
	}
	number, unit, _ := strings.Cut(text, " ")
	size, err := strconv.ParseFloat(number, 64)
	factor := slices.Index([]string{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"}, unit)
	if err != nil || factor < 0 {
		return 0, fmt.Errorf("DuckDB's memory limit %q: %w", text, errors.Join(err, errors.ErrUnsupported))
	}
	return int64(size / 0.8 * float64(int64(1)<<(10*factor))), nil
}

// lockStatements returns the statements after which a query can read the logs and
// nothing else. See https://duckdb.org/docs/stable/operations_manual/securing_duckdb.
func (db *DB) lockStatements() []string {
	return append(db.allowedPaths(),
		// It would tell about the machine, and no setting hides it.
		"CREATE MACRO current_setting(name) AS error('settings cannot be looked at')",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		"SET allow_unredacted_secrets = false",
		"SET allow_persistent_secrets = false",
		"SET enable_external_file_cache = false",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	)
}

// Reading returns the account of all statements so far, with the running one as it
// stands. It can be called at any time, from any goroutine.
func (db *DB) Reading() engine.Reading {
	db.mu.Lock()
	defer db.mu.Unlock()
	sum := db.past
	if db.current != nil {
		summary.Add(&sum.Summary, db.current.tally.sumReadings())
		sum.Passes += db.current.tally.countReadings()
	}
	return sum
}

// ResetReading starts a new account for the statements that follow.
func (db *DB) ResetReading() {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.past = engine.Reading{}
}

// Close stops the query that runs, if any, and removes temporary files. It is not
// safe for two goroutines at a time; a second call does nothing.
func (db *DB) Close() error {
	db.mu.Lock()
	current, closed := db.current, db.closed
	db.closed = true
	db.mu.Unlock()
	if closed {
		return db.closing
	}
	var errs []error
	if current != nil {
		errs = append(errs, current.close())
	}
	if db.conn != nil && !db.options.Ends {
		errs = append(errs, db.conn.Close())
	}
	if db.pool != nil && !db.options.Ends {
		errs = append(errs, db.pool.Close())
	}
	errs = append(errs, db.source.Close(), db.removePart(), db.spill.Remove())
	db.closing = errors.Join(errs...)
	return db.closing
}
