//go:build cgo

package who_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/report/who"
)

// ask asks and returns the answer, having read the logs once. With numbers in place of
// texts it is the same.
func ask(t *testing.T, db *duck.DB, options who.Options) *who.Answer {
	t.Helper()
	query, err := who.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if query.Numbered == nil {
		return askStatement(t, db, query, query.Statement)
	}
	numbered, err := derived.NameScanned(query.Numbered)
	if err != nil || !strings.Contains(numbered.Text, `"$identity"`) {
		t.Fatalf("%v: %s", err, numbered.Text)
	}
	found, other := askStatement(t, db, query, query.Statement), askStatement(t, db, query, numbered)
	if diff := cmp.Diff(tablesOf(t, found), tablesOf(t, other)); diff != "" {
		t.Errorf("%+v (-texts +numbers):\n%.2000s", options, diff)
	}
	if diff := cmp.Diff(found.Warnings(), other.Warnings()); diff != "" {
		t.Errorf("%+v (-texts +numbers):\n%s", options, diff)
	}
	return other
}

// askStatement asks one of the query's statements.
func askStatement(t *testing.T, db *duck.DB, query *who.Query, statement dialect.Statement) *who.Answer {
	t.Helper()
	answer, err := db.Query(t.Context(), statement)
	if err != nil {
		t.Fatalf("%s\n%v", statement.Text, err)
	}
	found, err := query.Read(answer.Table)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Reading().Passes != 1 {
		t.Errorf("the logs were read %d times", answer.Reading().Passes)
	}
	return found
}

// tablesOf are the tables of an answer by their names, each row by its first text
// column.
func tablesOf(t *testing.T, found *who.Answer) map[string][]map[string]any {
	t.Helper()
	tables := make(map[string][]map[string]any)
	for _, answer := range found.Tables(who.DrawNothing) {
		var out bytes.Buffer
		if err := render.Write(&out, answer, render.Options{}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			row := make(map[string]any)
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			tables[answer.Name] = append(tables[answer.Name], row)
		}
	}
	return tables
}

// counted is what a ranking says of one value.
type counted struct {
	Events, Errors int
	First, Last    string
}

// rankingsOf are the rankings with their values.
func rankingsOf(tables map[string][]map[string]any, columns map[string]string) map[string]map[string]counted {
	rankings := make(map[string]map[string]counted)
	for name, column := range columns {
		rankings[name] = make(map[string]counted)
		for _, row := range tables[name] {
			rankings[name][row[column].(string)] = counted{int(row["events"].(float64)), int(row["errors"].(float64)), row["first"].(string), row["last"].(string)}
		}
	}
	return rankings
}

// whoFields are what is ranked, in Go.
func whoFields() (columns map[string]string, fields map[string]func(reporttest.Record) any) {
	service := func(r reporttest.Record) any {
		s, _ := r["eventSource"].(string)
		return strings.TrimSuffix(s, ".amazonaws.com")
	}
	return map[string]string{
			"services": "service", "calls": "call", "errors": "error", "addresses": "address", "regions": "region",
			"userAgents": "agent", "buckets": "bucket", "keys": "key", "identities": "arn",
		}, map[string]func(reporttest.Record) any{
			"services":   service,
			"calls":      func(r reporttest.Record) any { return fmt.Sprint(service(r), ":", r["eventName"]) },
			"errors":     func(r reporttest.Record) any { return r["errorCode"] },
			"addresses":  func(r reporttest.Record) any { return r["sourceIPAddress"] },
			"regions":    func(r reporttest.Record) any { return r["awsRegion"] },
			"userAgents": func(r reporttest.Record) any { return r["userAgent"] },
			"buckets":    func(r reporttest.Record) any { return reporttest.At(r, "requestParameters", "bucketName") },
			"keys": func(r reporttest.Record) any {
				return reporttest.FirstOf(reporttest.At(r, "userIdentity", "accessKeyId"))
			},
			"identities": nil, // see rankAll
		}
}

