package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/prompt"
)

// runPrompt answers the statements that the user enters at a prompt, until its end.
func (c *sqlCommand) runPrompt(ctx context.Context, engine duck.Options, arguments []string) error {
	restore, err := c.env.rawMode()
	if err != nil {
		return usageError(fmt.Errorf("the terminal cannot be used: %w", err), "give a query: trailq sql SOURCE 'SELECT …'")
	}
	env := rawEnvironment(c.env)
	inner, q, err := startInquiry(ctx, env, &c.reading, engine, &c.account, c.names(arguments))
	if err != nil {
		return errors.Join(err, restore())
	}
	defer q.stop(nil)
	a := &answers{inquiry: q, output: &c.output}
	err = prompt.Run(inner, prompt.Options{
		In: c.env.Stdin, Out: c.env.Stdout,
		Width:       func() int { width, _ := c.env.terminal(c.env.Stdout); return width },
		HistoryFile: prompt.HistoryFile(c.env.Getenv),
		Answer:      func(ctx context.Context, statement dialect.Statement) error { return c.answerOne(ctx, a, statement) },
		Fail:        func(err error) { conclude(env.Stderr, failed(ctx, err)) },
		Say:         q.screen.say,
	})
	if ctx.Err() != nil {
		err = failed(ctx, ctx.Err())
	}
	return errors.Join(err, q.db.Close(), restore())
}

// answerOne answers one statement, with a summary of its own.
func (c *sqlCommand) answerOne(ctx context.Context, a *answers, statement dialect.Statement) error {
	q := a.inquiry
	q.begin(ctx, c.account)
	stop := q.watch(ctx)
	a.written = 0
	err := a.add(ctx, statement)
	f := failureOf(ctx, err)
	stop()
	if told := q.tell(f, false); f != nil {
		return told
	}
	return nil
}

// begin makes the session ready for another answer.
func (q *inquiry) begin(ctx context.Context, account accountFlags) {
	q.interrupt, q.started, q.notes = ctx, time.Now(), nil
	q.account = newAccount(account.kind(), q.screen)
	q.db.ResetReading()
	q.noted = nil // nothing reads now
	if q.ahead != nil {
		q.ahead.reset()
	}
}
