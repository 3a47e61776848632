package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/humanize"
)

// MostRows is how many rows this machine can be expected to hold, some 500 MB of them.
const MostRows = 1_000_000

// LargeError says that an answer has more rows than are fetched.
type LargeError struct{ Most int64 }

func (e *LargeError) Error() string {
	return fmt.Sprintf("the answer has more than %s rows, the most that are fetched from there", humanize.Thousands(e.Most))
}

// Pack makes a table here, once, of the answer to a statement about the logs. Statements
// that read it run here. Its error is a [*LargeError] where there are too many rows.
func (e *Engine) Pack(ctx context.Context, name string, statement dialect.Statement) error {
	return e.packRows(ctx, name, packing{statement, cmp.Or(e.setup.Options.MaxRows, MostRows)})
}

// packing is a statement, and how many rows its answer can have.
type packing struct {
	statement dialect.Statement
	most      int64
}

// fetchedName is the name of rows as they came.
const fetchedName = "trailq_fetched"

func (e *Engine) packRows(ctx context.Context, name string, what packing) error {
	statements, err := dialect.Split(fmt.Sprintf("CREATE TABLE %s AS\n%s\nLIMIT %d;\nSELECT * FROM %[1]s;\nDROP TABLE %[1]s", fetchedName, what.statement.Text, what.most+1))
	if err != nil {
		return err
	}
	rows, err := e.askNumber(ctx, statements[0])
	switch {
	case err != nil:
		return err
	case rows > what.most:
		return &LargeError{what.most}
	}
	if err := e.local.Pack(ctx, name, statements[1]); err != nil {
		return err
	}
	e.mu.Lock()
	e.known = append(e.known, name)
	e.mu.Unlock()
	_, err = e.askNumber(ctx, statements[2])
	return err
}

// askNumber runs a statement and returns the number that it answers, 0 for none.
func (e *Engine) askNumber(ctx context.Context, statement dialect.Statement) (n int64, err error) {
	answer, err := e.Query(ctx, statement)
	if err != nil {
		return 0, err
	}
	for row, err := range answer.Table.Rows {
		if err != nil {
			return 0, errors.Join(err, answer.Close())
		}
		n, _ = strconv.ParseInt(string(row[0].AppendText(nil)), 10, 64) // what a DROP answers is no number
	}
	return n, answer.Close()
}

// MemoryLimit returns how much memory the engine here can have; zero where none is open.
func (e *Engine) MemoryLimit() int64 {
	if e.local == nil {
		return 0
	}
	return e.local.MemoryLimit()
}
