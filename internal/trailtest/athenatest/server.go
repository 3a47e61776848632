package athenatest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// Engine answers statements.
type Engine interface {
	// Query answers a statement, until ctx is done. An error is the reason of a statement
	// that failed, as Trino says it.
	Query(ctx context.Context, sql string) (*Answer, error)
}

// EngineFunc is a function as an [Engine].
type EngineFunc func(ctx context.Context, sql string) (*Answer, error)

// Query calls the function.
func (f EngineFunc) Query(ctx context.Context, sql string) (*Answer, error) { return f(ctx, sql) }

// Answer is the answer to a statement. A value that is nil is NULL.
type Answer struct {
	Columns []Column
	Rows    [][]*string
	Bytes   int64 // that were scanned
}

// Column is a column of an answer or of a table.
type Column struct{ Name, Type string }

// Workgroup has the rules for its statements.
type Workgroup struct {
	Results  string // where answers are kept, s3://bucket/prefix/; empty for nowhere
	Enforced bool   // the rules count more than what a statement says
	Managed  bool   // Athena keeps answers itself
	Cutoff   int64  // bytes after which a statement is cancelled; zero for none
}

// Table is what is known of a table.
type Table struct {
	Columns, Keys []Column // with Hive's types
	Properties    map[string]string
}

// Failure is what a request fails with.
type Failure struct {
	Status        int // of HTTP; zero is 400
	Code, Message string
}

// Server is a server that belongs to one test.
type Server struct {
	URL        string
	Engine     Engine
	Workgroups map[string]Workgroup // primary exists
	Tables     map[string]Table     // by database.table, in lower case
	// Bucket keeps the files of answers; nil for a test that wants none.
	Bucket *s3test.Server
	// Fail, if not nil, is asked for each request, which has a number for its operation,
	// from 1, whether it fails.
	Fail func(operation string, number int) *Failure
	// Lose, if not nil, is asked for each request that was answered whether the answer gets
	// lost.
	Lose func(operation string) bool
	// Scanning is how many bytes a statement that runs has scanned.
	Scanning int64
	// Queued is how many times a statement is found in the queue before it runs.
	Queued int

	t          testing.TB
	mu         sync.Mutex
	calls      map[string]int
	executions map[string]*execution
	tokens     map[string]string // ids by token
	statements []string
	pages      map[string]bool // that were given, by id and token
}

// Start starts a server; it ends with the test.
func Start(t testing.TB, engine Engine) *Server {
	t.Helper()
	s := &Server{
		Engine: engine, Workgroups: map[string]Workgroup{"primary": {Managed: true}}, Tables: make(map[string]Table), t: t,
		calls: make(map[string]int), executions: make(map[string]*execution), tokens: make(map[string]string), pages: make(map[string]bool),
	}
	server := httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		server.Close()
		s.StopAll()
	})
	s.URL = server.URL
	return s
}

// Setenv sets what AWS's libraries need to use the server.
func (s *Server) Setenv(t testing.TB) {
	t.Helper()
	for name, value := range s.Environment() {
		t.Setenv(name, value)
	}
}

// Environment returns the variables with which AWS's libraries find the server.
func (s *Server) Environment() map[string]string {
	environment := map[string]string{
		"AWS_ACCESS_KEY_ID": s3test.AccessKey, "AWS_SECRET_ACCESS_KEY": s3test.SecretKey, "AWS_REGION": s3test.Region,
		"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_ENDPOINT_URL_ATHENA": s.URL,
	}
	if s.Bucket != nil {
		environment["AWS_ENDPOINT_URL_S3"] = s.Bucket.Endpoint
	}
	return environment
}

// Calls returns how many requests there were for an operation.
func (s *Server) Calls(operation string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[operation]
}

// Pages returns how many pages of answers were given; one that was asked for twice, as
// after a broken connection, counts once.
func (s *Server) Pages() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pages)
}

// Statements returns the statements that were started.
func (s *Server) Statements() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.statements...)
}

// Running returns how many statements are neither answered nor stopped.
func (s *Server) Running() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	running := 0
	for _, e := range s.executions {
		if e.state == "QUEUED" || e.state == "RUNNING" {
			running++
		}
	}
	return running
}

// StopAll stops the statements that run, as somebody else can.
func (s *Server) StopAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.executions {
		e.stop()
	}
}

// object is a JSON object.
type object = map[string]any

// serve answers one request in the protocol AWS JSON 1.1.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	operation := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AmazonAthena.")
	var request request
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		s.t.Errorf("%s: %v", operation, err)
	}
	s.mu.Lock()
	s.calls[operation]++
	number := s.calls[operation]
	s.mu.Unlock()
	var answer object
	var failed *Failure
	if s.Fail != nil {
		failed = s.Fail(operation, number)
	}
	if failed == nil {
		answer, failed = s.answer(operation, &request)
	}
	if s.Lose != nil && s.Lose(operation) {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if failed != nil {
		w.Header().Set("X-Amzn-ErrorType", failed.Code)
		w.WriteHeader(max(failed.Status, http.StatusBadRequest))
		answer = object{"__type": failed.Code, "Message": failed.Message, "message": failed.Message}
	}
	_ = json.NewEncoder(w).Encode(answer) // the client can have gone
}

// request has the fields of all requests.
type request struct {
	QueryString           string
	ClientRequestToken    string
	WorkGroup             string
	QueryExecutionContext struct{ Catalog, Database string }
	ResultConfiguration   struct{ OutputLocation string }
	ResultReuse           *struct {
		ByAge struct {
			Enabled         bool
			MaxAgeInMinutes int
		} `json:"ResultReuseByAgeConfiguration"`
	} `json:"ResultReuseConfiguration"`
	ID                                   string `json:"QueryExecutionId"`
	MaxResults                           int
	NextToken                            string
	CatalogName, DatabaseName, TableName string
}

// answer answers a request.
func (s *Server) answer(operation string, r *request) (object, *Failure) {
	switch operation {
	case "StartQueryExecution":
		return s.startExecution(r)
	case "GetQueryExecution":
		return s.describeExecution(r)
	case "StopQueryExecution":
		return s.stopExecution(r)
	case "GetQueryResults":
		return s.givePage(r)
	case "GetTableMetadata":
		return s.describeTable(r)
	case "GetWorkGroup":
		group, found := s.Workgroups[r.WorkGroup]
		if !found {
			return nil, invalid("WorkGroup %s is not found.", r.WorkGroup)
		}
		return object{"WorkGroup": object{"Name": r.WorkGroup, "Configuration": object{
			"EnforceWorkGroupConfiguration": group.Enforced, "ResultConfiguration": object{"OutputLocation": group.Results},
		}}}, nil
	}
	return nil, invalid("no operation %s", operation)
}

// describeTable answers GetTableMetadata.
func (s *Server) describeTable(r *request) (object, *Failure) {
	s.mu.Lock()
	table, found := s.Tables[r.DatabaseName+"."+r.TableName]
	s.mu.Unlock()
	if !found {
		return nil, &Failure{Code: "MetadataException", Message: "EntityNotFoundException: Entity Not Found"}
	}
	list := func(columns []Column) []object {
		objects := []object{}
		for _, c := range columns {
			objects = append(objects, object{"Name": c.Name, "Type": c.Type})
		}
		return objects
	}
	return object{"TableMetadata": object{
		"Name": r.TableName, "TableType": "EXTERNAL_TABLE", "Columns": list(table.Columns), "PartitionKeys": list(table.Keys), "Parameters": table.Properties,
	}}, nil
}
