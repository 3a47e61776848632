package ask

import (
	"context"
	"os"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/dialect/schema"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/overlap"
	"github.com/trailq/trailq/internal/words"
)

// EngineOptions say how the engine works.
type EngineOptions struct {
	Memory  int64
	Spill   string
	Threads int
	Share   float64 // of the memory, where several engines share it; zero is all
	Planner duck.Planner
	// Flavor says whose table the SQL means, and Table has its shape; see [SQL].
	Flavor dialect.Flavor
	Table  *schema.Table
	// ExportFile is the file that [Run.Export] writes.
	ExportFile string
	// marksDuplicates lets the SQL know them.
	marksDuplicates bool
	// keepsEvents says that a statement makes a table with a row for each event.
	keepsEvents bool
	// overlap, if not nil, counts the events that are not calls of their own.
	overlap *overlap.Counter
}

// Words returns the words about the engine.
func (o *EngineOptions) Words() words.Words {
	return words.Words{
		words.New("memory", words.Volume(&o.Memory)),
		words.New("spill", words.Text(&o.Spill)),
		words.New("threads", words.Parallel(&o.Threads)),
	}
}

func (o *EngineOptions) check() error {
	if o.Spill == "" {
		return nil
	}
	if info, err := os.Stat(o.Spill); err != nil || !info.IsDir() {
		return usagef("%v %q: there is no such folder", words.Name("spill"), o.Spill).withHint("make it, or leave out %v", words.Name("spill"))
	}
	return nil
}

// OpenEngine opens the engine that the sources need, unless it is open. Queries do so
// themselves.
func (r *Run) OpenEngine(ctx context.Context) error {
	if r.engine != nil {
		return nil
	}
	o := r.options.Engine
	options := duck.Options{
		Read:   r.read,
		Flavor: o.Flavor, Table: o.Table,
		Threads:     o.Threads,
		Memory:      o.Memory,
		Share:       o.Share,
		SpillFolder: o.Spill,
		ExportFile:  o.ExportFile,
		Planner:     o.Planner,
		Overlap:     o.overlap,
		KeepInFiles: o.keepsEvents,
		Warn:        r.sources.env.warn,
		Abort:       r.sources.env.Abort,
	}
	if !hasBucket(r.sources.names) && r.sources.table == nil {
		options.Confine = r.sources.env.Confine
	}
	if o.marksDuplicates && r.read.Duplicates == trailq.CountDuplicates {
		options.Read.Duplicates = trailq.MarkDuplicates
	}
	if r.parquet != nil {
		options.Parquet, options.Where = r.parquet, r.whereSQL()
		options.Ends = r.sources.env.Ends
	}
	if r.sources.table != nil {
		r.openTableEngine(options)
		return nil
	}
	db, err := duck.Open(ctx, r.source, options)
	if err != nil {
		return err
	}
	r.useEngine(db)
	return nil
}

// Engine returns the engine; nil until [Run.OpenEngine].
func (r *Run) Engine() engine.Engine { return r.engine }

// useEngine lets an engine answer the queries, and keep the account.
func (r *Run) useEngine(e engine.Engine) {
	r.engine = e
	r.SetAccount(e.Reading)
}
