//go:build cgo

package datafile_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq/internal/derived"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet/datafile"
)

// hostileTexts are JSON values that are texts, look like names of all kinds, or are no
// texts at all.
func hostileTexts() []string {
	return []string{
		`"a/b/c"`, `"/a"`, `"a"`, `""`, `" "`, `"arn:aws:x"`, `"arn:"`, `"ARN:x"`, `"a\u002fb"`, `"a\/b"`, `"q\"q"`, `null`, `5`, `5.50`, `1e3`, `true`, `{}`, `["a"]`, `{"a":1}`,
		`"ä/ö"`, `"a/` + "\u0301" + `b"`, `"日本/x"`, `"a/日本"`, `"tab\tx/y"`, `"nul\u0000/x"`, "\"bad\xff/x\"", "\"raw\x01control/x\"", `"\ud800"`, `"alias/k"`, `"Failure"`, `"Success"`, `"NetworkActivity"`,
		`"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"`, `"https://x/y"`, `"https://a/b/c//d"`, `"fn:1"`, `"fn:$LATEST"`, `"arn:aws:lambda:eu-west-1:111122223333:function:fn:7"`, `"arn:aws:lambda:a:b:function:fn"`,
		`"a:b:c"`, `"arn:aws:secretsmanager:r:a:secret:db-AbCdEf"`, `"arn:x-123456-123456"`, `"cn-north-1"`, `"us-gov-west-1"`, `"eu-west-1"`,
		`"arn:aws:sts::111122223333:assumed-role/etl/session"`, `"arn:aws:sts::111122223333:assumed-role/etl"`, `"a/b:assumed-role/x/y"`, `"arn:aws:sts::1:assumed-role/a:sts:b/c"`, `":assumed-role/"`,
		`"arn:aws:sts::1:assumed-role/a/b:assumed-role/c"`, `"arn:aws:sts::1:assumed-role/ä/b"`, `"AROAEXAMPLE:me"`, `"AIDAEXAMPLE"`, `"AROA` + "\u0301" + `x:y"`, `"AROA"`, `"AIDA:"`, `"ANONYMOUS_PRINCIPAL"`,
		`"AWSService"`, `"IdentityCenterUser"`, `"AWSAccount"`, `"WebIdentityUser"`, `"SAMLUser"`, `"AssumedRole"`,
	}
}

// hostileNumbers are JSON values where a number of bytes belongs.
func hostileNumbers() []string {
	return []string{"0", "17", "17.0", "17.00", "17.", "17.4", "17.5", "-0", "-1", "-0.4", "1.7e1", "1E3", `"17"`, `"17.6"`, `" 17"`, `"0x11"`, `"+5"`, `"1_000"`, `""`, "1e999", "007", `"007"`, "0.0", "-0.0",
		"1125899906842624", "1125899906842625", "123456789012345", "1234567890123456", "99999999999999999999", "null", "true", "[17]", `"\u0031"`, `"NaN"`, `"inf"`, `"17."`, `".5"`, `"."`}
}

// hostileRecord returns a record at random.
func hostileRecord(random *rand.Rand) string {
	texts, numbers := hostileTexts(), hostileNumbers()
	value := func() string {
		text := texts[random.IntN(len(texts))]
		if random.IntN(25) > 0 && strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' || r == '\\' }) {
			return `"a/b"`
		}
		return text
	}
	number := func() string {
		return append(numbers, slices.Repeat(numbers[:4], 40)...)[random.IntN(len(numbers)+160)]
	}
	object := func(keys ...string) string {
		var members []string
		for _, key := range keys {
			for range random.IntN(7) / 3 { // none, one or two
				members = append(members, fmt.Sprintf("%q:%s", key, value()))
			}
		}
		if random.IntN(40) == 0 {
			members = append(members, `"bucket\u004eame":"escaped"`, `"other":"\""`)
		}
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		return "{" + strings.Join(members, ",") + "}"
	}
	services := []string{"s3", "dynamodb", "kms", "lambda", "sqs", "sns", "secretsmanager", "ec2", "logs", "cloudtrail", "iam", "signin", "x"}
	members := []string{fmt.Sprintf(`"eventSource":"%s.amazonaws.com"`, services[random.IntN(len(services))])}
	add := func(key, text string) {
		if random.IntN(8) > 0 {
			members = append(members, fmt.Sprintf("%q:%s", key, text))
		}
	}
	request := object("bucketName", "Host", "key", "prefix", "x-amz-storage-class", "x-amz-request-payer", "tableName", "keyId", "functionName", "queueUrl", "queueName",
		"topicArn", "targetArn", "secretId", "name", "instanceId", "logGroupName", "trailName", "roleName", "userName", "policyArn")
	if random.IntN(4) == 0 {
		request = `{"instancesSet":{"items":[` + object("instanceId") + `]},"key":` + value() + `}`
	}
	add("requestParameters", request)
	add("responseElements", []string{object("ConsoleLogin", "topicArn"), `{"keyMetadata":` + object("keyId") + `}`, `{"instancesSet":{"items":[` + object("instanceId") + `]}}`, "null", value()}[random.IntN(5)])
	add("serviceEventDetails", object("UserAuthentication", "CredentialVerification"))
	add("additionalEventData", `{"bytesTransferredIn":`+number()+`,"bytesTransferredOut":`+number()+`}`)
	session := `"sessionContext":{"sessionIssuer":` + object("arn", "userName") + `}`
	identity := object("type", "arn", "principalId", "accountId", "userName", "invokedBy")
	identity = strings.TrimSuffix(identity, "}") + strings.Repeat(",", min(1, len(identity)-2)) + session + `,"onBehalfOf":` + object("userId") + "}"
	add("userIdentity", identity)
	add("resources", []string{"[" + object("ARN", "arn", "accountId") + "]", "[" + object("arn", "accountId") + "," + object("ARN", "accountId") + "]", "[]", value(), `[` + value() + `]`}[random.IntN(5)])
	for _, key := range []string{"awsRegion", "recipientAccountId", "errorCode", "errorMessage", "eventCategory"} {
		add(key, value())
	}
	return "{" + strings.Join(members, ",") + "}"
}

