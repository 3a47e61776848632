package tableddl_test

import (
	"github.com/trailq/trailq/internal/dialect/schema"

	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/tableddl"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

// keys are folders in memory: those that the keys of a bucket make.
type keys struct {
	list  []string
	calls atomic.Int64
	err   error
}

func (k *keys) Folders(_ context.Context, path string) ([]string, error) {
	k.calls.Add(1)
	found := make(map[string]bool)
	for _, key := range k.list {
		if rest, ok := strings.CutPrefix(key, path); ok {
			if name, _, isFolder := strings.Cut(rest, "/"); isFolder {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), k.err
}

func logKey(prefix, account, region, day string) string {
	return fmt.Sprintf("%s%s/CloudTrail/%s/%s/%s_CloudTrail_%s_x.json.gz", prefix, account, region, day, account, region)
}

func TestFind(t *testing.T) {
	digest := "AWSLogs/777788889999/CloudTrail-Digest/eu-west-1/2019/01/01/x.json.gz"
	trail := []string{
		logKey("AWSLogs/", "444455556666", "eu-west-1", "2023/11/01"), logKey("AWSLogs/", "111122223333", "us-east-1", "2023/02/09"),
		logKey("AWSLogs/", "111122223333", "us-east-1", "2023/02/10"), logKey("AWSLogs/", "111122223333", "us-gov-west-1", "2024/01/01"),
		digest, "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2018/01/01/x", "AWSLogs/o-exampleorgid/111122223333/CloudTrail-Insight/x",
	}
	organisation := []string{logKey("security/AWSLogs/o-exampleorgid/", "111122223333", "eu-west-1", "2022/12/31"), logKey("security/AWSLogs/o-exampleorgid/", "444455556666", "eu-west-1", "2023/01/01")}
	converted := []string{
		"_trailq/folder.json", "data/account=111122223333/region=eu-west-1/date=2023-11-02/1.parquet",
		"data/account=111122223333/region=us-east-1/date=2023-10-31/1.parquet", "data/account=444455556666/region=eu-west-1/date=2024-01-01/1.parquet",
	}
	earlier := []string{
		"_trailq/folder.json", "account=111122223333/region=eu-west-1/date=2023-11-02/1.parquet",
		"account=111122223333/region=us-east-1/date=2023-10-31/1.parquet", "account=444455556666/region=eu-west-1/date=2024-01-01/1.parquet",
	}
	own := tableddl.Definition{Location: "s3://b/AWSLogs/", Accounts: []string{"111122223333", "444455556666"}, Regions: []string{"eu-west-1", "us-east-1", "us-gov-west-1"}, FirstDay: "2023/02/09"}
	ofOrganisation := tableddl.Definition{Location: "s3://b/security/AWSLogs/o-exampleorgid/", Accounts: own.Accounts, Regions: []string{"eu-west-1"}, FirstDay: "2022/12/31"}
	for _, test := range []struct {
		name, location string
		keys           []string
		want           []tableddl.Definition
	}{
		{"a trail", "s3://b/", trail, []tableddl.Definition{own}},
		{"an organisation's trail", "s3://b/", organisation, []tableddl.Definition{ofOrganisation}},
		{"both", "s3://b/", slices.Concat(trail, organisation), []tableddl.Definition{own, ofOrganisation}},
		{"an account", "s3://b/AWSLogs/111122223333/", []string{"CloudTrail/eu-west-1/2023/11/01/x", "CloudTrail-Digest/us-east-1/2020/01/01/x"},
			[]tableddl.Definition{{Location: "s3://b/AWSLogs/", Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}, FirstDay: "2023/11/01"}}},
		{"a converted folder", "s3://b/p/", converted, []tableddl.Definition{{Location: "s3://b/p/data/", Layout: tableddl.Converted, Accounts: own.Accounts,
			Regions: []string{"eu-west-1", "us-east-1"}, FirstDay: "2023/10/31"}}},
		{"a converted folder of an earlier version", "s3://b/p/", earlier, []tableddl.Definition{{Location: "s3://b/p/", Layout: tableddl.Converted, Accounts: own.Accounts,
			Regions: []string{"eu-west-1", "us-east-1"}, FirstDay: "2023/10/31"}}},
		{"events without a time", "s3://b/p/", append(earlier, "account=111122223333/region=eu-west-1/date=__HIVE_DEFAULT_PARTITION__/1.parquet"),
			[]tableddl.Definition{{Location: "s3://b/p/", Layout: tableddl.Converted, Accounts: own.Accounts, Regions: []string{"eu-west-1", "us-east-1"}, FirstDay: "2023/10/31", OtherFolders: true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := tableddl.Find(t.Context(), &keys{list: test.keys}, test.location)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFindFails(t *testing.T) {
	for name, list := range map[string][]string{
		"nothing":      nil,
		"other files":  {"photos/2023/11/01/x.jpg"},
		"no log files": {"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2023/11/01/x"},
	} {
		if found, err := tableddl.Find(t.Context(), &keys{list: list}, "s3://b/"); !errors.Is(err, tableddl.ErrNoLogs) {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	quoted := &keys{list: []string{logKey("AWSLogs/", "111122223333", "eu-west-1", "2023/11/01")}}
	if _, err := tableddl.Find(t.Context(), quoted, "s3://b/it's/"); err == nil || !strings.Contains(err.Error(), "cannot hold quotes") {
		t.Error(err)
	}
	refused := errors.New("AccessDenied")
	if _, err := tableddl.Find(t.Context(), &keys{err: refused}, "s3://b/"); !errors.Is(err, refused) {
		t.Error(err)
	}
}

// The calls grow with accounts and regions, not with days or objects.
func TestFewListCalls(t *testing.T) {
	bucket := new(keys)
	const accounts, regions = 20, 3
	for account := range accounts {
		for _, region := range []string{"eu-west-1", "us-east-1", "us-west-2"} {
			for month := range 12 {
				for day := range 28 {
					bucket.list = append(bucket.list, logKey("AWSLogs/", fmt.Sprintf("%012d", 111122223333+account), region, fmt.Sprintf("2023/%02d/%02d", month+1, day+1)))
				}
			}
		}
	}
	if _, err := tableddl.Find(t.Context(), bucket, "s3://b/"); err != nil {
		t.Fatal(err)
	}
	if most := int64(2 + accounts + 3*accounts*regions + 2); bucket.calls.Load() > most {
		t.Errorf("%d list calls for %d objects, want at most %d", bucket.calls.Load(), len(bucket.list), most)
	}
}

// What is printed can be read by the dialect, and its columns are the documented ones.
func TestDialectReadsStatement(t *testing.T) {
	for _, layout := range []tableddl.Layout{tableddl.Delivered, tableddl.Converted} {
		d := tableddl.Definition{Location: "s3://amzn-s3-demo-bucket/its/AWSLogs/", Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}, FirstDay: "2023/11/01", Layout: layout, Record: true}
		tables, err := dialect.ParseDDL(d.Statement("security.trail"))
		if err != nil || len(tables) != 1 || tables[0].Name != "trail" {
			t.Fatalf("%v, %v", tables, err)
		}
		partitions := map[string]schema.Partition{}
		formats := map[string]string{}
		for _, column := range tables[0].Columns {
			if column.Partition != schema.NoPartition {
				partitions[column.Name], formats[column.Name] = column.Partition, column.Format
			}
			// log_… name what the scan has under other names.
			if strings.HasPrefix(column.Expression, "CAST(NULL") && !strings.HasPrefix(column.Name, "log_") && column.Name != "event_time" {
				t.Errorf("column %s is unknown", column.Name)
			}
		}
		day, format := "timestamp", "yyyy/MM/dd"
		if layout == tableddl.Converted {
			day, format = "date", "yyyy-MM-dd"
		}
		want := map[string]schema.Partition{"account": schema.AccountPartition, "region": schema.RegionPartition, day: schema.DayPartition}
		if !maps.Equal(partitions, want) || formats[day] != format {
			t.Errorf("partitions %v, formats %v", partitions, formats)
		}
	}
}

// AWS's table and ours for raw logs have the same columns, with the same types.
func TestColumnsAreDocumented(t *testing.T) {
	columns := func(text string) string {
		_, text, _ = strings.Cut(text, "(")
		text, _, _ = strings.Cut(text, "PARTITIONED BY")
		return strings.ToLower(strings.Join(strings.Fields(text), ""))
	}
	documented, err := os.ReadFile(filepath.Join("testdata", "documented.sql"))
	if err != nil {
		t.Fatal(err)
	}
	d := tableddl.Definition{Location: "s3://b/"}
	if diff := cmp.Diff(sortColumns(columns(string(documented))), sortColumns(columns(d.Statement("t")))); diff != "" {
		t.Error(diff)
	}
}

// sortColumns cuts columns at their commas outside of types.
func sortColumns(text string) []string {
	var parts []string
	depth, start := 0, 0
	for i, c := range text {
		switch {
		case c == '<':
			depth++
		case c == '>':
			depth--
		case (c == ',' || c == ')') && depth == 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	slices.Sort(parts)
	return parts
}

// A bucket on a real server and a folder with the same files have the same table.
func TestBucketAndFolder(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	tree := make(trailtest.Tree)
	for _, key := range []string{
		logKey("AWSLogs/", "111122223333", "eu-west-1", "2023/11/02"), logKey("AWSLogs/", "111122223333", "us-east-1", "2023/11/01"), logKey("AWSLogs/o-exampleorgid/", "444455556666", "eu-west-1", "2024/02/29"),
	} {
		tree[key] = []byte("{}")
	}
	server.MakeBucket(t, "trail", tree)
	source, err := s3source.New(t.Context(), "s3://trail/AWSLogs", s3source.Options{EndpointURL: server.Endpoint})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := source.(tableddl.Folders); !ok {
		t.Fatal("a bucket lists no folders")
	}
	source, err = s3source.New(t.Context(), "s3://trail/AWSLogs/", s3source.Options{EndpointURL: server.Endpoint})
	if err != nil {
		t.Fatal(err)
	}
	ofBucket, err := tableddl.Find(t.Context(), source.(tableddl.Folders), "s3://trail/AWSLogs/")
	if err != nil {
		t.Fatal(err)
	}
	ofFolder, err := tableddl.Find(t.Context(), tableddl.LocalFolder(filepath.Join(server.Folder("trail"), "AWSLogs")), "s3://trail/AWSLogs/")
	if err != nil {
		t.Fatal(err)
	}
	want := []tableddl.Definition{
		{Location: "s3://trail/AWSLogs/", Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1", "us-east-1"}, FirstDay: "2023/11/01"},
		{Location: "s3://trail/AWSLogs/o-exampleorgid/", Accounts: []string{"444455556666"}, Regions: []string{"eu-west-1"}, FirstDay: "2024/02/29"},
	}
	if diff := cmp.Diff(want, ofBucket) + cmp.Diff(want, ofFolder); diff != "" {
		t.Error(diff)
	}
}
