package athenatest

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
)

// execution is a statement that was started.
type execution struct {
	sql      string
	state    string
	reason   string
	location string
	group    Workgroup
	queued   int // how many times it will be found in the queue
	answer   *Answer
	cancel   context.CancelFunc
	reused   bool
	minutes  int // for which it takes an earlier answer
}

// longestStatement is Athena's limit.
// https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
const longestStatement = 262_144

func invalid(format string, values ...any) *Failure {
	return &Failure{Code: "InvalidRequestException", Message: fmt.Sprintf(format, values...)}
}

// startExecution answers StartQueryExecution.
func (s *Server) startExecution(r *request) (object, *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	group, found := s.Workgroups[r.WorkGroup]
	location := r.ResultConfiguration.OutputLocation
	if location == "" || group.Enforced {
		location = group.Results
	}
	switch {
	case !found:
		return nil, invalid("WorkGroup %s is not found.", r.WorkGroup)
	case len(r.QueryString) > longestStatement:
		return nil, invalid("1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length less than or equal to %d", longestStatement)
	case len(r.ClientRequestToken) < 32 || len(r.ClientRequestToken) > 128:
		return nil, invalid("a token of %d characters", len(r.ClientRequestToken))
	case location == "" && !group.Managed:
		return nil, invalid("No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.")
	case s.tokens[r.ClientRequestToken] != "":
		return object{"QueryExecutionId": s.tokens[r.ClientRequestToken]}, nil
	}
	id := fmt.Sprintf("%08d-0000-4000-8000-000000000000", len(s.executions)+1)
	e := &execution{sql: r.QueryString, state: "QUEUED", group: group, queued: s.Queued}
	if location != "" {
		e.location = strings.TrimSuffix(location, "/") + "/" + id + ".csv"
	}
	if r.ResultReuse != nil && r.ResultReuse.ByAge.Enabled {
		e.minutes = r.ResultReuse.ByAge.MaxAgeInMinutes
	}
	ctx, cancel := context.WithCancel(context.Background())
	e.cancel = cancel
	s.executions[id] = e
	s.tokens[r.ClientRequestToken] = id
	s.statements = append(s.statements, r.QueryString)
	if earlier := s.earlierAnswer(e); earlier != nil {
		e.answer, e.reused, e.location = &Answer{Columns: earlier.answer.Columns, Rows: earlier.answer.Rows}, true, earlier.location
		e.state = "SUCCEEDED"
		cancel()
		return object{"QueryExecutionId": id}, nil
	}
	if name, table, isTable := ParseTable(e.sql); isTable {
		s.createTable(e, name, table)
		cancel()
		return object{"QueryExecutionId": id}, nil
	}
	go s.run(ctx, e)
	return object{"QueryExecutionId": id}, nil
}

// createTable keeps the table of a CREATE EXTERNAL TABLE.
func (s *Server) createTable(e *execution, name string, table Table) {
	if _, exists := s.Tables[name]; exists {
		e.state, e.reason = "FAILED", "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. AlreadyExistsException(message:Table "+name+" already exists)"
		return
	}
	s.Tables[name] = table
	e.answer, e.state = new(Answer), "SUCCEEDED"
}

// earlierAnswer returns a statement with the same text that was answered.
func (s *Server) earlierAnswer(e *execution) *execution {
	for _, earlier := range s.executions {
		if e.minutes > 0 && earlier != e && earlier.sql == e.sql && earlier.state == "SUCCEEDED" {
			return earlier
		}
	}
	return nil
}

// run runs a statement to its end.
func (s *Server) run(ctx context.Context, e *execution) {
	answer, err := s.Engine.Query(ctx, e.sql)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case e.state == "CANCELLED":
	case err != nil:
		e.state, e.reason = "FAILED", err.Error()
	case e.group.Cutoff > 0 && answer.Bytes > e.group.Cutoff:
		e.state, e.reason, e.answer = "CANCELLED", "Bytes scanned limit was exceeded", &Answer{Bytes: e.group.Cutoff}
	default:
		e.answer = answer
		s.keepFile(e)
		e.state = "SUCCEEDED"
	}
}