// counted counts the records that only the engine can tell about.
type counted struct {
	datafile.Engine
	records int
}

func (c *counted) Derive(ctx context.Context, records [][]byte) ([][]derived.Value, error) {
	c.records += len(records)
	return c.Engine.Derive(ctx, records)
}

// The derived columns are what the engine's SQL gives, also where Go computes them.
func TestDerivedAsEngine(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	lookup := duck.NewLookup(duck.LookupOptions{Derived: derived.Columns(), SpillFolder: t.TempDir()})
	defer lookup.Close()
	engine := &counted{Engine: lookup}
	writer, err := datafile.New(datafile.Options{NoRecord: true, Derived: derived.Columns(), Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	var kept []datafile.Kept
	var raw [][]byte
	const records = 12_000
	for n := range records {
		record := hostileRecord(random)
		if n%4 == 3 { // the same caller again
			record = string(raw[n-1])
		}
		raw = append(raw, []byte(record))
		kept = append(kept, datafile.Kept{Log: &datafile.Log{File: "log.json"}, Number: n + 1, Raw: raw[n]})
	}
	var file bytes.Buffer
	if err := writer.Write(t.Context(), &file, kept, "111122223333"); err != nil {
		t.Fatal(err)
	}
	if engine.records < records/10 || engine.records > records*9/10 {
		t.Errorf("of %d records, %d are the engine's: the test is for nothing", records, engine.records)
	}
	want, err := lookup.Derive(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "rows.parquet")
	if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, column := range derived.Columns() {
		values := readColumn(t, name, column.Name)
		for row := range raw {
			if v := want[row][i]; !v.Known && values[row] != nil || v.Known && v.Text != nil && values[row] != string(v.Text) || v.Known && v.Text == nil && values[row] != v.Number {
				t.Fatalf("%s of %s is %v, not %q %d %t", column.Name, raw[row], values[row], v.Text, v.Number, v.Known)
			}
		}
	}
}

// readColumn returns the values of a column, by the numbers of the records.
func readColumn(t *testing.T, file, name string) (values []any) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT " + name + " FROM read_parquet('" + file + "') ORDER BY log_record")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var value any
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// The memory of records can have others when the next file is written.
func TestReusedMemory(t *testing.T) {
	writer, err := datafile.New(datafile.Options{Derived: derived.Columns()})
	if err != nil {
		t.Fatal(err)
	}
	memory := make([]byte, 0, 1<<10)
	for _, name := range []string{"sourceIdentitx", "sourceIdentity"} {
		raw := fmt.Appendf(memory, `{"userIdentity":{"arn":"arn:aws:iam::111122223333:user/%[1]s","sessionContext":{"%[1]s":"me"}},"eventSource":"iam.amazonaws.com"}`, name)
		var content bytes.Buffer
		if err := writer.Write(t.Context(), &content, []datafile.Kept{{Log: &datafile.Log{File: "log.json"}, Number: 1, Raw: raw}}, ""); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "rows.parquet")
		if err := os.WriteFile(file, content.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		var want any
		if name == "sourceIdentity" {
			want = "me"
		}
		for column, want := range map[string]any{"caller": "arn:aws:iam::111122223333:user/" + name, "useridentity.arn": "arn:aws:iam::111122223333:user/" + name, "lake_useridentity.sessioncontext.sourceidentity": want} {
			if got := readColumn(t, file, column); got[0] != want {
				t.Errorf("%s is %v, not %v", column, got[0], want)
			}
		}
	}
}
