//go:build cgo

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/ask"
	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/records"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// countMatches returns the records that events prints.
func countMatches(t *testing.T, arguments ...string) int {
	t.Helper()
	code, out, said := runIn(t, nil, append([]string{"events", "-o", "jsonl", "-q"}, arguments...)...)
	if code != 0 {
		t.Fatalf("%v: exit code %d: %s", arguments, code, said)
	}
	return strings.Count(out, "\n")
}

// countInGo returns how many events of a folder meet each of the conditions.
func countInGo(t *testing.T, folder string, conditions []string) []int {
	t.Helper()
	parsed, err := condition.ParseAll(conditions)
	if err != nil {
		t.Fatal(err)
	}
	counts := make([]int, len(parsed))
	for event, err := range trailq.Events(t.Context(), trailq.Dir(folder), trailq.Options{Fields: []string{"eventID"}}) {
		if err != nil {
			t.Fatal(err)
		}
		fields, _ := records.Object(event.Raw, nil)
		for i, c := range parsed {
			if c.Match(&records.Record{Raw: event.Raw, Fields: fields}) {
				counts[i]++
			}
		}
	}
	return counts
}

// countBySQL returns how many events of source meet each of the conditions, by the
// SQL of --show-sql. A statement is shorter than Athena's limit.
func countBySQL(t *testing.T, source string, conditions []string) []int {
	t.Helper()
	var counts []int
	for some := range slices.Chunk(conditions, 12) {
		counts = append(counts, countSome(t, source, some)...)
	}
	return counts
}

// countSome does what countBySQL does, in one statement.
func countSome(t *testing.T, source string, conditions []string) []int {
	t.Helper()
	sql, err := report.WhereConditions(conditions)
	if err != nil {
		t.Fatal(err)
	}
	var counts []string
	for _, condition := range sql {
		counts = append(counts, "count_if("+condition.String()+")")
	}
	code, out, said := runIn(t, nil, "sql", source, "-o", "csv", "-q", "SELECT ARRAY["+strings.Join(counts, ",\n")+"] AS counts FROM cloudtrail_logs")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	_, row, _ := strings.Cut(out, "\n")
	var numbers []int
	if err := json.Unmarshal([]byte(strings.Trim(strings.TrimSpace(row), `"`)), &numbers); err != nil {
		t.Fatalf("%s: %v", row, err)
	}
	return numbers
}

// conditionsOnLogs returns conditions on all short names and fields, and on some
// paths, with values of the sample logs.
func conditionsOnLogs() []string {
	var all []string
	for _, short := range ask.DimensionNames() {
		for name := range strings.SplitSeq(short.Name, ", ") {
			all = append(all, name, "!"+name, name+"=*a*", name+"!=*1*")
		}
	}
	for name, kind := range condition.Fields() {
		if kind == condition.Text {
			all = append(all, name, name+"=*e*")
		}
	}
	return append(all,
		"service=s3", "action=s3:Get*", "eventName=GetObject", "EVENTNAME!=GetObject", "eventTime=2023-11-01T0*", "day=2023-11-02", "hour!=2023-11-01T0?",
		"region=us-east-1", "awsRegion=eu-*", "recipientAccountId=111122223333", "account=4444*", "errorCode=AccessDenied", "mfa=true",
		"requestParameters.bucketName=*logs*", "requestParameters.bucketName!=*logs*", "requestParameters.key=*/*", "resources.ARN=arn:aws:s3:::*",
		"resources[0].ARN=arn:aws:s3:::*", "resources.accountId!=111122223333", "userIdentity.sessionContext.attributes.mfaAuthenticated=true",
		"userIdentity.sessioncontext.sessionissuer.username=*", "tlsDetails.tlsVersion=TLSv1.?", "additionalEventData.bytesTransferredOut=0",
		"eventCategory!=Data", "readOnly=false", "managementEvent=true")
}