// keepFile writes the answer as Athena does: NULL is nothing, all else is in quotes.
func (s *Server) keepFile(e *execution) {
	if e.location == "" || s.Bucket == nil {
		return
	}
	var file bytes.Buffer
	write := func(row []*string) {
		for i, value := range row {
			if i > 0 {
				file.WriteByte(',')
			}
			if value != nil {
				file.WriteString(`"` + strings.ReplaceAll(*value, `"`, `""`) + `"`)
			}
		}
		file.WriteByte('\n')
	}
	write(e.answer.header())
	for _, row := range e.answer.Rows {
		write(row)
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(e.location, "s3://"), "/")
	s.Bucket.Put(s.t, bucket, key, file.Bytes())
	s.Bucket.Put(s.t, bucket, key+".metadata", []byte("not for us"))
}

func (a *Answer) header() []*string {
	names := make([]*string, len(a.Columns))
	for i := range a.Columns {
		names[i] = &a.Columns[i].Name
	}
	return names
}

// describeExecution answers GetQueryExecution.
func (s *Server) describeExecution(r *request) (object, *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, found := s.executions[r.ID]
	if !found {
		return nil, invalid("QueryExecution %s was not found", r.ID)
	}
	state := e.state
	switch {
	case e.queued > 0 && state != "CANCELLED":
		e.queued--
		state = "QUEUED"
	case state == "QUEUED":
		e.state, state = "RUNNING", "RUNNING"
	}
	statistics := object{"DataScannedInBytes": 0, "ResultReuseInformation": object{"ReusedPreviousResult": e.reused}}
	if state == "RUNNING" {
		statistics["DataScannedInBytes"] = s.Scanning
	}
	if e.answer != nil {
		statistics["DataScannedInBytes"] = e.answer.Bytes
	}
	status := object{"State": state}
	if e.reason != "" {
		status["StateChangeReason"] = e.reason
	}
	kind := "DML"
	if strings.HasPrefix(e.sql, "EXPLAIN") {
		kind = "UTILITY"
	} else if strings.HasPrefix(e.sql, "CREATE EXTERNAL") {
		kind = "DDL"
	}
	return object{"QueryExecution": object{
		"QueryExecutionId": r.ID, "Query": e.sql, "StatementType": kind, "Status": status, "Statistics": statistics,
		"ResultConfiguration": object{"OutputLocation": e.location},
	}}, nil
}

// stopExecution answers StopQueryExecution.
func (s *Server) stopExecution(r *request) (object, *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, found := s.executions[r.ID]; found {
		e.stop()
	}
	return object{}, nil
}

// stop stops a statement that has not ended.
func (e *execution) stop() {
	if e.state != "SUCCEEDED" && e.state != "FAILED" {
		e.state, e.queued = "CANCELLED", 0
		e.cancel()
	}
}

// givePage answers GetQueryResults. The first page begins with the names, except for
// DDL; its token is the number of the next row.
func (s *Server) givePage(r *request) (object, *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, found := s.executions[r.ID]
	switch {
	case !found || e.state != "SUCCEEDED":
		return nil, invalid("Query has not yet finished. Current state: RUNNING")
	case r.MaxResults > 1000:
		return nil, invalid("MaxResults is more than maximum allowed length 1000.")
	}
	rows := e.answer.Rows
	if !strings.HasPrefix(e.sql, "CREATE EXTERNAL") && !strings.HasPrefix(e.sql, "EXPLAIN") {
		rows = append([][]*string{e.answer.header()}, rows...)
	}
	s.pages[r.ID+" "+r.NextToken] = true
	from, _ := strconv.Atoi(r.NextToken)
	to := min(from+max(r.MaxResults, 1), len(rows))
	page := object{"ResultSet": object{"Rows": pageOf(rows[from:to]), "ResultSetMetadata": object{"ColumnInfo": columnInfo(e.answer.Columns)}}}
	if to < len(rows) {
		page["NextToken"] = strconv.Itoa(to)
	}
	return page, nil
}

func pageOf(rows [][]*string) []object {
	list := []object{}
	for _, row := range rows {
		data := []object{}
		for _, value := range row {
			datum := object{}
			if value != nil {
				datum["VarCharValue"] = *value
			}
			data = append(data, datum)
		}
		list = append(list, object{"Data": data})
	}
	return list
}

func columnInfo(columns []Column) []object {
	list := []object{}
	for _, c := range columns {
		list = append(list, object{"Name": c.Name, "Type": c.Type, "CatalogName": "hive", "Nullable": "UNKNOWN"})
	}
	return list
}
