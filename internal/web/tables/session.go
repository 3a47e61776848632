// Package tables keeps tables of events in memory, and the open sources that they are
// made of:
//
//	session := tables.NewSession(tables.Options{Sources: []string{"logs/"}})
//	if err := session.Open(ctx); err != nil {
//		return err
//	}
//	defer session.Close()
//	table := session.AllEvents()
//
// A table is made while the caller goes on; [Table.Status] says how far it is.
package tables

import (
	"context"
	"errors"
	"sync"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/scratch"
)

// The parts of the memory that the engines can have: the tables, reports and a user's
// SQL. There are two tables at most.
const (
	tableShare  = 0.4
	secondShare = 0.1
	ReportShare = 0.25
	SQLShare    = 0.25
)

// Options say what the tables are made of.
type Options struct {
	Sources   []string
	Selection ask.Selection // of all events
	Access    ask.Access
	Engine    ask.EngineOptions
	// Environment is that of the process. Its Reporter is the log.
	Environment ask.Environment
	// Convert is the command that makes Parquet files of the sources.
	Convert string
}

// Session is the open sources with the tables made of them.
type Session struct {
	options Options
	log     Log
	scratch *scratch.Folder
	sources *ask.Sources
	release func() error // the connection to a table elsewhere
	stop    context.CancelFunc
	ctx     context.Context // of all tables
	making  sync.WaitGroup

	mu     sync.Mutex
	tables []*Table // the one of all events, then those for other conditions
}

// NewSession returns a session that has opened nothing.
func NewSession(options Options) *Session { return &Session{options: options} }

// Log returns what was said while the logs were read.
func (s *Session) Log() *Log { return &s.log }

// Sources returns the open sources.
func (s *Session) Sources() *ask.Sources { return s.sources }

// Open opens the sources. Nothing is read yet, but for what tells logs from Parquet.
func (s *Session) Open(ctx context.Context) error {
	if err := duck.CheckBuild(); err != nil {
		return err
	}
	s.ctx, s.stop = context.WithCancel(ctx)
	var err error
	if s.scratch, err = scratch.Make(s.options.Engine.Spill); err != nil {
		return errors.Join(err, s.Close())
	}
	env := s.options.Environment
	env.Reporter = &s.log
	env.Confine = s.confineOnce(env.Confine)
	if s.sources, err = ask.Open(s.ctx, s.options.Sources, s.options.Access, env); err != nil {
		return errors.Join(err, s.Close())
	}
	s.release = s.sources.ShareTable()
	t := newTable(Content{})
	if err := t.start(s.ctx, s); err != nil {
		return errors.Join(err, s.Close())
	}
	s.tables = []*Table{t}
	return nil
}

// Begin begins to make the table of all events. From then on, the process can be
// confined.
func (s *Session) Begin() {
	s.making.Go(func() { s.tables[0].build(s.ctx, s) })
}

// confineOnce returns what confines the process when the first engine opens: to the
// folder in which all engines have theirs.
func (s *Session) confineOnce(confine func(folder, file string) error) func(folder, file string) error {
	if confine == nil {
		return nil
	}
	once := sync.OnceValue(func() error { return confine(s.scratch.Path(), "") })
	return func(string, string) error { return once() }
}

// addTable begins to make a table.
func (s *Session) addTable(content Content) *Table {
	t := newTable(content)
	s.tables = append(s.tables, t)
	s.making.Go(func() { t.build(s.ctx, s) })
	return t
}

// TableWith returns a table with this content, and begins to make it where there is none.
// Beside the one of all events, the last is kept.
func (s *Session) TableWith(content Content) *Table {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tables {
		if t.content.isSame(&content) {
			return t
		}
	}
	if len(s.tables) > 1 {
		s.tables[1].discard()
		s.tables = s.tables[:1]
	}
	return s.addTable(content)
}

// readPrices reads what calls cost: the built-in prices, and AWS's addresses where the
// environment names a file of them.
func (s *Session) readPrices() (*facet.Prices, error) {
	list, err := price.ReadFiles(nil)
	if err != nil {
		return nil, err
	}
	prices := &facet.Prices{List: list}
	if getenv := s.options.Environment.Getenv; getenv != nil && getenv(ask.RangesVariable) != "" {
		prices.Ranges, err = address.ReadFile(getenv(ask.RangesVariable))
	}
	return prices, err
}

// AllEvents returns the table of all events.
func (s *Session) AllEvents() *Table { return s.tables[0] }

// EngineOptions returns the options of an engine that gets a share of the memory.
func (s *Session) EngineOptions(share float64) ask.EngineOptions {
	options := s.options.Engine
	options.Spill, options.Share = s.scratch.Path(), share
	return options
}

// Close stops what runs, and frees the tables.
func (s *Session) Close() error {
	s.stop()
	s.making.Wait()
	var errs []error
	for _, t := range s.tables {
		errs = append(errs, t.close())
	}
	if s.scratch != nil {
		errs = append(errs, s.scratch.Remove())
	}
	if s.release != nil {
		errs = append(errs, s.release())
	}
	return errors.Join(errs...)
}
