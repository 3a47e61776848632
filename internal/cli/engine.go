package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/table"
)

// engineFlags are the flags of every command that asks in SQL.
type engineFlags struct {
	memory  int64
	spill   string
	threads int
	// countRepeated is no flag, but what a command needs: see duck.Options.
	countRepeated bool
}

func (f *engineFlags) flags() *pflag.FlagSet {
	flags := newFlagSet()
	flags.Var(volume{&f.memory}, "memory", "what the engine may keep in memory, a `size` (default: 60 % of all)")
	flags.StringVar(&f.spill, "spill", "", "`folder` for what does not fit into memory (default: that for temporary files)")
	flags.Var(parallel{&f.threads}, "threads", "use `n` threads (default: the number of CPUs)")
	return flags
}

// options are the engine's.
func (f *engineFlags) options() (duck.Options, error) {
	if f.spill != "" {
		if info, err := os.Stat(f.spill); err != nil || !info.IsDir() {
			return duck.Options{}, usageError(fmt.Errorf("--spill %q: there is no such folder", f.spill), "make it, or leave the flag out")
		}
	}
	return duck.Options{Memory: f.memory, SpillFolder: f.spill, Threads: f.threads, CountRepeated: f.countRepeated}, nil
}

// volume is a flag that takes a number of bytes of any size.
type volume struct{ value *int64 }

func (v volume) String() string {
	if v.value == nil || *v.value == 0 {
		return ""
	}
	return strconv.FormatInt(*v.value, 10)
}

func (v volume) Type() string { return "size" }

// leastMemory is what the engine needs to start.
const leastMemory = 16 << 20

// Set reads sizes as [size] does.
func (v volume) Set(text string) error {
	number := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit, known := sizeUnits()[strings.ToLower(text[len(number):])]
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !known || !(n*unit >= leastMemory && n*unit < 1<<50) {
		return fmt.Errorf("want a size of at least 16MiB such as 512MiB or 8GB")
	}
	*v.value = int64(n * unit)
	return nil
}

// inquiry is a session that reads by way of the engine: the logs are read for
// each statement that names them.
type inquiry struct {
	*session
	db *duck.DB
}

// openInquiry starts the engine for what the flags and names say, and the
// progress line.
func openInquiry(ctx context.Context, env *Environment, reading *readingFlags, engine duck.Options, account *accountFlags, names []string) (context.Context, *inquiry, error) {
	ctx, q, err := startInquiry(ctx, env, reading, engine, account, names)
	if err == nil {
		q.watch(ctx)
	}
	return ctx, q, err
}

// startInquiry is openInquiry without a progress line.
func startInquiry(ctx context.Context, env *Environment, reading *readingFlags, engine duck.Options, account *accountFlags, names []string) (context.Context, *inquiry, error) {
	options, err := reading.options()
	if err != nil {
		return ctx, nil, err
	}
	ctx, s, err := newSession(ctx, env, options, &reading.bucket, account, names)
	if err != nil {
		return ctx, nil, err
	}
	if !account.quiet {
		s.lookAhead()
	}
	q := &inquiry{session: s}
	engine.Read = s.options
	s.useParquet(&engine)
	engine.Warn = q.warn
	if q.db, err = duck.Open(ctx, s.source, engine); err != nil {
		s.stop(nil)
		return ctx, nil, failed(s.interrupt, errors.Join(err, s.closeParquet()))
	}
	s.read = func() trailq.Summary { return q.db.Reading().Summary }
	return ctx, q, nil
}

// warn takes what is wrong with a file or record into the account.
func (q *inquiry) warn(err error) {
	var file *trailq.FileError
	if errors.As(err, &file) {
		q.account.warn(file)
		return
	}
	q.screen.say("warning: " + err.Error())
}

// ask runs a statement, or what exports it, and lets use have the answer.
func (q *inquiry) ask(run func() (*engine.Answer, error), use func(*engine.Answer) error) error {
	answer, err := run()
	if err != nil {
		return err
	}
	q.sayNames(answer)
	return errors.Join(use(answer), answer.Close())
}

// sayNames tells which tables were taken as the logs.
func (q *inquiry) sayNames(answer *engine.Answer) {
	for _, name := range answer.Names {
		note := fmt.Sprintf("%s is taken as the logs", name)
		if answer.CloudTrailLake {
			note += ", in the form of CloudTrail Lake"
		}
		q.note(note)
	}
}

// end closes the engine, and tells how it went.
func (q *inquiry) end(err error) error {
	q.stop(nil)
	return q.session.end(errors.Join(err, q.db.Close()))
}

// counted is the table with its rows counted.
func counted(answer *table.Table, rows *int64) *table.Table {
	out := &table.Table{Name: answer.Name, Columns: answer.Columns}
	out.Rows = func(yield func([]table.Value, error) bool) {
		defer func() { out.Notes = answer.Notes }()
		for row, err := range answer.Rows {
			if err == nil {
				*rows++
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return out
}

// parseTable reads the table of a user's DDL: the one that the file has, or the
// first.
func parseTable(file string) (*dialect.Table, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usageError(fmt.Errorf("--ddl: %w", err), "give a file with a CREATE EXTERNAL TABLE statement")
	}
	tables, err := dialect.ParseDDL(string(text))
	if err != nil {
		return nil, &failure{code: exitUsage, err: fmt.Errorf("--ddl %q: %w", file, err)}
	}
	return &tables[0], nil
}
