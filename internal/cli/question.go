package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// question is what the commands share that answer by reports of package report:
// the flags, and how the engine is asked.
type question struct {
	env        *Environment
	reading    readingFlags
	engine     engineFlags
	output     outputFlags
	account    accountFlags
	showSQL    string
	exitStatus bool
}

// addFlags gives the command all flags; own are those that shape its answer.
func (q *question) addFlags(command *cobra.Command, own *pflag.FlagSet) {
	q.output.add(own)
	addShowSQL(own, &q.showSQL)
	q.account.add(own)
	own.BoolVar(&q.exitStatus, "exit-status", false, "exit with 1 if nothing matches")
	addGroups(q.env, command, q.reading.groups(time.Now(),
		flagGroup{"Answer", own}, flagGroup{"Engine", q.engine.flags()}))
}

// ask opens the sources, lets answer ask and write what it wants, and ends the
// command.
func (q *question) ask(ctx context.Context, names []string, answer func(context.Context, *inquiry) error) error {
	engine, err := q.engine.options()
	if err != nil {
		return err
	}
	ctx, inquiry, err := openInquiry(ctx, q.env, &q.reading, engine, &q.account, names)
	if err != nil {
		return err
	}
	if err := inquiry.end(answer(ctx, inquiry)); err != nil {
		return err
	}
	if q.exitStatus && inquiry.summary().Records.Yielded == 0 {
		return withCode(exitNothing)
	}
	return nil
}

// answerWith answers with the one table of the report that build makes, or prints
// its SQL. What must be noted when all is read, if not nil, notes it.
func (q *question) answerWith(ctx context.Context, names []string, build func(report.Scope) (*report.Report, error), note func(*inquiry)) error {
	if q.showSQL != "" {
		return q.show(func(scope report.Scope) ([]*report.Report, error) {
			r, err := build(scope)
			return []*report.Report{r}, err
		})
	}
	r, err := build(report.Scope{})
	if err != nil {
		return err
	}
	return q.ask(ctx, names, func(ctx context.Context, inquiry *inquiry) error {
		err := inquiry.present(ctx, r, func(answer *table.Table) error {
			return inquiry.write(answer, &q.output)
		})
		if note != nil {
			note(inquiry)
		}
		return err
	})
}

// present asks a report and lets use have its table.
func (q *inquiry) present(ctx context.Context, r *report.Report, use func(*table.Table) error) error {
	return q.ask(func() (*engine.Answer, error) { return q.db.Query(ctx, r.Statement) }, func(answer *engine.Answer) error {
		return use(r.Present(answer.Table))
	})
}

// show prints the SQL of reports: as Athena takes it, where the filters are
// conditions, or as the engine is given it, where they apply below.
func (q *question) show(ask func(report.Scope) ([]*report.Report, error)) error {
	reading, err := q.reading.options()
	if err != nil {
		return err
	}
	var scope report.Scope
	if q.showSQL == sqlForAthena {
		scope.Where = report.Conditions(&reading.Filter)
		scope.Distinct = reading.Duplicates == trailq.DropDuplicates
	}
	reports, err := ask(scope)
	if err != nil {
		return err
	}
	if q.showSQL == sqlForEngine {
		var statements []dialect.Statement
		for _, r := range reports {
			statements = append(statements, r.Statement)
		}
		return showRewritten(q.env, statements, dialect.Options{})
	}
	for _, r := range reports {
		if err := writeSQL(q.env, r.SQL); err != nil {
			return err
		}
	}
	return nil
}

// parseDimensions reads what a flag such as --by names.
func parseDimensions(flag, value string) ([]report.Dimension, error) {
	by, err := report.ParseDimensions(records.SplitPaths(value))
	return by, dimensionError(flag, "top", err)
}

// dimensionError says which name is no field, and which may have been meant, or
// whose help lists the names.
func dimensionError(flag, command string, err error) error {
	var wrong *report.FieldError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong) && wrong.Near != "":
		return usageError(fmt.Errorf("%s: %w", flag, err), "did you mean %s?", wrong.Near)
	}
	return usageError(fmt.Errorf("%s: %w", flag, err), "trailq help %s lists the short names", command)
}

// shortNamesTable is a table of short names.
func shortNamesTable(names []report.ShortName) string {
	width := 0
	for _, short := range names {
		width = max(width, len(short.Name))
	}
	var help strings.Builder
	for _, short := range names {
		fmt.Fprintf(&help, "  %-*s  %s\n", width, short.Name, short.Means)
	}
	return help.String()
}

// addSum adds the flag --sum, which takes the name of a measure.
func addSum(flags *pflag.FlagSet, value *string, usage string) {
	var names []string
	for _, m := range report.Measures() {
		names = append(names, string(m.Name))
	}
	flags.Var(choice{value, names}, "sum", usage+": "+strings.Join(names, " or "))
}

// measureNamed is the measure of that name, the zero value for none.
func measureNamed(name string) report.Measure {
	for _, m := range report.Measures() {
		if name == string(m.Name) {
			return m
		}
	}
	return report.Measure{}
}
