package bill_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/bill"
)

// Usage types say the region, the meter, the region that data went to and the class.
func TestReadUsageType(t *testing.T) {
	names := readNames(t)
	for text, want := range map[string]bill.Usage{
		"Requests-Tier1":                {Meter: bill.PutRequests},
		"USE2-Requests-Tier2":           {Meter: bill.GetRequests, Region: "us-east-2"},
		"EU-Requests-SIA-Tier2":         {Meter: bill.GetRequests, Region: "eu-west-1", StorageClass: "SIA"},
		"APS3-Requests-GLACIER-Tier1":   {Meter: bill.PutRequests, Region: "ap-south-1", StorageClass: "GLACIER"},
		"EU-Requests-Tier4":             {Region: "eu-west-1"},
		"EUC1-DataTransfer-Out-Bytes":   {Meter: bill.InternetBytes, Region: "eu-central-1"},
		"DataTransfer-Out-Bytes":        {Meter: bill.InternetBytes},
		"USW2-EU-AWS-Out-Bytes":         {Meter: bill.RegionBytes, Region: "us-west-2", To: "eu-west-1"},
		"USW2-EU-AWS-In-Bytes":          {Region: "us-west-2", To: "eu-west-1"},
		"EU-C3DataTransfer-Out-Bytes":   {Meter: bill.SameRegionBytes, Region: "eu-west-1"},
		"EU-Retrieval-SIA":              {Meter: bill.RetrievedBytes, Region: "eu-west-1", StorageClass: "SIA"},
		"eu-west-1-KMS-Requests":        {Meter: bill.KMSRequests, Region: "eu-west-1"},
		"us-gov-east-1-KMS-Requests":    {Meter: bill.KMSRequests, Region: "us-gov-east-1"},
		"EU-DataEventsRecorded":         {Meter: bill.DataEvents, Region: "eu-west-1"},
		"EU-TimedStorage-ByteHrs":       {Region: "eu-west-1"},
		"EUW2-TimedStorage-SIA-ByteHrs": {Region: "eu-west-2"},
		"XYZ9-Requests-Tier1":           {},
		"":                              {},
	} {
		if got := names.ReadUsageType(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func readNames(t *testing.T) *bill.Names {
	t.Helper()
	names, err := bill.ReadNames()
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// noon is an hour of a bill.
func noon() time.Time { return time.Date(2023, 11, 2, 12, 0, 0, 0, time.UTC) }

// line returns a line of an hour for GetObject.
func line(usageType, resource string, quantity, amount float64) bill.Line {
	return bill.Line{
		From: noon(), To: noon().Add(time.Hour), Account: "111122223333", Region: "eu-west-1", Service: "AmazonS3",
		UsageType: usageType, Operation: "GetObject", Resource: resource, Quantity: quantity, Amount: amount, Currency: "USD",
	}
}

// use returns what calls of GetObject moved in that hour.
func use(meter bill.Meter, resource string, units float64) *bill.Use {
	return &bill.Use{
		Hour: noon(), Account: "111122223333", Region: "eu-west-1", Meter: meter,
		Operation: "GetObject", Resource: resource, Units: units,
	}
}

// A line goes to whom moved its meter, by what each moved; what AWS counted beyond that
// is nobody's.
func TestSettle(t *testing.T) {
	const bucket = "amzn-s3-demo-bucket"
	tests := map[string]struct {
		lines []bill.Line
		uses  []*bill.Use // of groups 0, 1, …
		want  []float64
		rest  float64
		why   bill.Reason // of the first line
	}{
		"shared": {[]bill.Line{line("EU-Requests-Tier2", bucket, 10, 5)},
			[]*bill.Use{use(bill.GetRequests, bucket, 8), use(bill.GetRequests, bucket, 2)}, []float64{4, 1}, 0, bill.Explained},
		"more than the logs": {[]bill.Line{line("EU-Requests-Tier2", bucket, 20, 10)},
			[]*bill.Use{use(bill.GetRequests, bucket, 5)}, []float64{2.5}, 7.5, bill.MoreThanLogs},
		"less than the logs": {[]bill.Line{line("EU-Requests-Tier2", bucket, 5, 10)},
			[]*bill.Use{use(bill.GetRequests, bucket, 10), use(bill.GetRequests, bucket, 10)}, []float64{5, 5}, 0, bill.Explained},
		"bytes": {[]bill.Line{line("EU-DataTransfer-Out-Bytes", bucket, 2, 1)},
			[]*bill.Use{use(bill.InternetBytes, bucket, bill.GB)}, []float64{0.5}, 0.5, bill.MoreThanLogs},
		"two classes": {[]bill.Line{line("EU-Requests-Tier2", bucket, 6, 3), line("EU-Requests-SIA-Tier2", bucket, 4, 4)},
			[]*bill.Use{use(bill.GetRequests, bucket, 10)}, []float64{7}, 0, bill.Explained},
		"no bucket in the bill": {[]bill.Line{line("EU-Requests-Tier2", "", 10, 5)},
			[]*bill.Use{use(bill.GetRequests, bucket, 5), use(bill.GetRequests, "other", 5)}, []float64{2.5, 2.5}, 0, bill.Explained},
		"another bucket": {[]bill.Line{line("EU-Requests-Tier2", bucket, 10, 5)},
			[]*bill.Use{use(bill.GetRequests, "other", 5)}, []float64{0}, 5, bill.NoBucket},
		"another meter": {[]bill.Line{line("EU-DataTransfer-Out-Bytes", bucket, 10, 5)},
			[]*bill.Use{use(bill.GetRequests, bucket, 5)}, []float64{0}, 5, bill.NoEvents},
		"storage": {[]bill.Line{line("EU-TimedStorage-ByteHrs", bucket, 10, 5)},
			[]*bill.Use{use(bill.GetRequests, bucket, 5)}, []float64{0}, 5, bill.NoCalls},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ledger := bill.NewLedger(readNames(t))
			whole := 0.0
			for i := range test.lines {
				whole += test.lines[i].Amount
				ledger.AddLine(&test.lines[i])
			}
			for group, u := range test.uses {
				ledger.AddUse(group, u)
			}
			amounts, sums := ledger.Settle(len(test.uses))
			shared, rest := 0.0, 0.0
			for i, want := range test.want {
				if got := amounts[i].Total(); math.Abs(got-want) > 1e-12 {
					t.Errorf("group %d has %v, want %v", i, got, want)
				}
				shared += amounts[i].Total()
			}
			for _, sum := range sums {
				rest += sum.Rest()
			}
			if math.Abs(rest-test.rest) > 1e-12 || math.Abs(shared+rest-whole) > 1e-12 {
				t.Errorf("rest %v, want %v; %v are shared of %v", rest, test.rest, shared, whole)
			}
			if sums[0].Reason != test.why {
				t.Errorf("reason %q, want %q", sums[0].Reason, test.why)
			}
		})
	}
}

// The names of S3's operations differ from those of events.
func TestOperations(t *testing.T) {
	ledger := bill.NewLedger(readNames(t))
	listing := line("EU-Requests-Tier1", "amzn-s3-demo-bucket", 10, 5)
	listing.Operation = "ListBucket"
	ledger.AddLine(&listing)
	listed := use(bill.PutRequests, "amzn-s3-demo-bucket", 10)
	listed.Operation = "ListObjects"
	ledger.AddUse(0, listed)
	if amounts, _ := ledger.Settle(1); amounts[0].Requests != 5 {
		t.Errorf("%+v", amounts[0])
	}
}

// Lines of days and months take the calls of their hours.
func TestPeriods(t *testing.T) {
	for name, length := range map[string]time.Duration{"day": 24 * time.Hour, "month": 30 * 24 * time.Hour} {
		ledger := bill.NewLedger(readNames(t))
		l := line("EU-Requests-Tier2", "amzn-s3-demo-bucket", 10, 5)
		l.From = time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)
		if name == "day" {
			l.From = l.From.AddDate(0, 0, 1)
		}
		l.To = l.From.Add(length)
		ledger.AddLine(&l)
		ledger.AddUse(0, use(bill.GetRequests, "amzn-s3-demo-bucket", 10))
		if amounts, _ := ledger.Settle(1); amounts[0].Requests != 5 {
			t.Errorf("%s: %+v", name, amounts[0])
		}
	}
}

// A bill outside the time of the logs is said to be so.
func TestOutsideTime(t *testing.T) {
	ledger := bill.NewLedger(readNames(t))
	early := line("EU-Requests-Tier2", "amzn-s3-demo-bucket", 10, 5)
	early.From, early.To = early.From.AddDate(0, 0, -3), early.To.AddDate(0, 0, -3)
	ledger.AddLine(&early)
	ledger.AddUse(0, use(bill.GetRequests, "amzn-s3-demo-bucket", 10))
	_, sums := ledger.Settle(1)
	if sums[0].Reason != bill.OtherTime || sums[0].Rest() != 5 {
		t.Errorf("%+v", sums[0])
	}
}

// A file that is no bill is refused with the columns that it has.
func TestUnknownForm(t *testing.T) {
	_, err := bill.FindForm([]string{"a", "b"})
	if err == nil || !strings.Contains(err.Error(), "but a, b") {
		t.Errorf("%v", err)
	}
}
