package athena

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"github.com/trailq/trailq/internal/remote/client"
)

// longestStatement is how many bytes a statement can have.
// https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
const longestStatement = 262_144

// execution is a statement that was started.
type execution struct {
	*Client
	id      string
	stopped sync.Once
	last    *types.QueryExecution // what Athena said of it last
}

// Run implements [client.Client].
func (c *Client) Run(ctx context.Context, sql string, watch func(client.Progress)) (*client.Result, error) {
	if n := len(sql); n > longestStatement {
		return nil, mistake(fmt.Errorf("the statement has %d bytes, and Athena takes %d", n, longestStatement), "ask for fewer values at a time")
	}
	e, err := c.startExecution(ctx, sql)
	if err != nil {
		return nil, explainError(err)
	}
	if err := e.wait(ctx, watch); err != nil {
		return nil, err
	}
	return e.openResult(ctx)
}

// grace is how long a statement that is being started can still take to say its id,
// when it is no longer wanted: only with its id can it be stopped.
const grace = 600 * time.Millisecond

// startExecution starts a statement. It is for the one run of it: a request that is
// repeated has the same token, and so starts nothing twice.
func (c *Client) startExecution(ctx context.Context, sql string) (*execution, error) {
	results, err := c.results(ctx)
	if err != nil {
		return nil, err
	}
	starting, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	database := &types.QueryExecutionContext{Database: &c.name.Schema}
	if c.name.Catalog != "" {
		database.Catalog = &c.name.Catalog
	}
	started, err := c.api.StartQueryExecution(starting, &athena.StartQueryExecutionInput{
		QueryString: &sql, WorkGroup: &c.workgroup, ClientRequestToken: aws.String(rand.Text() + rand.Text()),
		QueryExecutionContext: database, ResultConfiguration: results, ResultReuseConfiguration: c.reuse(),
	})
	if ctx.Err() != nil && err != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return &execution{Client: c, id: aws.ToString(started.QueryExecutionId)}, nil
}

// wait waits until the statement has succeeded. In every other case it is over when wait
// returns.
func (e *execution) wait(ctx context.Context, watch func(client.Progress)) error {
	for times := 0; ; times++ {
		found, err := e.api.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: &e.id})
		if err != nil {
			e.stop()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return explainError(err)
		}
		e.last = found.QueryExecution
		watch(progressOf(e.last))
		switch state := stateOf(e.last); state {
		case types.QueryExecutionStateSucceeded:
			return nil
		case types.QueryExecutionStateFailed, types.QueryExecutionStateCancelled:
			return e.explainEnd(state)
		}
		select {
		case <-time.After(delayAfter(times)):
		case <-ctx.Done():
			e.stop()
			return ctx.Err()
		}
	}
}

func stateOf(e *types.QueryExecution) types.QueryExecutionState {
	if e == nil || e.Status == nil {
		return ""
	}
	return e.Status.State
}

func progressOf(e *types.QueryExecution) client.Progress {
	var p client.Progress
	if e == nil || e.Statistics == nil {
		return p
	}
	p.Bytes = aws.ToInt64(e.Statistics.DataScannedInBytes)
	if reuse := e.Statistics.ResultReuseInformation; reuse != nil {
		p.Reused = reuse.ReusedPreviousResult
	}
	if stateOf(e) == types.QueryExecutionStateSucceeded {
		p.Done = 1
	}
	return p
}

// stop stops the statement at Athena, as far as it can be reached. It does not wait for
// a context: the one of the statement is done.
func (e *execution) stop() {
	e.stopped.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		// A statement that cannot be stopped runs to its end: there is nobody left to tell.
		_, _ = e.api.StopQueryExecution(ctx, &athena.StopQueryExecutionInput{QueryExecutionId: &e.id})
	})
}
