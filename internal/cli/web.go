package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/build"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/facet"
	"github.com/trailq/trailq/internal/web"
	"github.com/trailq/trailq/internal/web/launch"
)

// webCommand is "trailq web".
type webCommand struct {
	reading
	engine    ask.EngineOptions
	caseFile  string
	port      int
	noBrowser bool
}

func newWeb(env *Environment) *cobra.Command {
	c := &webCommand{reading: reading{env: env}}
	command := &cobra.Command{
		Use:   "web SOURCE…",
		Short: "Look at the logs in a browser",
		Long: `Open a page in the browser that shows the logs: how many events there were and when, by every field, the
newest events and the records themselves; what is different in a part of the time, and why; what calls
cost; who is behind them; where logs are missing; and SQL. Every view of it is a command and SQL, too,
which the page gives to copy.

The page is served on this machine alone, and to the browser that opens the printed address: it works
once, for a minute. Enter in the terminal prints another. Nothing is fetched from elsewhere, so the page
works offline. To look at logs on another machine, forward the port:

  ssh -L 8080:127.0.0.1:8080 HOST trailq web logs/ --port 8080 --no-browser

The events are kept in memory, about 80 MB for a million; reading them takes several times that for a while.
Flags that filter hold for all of the page.

Of a table of Athena or Trino, one statement fetches the events of the window, a million at most: what the page
counts and lists is asked of them here. Reports, records, exports, SQL and conditions on other fields ask there
again. --dry-run says what that statement would scan, and --max-scan bounds each one.`,
		Example: `  trailq web logs/
  trailq web s3://my-trail/AWSLogs/ --since 7d
  trailq web parquet/ --case incident.json
  trailq web athena://primary/security.cloudtrail_logs --since 1d --max-scan 50GB`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error { return c.run(command.Context(), names) },
	}
	own := newFlagSet()
	own.StringVar(&c.caseFile, "case", "", "keep what is pinned, and notes, in this `file`")
	own.IntVar(&c.port, "port", 0, "listen at this `port` of 127.0.0.1 (default: a free one)")
	own.BoolVar(&c.noBrowser, "no-browser", false, "print the address and open no browser")
	addGroups(env, command, c.groups(flagGroup{Title: "Page", Flags: own}, flagGroup{Title: "Engine", Flags: engineFlags(&c.engine)}))
	return command
}

// estimatePage says what the statement would scan that fetches the page's events.
func (r *run) estimatePage(ctx context.Context) error {
	query, err := facet.NewTable(r.Scope(), nil)
	if err == nil {
		err = r.Ask(ctx, query.Statement, func(*engine.Answer) error { return nil })
	}
	return r.end(new(ask.Outcome), err)
}

// run serves the page until it is interrupted.
func (c *webCommand) run(ctx context.Context, sources []string) error {
	options := ask.Options{Selection: c.selection, Engine: c.engine}
	if err := options.Check(); err != nil {
		return failed(ctx, err)
	}
	if c.access.Table.DryRun {
		ctx, run, err := c.openRun(ctx, sources, options)
		if err != nil {
			return err
		}
		if run.IsElsewhere() {
			return run.estimatePage(ctx)
		}
		return run.showPlan(ctx)
	}
	c.keptFile = c.caseFile
	_, terminal := c.env.terminal(c.env.Stderr)
	return failed(ctx, launch.Run(ctx, web.Options{
		Sources: sources, Selection: c.selection, Access: c.access, Engine: c.engine, Clock: c.clock,
		Environment: ask.Environment{Getenv: c.env.Getenv, Abort: c.env.abortWith(ctx), Confine: c.confineProcess(nil)},
		Version:     build.DescribeVersion(c.env.Version), Case: c.caseFile,
	}, launch.Terminal{In: c.env.Stdin, Out: c.env.Stderr, Port: c.port, OpensBrowser: terminal && !c.noBrowser}))
}
