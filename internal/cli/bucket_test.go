package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/plan"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

const bucketName = "amzn-s3-demo-bucket"

// startBucket starts a server with the sample logs in a bucket, and a proxy that
// counts the requests.
func startBucket(t *testing.T) *s3test.FaultProxy {
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.CopyFolder(t, bucketName, "../../testdata/logs")
	return s3test.StartFaultProxy(t, server.Endpoint)
}

// runIn runs the command with these variables in its environment.
func runIn(t *testing.T, variables map[string]string, arguments ...string) (code int, stdout, stderr string) {
	var out, err strings.Builder
	code = Main(t.Context(), Environment{
		Stdin:  strings.NewReader(""),
		Stdout: &out,
		Stderr: &err,
		Getenv: func(name string) string { return variables[name] },
	}, arguments)
	return code, out.String(), err.String()
}

// Whoever asks a second time fetches nothing, whatever the command.
func TestCache(t *testing.T) {
	for name, arguments := range map[string][]string{
		"events": {"events", "s3://" + bucketName},
		"top":    {"top", "s3://" + bucketName, "-o", "csv"},
		"sql":    {"sql", "s3://" + bucketName, "SELECT count(*) AS events FROM cloudtrail_logs", "-o", "csv"},
	} {
		t.Run(name, func(t *testing.T) {
			proxy := startBucket(t)
			folder := filepath.Join(t.TempDir(), "cache")
			arguments := append(arguments, "--endpoint-url", proxy.URL, "--quiet")
			code, want, said := runIn(t, nil, arguments...)
			if code != 0 || want == "" {
				t.Fatalf("exit code %d: %s", code, said)
			}
			gets := proxy.Count(s3test.GetRequest)
			if gets == 0 {
				t.Fatal("nothing was fetched")
			}
			for i, run := range []struct {
				variables map[string]string
				flags     []string
				gets      int
			}{
				{nil, []string{"--cache", folder}, gets},
				{nil, []string{"--cache", folder}, 0},
				{map[string]string{"TRAILQ_CACHE": folder}, nil, 0},
				{map[string]string{"TRAILQ_CACHE": "/no/such/folder"}, []string{"--cache", folder}, 0},
				{map[string]string{"TRAILQ_CACHE": folder}, []string{"--cache", ""}, gets},
			} {
				before := proxy.Count(s3test.GetRequest)
				code, got, stderr := runIn(t, run.variables, append(arguments, run.flags...)...)
				if code != 0 || got != want || stderr != said {
					t.Errorf("run %d: exit code %d, %d bytes, want %d: %s", i, code, len(got), len(want), stderr)
				}
				if made := proxy.Count(s3test.GetRequest) - before; made != run.gets {
					t.Errorf("run %d: %d requests, want %d", i, made, run.gets)
				}
			}
		})
	}
}

// Where the cache cannot keep anything, the answer comes, with one warning.
func TestCacheThatKeepsNothing(t *testing.T) {
	proxy := startBucket(t)
	folder := t.TempDir()
	for i := range 256 { // where it would make folders
		if err := os.WriteFile(filepath.Join(folder, hexadecimal(i)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, got, stderr := runIn(t, nil, "events", "s3://"+bucketName, "--endpoint-url", proxy.URL, "--cache", folder, "--summary", "none")
	if code != 0 || got == "" || strings.Count(stderr, "the cache keeps nothing: ") != 1 {
		t.Errorf("exit code %d, %d bytes: %s", code, len(got), stderr)
	}
	code, _, stderr = runIn(t, nil, "events", "s3://"+bucketName, "--cache", filepath.Join(folder, "00", "x"))
	if code != 2 || !strings.Contains(stderr, "error: --cache: ") || !strings.Contains(stderr, "hint: ") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

func hexadecimal(i int) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[i/16], digits[i%16]})
}

// A dry run of a bucket tells what the requests cost.
func TestDryRunOfBucket(t *testing.T) {
	proxy := startBucket(t)
	arguments := []string{"events", "s3://" + bucketName, "--endpoint-url", proxy.URL, "--dry-run", "--account", "444455556666", "--from", "2023-11-02"}
	code, stdout, stderr := runIn(t, nil, append(arguments, "--summary", "json")...)
	var answer struct{ Plan plan.Plan }
	if err := json.Unmarshal([]byte(stderr), &answer); err != nil || code != 0 {
		t.Fatalf("exit code %d, %v: %s", code, err, stderr)
	}
	p := answer.Plan
	files := strings.Count(stdout, `"skipped":null`)
	if p.Files != files || p.Gets != files || files == 0 || p.Lists != proxy.Count(s3test.ListRequest) || p.Lists > 6 {
		t.Errorf("plan %+v of %d files", p, files)
	}
	if want := float64(p.Lists)*0.000005 + float64(p.Gets)*0.0000004; p.Price < want*0.999 || p.Price > want*1.001 || p.Seconds <= 0 {
		t.Errorf("plan %+v, want a price of %g", p, want)
	}
	_, _, stderr = runIn(t, nil, arguments...)
	if !strings.Contains(stderr, " GET requests; under $0.01 with the ") || !strings.Contains(stderr, " list calls of this dry run, about ") {
		t.Errorf("%s", stderr)
	}
	if gets := proxy.Count(s3test.GetRequest); gets != 0 {
		t.Errorf("%d objects were fetched", gets)
	}
	cached := append(arguments, "--cache", t.TempDir())
	for _, want := range []string{fmt.Sprintf(", %d GET requests; ", files), ", 0 GET requests; "} {
		if _, _, stderr = runIn(t, nil, cached...); !strings.Contains(stderr, want) {
			t.Errorf("%s", stderr)
		}
		runIn(t, nil, slices.DeleteFunc(slices.Clone(cached), func(a string) bool { return a == "--dry-run" })...)
	}
}

// What a listing leaves out is told once, also by a program's summary.
func TestNoteOfBucket(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, bucketName, trailtest.Tree{
		"AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2023/11/01/x.log.gz": []byte("no event"),
		"AWSLogs/444455556666/elasticloadbalancing/eu-west-1/2023/11/01/x.log.gz": []byte("no event"),
	})
	const note = "folders of other services than CloudTrail are left out: elasticloadbalancing"
	arguments := []string{"events", "s3://" + bucketName, "--endpoint-url", server.Endpoint}
	code, _, stderr := runIn(t, nil, arguments...)
	if code != 0 || strings.Count(stderr, "note: "+note+"\n") != 1 {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	_, _, stderr = runIn(t, nil, append(arguments, "--summary", "json")...)
	if !strings.Contains(stderr, `"notes":["`+note+`"]`) {
		t.Errorf("%s", stderr)
	}
}
