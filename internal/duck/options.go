package duck

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/overlap"
	"github.com/trailq/trailq/internal/sqltext"
)

// Planner says how DuckDB plans. The zero value is for logs; a packed table of events has
// a better one.
type Planner struct {
	// ArrayBits is how many bits the values of a GROUP BY can have to be counted in an
	// array instead of a hash table: DuckDB's perfect_ht_threshold. Each thread has such
	// an array. Zero is DuckDB's 12.
	ArrayBits int
	// Skipped are optimizers that are left out, by their names in duckdb_optimizers().
	Skipped []string
}

// listSettings returns the settings for it.
func (p *Planner) listSettings() []string {
	// The first turns a sum OVER (PARTITION BY …) into a join, which reads the logs twice.
	skipped := append([]string{"window_self_join"}, p.Skipped...)
	settings := []string{"SET disabled_optimizers = " + sqltext.Literal(strings.Join(skipped, ","))}
	if p.ArrayBits > 0 {
		settings = append(settings, fmt.Sprintf("SET perfect_ht_threshold = %d", p.ArrayBits))
	}
	return settings
}

// Options say how to answer. The zero value reads everything, with all CPUs.
type Options struct {
	// Read says how to read the source. Its filter applies below the SQL: the
	// table has only the events that match. Workers, if more than Threads, is how
	// many files are read at a time, for a source that waits for a network. Fields,
	// Reuse and Tally are ignored; see DB.Reading.
	Read trailq.Options
	// Flavor says whose table the queries mean; Auto decides by each query.
	Flavor dialect.Flavor
	// Table is the shape of the logs, from a user's DDL; nil is the documented
	// table.
	Table *schema.Table
	// Threads is how many threads DuckDB uses. Zero is the number of CPUs.
	Threads int
	// Memory limits DuckDB, in bytes. Zero is 60 % of the memory that the process
	// can have: the reader and the rest of the program need some too.
	Memory  int64
	Planner Planner
	// Share is the part of that which this engine can have, where several of the process
	// share it. Zero is all.
	Share float64
	// SpillFolder is the folder in which a temporary one is made for data that
	// exceeds Memory; empty is the system's folder for temporary files.
	SpillFolder string
	// SpillLimit limits that data, in bytes. Zero is 64 GiB, or 90 % of the free
	// space on the disk where that is less.
	SpillLimit int64
	// Parquet, if not nil, holds the logs; the source is not read.
	Parquet ParquetFiles
	// Where are the conditions of Read.Filter.Where as SQL in Athena's dialect, for
	// Parquet files.
	Where []string
	// Overlap, if not nil, counts the events that are read.
	Overlap *overlap.Counter
	// ExportFile is the file that DB.Export writes. It has to be known before
	// DuckDB is locked.
	ExportFile string
	// KeepInFiles lets the tables that statements make be kept in temporary files. It
	// is for tables with a row for each event, whose columns repeat their values.
	KeepInFiles bool
	// Abort, if not nil, is called when a query was stopped, by its context or because
	// the process takes more than twice Memory, or without one 95 % of what it can
	// have, and does not end. Nothing else can end
	// it: Abort should end the process.
	Abort func(error)
	// Confine, if not nil, is called when DuckDB has been opened and before it gets a
	// query, with the folder and the file (empty where there is no ExportFile) that it
	// writes to. It can take away the right to write elsewhere.
	Confine func(folder, file string) error
	// Ends says that the process ends after the last query: Close leaves it to the system
	// to free DuckDB's memory, which takes DuckDB a tenth of a short query's time.
	Ends bool
	// Warn is called for every file and record that could not be used, once each,
	// and by one goroutine at a time. The errors are [*trailq.FileError].
	Warn func(error)
}