// rankAll counts with encoding/json what matches.
func rankAll(t *testing.T, source trailq.Source, matches func(reporttest.Record) bool) map[string]map[string]counted {
	t.Helper()
	_, fields := whoFields()
	rankings := make(map[string]map[string]counted)
	for name := range fields {
		rankings[name] = make(map[string]counted)
	}
	owners := make(map[any]any) // the ARNs of principal ids, which the records of other accounts leave out
	for _, record := range reporttest.Decoded(t, source, trailq.Filter{}) {
		if arn := reporttest.At(record, "userIdentity", "arn"); arn != nil {
			owners[reporttest.At(record, "userIdentity", "principalId")] = arn
		}
	}
	fields["identities"] = func(r reporttest.Record) any {
		if reporttest.At(r, "userIdentity", "type") == "AWSAccount" {
			return owners[reporttest.At(r, "userIdentity", "principalId")]
		}
		return reporttest.At(r, "userIdentity", "arn")
	}
	for _, record := range reporttest.Decoded(t, source, trailq.Filter{}) {
		if !matches(record) {
			continue
		}
		for name, field := range fields {
			value, ok := reporttest.Text(field(record))
			if !ok {
				continue
			}
			c, found := rankings[name][value]
			c.Events++
			if record["errorCode"] != nil {
				c.Errors++
			}
			when := record["eventTime"].(string)
			if !found || when < c.First {
				c.First = when
			}
			c.Last = max(c.Last, when)
			rankings[name][value] = c
		}
	}
	return rankings
}

// The rankings are what encoding/json counts, for names of every kind.
func TestWhoAgreesWithEncodingJSON(t *testing.T) {
	source := trailq.Dir("../../../testdata/logs")
	db := reporttest.OpenDB(t, source)
	user := func(r reporttest.Record, steps ...any) string {
		s, _ := reporttest.At(r["userIdentity"], steps...).(string)
		return s
	}
	tests := []struct {
		what    string
		as      string
		matches func(reporttest.Record) bool
	}{
		{"arn:aws:iam::111122223333:role/media-delivery-role", "", func(r reporttest.Record) bool {
			return user(r, "sessionContext", "sessionIssuer", "arn") == "arn:aws:iam::111122223333:role/media-delivery-role"
		}},
		{"media-delivery-role", "", func(r reporttest.Record) bool {
			return user(r, "sessionContext", "sessionIssuer", "userName") == "media-delivery-role"
		}},
		{"partner-exchange", "user", func(r reporttest.Record) bool { return user(r, "userName") == "partner-exchange" }},
		{"192.0.2.0/24", "", func(r reporttest.Record) bool {
			s, _ := r["sourceIPAddress"].(string)
			return strings.HasPrefix(s, "192.0.2.")
		}},
		{"*Boto3/*", "", func(r reporttest.Record) bool { s, _ := r["userAgent"].(string); return strings.Contains(s, "Boto3/") }},
		{"444455556666", "", func(r reporttest.Record) bool { return user(r, "accountId") == "444455556666" }},
		{"AROA*", "", func(r reporttest.Record) bool { return strings.HasPrefix(user(r, "principalId"), "AROA") }},
		{"delivery.logs.amazonaws.com", "", func(r reporttest.Record) bool { return user(r, "invokedBy") == "delivery.logs.amazonaws.com" }},
	}
	columns, _ := whoFields()
	for _, test := range tests {
		want := rankAll(t, source, test.matches)
		if len(want["calls"]) == 0 {
			t.Errorf("%s: nothing matches", test.what)
		}
		got := rankingsOf(tablesOf(t, ask(t, db, who.Options{What: test.what, As: test.as})), columns)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-encoding/json +SQL):\n%s", test.what, diff)
		}
	}
}

