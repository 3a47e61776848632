package athena_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trailtest/athenatest"
)

// Requests that are throttled are repeated, with one statement at Athena.
func TestThrottledWithDeclaredAnswers(t *testing.T) {
	server := athenatest.Start(t, numberedRows(3))
	server.Fail = func(operation string, number int) *athenatest.Failure {
		switch {
		case number > 4:
			return nil
		case operation == "StartQueryExecution":
			return &athenatest.Failure{Code: "TooManyRequestsException", Message: "Rate exceeded"}
		}
		return &athenatest.Failure{Code: "ThrottlingException", Message: "Rate exceeded"}
	}
	rows, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", nil)
	if err != nil || rows != wantRows(3) {
		t.Errorf("%q, %v", rows, err)
	}
	if n := len(server.Statements()); n != 1 {
		t.Errorf("%d statements were started", n)
	}
}

// A statement that was started although the answer to it got lost is not started twice.
func TestLostAnswerStartsOnce(t *testing.T) {
	server := athenatest.Start(t, numberedRows(3))
	c := open(t, server, client.Options{})
	lost := true
	server.Fail = nil
	server.Lose = func(operation string) bool {
		defer func() { lost = lost && operation != "StartQueryExecution" }()
		return lost && operation == "StartQueryExecution"
	}
	if rows, err := readAll(t.Context(), c, "SELECT 1", nil); err != nil || rows != wantRows(3) {
		t.Errorf("%q, %v", rows, err)
	}
	if n := len(server.Statements()); n != 1 || server.Calls("StartQueryExecution") != 2 {
		t.Errorf("%d statements by %d requests", n, server.Calls("StartQueryExecution"))
	}
}

// A statement that waits in the queue is polled, less and less often.
func TestQueuedWithDeclaredAnswers(t *testing.T) {
	server := athenatest.Start(t, numberedRows(1))
	server.Queued = 4
	began := time.Now()
	if rows, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", nil); err != nil || rows != wantRows(1) {
		t.Errorf("%q, %v", rows, err)
	}
	if took := time.Since(began); took < (50+100+200+400)*time.Millisecond {
		t.Errorf("polled %d times in %v", server.Calls("GetQueryExecution"), took)
	}
}

// Failures say their reason, whose fault it is and what to do.
func TestFailuresWithDeclaredReasons(t *testing.T) {
	for _, test := range []struct {
		reason, hint string
		atFault      bool
	}{
		{"SYNTAX_ERROR: line 1:8: Column 'nme' cannot be resolved", "", true},
		{"Query exhausted resources at this scale factor", "shorter window", false},
		{"GENERIC_INTERNAL_ERROR: something", "", false},
		{"Query timeout", "raise the quota", false},
		{"PERMISSION_DENIED: Access Denied (Service: Amazon S3; Status Code: 403)", "s3:GetObject", false},
	} {
		server := athenatest.Start(t, failing(test.reason))
		_, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT nme FROM t", nil)
		if failure := checkFailure(t, err, "Athena: "+test.reason, test.hint); failure.AtFault != test.atFault {
			t.Errorf("%s: at fault %v", test.reason, failure.AtFault)
		}
	}
}

// Athena cancels what passes the workgroup's limit.
func TestCutOffWithDeclaredAnswers(t *testing.T) {
	server := athenatest.Start(t, numberedRows(1))
	server.Workgroups["primary"] = athenatest.Workgroup{Managed: true, Cutoff: 10 << 20}
	scanned := int64(0)
	_, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", func(p client.Progress) { scanned = p.Bytes })
	checkFailure(t, err, "the limit of the workgroup primary for the bytes of a query was passed", "--since")
	if scanned != 10<<20 {
		t.Errorf("%d bytes were scanned", scanned)
	}
}

