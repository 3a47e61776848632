//go:build cgo

package parquet_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/trailtest"
)

// oddValues are events with values that JSON can write in several ways, or that are not
// what the columns expect.
func oddValues() []string {
	var records []string
	for _, bytes := range []string{"17", "17.0", "17.4", "17.5", "1.7e1", `"17"`, `"17.6"`, "-1", "-0.4", "1e999", "1125899906842624", "1125899906842625", "null", "true", "[17]", `"\u0031"`} {
		records = append(records, `{"eventSource":"s3.amazonaws.com","eventName":"GetObject","additionalEventData":{"bytesTransferredIn":`+bytes+`,"bytesTransferredOut":`+bytes+`}}`)
	}
	for _, text := range []string{`"a/b/c"`, `"/a"`, `"arn:aws:x"`, `"a\u002fb"`, `""`, "null", "5", "5.50", "1e3", "true", "{}", `["a"]`, `"ä/ö"`, `"alias/k"`} {
		for _, source := range []string{"s3", "dynamodb", "kms", "lambda", "sqs", "sns", "secretsmanager", "ec2", "logs", "cloudtrail", "iam"} {
			records = append(records, fmt.Sprintf(`{"eventSource":"%[2]s.amazonaws.com","eventName":"X","awsRegion":"cn-north-1","recipientAccountId":"111122223333","requestParameters":{"bucketName":%[1]s,"Host":%[1]s,"x-amz-storage-class":%[1]s,"x-amz-request-payer":%[1]s,"key":%[1]s,"tableName":%[1]s,"keyId":%[1]s,"functionName":%[1]s,"queueUrl":%[1]s,"topicArn":%[1]s,"secretId":%[1]s,"instancesSet":{"items":[{"instanceId":%[1]s}]},"logGroupName":%[1]s,"name":%[1]s,"userName":%[1]s}}`, text, source))
		}
		records = append(records, `{"eventSource":"signin.amazonaws.com","responseElements":{"ConsoleLogin":`+text+`},"errorCode":`+text+`,"userIdentity":{"type":"IAMUser","principalId":`+text+`,"arn":`+text+`}}`)
	}
	return append(records,
		`{"eventSource":"s3.amazonaws.com","eventName":"Twice","requestParameters":{"bucketName":"one","bucketName":"two","prefix":"p/q"}}`,
		`{"eventSource":"signin.amazonaws.com","responseElements":{"ConsoleLogin":"Failure"}}`,
		`{"eventSource":"kms.amazonaws.com","responseElements":{"keyMetadata":{"keyId":"k"}},"resources":[{"ARN":""}]}`,
		`{"eventSource":"kms.amazonaws.com","resources":[{"ARN":"arn:aws:kms:x"}],"userIdentity":{"principalId":"AROAEXAMPLE:me"}}`,
		`{"eventSource":"s3.amazonaws.com","eventCategory":"NetworkActivity","additionalEventData":{"bytesTransferredIn":5},"resources":[{"ARN":"arn:aws:s3:::b"}]}`)
}

// oddLogs is a folder with one log file of odd values.
func oddLogs(t *testing.T) string {
	folder := t.TempDir()
	trailtest.Tree{"odd.json": []byte(trailtest.Envelope(oddValues()...))}.Write(t, folder)
	return folder
}

// Each column has what its expression gives on the logs.
func TestDerivedColumnsAgree(t *testing.T) {
	all := trees(t)
	all["odd"] = oddLogs(t)
	for name, logs := range all {
		folder := filepath.Join(t.TempDir(), "parquet")
		convertLogs(t, trailq.Dir(logs), folder, convert.Options{NoRecord: name == "generated"})
		fromLogs := openLogs(t, trailq.Dir(logs), duck.Options{})
		fromFolder := openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{})
		for _, column := range derived.Columns() {
			const question = `SELECT "$path", "$record_number", %s AS value FROM cloudtrail_logs ORDER BY 1, 2`
			asked := &report.Report{SQL: fmt.Sprintf(question, column.SQL)}
			named, err := derived.NameColumns(asked, len(derived.Columns()))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(named.Text, `"`+column.HiddenName()+`"`) {
				t.Errorf("%s is not named: %s", column.Name, named.Text)
			}
			want, _ := ask(t, fromLogs, asked.SQL)
			got, _ := ask(t, fromFolder, named.Text)
			same(t, name+": "+column.Name, got, want)
		}
	}
}

// A folder of an earlier version answers, gets no further columns, and says which it lacks.
func TestFolderOfFewerDerivedColumns(t *testing.T) {
	for name, test := range map[string]struct {
		change func(form map[string]any)
		has    int
	}{
		"none":  {func(form map[string]any) { delete(form, "derived"); delete(form, "derivedColumns") }, 0},
		"first": {func(form map[string]any) { delete(form, "derivedColumns") }, 11},
	} {
		t.Run(name, func(t *testing.T) {
			logs, folder := oddLogs(t), filepath.Join(t.TempDir(), "parquet")
			convertLogs(t, trailq.Dir(t.TempDir()), folder, convert.Options{})
			changeForm(t, folder, test.change)
			convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
			checkDerived(t, logs, folder, test.has)
		})
	}
}

// A folder of a later version is read, and not added to.
func TestFolderOfMoreDerivedColumns(t *testing.T) {
	logs, folder := oddLogs(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	changeForm(t, folder, func(form map[string]any) { form["derivedColumns"] = len(derived.Columns()) + 1 })
	if _, err := convert.Open(folder, convert.Options{}); !errors.Is(err, layout.ErrOther) {
		t.Errorf("opened with %v", err)
	}
	checkDerived(t, logs, folder, len(derived.Columns()))
}

// changeForm changes the folder.json of a converted folder.
func changeForm(t *testing.T, folder string, change func(form map[string]any)) {
	t.Helper()
	path := filepath.Join(folder, "_trailq", "folder.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var form map[string]any
	if err := json.Unmarshal(text, &form); err != nil || form["derived"] != true || form["derivedColumns"] != float64(len(derived.Columns())) {
		t.Fatalf("folder.json: %s, %v", text, err)
	}
	change(form)
	if text, err = json.Marshal(form); err != nil {
		t.Fatal(err)
	}
	write(t, path, text)
}

// checkDerived fails the test unless a folder has so many columns, and all values.
func checkDerived(t *testing.T, logs, folder string, has int) {
	t.Helper()
	source, err := parquet.OpenSource(t.Context(), trailq.Dir(folder), parquet.SourceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if count, err := source.CountDerived(t.Context()); count != has || err != nil {
		t.Errorf("CountDerived: %v, %v", count, err)
	}
	const question = `SELECT %s AS value, count(*) FROM cloudtrail_logs GROUP BY 1 ORDER BY 1, 2`
	db := openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{})
	fromLogs := openLogs(t, trailq.Dir(logs), duck.Options{})
	for i, column := range derived.Columns() {
		want, _ := ask(t, fromLogs, fmt.Sprintf(question, column.SQL))
		got, _ := ask(t, db, fmt.Sprintf(question, column.SQL))
		same(t, column.Name, got, want)
		_, _, err := tryAsk(t, db, `SELECT "`+column.HiddenName()+`" FROM cloudtrail_logs`)
		if isRefused := err != nil && strings.Contains(err.Error(), "an earlier version converted this folder"); isRefused != (i >= has) {
			t.Errorf("%s: the error is %v", column.Name, err)
		}
	}
}
