package web

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/scratch"
)

// The parts of the memory that the engines can have: the tables, reports and a user's
// SQL. There are two tables at most.
const (
	tableShare  = 0.4
	secondShare = 0.1
	reportShare = 0.25
	sqlShare    = 0.25
)

// session is the open sources with the tables made of them.
type session struct {
	options *Options
	log     *readingLog
	scratch *scratch.Folder
	sources *ask.Sources
	stop    context.CancelFunc
	ctx     context.Context // of all tables
	making  sync.WaitGroup

	mu     sync.Mutex
	tables []*eventTable // the one of all events, then those for other conditions
}

func newSession(options *Options, log *readingLog) *session {
	return &session{options: options, log: log}
}

// open opens the sources and begins to make the table of all events.
func (s *session) open(ctx context.Context) error {
	s.ctx, s.stop = context.WithCancel(ctx)
	var err error
	if s.scratch, err = scratch.Make(s.options.Engine.Spill); err != nil {
		return err
	}
	env := s.options.Environment
	env.Reporter = s.log
	env.Confine = s.confineOnce(env.Confine)
	if s.sources, err = ask.Open(s.ctx, s.options.Sources, s.options.Access, env); err != nil {
		return errors.Join(err, s.close())
	}
	s.addTable(nil)
	return nil
}

// confineOnce returns what confines the process when the first engine opens: to the
// folder in which all engines have theirs.
func (s *session) confineOnce(confine func(folder, file string) error) func(folder, file string) error {
	if confine == nil {
		return nil
	}
	once := sync.OnceValue(func() error { return confine(s.scratch.Path(), "") })
	return func(string, string) error { return once() }
}

// addTable begins to make a table of the events that meet more conditions.
func (s *session) addTable(where []string) *eventTable {
	t := newEventTable(where)
	s.tables = append(s.tables, t)
	s.making.Go(func() { t.build(s.ctx, s) })
	return t
}

// tableFor returns the table for conditions, and begins to make it where there is none.
// Of those for conditions the last is kept.
func (s *session) tableFor(where []string) *eventTable {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tables {
		if slices.Equal(t.where, where) {
			return t
		}
	}
	if len(s.tables) > 1 {
		s.tables[1].discard()
		s.tables = s.tables[:1]
	}
	return s.addTable(where)
}

// allEvents returns the table of all events.
func (s *session) allEvents() *eventTable { return s.tables[0] }

// engineOptions returns the options of an engine that gets a share of the memory.
func (s *session) engineOptions(share float64) ask.EngineOptions {
	options := s.options.Engine
	options.Spill, options.Share = s.scratch.Path(), share
	return options
}

func (s *session) close() error {
	s.stop()
	s.making.Wait()
	var errs []error
	for _, t := range s.tables {
		errs = append(errs, t.close())
	}
	if s.scratch != nil {
		errs = append(errs, s.scratch.Remove())
	}
	return errors.Join(errs...)
}
