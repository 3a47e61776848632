package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/prompt"
	"github.com/trailq/trailq/internal/reporter"
)

// runPrompt answers the statements that the user enters at a prompt, until its end.
func (c *sqlCommand) runPrompt(ctx context.Context, arguments []string) error {
	c.env = c.env.withoutPager()
	restore, err := c.env.rawMode()
	if err != nil {
		return usageError(fmt.Errorf("the terminal cannot be used: %w", err), sqlHint)
	}
	abort := func() {
		if c.env.Exit != nil && restore() == nil {
			c.env.Exit(int(exitInterrupted))
		}
	}
	return errors.Join(c.promptStatements(ctx, arguments, abort), restore())
}

func (c *sqlCommand) promptStatements(ctx context.Context, arguments []string, abort func()) error {
	reading := c.reading
	reading.env = rawEnvironment(c.env)
	reading.keptFile = prompt.HistoryFile(c.env.Getenv)
	inner, run, err := reading.startRun(ctx, c.sourceNames(arguments), ask.Options{
		Selection: c.selection, Engine: c.engine, LookAhead: reading.showsProgress(),
	})
	if err != nil {
		return err
	}
	defer run.stop(nil)
	if err := run.OpenEngine(inner); err != nil {
		return failed(ctx, errors.Join(err, run.Close()))
	}
	err = prompt.Run(inner, prompt.Options{
		In: c.env.Stdin, Out: c.env.Stdout,
		Width:       func() int { width, _ := c.env.terminal(c.env.Stdout); return width },
		HistoryFile: reading.keptFile,
		Answer: func(ctx context.Context, statement dialect.Statement) error {
			return c.answerPrompted(ctx, run, statement)
		},
		Abort: abort,
		Fail:  func(err error) { reading.env.conclude(failed(ctx, err)) },
		Say:   run.screen.Remark,
	})
	if ctx.Err() != nil {
		err = failed(ctx, ctx.Err())
	}
	return errors.Join(err, run.Close())
}

// answerPrompted answers one statement, with a summary of its own.
func (c *sqlCommand) answerPrompted(ctx context.Context, run *run, statement dialect.Statement) error {
	if err := run.restart(ctx, &c.report); err != nil {
		return failed(ctx, err)
	}
	stop := run.watchProgress(ctx)
	a := &answers{run: run}
	err := a.answerOne(ctx, statement)
	failure := failureOf(ctx, err)
	stop()
	if told := run.tellEnding(new(reporter.Ending), failure); failure != nil {
		return told
	}
	return nil
}
