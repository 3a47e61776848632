//go:build cgo

package parquet_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/bucketstore"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/gen"
)

// childVariable makes the test binary a process that converts and may be killed.
const childVariable = "TRAILQ_TEST_CONVERT"

func TestMain(m *testing.M) {
	if job := os.Getenv(childVariable); job != "" {
		os.Exit(child(job))
	}
	os.Exit(m.Run())
}

// child converts the first folder of the job into the second, in small commits,
// with as much disk as the third allows.
func child(job string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT)
	defer stop()
	var logs, folder string
	var fileLimit uint64
	if _, err := fmt.Sscan(job, &logs, &folder, &fileLimit); err != nil {
		panic(err)
	}
	if fileLimit > 0 {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: fileLimit, Max: fileLimit}); err != nil {
			panic(err)
		}
	}
	options := convert.Options{Commit: convert.CommitLimits{Files: 5}}
	if strings.HasPrefix(folder, "s3://") {
		store, err := bucketstore.Open(ctx, folder, bucketstore.Options{Lease: shortLease})
		if err != nil {
			panic(err)
		}
		options.Store = store
	}
	conversion, err := convert.Open(folder, options)
	if err == nil {
		err = errors.Join(conversion.Add(ctx, trailq.Dir(logs)), conversion.Close())
	}
	switch {
	case errors.Is(err, context.Canceled):
		return 130
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func childCommand(t *testing.T, logs, folder string, fileLimit int) *exec.Cmd {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%s %s %d", childVariable, logs, folder, fileLimit),
		"TMPDIR="+t.TempDir()) // who is killed leaves something there
	command.Stderr = new(strings.Builder)
	return command
}

// manyLogs are logs that take a process some commits. Some of them are damaged.
func manyLogs(t *testing.T) string {
	folder := t.TempDir()
	_, err := gen.Generate(t.Context(), folder, gen.Options{Events: 3000, EventsPerFile: 50, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	damaged, _ := damageable()
	damaged.Write(t, folder)
	return folder
}

// damageable are log files, damaged and whole.
func damageable() (damaged, whole trailtest.Tree) {
	damaged, whole = make(trailtest.Tree), make(trailtest.Tree)
	for i := range 8 {
		path, content := logAt(time.Duration(i*8)*time.Hour, fmt.Sprint("cut", i), 40)
		damaged[path], whole[path] = content[:len(content)-20], content
	}
	return damaged, whole
}

// A process that is killed while it takes back what was salvaged leaves no event
// twice, and the next goes on.
func TestKilledTakingBack(t *testing.T) {
	random := rand.New(rand.NewPCG(2, uint64(time.Now().UnixNano())))
	damaged, whole := damageable()
	logs, folder := t.TempDir(), filepath.Join(t.TempDir(), "parquet")
	damaged.Write(t, logs)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	checkTrouble(t, folder, logs)
	whole.Write(t, logs)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	kills := 0
	for n := checkKilled(t, folder, want); n < len(want) && kills < 12; n = checkKilled(t, folder, want) {
		before := pendingIn(folder)
		command := childCommand(t, logs, folder, 0)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- command.Wait() }()
		waitForPending(folder, before, ended)
		time.Sleep(time.Duration(random.Int64N(int64(5 * time.Millisecond))))
		if command.Process.Kill() == nil {
			kills++
		}
		<-ended // it was killed, or came to its end before
	}
	t.Logf("%d kills", kills)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	checkTrouble(t, folder, logs)
	checkTidy(t, folder)
}

// pendingIn are the commits into a folder that are pending.
func pendingIn(folder string) string {
	pending, _ := filepath.Glob(filepath.Join(folder, "_trailq/commits/*.pending.gz"))
	return strings.Join(pending, " ")
}

// waitForPending returns when another commit into the folder is pending than
// before, or its process has ended.
func waitForPending(folder, before string, ended chan error) {
	for pending := before; pending == before || pending == ""; pending = pendingIn(folder) {
		select {
		case err := <-ended:
			ended <- err
			return
		case <-time.After(100 * time.Microsecond):
		}
	}
}

// A process that is killed at any moment leaves a folder whose every Parquet file
// is whole and that has no event twice, and the next one makes it complete.
func TestKilled(t *testing.T) {
	logs := manyLogs(t)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	kills, between := 0, 0
	for round := range killRounds(t) {
		folder := filepath.Join(t.TempDir(), "parquet")
		for attempt := 0; attempt < 3; attempt++ {
			command := childCommand(t, logs, folder, 0)
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- command.Wait() }()
			waitForCommits(folder, random.IntN(6), ended)
			time.Sleep(time.Duration(random.Int64N(int64(30 * time.Millisecond))))
			if command.Process.Kill() == nil {
				kills++
			}
			<-ended // it was killed, or came to its end before
			if _, err := os.Stat(folder); err != nil {
				continue
			}
			if n := checkKilled(t, folder, want); n > 0 && n < len(want) {
				between++
			}
		}
		if err := childCommand(t, logs, folder, 0).Run(); err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("round %d", round), parquetEvents(t, folder, trailq.Options{}), want)
		checkTidy(t, folder)
	}
	t.Logf("%d kills, %d of them with a part of the events in the folder", kills, between)
	if between == 0 {
		t.Error("no process was killed in the middle")
	}
}

