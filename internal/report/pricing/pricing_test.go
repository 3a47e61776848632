//go:build cgo

package pricing_test

import (
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/report/reporttest"
	"github.com/trailq/trailq/internal/table"
	"github.com/trailq/trailq/internal/trailtest"
)

// answers runs SQL on records, and returns its columns as text by the first one.
func answers(t *testing.T, records []map[string]any, sql string) map[string][]string {
	t.Helper()
	var lines strings.Builder
	for _, record := range records {
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.json"), []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	statements, err := dialect.Split(sql)
	if err != nil {
		t.Fatal(err)
	}
	r := &report.Report{SQL: sql, Statement: statements[0], Present: func(answer *table.Table) *table.Table { return answer }}
	found := make(map[string][]string)
	for _, row := range reporttest.Rows(t, reporttest.OpenDB(t, trailq.Dir(folder)), r) {
		var values []string
		for _, value := range row {
			switch value := value.(type) {
			case nil:
				values = append(values, "")
			case bool:
				values = append(values, map[bool]string{true: "true", false: "false"}[value])
			default:
				values = append(values, value.(string))
			}
		}
		found[values[0]] = values[1:]
	}
	return found
}

// counted is the SQL that counts calls by a text of each record.
func counted(t *testing.T) string {
	t.Helper()
	calls := pricing.Calls{By: []report.Dimension{{Name: "key", SQL: report.Expressionf("useragent")}}}
	sql, err := calls.SQL()
	if err != nil {
		t.Fatal(err)
	}
	return sql
}

// The class of a call goes by its name.
func TestRequestClass(t *testing.T) {
	var records []map[string]any
	want := make(map[string]price.Class)
	for _, test := range []struct {
		source, name string
		want         price.Class
	}{
		{"s3", "GetObject", price.Get}, {"s3", "HeadObject", price.Get}, {"s3", "HeadBucket", price.Get},
		{"s3", "SelectObjectContent", price.Get}, {"s3", "PreflightRequest", price.Get}, {"s3", "GetBucketAcl", price.Get},
		{"s3", "PutObject", price.Put}, {"s3", "CopyObject", price.Put}, {"s3", "UploadPart", price.Put},
		{"s3", "CompleteMultipartUpload", price.Put}, {"s3", "ListObjects", price.Put}, {"s3", "ListBuckets", price.Put},
		{"s3", "CreateBucket", price.Put}, {"s3", "PutBucketPolicy", price.Put},
		{"s3", "DeleteObject", price.Delete}, {"s3", "DeleteObjects", price.Delete}, {"s3", "DeleteBucketPolicy", price.Delete},
		{"s3", "AbortMultipartUpload", price.Delete}, {"s3", "RestoreObject", price.Restore}, {"s3", "", price.Get},
		{"kms", "Decrypt", price.KMS}, {"kms", "GenerateDataKey", price.KMS}, {"kms", "DescribeKey", price.KMS},
		{"kms", "Sign", price.KMSAsymmetric}, {"kms", "GenerateDataKeyPair", price.KMSAsymmetric}, {"kms", "RotateKey", price.None},
		// A data event is of a call that costs something, even if no rule says what.
		{"ec2", "GetObject", "ec2"}, {"s3express", "GetObject", price.Get.In(price.ExpressOneZone)}, {"s3express", "DeleteObject", price.Delete},
	} {
		key := test.source + " " + test.name
		want[key] = test.want
		records = append(records, map[string]any{
			"eventSource": test.source + ".amazonaws.com", "eventName": test.name, "eventCategory": "Data", "userAgent": key,
		})
	}
	got := answers(t, records, "WITH "+counted(t)+` SELECT "key", cost_request FROM counted`)
	for key, class := range want {
		if row := got[key]; len(row) != 1 || row[0] != string(class) {
			t.Errorf("%s: %q, want %q", key, row, class)
		}
	}
}

// S3 does not charge for some errors.
func TestFreeFailures(t *testing.T) {
	tests := map[string]bool{
		"": false, "AccessDenied": false, "NoSuchKey": false, "NoSuchBucket": false, "NotModified": false, "PreconditionFailed": false,
		"SlowDown": true, "InternalError": true, "ServiceUnavailable": true, "PermanentRedirect": true, "InvalidRange": true,
		"SignatureDoesNotMatch": true, "KMS.NotFoundException": true, "ExpiredToken": true, "NoSuchUpload": true,
	}
	var records []map[string]any
	for code := range tests {
		records = append(records, map[string]any{"eventSource": "s3.amazonaws.com", "eventName": "GetObject", "errorCode": code, "userAgent": code})
		records = append(records, map[string]any{"eventSource": "kms.amazonaws.com", "eventName": "Sign", "errorCode": code, "userAgent": "kms " + code})
	}
	got := answers(t, records, "WITH "+counted(t)+` SELECT "key", cost_free FROM counted`)
	for code, want := range tests {
		if row := got[code]; len(row) != 1 || row[0] != map[bool]string{true: "true", false: "false"}[want] {
			t.Errorf("%q: %q, want %v", code, row, want)
		}
		if row := got["kms "+code]; len(row) != 1 || row[0] != "false" {
			t.Errorf("KMS, %q: %q", code, row)
		}
	}
}

// CloudTrail charges for data events, which old records do not say that they are.
func TestDataEvents(t *testing.T) {
	var records []map[string]any
	want := make(map[string]string)
	for _, test := range []struct{ category, source, name, want string }{
		{"Data", "dynamodb", "GetItem", "true"}, {"Management", "s3", "GetObject", "false"},
		{"", "s3", "GetObject", "true"}, {"", "s3", "ListObjects", "true"}, {"", "s3", "GetBucketAcl", "false"}, {"", "s3", "ListBuckets", "false"},
		{"", "lambda", "Invoke", "true"}, {"", "kms", "Decrypt", "false"},
		{"Insight", "s3", "GetObject", ""}, {"", "lambda", "ListFunctions20150331", ""}, // not counted
	} {
		key := test.category + " " + test.source + " " + test.name
		want[key] = test.want
		record := map[string]any{"eventSource": test.source + ".amazonaws.com", "eventName": test.name, "userAgent": key}
		if test.category != "" {
			record["eventCategory"] = test.category
		}
		records = append(records, record)
	}
	got := answers(t, records, "WITH "+counted(t)+` SELECT "key", cost_event FROM counted`)
	for key, event := range want {
		if row := strings.Join(got[key], ""); row != event {
			t.Errorf("%s: %q, want %q", key, row, event)
		}
	}
}

const ranges = `{
  "syncToken": "1", "createDate": "2026-08-22-21-17-05",
  "prefixes": [
    {"ip_prefix": "198.51.100.0/24", "region": "eu-west-1", "service": "AMAZON"},
    {"ip_prefix": "198.51.100.0/24", "region": "eu-west-1", "service": "EC2"},
    {"ip_prefix": "198.51.100.128/25", "region": "us-east-1", "service": "AMAZON"},
    {"ip_prefix": "203.0.113.0/25", "region": "GLOBAL", "service": "AMAZON"},
    {"ip_prefix": "203.0.113.0/25", "region": "GLOBAL", "service": "CLOUDFRONT"},
    {"ip_prefix": "203.0.113.64/26", "region": "us-east-1", "service": "EC2"},
    {"ip_prefix": "203.0.113.128/25", "region": "GLOBAL", "service": "GLOBALACCELERATOR"}
  ],
  "ipv6_prefixes": [
    {"ipv6_prefix": "2001:db8:1::/48", "region": "eu-west-1", "service": "AMAZON"},
    {"ipv6_prefix": "2001:db8:1:2::/64", "region": "us-east-1", "service": "S3"}
  ]
}`

// The class of a call is the network path of its answer.
func TestTransferClass(t *testing.T) {
	type expected struct {
		with    address.Class
		region  string // where it is another
		without address.Class
	}
	both := func(class address.Class) expected { return expected{with: class, without: class} }
	aws := func(class address.Class, region string) expected {
		return expected{class, region, address.InternetOrAWS}
	}
	tests := map[string]expected{
		"192.0.2.7":                      aws(address.Internet, ""),
		"10.1.2.3":                       both(address.VPCEndpoint),
		"172.31.255.1":                   both(address.VPCEndpoint),
		"172.32.0.1":                     aws(address.Internet, ""),
		"100.64.0.1":                     both(address.VPCEndpoint),
		"fd00::1":                        both(address.VPCEndpoint),
		"fe80::1%eth0":                   both(address.VPCEndpoint),
		"198.51.100.1":                   aws(address.SameRegion, ""),
		"::ffff:198.51.100.1":            aws(address.SameRegion, ""),
		"198.51.100.129":                 aws(address.OtherRegion, "us-east-1"),
		"203.0.113.5":                    aws(address.Service, ""),
		"203.0.113.77":                   aws(address.Service, ""),
		"203.0.113.200":                  aws(address.Unknown, ""),
		"2001:db8:1:1::5":                aws(address.SameRegion, ""),
		"2001:DB8:1:2::5":                aws(address.OtherRegion, "us-east-1"),
		"2001:db8:2::5":                  aws(address.Internet, ""),
		"cloudfront.amazonaws.com":       both(address.Service),
		"s3.amazonaws.com":               both(address.Service),
		"AWS Internal":                   both(address.Service),
		"amazonaws.com.example.org":      both(address.Unknown),
		"127.0.0.1":                      both(address.Unknown),
		"255.255.255.255":                both(address.Unknown),
		"":                               both(address.Unknown),
		"HIDDEN_DUE_TO_SECURITY_REASONS": both(address.Unknown),
		"\x1b[2J":                        both(address.Unknown),
	}
	var records []map[string]any
	for source := range tests {
		for key, more := range map[string]map[string]any{
			source:               {"awsRegion": "eu-west-1"},
			"endpoint " + source: {"awsRegion": "eu-west-1", "vpcEndpointId": "vpce-1"},
			"nowhere " + source:  {},
		} {
			more["eventSource"], more["eventName"], more["sourceIPAddress"], more["userAgent"] = "s3.amazonaws.com", "GetObject", source, key
			more["additionalEventData"] = map[string]any{"bytesTransferredOut": 1}
			records = append(records, more)
		}
	}
	for name, r := range map[string]*address.Ranges{"with ranges": read(t, ranges), "without": nil} {
		got := answers(t, records, "WITH "+counted(t)+", "+located(t, "counted", r)+` SELECT "key", cost_class, CASE WHEN cost_class = 'other region' THEN cost_other END FROM located`)
		for source, want := range tests {
			class, region, nowhere := want.with, want.region, want.with
			if r == nil {
				class, region, nowhere = want.without, "", want.without
			}
			if nowhere == address.SameRegion || nowhere == address.OtherRegion {
				nowhere = address.Unknown
			}
			for key, want := range map[string][2]string{
				source:               {string(class), region},
				"endpoint " + source: {string(address.VPCEndpoint), ""},
				"nowhere " + source:  {string(nowhere), ""},
			} {
				if row := got[key]; len(row) != 2 || row[0] != want[0] || row[1] != want[1] {
					t.Errorf("%s: %q: %q, want %q", name, key, row, want)
				}
			}
		}
	}
}

func read(t *testing.T, text string) *address.Ranges {
	t.Helper()
	ranges, err := address.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return ranges
}

func located(t *testing.T, name string, ranges *address.Ranges) string {
	t.Helper()
	sql, err := pricing.LocateSQL(name, ranges)
	if err != nil {
		t.Fatal(err)
	}
	return sql
}

// On AWS's own list, the SQL finds the block of each address that there is: the
// first, the last and the next of each block. And the SQL stays within what Athena
// takes, by far.
func TestLocateAgreesWithBlocks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(trailtest.ReferenceData(t), "reference/PRICES/ip-ranges/ip-ranges.json"))
	if err != nil {
		t.Fatal(err)
	}
	r := read(t, string(text))
	sql := located(t, "addresses", r)
	if len(sql) > 90_000 {
		t.Errorf("the SQL has %d bytes", len(sql))
	}
	want := make(map[string]string)
	add := func(a netip.Addr, b address.Block) {
		if !a.IsValid() || a.Is4In6() {
			return
		}
		if b.Class == "" && b.Region != "" {
			b.Class = address.OtherRegion
		}
		want[a.String()] = string(b.Class) + " " + b.Region
	}
	blocks := r.Blocks()
	for _, b := range blocks {
		add(b.First.Prev(), address.Block{Class: address.Internet})
		add(b.Last.Next(), address.Block{Class: address.Internet})
	}
	for _, b := range blocks {
		add(b.First, b)
		add(b.Last, b)
	}
	var records []map[string]any
	for a := range want {
		records = append(records, map[string]any{"eventSource": "s3.amazonaws.com", "eventName": "GetObject", "sourceIPAddress": a})
	}
	got := answers(t, records, `WITH addresses AS (
  SELECT sourceipaddress AS cost_address, false AS cost_endpoint, 'nowhere' AS cost_region FROM cloudtrail_logs
), `+sql+` SELECT cost_address, cost_class || ' ' || coalesce(cost_other, '') FROM located`)
	wrong := 0
	for a, class := range want {
		if row := got[a]; len(row) != 1 || row[0] != class {
			if wrong++; wrong < 10 {
				t.Errorf("%s: %q, want %q", a, row, class)
			}
		}
	}
	if wrong > 0 || len(got) < 10_000 {
		t.Errorf("%d of %d are wrong", wrong, len(got))
	}
}
