package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/athenatest"
)

// athenaFault is something that goes wrong at Athena, and what the command says of it.
type athenaFault struct {
	arrange   func(*athenatest.Server)
	arguments []string // after the source; none for top
	code      int
	says      []string
}

// rowsAt answers every statement with n rows, some with an empty text or NULL.
func rowsAt(n int) func(string) *athenatest.Answer {
	return func(string) *athenatest.Answer {
		answer := &athenatest.Answer{Columns: []athenatest.Column{{Name: "n", Type: "bigint"}, {Name: "text", Type: "varchar"}}, Bytes: 1 << 20}
		for i := range n {
			number, empty := fmt.Sprint(i), ""
			answer.Rows = append(answer.Rows, [][]*string{{&number, nil}, {&number, &empty}}[i%2])
		}
		return answer
	}
}

// failAlways lets an operation fail, from its first request after number on.
func failAlways(operation, code, message string, number int) func(*athenatest.Server) {
	return func(server *athenatest.Server) {
		began := server.Calls(operation)
		server.Fail = func(asked string, now int) *athenatest.Failure {
			if asked == operation && now > began+number {
				return &athenatest.Failure{Code: code, Message: message}
			}
			return nil
		}
	}
}

// reasonFor lets every statement fail for a reason.
func reasonFor(reason string) func(*athenatest.Server) {
	return func(server *athenatest.Server) {
		server.Engine = athenatest.EngineFunc(func(context.Context, string) (*athenatest.Answer, error) { return nil, errors.New(reason) })
	}
}

// athenaFaults are the faults that docs/elsewhere.md lists.
func athenaFaults() map[string]athenaFault {
	sql := []string{"sql", athenaSource, "SELECT n, text FROM cloudtrail_logs"}
	return map[string]athenaFault{
		"throttled for good": {failAlways("StartQueryExecution", "TooManyRequestsException", "Rate exceeded", 0), sql, 4,
			[]string{"error: Athena: TooManyRequestsException: Rate exceeded", "hint: other queries of the account use up its quota"}},
		"throttled for a while": {func(server *athenatest.Server) {
			began := server.Calls("StartQueryExecution")
			server.Fail = func(operation string, now int) *athenatest.Failure {
				if operation == "StartQueryExecution" && now <= began+2 {
					return &athenatest.Failure{Code: "TooManyRequestsException", Message: "Rate exceeded"}
				}
				return nil
			}
		}, sql, 0, []string{"Athena scanned"}},
		"queued":                {func(server *athenatest.Server) { server.Queued = 3 }, sql, 0, []string{"Athena scanned"}},
		"failed":                {reasonFor("GENERIC_INTERNAL_ERROR: no worker"), sql, 4, []string{"error: Athena: GENERIC_INTERNAL_ERROR: no worker"}},
		"wrong statement":       {reasonFor("COLUMN_NOT_FOUND: line 1:8: Column 'nme' cannot be resolved"), sql, 2, []string{"Column 'nme' cannot be resolved"}},
		"exhausted":             {reasonFor("Query exhausted resources at this scale factor"), sql, 4, []string{"hint: ask for a shorter window"}},
		"no right to the files": {reasonFor("PERMISSION_DENIED: Access Denied (Service: Amazon S3; Status Code: 403)"), sql, 4, []string{"hint: allow s3:GetObject and s3:ListBucket"}},
		"cancelled": {func(server *athenatest.Server) {
			server.Engine = declaredAthena(nil)
			server.Fail = func(operation string, _ int) *athenatest.Failure {
				if operation == "GetQueryExecution" {
					go server.StopAll()
				}
				return nil
			}
		}, sql, 4, []string{"error: Athena: the query was cancelled there", "hint: run again; what it scanned until then is charged"}},
		"expired at the start": {failAlways("StartQueryExecution", "ExpiredTokenException", "The security token included in the request is expired", 0), sql, 4,
			[]string{"is expired", "hint: the credentials have expired: get new ones, such as with `aws sso login`"}},
		"expired while it runs": {failAlways("GetQueryExecution", "ExpiredTokenException", "The security token included in the request is expired", 0), sql, 4,
			[]string{"is expired", "hint: the credentials have expired"}},
		"no place for answers": {func(server *athenatest.Server) { server.Workgroups["primary"] = athenatest.Workgroup{} }, sql, 2,
			[]string{"No output location provided", "hint: --results s3://bucket/prefix/ says where Athena keeps answers"}},
		"wrong place for answers": {failAlways("StartQueryExecution", "InvalidRequestException", "Unable to verify/create output bucket nowhere", 0),
			append(sql, "--results", "s3://nowhere/"), 2, []string{"Unable to verify/create output bucket nowhere", "hint: --results"}},
		"enforced place for answers": {func(server *athenatest.Server) {
			server.Workgroups["primary"] = athenatest.Workgroup{Results: "s3://trail/results/", Enforced: true}
		}, append(sql, "--results", "s3://mine/"), 2, []string{"the workgroup primary enforces its own place for results", "hint: leave out --results"}},
		"workgroup's limit": {func(server *athenatest.Server) {
			server.Workgroups["primary"] = athenatest.Workgroup{Managed: true, Cutoff: 1000}
		}, sql, 4, []string{"the limit of the workgroup primary for the bytes of a query was passed", "hint: ask for a shorter window with --since"}},
		"page lost": {failAlways("GetQueryResults", "InvalidRequestException", "Could not find results", 1), sql, 4,
			[]string{"error: Athena: InvalidRequestException: Could not find results", "hint: the answer was removed", "run again"}},
		"statement too long": {func(*athenatest.Server) {}, []string{"sql", athenaSource, "SELECT n, text FROM cloudtrail_logs WHERE eventname <> '" + strings.Repeat("x", 262_000) + "'"}, 2,
			[]string{"bytes, and Athena takes 262144", "hint: "}},
		"no table":     {func(server *athenatest.Server) { delete(server.Tables, "logs.trail") }, sql, 2, []string{`"logs"."trail": there is no such table`, "hint: check the names"}},
		"no workgroup": {func(server *athenatest.Server) { server.Workgroups = nil }, sql, 2, []string{"WorkGroup primary is not found", "hint: `aws athena list-work-groups`"}},
	}
}

// Each fault has a text, a remedy and an exit code: 2 for a mistake in the words or the
// SQL, 4 where Athena gives no answer. An answer that breaks off is no
// success.
func TestAthenaFaultsWithDeclaredAnswers(t *testing.T) {
	t.Setenv("AWS_MAX_ATTEMPTS", "5") // a minute of patience is too long for a test
	for name, fault := range athenaFaults() {
		t.Run(name, func(t *testing.T) {
			server := startAthena(t, rowsAt(2_500))
			fault.arrange(server)
			code, out, said := runIn(t, nil, append(fault.arguments, "-o", "csv")...)
			if code != fault.code {
				t.Errorf("exit code %d, want %d: %s", code, fault.code, said)
			}
			for _, text := range fault.says {
				if !strings.Contains(said, text) {
					t.Errorf("%q is not in %s", text, said)
				}
			}
			if lines := strings.Count(out, "\n"); code == 0 && lines != 2_501 {
				t.Errorf("%d lines", lines)
			}
			if server.Running() != 0 {
				t.Errorf("%d statements run on", server.Running())
			}
		})
	}
}