// waitForCommits returns when the folder has so many more commits, or its process
// has ended.
func waitForCommits(folder string, more int, ended chan error) {
	count := func() int {
		commits, _ := filepath.Glob(filepath.Join(folder, "_trailq/commits/*.json.gz"))
		return len(commits)
	}
	for want := count() + more; count() < want; {
		select {
		case err := <-ended:
			ended <- err
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func killRounds(t *testing.T) int {
	switch {
	case os.Getenv("TRAILQ_SOAK") != "":
		return 60
	case testing.Short():
		return 2
	}
	return 4
}

// checkKilled reads the folder as other engines do, and returns how many events
// they find.
func checkKilled(t *testing.T, folder string, want []string) int {
	t.Helper()
	files, _ := parquetFiles(t, folder)
	if len(files) == 0 {
		if source := trailq.Dir(folder); parquet.IsParquet(t.Context(), source) {
			if told, summary := lackOf(t, source, parquet.SourceOptions{}); summary.Complete() {
				t.Errorf("no event is there, and a query says nothing of that: %q", told)
			}
		}
		return 0
	}
	all := make(map[string]bool)
	for _, event := range want {
		all[event] = true
	}
	events := parquetEvents(t, folder, trailq.Options{})
	seen := make(map[string]bool)
	for _, event := range events {
		if !all[event] || seen[event] {
			t.Fatalf("an event is there twice, or was never: %.300s", event)
		}
		seen[event] = true
	}
	var told []string
	db := openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&told)}, parquet.SourceOptions{})
	ask(t, db, "SELECT eventid, requestparameters, resources FROM cloudtrail_logs")
	if told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{}); summary.Complete() && len(events) < len(want) {
		t.Errorf("%d of %d events are there, and a query says nothing of that: %q", len(events), len(want), told)
	}
	told = slices.DeleteFunc(told, func(text string) bool {
		return strings.Contains(text, "a conversion into this folder is running") || strings.Contains(text, "unfinished.json") || strings.HasSuffix(text, "the file is missing") // was taken back, or has not its name yet
	})
	if strings.Contains(strings.Join(told, "\n"), folder) {
		t.Fatalf("a file of the folder cannot be read: %q", told)
	}
	return len(events)
}

// checkUnfinished fails where a folder does not say that it is unfinished, or where a
// conversion that failed has left more than that.
func checkUnfinished(t *testing.T, folder string) {
	t.Helper()
	unfinished := filepath.Join(folder, "_trailq/unfinished.json")
	text, err := os.ReadFile(unfinished)
	if err != nil {
		t.Fatal(err)
	}
	told, summary := lackOf(t, trailq.Dir(folder), parquet.SourceOptions{})
	if summary.Complete() || strings.Count(strings.Join(told, "\n"), "unfinished.json") != 1 {
		t.Errorf("a query on an unfinished folder says %q, %+v", told, summary)
	}
	if err := os.Remove(unfinished); err != nil {
		t.Fatal(err)
	}
	checkTidy(t, folder)
	if err := os.WriteFile(unfinished, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// checkTidy fails where a conversion has left more than its ledger and its files.
func checkTidy(t *testing.T, folder string) {
	t.Helper()
	_, others := parquetFiles(t, folder)
	for _, name := range others {
		own := strings.TrimPrefix(name, folder)
		known := []string{"/_trailq/folder.json", "/_trailq/lock", "/_trailq/failed.json.gz", "/_trailq/index.json.gz"}
		if !slices.Contains(known, own) && !(strings.HasPrefix(own, "/_trailq/commits/") && strings.HasSuffix(own, ".json.gz")) {
			t.Errorf("left behind: %s", own)
		}
	}
}

// An interrupted process ends soon, leaves nothing unfinished, and what it has
// done stays.
func TestInterrupted(t *testing.T) {
	logs, folder := manyLogs(t), filepath.Join(t.TempDir(), "parquet")
	command := childCommand(t, logs, folder, 0)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if files, _ := filepath.Glob(filepath.Join(folder, "_trailq/commits/*.json.gz")); len(files) > 0 {
			break
		}
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	sent := time.Now()
	err := command.Wait()
	if code := command.ProcessState.ExitCode(); code != 130 {
		t.Fatalf("exit code %d: %v", code, err)
	}
	t.Logf("ended after %v", time.Since(sent))
	checkUnfinished(t, folder)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	if n := checkKilled(t, folder, want); n == 0 || n == len(want) {
		t.Errorf("%d of %d events are there", n, len(want))
	}
}

// A disk that is full makes an error that says so, and no file that is not whole.
func TestFullDisk(t *testing.T) {
	logs, folder := manyLogs(t), filepath.Join(t.TempDir(), "parquet")
	command := childCommand(t, logs, folder, 40<<10) // a file may be no larger: as a full disk
	err := command.Run()
	said := command.Stderr.(*strings.Builder).String()
	if err == nil || !strings.Contains(said, "ile too large") && !strings.Contains(said, "Could not write") {
		t.Fatalf("%v: %s", err, said)
	}
	t.Log(said)
	checkUnfinished(t, folder)
	want := rawEvents(t, trailq.Dir(logs), trailq.Options{})
	checkKilled(t, folder, want)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
}
