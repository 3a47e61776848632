// Package launch starts the server of the web page for a person at a terminal, and lets
// the browser in:
//
//	err := launch.Run(ctx, web.Options{Sources: []string{"logs/"}}, launch.Terminal{In: os.Stdin, Out: os.Stderr})
package launch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"

	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/browser"
	"github.com/trailq/trailq/internal/interruptible"
	"github.com/trailq/trailq/internal/web"
	"github.com/trailq/trailq/internal/web/guard"
	"github.com/trailq/trailq/internal/words"
)

// Terminal is where the person is.
type Terminal struct {
	In  io.Reader // a line asks for another address
	Out io.Writer
	// Port is where to listen; zero is a free port.
	Port int
	// OpensBrowser says that there is a browser to open.
	OpensBrowser bool
}

// Run serves the page until ctx is done.
func Run(ctx context.Context, options web.Options, terminal Terminal) error {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(terminal.Port)))
	if err != nil {
		return ask.UsageFailure("%v: %w", words.Name("port"), err)
	}
	defer listener.Close() //nolint:errcheck // nobody is served any more
	server := web.NewServer(options)
	if err := server.Open(ctx); err != nil {
		return err
	}
	defer server.Close() //nolint:errcheck // temporary files alone are lost
	door := guard.New(listener.Addr())
	fmt.Fprintf(terminal.Out, "the page is at %s\nEnter prints another address, Ctrl-C ends\n", door.NewLaunch())
	if terminal.OpensBrowser {
		_ = browser.Open(door.NewLaunch()) // the address is printed, too
	}
	go renewLaunch(ctx, door, terminal)
	return server.Serve(ctx, listener, door.Protect)
}

// renewLaunch prints another address for each line.
func renewLaunch(ctx context.Context, door *guard.Guard, terminal Terminal) {
	if terminal.In == nil {
		return
	}
	lines := bufio.NewScanner(interruptible.NewReader(ctx, func() (io.ReadCloser, error) { return io.NopCloser(terminal.In), nil }))
	for lines.Scan() {
		fmt.Fprintf(terminal.Out, "the page is at %s\n", door.NewLaunch())
	}
}
