package billed

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/bill"
	"github.com/trailq/trailq/internal/bill/export"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// Options are the parameters of the report.
type Options struct {
	// By groups the calls. Without dimensions, all calls are one group.
	By []report.Dimension
	// Limit is the largest number of groups, and of lines, those that were charged most
	// for; zero means all.
	Limit int
	// Ranges tell AWS's addresses from the internet's. They can be nil.
	Ranges *address.Ranges
}

// The columns that the logs are grouped by beside the dimensions. No field of CloudTrail
// has such a name.
const (
	hourName      = report.Name("bill_hour")
	accountName   = report.Name("bill_account")
	operationName = report.Name("bill_operation")
	resourceName  = report.Name("bill_resource")
)

// keyDimensions returns what a line of a bill is found by. S3 bills the owner of the
// bucket, whom its records name with one of the resources, unless the requester pays; KMS
// bills the caller; CloudTrail bills the account of the trail.
func keyDimensions() []report.Dimension {
	owner := report.Expressionf("CASE WHEN %v THEN useridentity.accountid ELSE %v END", pricing.RequesterPays(), report.ResourceOwner())
	return []report.Dimension{
		{Name: hourName, SQL: report.Expressionf("substr(%v, 1, 13)", report.EventTime())},
		{Name: accountName, SQL: report.Expressionf("CASE eventsource WHEN %v THEN coalesce(%v, recipientaccountid) WHEN %v THEN coalesce(useridentity.accountid, recipientaccountid) ELSE recipientaccountid END",
			report.Text(price.S3Source), owner, report.Text(price.KMSSource))},
		{Name: operationName, SQL: report.Expressionf("eventname")},
		{Name: resourceName, SQL: report.Expressionf("CASE eventsource WHEN %v THEN json_extract_scalar(requestparameters, '$.bucketName') ELSE element_at(resources, 1).arn END",
			report.Text(price.S3Source))},
	}
}

// New returns the report of what calls moved on AWS's meters. Its columns are those of
// By and those that [Tally] reads.
func New(options Options, scope report.Scope) (*report.Report, error) {
	calls := pricing.Calls{Scope: scope, By: append(append([]report.Dimension(nil), options.By...), keyDimensions()...)}
	counted, err := calls.SQL()
	if err != nil {
		return nil, err
	}
	located, err := pricing.LocateSQL("counted", options.Ranges)
	if err != nil {
		return nil, err
	}
	return report.New(files, "uses", struct {
		Options
		report.Scope
		Counted, Located, Keys, Ordinals string
	}{options, scope, counted, located, useKeys, report.Ordinals(len(options.By) + 4 + len(strings.Split(useKeys, ",")) + 1)})
}

// useKeys are the columns of priced calls that decide which meters they move.
const useKeys = "cost_request, cost_event, cost_copy, cost_free, cost_region, cost_class"

// The places of the columns of an answer after its dimensions.
const (
	hourAt = iota
	accountAt
	operationAt
	resourceAt
	requestAt
	eventAt
	copyAt
	freeAt
	regionAt
	classAt
	toAt
	callsAt
	bytesAt
	placeCount
)

// group is calls with the same values of the dimensions.
type group struct {
	by           []table.Value
	calls, bytes float64
}

// Tally collects what the logs tell, for a [bill.Ledger] that has its lines.
type Tally struct {
	options Options
	bill    *export.Bill
	ledger  *bill.Ledger
	places  map[string]int
	groups  []group
	// Unlocated is how many bytes went to addresses that can be AWS's or the internet's.
	unlocated float64
}

// NewTally returns a tally for the lines of a bill.
func NewTally(options Options, read *export.Bill) *Tally {
	ledger := bill.NewLedger(read.Names)
	for i := range read.Lines {
		ledger.AddLine(&read.Lines[i])
	}
	return &Tally{options: options, bill: read, ledger: ledger, places: make(map[string]int)}
}

// Read reads the answer of the report.
func (t *Tally) Read(answer *table.Table) error {
	for row, err := range answer.Rows {
		if err != nil {
			return err
		}
		if err := t.addRow(row); err != nil {
			return err
		}
	}
	return nil
}

// addRow adds one row.
func (t *Tally) addRow(row []table.Value) error {
	dimensions := len(t.options.By)
	if len(row) != dimensions+placeCount {
		return fmt.Errorf("a row of %d values", len(row))
	}
	by, rest := row[:dimensions], row[dimensions:]
	text := func(at int) string { return string(rest[at].AppendText(nil)) }
	calls, err := pricing.ReadMoney(rest[callsAt])
	if err != nil {
		return err
	}
	bytes, err := pricing.ReadMoney(rest[bytesAt])
	if err != nil {
		return err
	}
	at := t.placeGroup(by)
	t.groups[at].calls += calls.USD
	t.groups[at].bytes += bytes.USD
	hour, err := time.Parse("2006-01-02T15", text(hourAt))
	if err != nil {
		return nil // no time, no line of a bill
	}
	use := bill.Use{Hour: hour, Account: text(accountAt), Region: text(regionAt), Operation: text(operationAt), Resource: text(resourceAt)}
	use.Units = calls.USD
	if text(eventAt) == "true" {
		t.addUse(at, use, bill.DataEvents)
	}
	if text(copyAt) != "" || text(freeAt) == "true" {
		return nil // charged by another record, or for nothing
	}
	switch price.Class(text(requestAt)) {
	case price.Put:
		t.addUse(at, use, bill.PutRequests)
	case price.Get:
		t.addUse(at, use, bill.GetRequests)
	case price.KMS, price.KMSAsymmetric:
		t.addUse(at, use, bill.KMSRequests)
	}
	if bytes.USD > 0 {
		use.Units = bytes.USD
		t.addBytes(at, use, address.Class(text(classAt)), text(toAt))
	}
	return nil
}

// addBytes adds bytes that S3 sent.
func (t *Tally) addBytes(at int, use bill.Use, class address.Class, to string) {
	t.addUse(at, use, bill.RetrievedBytes)
	switch class {
	case address.OtherRegion:
		use.To = to
		t.addUse(at, use, bill.RegionBytes)
	case address.SameRegion, address.VPCEndpoint:
		t.addUse(at, use, bill.SameRegionBytes)
	case address.Service:
		t.addUse(at, use, bill.CloudFrontBytes)
	default:
		if class != address.Internet {
			t.unlocated += use.Units
		}
		t.addUse(at, use, bill.InternetBytes)
	}
}

// addUse adds what one meter counted.
func (t *Tally) addUse(at int, use bill.Use, meter bill.Meter) {
	use.Meter = meter
	t.ledger.AddUse(at, &use)
}

// placeGroup returns the place of the group with these values.
func (t *Tally) placeGroup(by []table.Value) int {
	var key []byte
	for _, value := range by {
		key = append(key, byte(value.Kind()))
		key = value.AppendText(key)
		key = append(key, 0)
	}
	at, found := t.places[string(key)]
	if !found {
		at = len(t.groups)
		t.places[string(key)] = at
		kept := make([]table.Value, len(by))
		for i, value := range by {
			kept[i] = keepValue(value)
		}
		t.groups = append(t.groups, group{by: kept})
	}
	return at
}

// keepValue returns a copy of a value, which outlives its row.
func keepValue(value table.Value) table.Value {
	text := value.AppendText(nil)
	switch value.Kind() {
	case table.KindNull:
		return table.Value{}
	case table.KindNumber:
		return table.Number(string(text))
	case table.KindBool:
		return table.Bool(string(text) == "true")
	}
	return table.Text(string(text))
}
