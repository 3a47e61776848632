package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/browser"
	"github.com/trailq/trailq/internal/confine"
	"github.com/trailq/trailq/internal/interruptible"
	"github.com/trailq/trailq/internal/web"
	"github.com/trailq/trailq/internal/web/guard"
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

The events are kept in memory, about 100 MB for a million. Flags that filter hold for all of the page.`,
		Example: `  trailq web logs/
  trailq web s3://my-trail/AWSLogs/ --since 7d
  trailq web parquet/ --case incident.json`,
		Args: sourceArguments,
		RunE: func(command *cobra.Command, names []string) error { return c.run(command.Context(), names) },
	}
	own := newFlagSet()
	own.StringVar(&c.caseFile, "case", "", "keep what is pinned, and notes, in this `file`")
	own.IntVar(&c.port, "port", 0, "listen at this `port` of 127.0.0.1 (default: a free one)")
	own.BoolVar(&c.noBrowser, "no-browser", false, "print the address and open no browser")
	addGroups(env, command, c.groups(flagGroup{"Page", own}, flagGroup{"Engine", engineFlags(&c.engine)}))
	return command
}

// run serves the page until it is interrupted.
func (c *webCommand) run(ctx context.Context, sources []string) error {
	options := ask.Options{Selection: c.selection, Engine: c.engine}
	if err := options.Check(); err != nil {
		return failed(ctx, err)
	}
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)))
	if err != nil {
		return usageError(fmt.Errorf("--port: %w", err), "leave it out for a free port")
	}
	door := guard.New(listener.Addr())
	server := web.NewServer(web.Options{
		Sources: sources, Selection: c.selection, Access: c.access, Engine: c.engine, Clock: c.clock,
		Environment: ask.Environment{Getenv: c.env.Getenv, Abort: c.env.abortWith(ctx), Confine: c.confineWeb()},
		Version:     describeVersion(c.env.Version), Case: c.caseFile,
	})
	fmt.Fprintf(c.env.Stderr, "the page is at %s\nEnter gives another address, Ctrl-C ends\n", door.NewLaunch())
	if _, terminal := c.env.terminal(c.env.Stderr); terminal && !c.noBrowser {
		_ = browser.Open(door.NewLaunch()) // the address is printed, too
	}
	go c.renewLaunch(ctx, door)
	return failed(ctx, server.Serve(ctx, listener, door.Protect))
}

// renewLaunch prints another address for each line on standard input.
func (c *webCommand) renewLaunch(ctx context.Context, door *guard.Guard) {
	lines := bufio.NewScanner(interruptible.NewReader(ctx, func() (io.ReadCloser, error) { return io.NopCloser(c.env.Stdin), nil }))
	for lines.Scan() {
		fmt.Fprintf(c.env.Stderr, "the page is at %s\n", door.NewLaunch())
	}
}

// confineWeb returns what lets the process write only where the engines do, and the
// folder of the case.
func (c *webCommand) confineWeb() func(folder, file string) error {
	if c.env.Confine == nil {
		return nil
	}
	return func(folder, _ string) error {
		writable := confine.Writable{Folders: []string{folder}}
		if c.caseFile != "" {
			writable.Folders = append(writable.Folders, filepath.Dir(c.caseFile))
		}
		return c.env.Confine(writable)
	}
}
