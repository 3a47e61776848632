//go:build cgo

package export_test

import (
	"database/sql"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/bill/export"
	"github.com/trailq/trailq/internal/trailtest"
)

// headers are the columns of each form, in one order.
func headers() map[string]string {
	return map[string]string{
		"CUR":          "line_item_usage_start_date,line_item_usage_end_date,line_item_usage_account_id,product_region_code,line_item_product_code,line_item_usage_type,line_item_operation,line_item_resource_id,line_item_line_item_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code",
		"CUR (legacy)": "lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/UsageAccountId,product/region,lineItem/ProductCode,lineItem/UsageType,lineItem/Operation,lineItem/ResourceId,lineItem/LineItemType,lineItem/UsageAmount,lineItem/UnblendedCost,lineItem/CurrencyCode",
		"FOCUS":        "ChargePeriodStart,ChargePeriodEnd,SubAccountId,RegionId,x_ServiceCode,x_UsageType,x_Operation,ResourceId,ChargeCategory,ConsumedQuantity,BilledCost,BillingCurrency",
	}
}

const rows = `
2023-11-02T01:00:00.000Z,2023-11-02T02:00:00.000Z,111122223333,eu-west-1,AmazonS3,EU-Requests-Tier2,GetObject,amzn-s3-demo-bucket,Usage,10,0.0000040000,USD
2023-11-02T01:00:00.000Z,2023-11-02T02:00:00.000Z,111122223333,eu-west-1,AmazonS3,EU-Requests-Tier2,GetObject,amzn-s3-demo-bucket,Usage,5,0.0000020000,USD
2023-11-03T01:00:00.000Z,2023-11-03T02:00:00.000Z,111122223333,eu-west-1,AmazonS3,EU-Requests-Tier1,PutObject,amzn-s3-demo-bucket,Usage,2,0.00001,USD
2023-11-02T01:00:00.000Z,2023-11-02T02:00:00.000Z,111122223333,eu-west-1,AmazonEC2,EU-BoxUsage:m5.large,RunInstances,i-1234567890abcdef0,Usage,1,0.107,USD
`

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// asParquet returns a Parquet file with the rows of a CSV file, with the types that
// exports have.
func asParquet(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	out := filepath.Join(t.TempDir(), "part.snappy.parquet")
	if _, err := db.Exec(fmt.Sprintf("SET TimeZone = 'UTC'; COPY (SELECT * FROM read_csv('%s')) TO '%s' (FORMAT parquet)", path, out)); err != nil {
		t.Fatal(err)
	}
	return out
}

// check reads a bill, and compares it with the rows.
func check(t *testing.T, path, form string) {
	t.Helper()
	got, err := export.Read(t.Context(), trailq.Files(path), export.Window{}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got.Form != form || got.Currency != "USD" || len(got.Lines) != 3 {
		t.Fatalf("%+v", got)
	}
	amounts := make(map[string]float64)
	for _, line := range got.Lines {
		amounts[line.UsageType+" "+line.Service+" "+line.Resource] += line.Amount
		if line.UsageType == "EU-Requests-Tier2" {
			if line.Quantity != 15 || line.Rows != 2 || line.From.Format(time.RFC3339) != "2023-11-02T01:00:00Z" || line.Account != "111122223333" || line.Operation != "GetObject" {
				t.Errorf("%+v", line)
			}
		}
	}
	for key, want := range map[string]float64{
		"EU-Requests-Tier2 AmazonS3 amzn-s3-demo-bucket": 0.000006, "EU-Requests-Tier1 AmazonS3 amzn-s3-demo-bucket": 0.00001, " AmazonEC2 ": 0.107,
	} {
		if math.Abs(amounts[key]-want) > 1e-15 {
			t.Errorf("%q: %v, want %v", key, amounts[key], want)
		}
	}
}

func TestForms(t *testing.T) {
	for form, header := range headers() {
		t.Run(form, func(t *testing.T) {
			path := write(t, "bill.csv", header+rows)
			check(t, path, form)
			check(t, asParquet(t, path), form)
		})
	}
}

func TestWindow(t *testing.T) {
	path := write(t, "bill.csv", headers()["CUR"]+rows)
	day := time.Date(2023, 11, 3, 0, 0, 0, 0, time.UTC)
	got, err := export.Read(t.Context(), trailq.Files(path), export.Window{From: day, To: day.AddDate(0, 0, 1)}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	// Lines of other services have no time: they are named, and not shared.
	if len(got.Lines) != 2 || math.Abs(got.Outside-0.000006) > 1e-15 {
		t.Errorf("%+v", got)
	}
}

// What cannot be one bill is refused with a reason.
func TestRefusals(t *testing.T) {
	header := headers()["CUR"]
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing":        {map[string]string{"readme.txt": "hello"}, "no bill there"},
		"another table":  {map[string]string{"a.csv": "x,y\n1,2\n"}, "no bill that is known"},
		"two currencies": {map[string]string{"a.csv": header + strings.Replace(rows, "0.00001,USD", "0.00001,EUR", 1)}, "a bill of one currency"},
		"two versions": {map[string]string{"r/20231101-20231201/aaa/r-1.csv": header + rows, "r/20231101-20231201/bbb/r-1.csv": header + rows},
			"more than one version"},
		"no number": {map[string]string{"a.csv": header + strings.Replace(rows, "0.00001,USD", "much,USD", 1)}, "much"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, text := range test.files {
				path := filepath.Join(folder, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := export.Read(t.Context(), trailq.Dir(folder), export.Window{}, t.TempDir()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// The public FOCUS sample has no usage types: AWS's texts about prices tell the meter.
func TestFocusSample(t *testing.T) {
	got, err := export.Read(t.Context(), trailq.Files(trailtest.FocusSample(t)), export.Window{}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	whole, rows := 0.0, int64(0)
	for _, line := range got.Lines {
		whole += line.Amount
		rows += line.Rows
	}
	if rows != 1000 || math.Abs(whole-20.52022672899) > 1e-9 || got.Form != "FOCUS" {
		t.Errorf("%d rows, %v, %s", rows, whole, got.Form)
	}
}