// conditionsOnOddRecords returns conditions on arrays, objects, and values that are
// missing, null or empty.
func conditionsOnOddRecords() []string {
	var all []string
	for _, field := range []string{
		"eventName", "requestParameters.bucketName", "requestParameters.key", "requestParameters.groups", "requestParameters.groups[0]",
		"requestParameters.groups.k", "requestParameters.instancesSet.items.instanceId", "requestParameters.instancesSet.items.n", "requestParameters.n",
		"requestParameters.yes", `requestParameters["x-amz-acl"]`, "requestParameters.a.bucketName", "userIdentity.arn", "resources.ARN", "resources[1].ARN", "bucket", "object", "prefix",
	} {
		all = append(all, field, "!"+field)
		for _, glob := range []string{"GetObject", "logs-?", "i-2", "a", "true", "1", "2.5", "3", `a\b`, "a=b!=c", "*s3*", `{"a":"b","c":[1,2]}`, "v"} {
			all = append(all, field+"="+glob, field+"!="+glob)
		}
	}
	for _, glob := range []string{"arn:aws:*", "arn:aws*:1111222233*", "*:secret:db", "*:function:etl", "*:alias/logs", "*:key/*", "*:jobs"} {
		all = append(all, "resource="+glob)
	}
	return all
}

// A condition chooses the same events in logs, in Parquet and as the SQL that is
// printed.
func TestWhereAgrees(t *testing.T) {
	odd := filepath.Join(t.TempDir(), "odd")
	text, err := os.ReadFile("../condition/testdata/odd.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(odd, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(odd, "odd.jsonl"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	for logs, conditions := range map[string][]string{"../../testdata/logs": conditionsOnLogs(), odd: conditionsOnOddRecords()} {
		parquet := filepath.Join(t.TempDir(), "parquet")
		if code, _, said := runIn(t, nil, "convert", logs, parquet, "-q"); code != 0 {
			t.Fatalf("exit code %d: %s", code, said)
		}
		bySQL, parquetBySQL := countBySQL(t, logs, conditions), countBySQL(t, parquet, conditions)
		inGo := countInGo(t, logs, conditions)
		found := 0
		for i, where := range conditions {
			want := inGo[i]
			found += want
			if bySQL[i] != want || parquetBySQL[i] != want {
				t.Errorf("%s: %d events by SQL, %d of Parquet by SQL, %d by the filter", where, bySQL[i], parquetBySQL[i], want)
			}
			if i%8 != 0 {
				continue
			}
			if got := countMatches(t, logs, "--where", where); got != want {
				t.Errorf("%s: %d events of the filter, want %d", where, got, want)
			}
			if got := countMatches(t, parquet, "--where", where); got != want {
				t.Errorf("%s: %d events of Parquet, %d of logs", where, got, want)
			}
		}
		if found == 0 {
			t.Error("the conditions match nothing")
		}
	}
}

// A bucket has the events that the folder has, and objects that a condition rules out
// by their keys are not fetched.
func TestWhereInBucket(t *testing.T) {
	proxy := startBucket(t)
	for where, fewer := range map[string]bool{
		"bucket=*logs*": false, "requestParameters.bucketName=*logs*": false, "recipientAccountId=444455556666": true,
		"region=ap-*": false, "awsRegion=eu-*": true, "eventTime=2023-11-01*": false, "day=2023-12-01": false, // the second look fetches some
	} {
		before := proxy.Count(s3test.GetRequest)
		got := countMatches(t, "s3://"+bucketName, "--endpoint-url", proxy.URL, "--where", where)
		gets := proxy.Count(s3test.GetRequest) - before
		if want := countMatches(t, "../../testdata/logs", "--where", where); got != want {
			t.Errorf("%s: %d events of the bucket, %d of the folder", where, got, want)
		}
		if fewer && gets > 60 {
			t.Errorf("%s: %d objects were fetched", where, gets)
		}
	}
}