// The tree of a whole source has every event once.
func TestWhoTreeHasEveryEvent(t *testing.T) {
	source := trailq.Dir("../../../testdata/logs")
	tally := new(trailq.Tally)
	for _, err := range trailq.Events(t.Context(), source, trailq.Options{Tally: tally}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, limit := range []int{0, 1, 5} {
		var events, roots float64
		for _, row := range tablesOf(t, ask(t, reporttest.OpenDB(t, source), who.Options{Limit: limit}))["tree"] {
			if row["depth"] == 0.0 {
				roots++
				events += row["events"].(float64)
			}
		}
		if want := tally.Summary().Records.Yielded; int64(events) != want || roots < 2 {
			t.Errorf("limit %d: %v events in %v roots, want %d", limit, events, roots, want)
		}
	}
}

// Neither the order of events nor the files that they are in change an answer.
func TestWhoDoesNotDependOnOrder(t *testing.T) {
	var lines []string
	for _, script := range []string{"who.txtar", "who_workloads.txtar", "who_missing.txtar", "who_shared.txtar",
		"who_accounts.txtar", "who_identity_center.txtar", "who_launched.txtar", "who_sessions.txtar", "who_sign_ins.txtar"} {
		content, err := os.ReadFile("../../cli/testdata/script/" + script)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			if strings.HasPrefix(line, `{"eventTime"`) {
				lines = append(lines, line)
			}
		}
	}
	if len(lines) < 30 {
		t.Fatalf("%d records", len(lines))
	}
	for i := range 6 { // as where keys were redacted
		lines = append(lines, fmt.Sprintf(`{"eventTime":"2023-11-01T1%d:00:00Z","eventID":"%d","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",`+
			`"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/u%d"},"requestParameters":{"userName":"u%[3]d"},`+
			`"responseElements":{"accessKey":{"accessKeyId":%q}}}`+"\n", 9-i, i, i, redactedKey))
	}
	r := rand.New(rand.NewPCG(3, 4))
	var want [3]map[string][]map[string]any
	for round := range 6 {
		folder := t.TempDir()
		files := make([]bytes.Buffer, 1+r.IntN(8))
		for _, line := range lines {
			files[r.IntN(len(files))].WriteString(line)
		}
		for i := range files {
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(i, ".jsonl")), files[i].Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		db := reporttest.OpenDB(t, trailq.Dir(folder))
		for i, what := range []string{"", "*@example.com", redactedKey} {
			got := tablesOf(t, ask(t, db, who.Options{What: what, As: as(what), Limit: 20}))
			for _, row := range got["tree"] {
				delete(row, "file")
				delete(row, "record")
				note, _ := row["note"].(string)
				row["note"] = placeOfTwin.ReplaceAllString(note, "")
			}
			if round == 0 {
				want[i] = got
			} else if diff := cmp.Diff(want[i], got); diff != "" {
				t.Errorf("%q: %s", what, diff)
			}
		}
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	}
}

const redactedKey = "AKIA0000000000000000"

// placeOfTwin is where a note says that a call's other event stands.
var placeOfTwin = regexp.MustCompile(`: also .*#\d+`)

func as(what string) string {
	if strings.Contains(what, "@") {
		return "session"
	}
	return ""
}

// Whatever a user asks for is a literal, and the statement stays one.
func FuzzWho(f *testing.F) {
	f.Add("alice", "")
	f.Add("arn:aws:iam::111122223333:role/'; DROP TABLE x; --", "")
	f.Add("192.0.2.0/24", "address")
	f.Add("a*%_\\?", "agent")
	f.Add("\xdc", "")
	f.Fuzz(func(t *testing.T, what, as string) {
		if what == "" || strings.ContainsRune(what, 0) {
			return
		}
		query, err := who.New(who.Options{What: what, As: as, Athena: len(what)%2 == 0})
		if err != nil {
			return
		}
		rewritten, err := query.Statement.Rewrite(dialect.Options{Flavor: dialect.Athena})
		if err != nil {
			t.Fatalf("%q: %v\n%s", what, err, query.SQL)
		}
		if len(rewritten.Names) != 1 || rewritten.Lake {
			t.Fatalf("%q: it reads %q", what, rewritten.Names)
		}
	})
}

