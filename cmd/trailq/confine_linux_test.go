package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// All threads of a process that runs a query have given up rights; see package
// confine. What only reads has not.
func TestQueriesAreConfined(t *testing.T) {
	if version, err := syscall.LandlockGetABIVersion(); err != nil || version < 1 {
		t.Skipf("this system has no Landlock: %v", err)
	}
	for _, test := range []struct {
		arguments []string
		want      bool
	}{
		{[]string{"sql", "-", "SELECT count(*) FROM cloudtrail_logs"}, true},
		{[]string{"top", "-"}, true},
		{[]string{"events", "-"}, false},
	} {
		command := trailqCommand(t, test.arguments...)
		logs, err := command.StdinPipe() // stays open: the query waits for it
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		got := false
		for range 100 {
			time.Sleep(20 * time.Millisecond)
			if got = allConfined(t, command.Process.Pid); got {
				break
			}
		}
		if got != test.want {
			t.Errorf("%v: confined is %v", test.arguments, got)
		}
		fmt.Fprintln(logs, `{"eventName":"A"}`)
		if err := logs.Close(); err != nil {
			t.Error(err)
		}
		if err := command.Wait(); err != nil {
			t.Errorf("%v: %v", test.arguments, err)
		}
	}
}

// allConfined reports whether no thread can get new privileges, which is a condition
// of Landlock, and nothing else here sets it.
func allConfined(t *testing.T, pid int) bool {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(threads) == 0 {
		t.Fatalf("%v threads, %v", threads, err)
	}
	for _, thread := range threads {
		status, err := os.ReadFile(thread)
		if err == nil && !strings.Contains(string(status), "NoNewPrivs:\t1") {
			return false
		}
	}
	return true
}