// Someone else cancels a statement.
func TestCancelledThere(t *testing.T) {
	server := athenatest.Start(t, hanging())
	c := open(t, server, client.Options{})
	go func() {
		for server.Running() == 0 {
			time.Sleep(time.Millisecond)
		}
		server.StopAll()
	}()
	_, err := readAll(t.Context(), c, "SELECT 1", nil)
	checkFailure(t, err, "the query was cancelled there", "charged")
}

// What is no longer wanted is stopped at Athena within a second, also while it is being
// started.
func TestInterrupted(t *testing.T) {
	for name, delay := range map[string]time.Duration{"running": 300 * time.Millisecond, "starting": 0} {
		t.Run(name, func(t *testing.T) {
			server := athenatest.Start(t, hanging())
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c := open(t, server, client.Options{})
			if name == "starting" {
				server.Lose = func(operation string) bool {
					if operation == "StartQueryExecution" {
						cancel()
						time.Sleep(200 * time.Millisecond)
					}
					return false
				}
			} else {
				time.AfterFunc(delay, cancel)
			}
			_, err := readAll(ctx, c, "SELECT 1", nil)
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			if server.Calls("StopQueryExecution") != 1 || server.Running() != 0 {
				t.Errorf("%d requests to stop, %d statements still run", server.Calls("StopQueryExecution"), server.Running())
			}
		})
	}
}

// The error names of requests have remedies.
func TestRefusedRequests(t *testing.T) {
	for _, test := range []struct{ operation, code, message, text, hint string }{
		{"StartQueryExecution", "ExpiredTokenException", "The security token included in the request is expired", "expired", "aws sso login"},
		{"GetQueryExecution", "ExpiredTokenException", "The security token included in the request is expired", "expired", "aws sso login"},
		{"GetQueryResults", "ExpiredTokenException", "The security token included in the request is expired", "expired", "aws sso login"},
		{"StartQueryExecution", "UnrecognizedClientException", "The security token included in the request is invalid.", "invalid", "access key"},
		{"StartQueryExecution", "AccessDeniedException", "User is not authorized to perform: athena:StartQueryExecution", "not authorized", "glue:GetTable"},
	} {
		server := athenatest.Start(t, numberedRows(1))
		server.Fail = func(operation string, _ int) *athenatest.Failure {
			if operation == test.operation {
				return &athenatest.Failure{Code: test.code, Message: test.message}
			}
			return nil
		}
		_, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", nil)
		checkFailure(t, err, test.text, test.hint)
	}
}

// A workgroup without a place for answers, one that enforces its own, and none at all.
func TestWorkgroups(t *testing.T) {
	server := athenatest.Start(t, numberedRows(1))
	server.Workgroups = map[string]athenatest.Workgroup{"primary": {}}
	_, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", nil)
	checkFailure(t, err, "No output location provided", "--results")
	server.Workgroups["primary"] = athenatest.Workgroup{Results: "s3://enforced/", Enforced: true}
	_, err = readAll(t.Context(), open(t, server, client.Options{Results: "s3://mine/"}), "SELECT 1", nil)
	checkFailure(t, err, "the workgroup primary enforces its own place for results", "leave out --results")
	if len(server.Statements()) != 0 {
		t.Error("a statement was started whose results would be elsewhere")
	}
	server.Workgroups = nil
	_, err = readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", nil)
	checkFailure(t, err, "WorkGroup primary is not found", "list-work-groups")
}

// A statement is as long as Athena takes, and no longer: then nothing is sent.
func TestLongStatement(t *testing.T) {
	server := athenatest.Start(t, numberedRows(1))
	c := open(t, server, client.Options{})
	if _, err := readAll(t.Context(), c, strings.Repeat(" ", 262_144), nil); err != nil {
		t.Error(err)
	}
	_, err := readAll(t.Context(), c, strings.Repeat(" ", 262_145), nil)
	checkFailure(t, err, "the statement has 262145 bytes, and Athena takes 262144", "fewer values")
	if n := server.Calls("StartQueryExecution"); n != 1 {
		t.Errorf("%d statements were sent", n)
	}
}