// Callers whose names are in their parameters, and identities that are no identities, are
// told alike by texts and by numbers.
func TestWhoOfOddIdentities(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	var records []string
	for i := range 1500 {
		identity := fmt.Sprintf(`{"type":%s,"arn":%s,"principalId":%s,"accessKeyId":%s,"userName":%s,"accountId":%s,"invokedBy":%s,"onBehalfOf":%s,"sessionContext":%s}`,
			pick(`"SAMLUser"`, `"IdentityCenterUser"`, `"AssumedRole"`, `"AWSAccount"`, `"IAMUser"`, "null", "7"), pick("null", `""`, `"arn:aws:sts::1:assumed-role/r/s"`, `"arn:aws:iam::1:user/u"`),
			pick(`"AROA1:s"`, `"AIDA1"`, `""`, "null"), pick(`"ASIAEXAMPLEEXAMPLE01"`, `""`, "null"), pick(`""`, `"u"`, "null", `{"a":1}`), pick(`"1"`, "null"), pick("null", `"pods.eks.amazonaws.com"`, `""`),
			pick(`{"userId":"id"}`, `{"userId":""}`, `{"userId":"id2"}`, "null", `"x"`), pick("null", `{"sessionIssuer":{"arn":"arn:aws:iam::1:role/r"}}`, `{"attributes":{"creationDate":"2023-11-01T00:00:00Z"}}`))
		records = append(records, fmt.Sprintf(`{"eventID":"e%d","eventTime":"2023-11-01T00:%02d:00Z","eventSource":"sts.amazonaws.com","eventName":%s,"userIdentity":%s,"sourceIPAddress":%s,"requestParameters":%s,"additionalEventData":%s,"responseElements":%s}`,
			i, i%60, pick(`"AssumeRole"`, `"GetObject"`, `"AssumeRoleWithSAML"`, `"ListUsers"`), pick(identity, identity, identity, "null", `"text"`), pick(`"1.2.3.4"`, `"10.0.0.1"`, `"x.amazonaws.com"`, "null"),
			pick(`{"roleArn":"arn:aws:iam::1:role/r","tags":[{"key":"a","value":"b"}]}`, `{"roleArn":7}`, "null", `{"roleArn":""}`), pick(`{"UserName":"someone"}`, `{"UserName":"other"}`, `{"UserName":""}`, "null"),
			pick(`{"credentials":{"accessKeyId":"ASIAEXAMPLEEXAMPLE01"},"assumedRoleUser":{"arn":"arn:aws:sts::1:assumed-role/r/s","assumedRoleId":"AROA1:s"}}`, "null")))
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "odd.json"), []byte(`{"Records":[`+strings.Join(records, ",")+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	db := reporttest.OpenDB(t, trailq.Dir(folder))
	query, err := who.New(who.Options{})
	if err != nil {
		t.Fatal(err)
	}
	scanned, err := derived.NameScanned(query.Numbered)
	if err != nil {
		t.Fatal(err)
	}
	want := sortedRows(t, db, query.Statement)
	for _, numbered := range []dialect.Statement{query.Numbered.Statement, scanned} {
		if diff := cmp.Diff(want, sortedRows(t, db, numbered)); diff != "" || len(want) < 100 {
			t.Errorf("%d rows (-texts +numbers):\n%.2000s", len(want), diff)
		}
	}
}

// sortedRows returns the rows of a statement's answer without the numbers of identities.
func sortedRows(t *testing.T, db *duck.DB, statement dialect.Statement) (rows []string) {
	t.Helper()
	answer, err := db.Query(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range answer.Table.Rows {
		if err != nil {
			t.Fatal(err)
		}
		var values []string
		for i, column := range answer.Table.Columns {
			if column.Name != "identity" {
				values = append(values, column.Name+": "+string(row[i].AppendJSON(nil)))
			}
		}
		slices.Sort(values)
		rows = append(rows, strings.Join(values, ", "))
	}
	slices.Sort(rows)
	return rows
}
