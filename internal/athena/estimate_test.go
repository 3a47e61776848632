package athena_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/athena"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trailtest/athenatest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

func TestTrinoType(t *testing.T) {
	for glue, want := range map[string]string{
		"string": "varchar", "int": "integer", "bigint": "bigint", "boolean": "boolean", "timestamp": "timestamp(3)", "decimal(10,2)": "decimal(10,2)",
		"array<string>": "array(varchar)", "map<string,string>": "map(varchar, varchar)",
		"struct<type:string,sessioncontext:struct<attributes:map<string,string>,n:int>>": `row("type" varchar, "sessioncontext" row("attributes" map(varchar, varchar), "n" integer))`,
		"array<struct<arn:string,price:decimal(3,1)>>":                                   `array(row("arn" varchar, "price" decimal(3,1)))`,
		"STRUCT< a : STRING >": `row("a" varchar)`, "struct<a:string": "struct<a:string", "uniontype<int>": "uniontype<int>",
	} {
		if got := athena.TrinoType(glue); got != want {
			t.Errorf("%s is %s, want %s", glue, got, want)
		}
	}
}

// trail is a table over a bucket, as trailq table makes it.
func trail() athenatest.Table {
	return athenatest.Table{
		Columns: []athenatest.Column{{Name: "eventName", Type: "string"}, {Name: "useridentity", Type: "struct<arn:string>"}},
		Keys:    []athenatest.Column{{Name: "account", Type: "string"}, {Name: "timestamp", Type: "string"}},
		Properties: map[string]string{
			"projection.enabled": "true", "location": "s3://trail/AWSLogs/", "storage.location.template": "s3://trail/AWSLogs/${account}/${timestamp}",
			"projection.account.type": "enum", "projection.account.values": "111122223333,444455556666",
			"projection.timestamp.type": "date", "projection.timestamp.format": "yyyy/MM/dd", "projection.timestamp.range": "2023/10/30,2023/11/08",
		},
	}
}

func TestDescribe(t *testing.T) {
	server := athenatest.Start(t, numberedRows(1))
	server.Tables["logs.trail"] = trail()
	c := open(t, server, client.Options{})
	name := catalog.Name{Schema: "logs", Table: "trail"}
	got, err := c.Describe(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	want := &catalog.Table{Name: name, Properties: trail().Properties, Columns: []catalog.Column{
		{Name: "eventname", Type: "varchar"}, {Name: "useridentity", Type: `row("arn" varchar)`}, {Name: "account", Type: "varchar", IsKey: true}, {Name: "timestamp", Type: "varchar", IsKey: true},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Describe(t.Context(), catalog.Name{Schema: "logs", Table: "other"}); !errors.Is(err, client.ErrNoTable) {
		t.Error(err)
	}
}

// plan returns an engine that answers EXPLAIN as Trino does.
func plan(constraints string) athenatest.Engine {
	return athenatest.EngineFunc(func(_ context.Context, sql string) (*athenatest.Answer, error) {
		if !strings.HasPrefix(sql, "EXPLAIN (TYPE IO, FORMAT JSON) SELECT") {
			return nil, fmt.Errorf("SYNTAX_ERROR: %s", sql)
		}
		text := `{"inputTableColumnInfos":[{"table":{"catalog":"awsdatacatalog","schemaTable":{"schema":"logs","table":"trail"}},` +
			`"constraint":{"none":false,"columnConstraints":[` + constraints + `]},"estimate":{"outputRowCount":"NaN"}}]}`
		return &athenatest.Answer{Columns: []athenatest.Column{{Name: "Query Plan", Type: "varchar"}}, Rows: [][]*string{textsOf(text)}}, nil
	})
}

// A dry run counts partitions and adds up the files in them, and nothing is scanned.
func TestEstimateWithDeclaredPlans(t *testing.T) {
	bucket := s3test.StartServer(t)
	bucket.MakeBucket(t, "trail", nil)
	for i, key := range []string{"111122223333/2023/11/01/a", "111122223333/2023/11/01/b", "111122223333/2023/11/02/c", "444455556666/2023/11/01/d", "444455556666/2023/11/010/e"} {
		bucket.Put(t, "trail", "AWSLogs/"+key, make([]byte, 1000<<i))
	}
	const day = `{"columnName":"timestamp","type":"varchar","domain":{"nullsAllowed":false,"ranges":[{"low":{"value":"2023/11/01","bound":"EXACTLY"},"high":{"value":"2023/11/01","bound":"EXACTLY"}}]}}`
	const days = `{"columnName":"timestamp","type":"varchar","domain":{"nullsAllowed":false,"ranges":[{"low":{"value":"2023/11/01","bound":"ABOVE"},"high":{"bound":"BELOW"}}]}}`
	const account = `{"columnName":"account","type":"varchar","domain":{"nullsAllowed":false,"ranges":[{"low":{"value":"111122223333","bound":"EXACTLY"},"high":{"value":"111122223333","bound":"EXACTLY"}}]}}`
	for _, test := range []struct {
		constraints string
		change      func(*athenatest.Table)
		want        client.Estimate
	}{
		{day, nil, client.Estimate{Partitions: 2, Of: 20, Bytes: 1000 + 2000 + 8000}},
		{day + "," + account, nil, client.Estimate{Partitions: 1, Of: 20, Bytes: 1000 + 2000}},
		{days + "," + account, nil, client.Estimate{Partitions: 7, Of: 20, Bytes: 4000}},
		{"", nil, client.Estimate{Partitions: 20, Of: 20, Bytes: 1000 + 2000 + 4000 + 8000}},
		{account, func(t *athenatest.Table) { t.Properties["projection.account.type"] = "injected" }, client.Estimate{Partitions: 10, Of: 10, Bytes: 7000}},
		{"", func(t *athenatest.Table) { t.Properties["projection.account.type"] = "injected" }, client.Estimate{Partitions: -1, Of: -1, Bytes: -1}},
		{"", func(t *athenatest.Table) { delete(t.Properties, "projection.enabled") }, client.Estimate{Partitions: -1, Of: -1, Bytes: -1}},
		{"", func(t *athenatest.Table) { t.Keys = nil; delete(t.Properties, "storage.location.template") }, client.Estimate{Partitions: 1, Of: 1, Bytes: 31000}},
		{day, func(t *athenatest.Table) { t.Properties["projection.timestamp.format"] = "yyyy-MM-dd HH" }, client.Estimate{Partitions: -1, Of: -1, Bytes: -1}},
	} {
		server := athenatest.Start(t, plan(test.constraints))
		server.Bucket = bucket
		table := trail()
		if test.change != nil {
			test.change(&table)
		}
		server.Tables["logs.trail"] = table
		c := open(t, server, client.Options{})
		described, err := c.Describe(t.Context(), catalog.Name{Schema: "logs", Table: "trail"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Estimate(t.Context(), client.Scan{Table: described, SQL: "SELECT 1 FROM trail"})
		if err != nil || got != test.want {
			t.Errorf("%s: %+v, %v; want %+v", test.constraints, got, err, test.want)
		}
	}
}
