package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/trailq/trailq/internal/render"
)

// runCommand runs the command in this process.
func runCommand(ctx context.Context, stdin io.Reader, arguments ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = Main(ctx, Environment{
		Stdin:  stdin,
		Stdout: &out,
		Stderr: &err,
		Getenv: func(string) string { return "" },
	}, arguments)
	return code, out.String(), err.String()
}

// A command needs nothing of the process: streams and arguments will do.
func TestMainInProcess(t *testing.T) {
	code, stdout, stderr := runCommand(t.Context(), strings.NewReader(`{"eventName":"GetObject"}`), "events", "-", "--quiet")
	if code != 0 || stdout != "{\"eventName\":\"GetObject\"}\n" || stderr != "" {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

// Who prints SQL into a pipe that nobody reads from any more has done all the same.
func TestShowSQLIntoClosedPipe(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{"top", ".", "--show-sql"}, {"top", ".", "--show-sql=engine"}} {
		var stderr strings.Builder
		code := Main(t.Context(), Environment{Stdout: writer, Stderr: &stderr, Getenv: func(string) string { return "" }}, arguments)
		if code != 0 || stderr.String() != "" {
			t.Errorf("%q: exit code %d, stderr %q", arguments, code, stderr.String())
		}
	}
}

// A context that is done is an interrupt, and a reader that never returns does
// not hold it up.
func TestMainInterrupted(t *testing.T) {
	endless, writer := io.Pipe()
	defer writer.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = writer.Write([]byte(`{"eventName":"GetObject"}`))
		cancel()
	}()
	code, _, stderr := runCommand(ctx, endless, "events", "-")
	if code != int(exitInterrupted) || !strings.Contains(stderr, "error: interrupted\n") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}

// Every flag of every command is in the help, under a title, and says what it
// takes, except for the AWS CLI's names of flags that are.
func TestHelpIsWhole(t *testing.T) {
	root := newRoot(&Environment{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard})
	for _, command := range root.Commands() {
		if command.Name() == "completion" || command.Name() == "help" || command.Hidden {
			continue
		}
		_, help, _ := runCommand(t.Context(), nil, "help", command.Name())
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			if alias, isAlias := strings.CutPrefix(flag.Usage, "the same as --"); isAlias && flag.Hidden && command.Flags().Lookup(alias) != nil {
				return
			}
			if !strings.Contains(help, "--"+flag.Name) || flag.Usage == "" {
				t.Errorf("%s --%s is not in the help", command.Name(), flag.Name)
			}
		})
		if !command.HasExample() || !strings.Contains(help, "Exit codes:") {
			t.Errorf("%s: no example or no exit codes in the help", command.Name())
		}
	}
}

// Each format is in the script of its name.
func TestFormatsHaveScripts(t *testing.T) {
	for _, format := range render.Formats() {
		name := "output_" + string(format) + ".txtar"
		if format == render.JSONLines {
			name = "events_folder.txtar"
		}
		if _, err := os.Stat(filepath.Join("testdata", "script", name)); err != nil {
			t.Error(err)
		}
	}
}
