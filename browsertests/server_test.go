package browsertests

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is the trailq that is tested, built from this repository.
type program struct{ path string }

func buildProgram(t *testing.T) program {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trailq")
	build := exec.Command("go", "build", "-o", path, "./cmd/trailq")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program{path}
}

// run returns what a command prints.
func (p program) run(t *testing.T, arguments ...string) string {
	t.Helper()
	command := exec.Command(p.path, arguments...)
	command.Dir = ".."
	command.Env = environment()
	var failure bytes.Buffer
	command.Stderr = &failure
	out, err := command.Output()
	if err != nil {
		t.Fatalf("trailq %q: %v\n%s", arguments, err, failure.String())
	}
	return string(out)
}

// runShell runs a command line as a person who pasted it would.
func (p program) runShell(t *testing.T, line string) string {
	t.Helper()
	command := exec.Command("sh", "-c", line)
	command.Dir = ".."
	command.Env = append(environment(), "PATH="+filepath.Dir(p.path)+":"+os.Getenv("PATH"))
	var failure bytes.Buffer
	command.Stderr = &failure
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, failure.String())
	}
	return string(out)
}

func environment() []string {
	return append(os.Environ(), "TRAILQ_IP_RANGES=testdata/ip-ranges.json", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
		"AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true")
}

// server is a running `trailq web`.
type server struct {
	origin   string
	launches chan string
	terminal io.Writer
}

var launchLine = regexp.MustCompile(`http://127\.0\.0\.1:\d+/launch\?code=\S+`)

// startServer starts `trailq web` on a source, and ends it with the test.
func startServer(t *testing.T, trailq program, arguments ...string) *server {
	t.Helper()
	command := exec.Command(trailq.path, append([]string{"web", "--no-browser"}, arguments...)...)
	command.Dir = ".."
	command.Env = environment()
	terminal, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout, command.Stderr = writer, writer
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	t.Cleanup(func() {
		if err := command.Process.Signal(syscall.SIGINT); err != nil {
			t.Log(err)
		}
		done := make(chan struct{})
		go func() { _ = command.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Error("trailq web did not end on Ctrl-C")
			_ = command.Process.Kill()
			<-done
		}
	})
	s := &server{launches: make(chan string, 16), terminal: terminal}
	go s.readOutput(reader)
	address, err := url.Parse(s.nextLaunch(t))
	if err != nil {
		t.Fatal(err)
	}
	s.origin = "http://" + address.Host
	return s
}

func (s *server) readOutput(reader io.Reader) {
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		if found := launchLine.FindString(lines.Text()); found != "" {
			s.launches <- found
		}
	}
	close(s.launches)
}

func (s *server) nextLaunch(t *testing.T) string {
	t.Helper()
	select {
	case launch, ok := <-s.launches:
		if !ok {
			t.Fatal("trailq web ended before it printed an address")
		}
		return launch
	case <-time.After(30 * time.Second):
		t.Fatal("trailq web printed no address")
	}
	return ""
}

// launchURL returns a fresh address by pressing Enter in the terminal: each is good once, for a minute.
func (s *server) launchURL(t *testing.T) string {
	t.Helper()
	if _, err := io.WriteString(s.terminal, "\n"); err != nil {
		t.Fatal(err)
	}
	return s.nextLaunch(t)
}

func quoteJS(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has JSON
	}
	return string(quoted)
}

func decodeRows(t *testing.T, out string) (rows []map[string]any) {
	t.Helper()
	for line := range strings.Lines(out) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		rows = append(rows, row)
	}
	return rows
}
