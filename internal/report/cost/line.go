package cost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/bill"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// lineColumns are the columns that stand for a line of a bill in the SQL: what its usage
// type and operation follow from.
func lineColumns() []column {
	return []column{
		{"line_operation", "line_operation"}, {"line_request", "cost_request"}, {"line_event", "cost_event"}, {"line_region", "cost_region"},
		{"line_to", "cost_to"}, {"line_class", "cost_class"}, {"line_copy", "cost_copy"}, {"line_free", "cost_free"},
	}
}

// operationDimension is the eventName, which no other column has once calls are priced.
func operationDimension() report.Dimension {
	return report.Dimension{Name: "line_operation", SQL: report.Expressionf("eventname")}
}

// HasLines reports whether the groups are lines of a bill.
func (o *Options) HasLines() bool {
	return slices.ContainsFunc(o.By, func(d Dimension) bool { return d.kind == lineKind })
}

// lines collects the groups of an answer as lines of a bill: a group of calls can be on
// several, such as those of its requests, its bytes and its data events.
type lines struct {
	options *Options
	names   *bill.Names
	rows    []*lineRow
	places  map[string]*lineRow
}

// lineRow is one line. Its amounts are in the order of the table's columns.
type lineRow struct {
	by                                    []table.Value // without the line
	name                                  string
	calls, freeBytes, billedBytes, events float64
	requests, transfer, trail, retrieval  pricing.Money
}

func newLines(options *Options) (*lines, error) {
	names, err := bill.ReadNames()
	return &lines{options: options, names: names, places: make(map[string]*lineRow)}, err
}

// row returns the line with a name and values of the other dimensions.
func (l *lines) row(name string, by []table.Value) *lineRow {
	var key strings.Builder
	key.WriteString(name)
	for _, v := range by {
		fmt.Fprintf(&key, "\x00%d%s", v.Kind(), v.AppendText(nil))
	}
	found := l.places[key.String()]
	if found == nil {
		zero := pricing.Money{}
		found = &lineRow{name: name, requests: zero, transfer: zero, trail: zero, retrieval: zero}
		for _, v := range by {
			found.by = append(found.by, keepValue(v))
		}
		l.places[key.String()] = found
		l.rows = append(l.rows, found)
	}
	return found
}

// keepValue returns a copy of a value, which outlives its row.
func keepValue(v table.Value) table.Value {
	if v.Kind() == table.KindNull {
		return table.Value{}
	}
	if v.Kind() == table.KindNumber {
		return table.Number(string(v.AppendText(nil)))
	}
	return table.Text(string(v.AppendText(nil)))
}

// addMoney adds an amount that can be unknown.
func addMoney(into *pricing.Money, m pricing.Money) {
	into.USD += m.USD
	into.IsKnown = into.IsKnown || m.IsKnown
}

// addGroup adds a group of the answer, in which [lineColumns] stand for the line.
func (l *lines) addGroup(columns, amounts []table.Value) error {
	at := slices.IndexFunc(l.options.By, func(d Dimension) bool { return d.kind == lineKind })
	end := at + len(lineColumns())
	return l.addRow(slices.Concat(columns[:at], columns[end:]), columns[at:end], amounts)
}

// addRow adds a group: its keys are the values of [lineColumns].
func (l *lines) addRow(by, keys, amounts []table.Value) error {
	charge, err := readAmounts(keys, amounts)
	if err != nil {
		return err
	}
	operation := string(keys[0].AppendText(nil))
	calls, isCharged := float64(charge.Calls), false
	if name := l.requestLine(&charge, operation); name != "" {
		row := l.row(name, by)
		row.calls += calls
		addMoney(&row.requests, charge.Requests)
		isCharged = true
	}
	if free := charge.free; charge.BilledBytes+free > 0 {
		row := l.row(l.transferLine(&charge, operation), by)
		row.calls += calls
		row.billedBytes += charge.BilledBytes
		row.freeBytes += free
		addMoney(&row.transfer, pricing.Money{USD: charge.Transfer.USD - charge.Carried.USD, IsKnown: charge.Transfer.IsKnown})
		isCharged = true
	}
	if charge.CarriedBytes > 0 {
		row := l.row(l.nameUsage(pathMeters()[charge.Request.Via()], &charge)+" "+l.names.Operation(operation), by)
		row.calls += calls
		row.billedBytes += charge.CarriedBytes
		addMoney(&row.transfer, charge.Carried)
	}
	if charge.ReadBytes > 0 {
		row := l.row(l.nameUsage(bill.RetrievedBytes, &charge)+" "+l.names.Operation(operation), by)
		row.calls += calls
		row.billedBytes += charge.ReadBytes
		addMoney(&row.retrieval, charge.Retrieval)
	}
	if charge.IsEvent {
		row := l.row(l.nameUsage(bill.DataEvents, &charge), by)
		row.calls += calls
		row.events += calls
		addMoney(&row.trail, charge.TrailUSD)
		isCharged = true
	}
	if !isCharged {
		l.row("", by).calls += calls
	}
	return nil
}

// lineCharge is a charge with the bytes that nothing is charged for.
type lineCharge struct {
	pricing.Charge
	free float64
}

// readAmounts reads a group.
func readAmounts(keys, amounts []table.Value) (lineCharge, error) {
	charge, err := pricing.ReadCharge(keys[1:], sumsOf(amounts))
	if err != nil {
		return lineCharge{}, err
	}
	free, err := pricing.ReadMoney(amounts[freeBytesAt])
	return lineCharge{charge, free.USD}, err
}

// pathMeters returns the meters of the paths to S3.
// https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
func pathMeters() map[price.Via]bill.Meter {
	return map[price.Via]bill.Meter{price.InterfaceEndpoint: "VpcEndpoint-Bytes", price.Accelerated: "DataTransfer-Out-ABytes"}
}

// nameUsage returns the usage type of a meter.
func (l *lines) nameUsage(meter bill.Meter, c *lineCharge) string {
	return l.names.UsageType(meter, c.Region, c.To, string(c.Request.Storage()))
}

// requestLine returns the line of requests, or "" if nothing is charged for them.
// Services other than S3 and KMS have the class for a name.
func (l *lines) requestLine(c *lineCharge, operation string) string {
	if c.Copy != pricing.NotCopied || c.IsFree || c.Request.IsFree() {
		return ""
	}
	switch c.Request.Base() {
	case price.Put:
		return l.nameUsage(bill.PutRequests, c) + " " + l.names.Operation(operation)
	case price.Get:
		return l.nameUsage(bill.GetRequests, c) + " " + l.names.Operation(operation)
	case price.KMS, price.KMSAsymmetric:
		return l.nameUsage(bill.KMSRequests, c) + " " + operation
	}
	return string(c.Request) + " " + operation
}

// transferLine returns the line of bytes that S3 sent.
func (l *lines) transferLine(c *lineCharge, operation string) string {
	meter := bill.SameRegionBytes
	switch {
	case c.To == price.Internet:
		meter = bill.InternetBytes
	case c.To != "":
		meter = bill.RegionBytes
	case c.Class == address.Service:
		meter = bill.CloudFrontBytes
	}
	return l.nameUsage(meter, c) + " " + l.names.Operation(operation)
}

// tabulateRows returns the lines, those that cost most first.
func (l *lines) tabulateRows(f *footing) [][]table.Value {
	whole := 0.0
	for _, row := range l.rows {
		whole += row.sumCharges().USD
	}
	slices.SortStableFunc(l.rows, func(a, b *lineRow) int {
		return cmp.Or(cmp.Compare(b.sumCharges().USD, a.sumCharges().USD), cmp.Compare(b.calls, a.calls), cmp.Compare(a.name, b.name), slices.CompareFunc(a.by, b.by, func(x, y table.Value) int {
			return strings.Compare(string(x.AppendText(nil)), string(y.AppendText(nil)))
		}))
	})
	f.groups = int64(len(l.rows))
	shown := l.rows
	if l.options.Limit > 0 && len(shown) > l.options.Limit {
		shown = shown[:l.options.Limit]
	}
	f.shown = int64(len(shown))
	var rows [][]table.Value
	for _, row := range shown {
		rows = append(rows, l.presentRow(row, whole))
	}
	return rows
}

// sumCharges returns the sum of a line.
func (r *lineRow) sumCharges() pricing.Money {
	sum := pricing.Money{IsKnown: r.name == ""}
	for _, m := range []pricing.Money{r.requests, r.transfer, r.trail, r.retrieval} {
		addMoney(&sum, m)
	}
	return sum
}

// presentRow returns a line as a row of the table. Amounts of other kinds than the line's
// are 0.
func (l *lines) presentRow(r *lineRow, whole float64) []table.Value {
	row := slices.Clone(r.by)
	for i, d := range l.options.By {
		if d.kind == lineKind {
			row = slices.Insert(row, i, table.OptionalText(r.name))
		}
	}
	isUnknown := !r.sumCharges().IsKnown
	dollars := func(m pricing.Money, isOfLine bool) table.Value {
		if isUnknown && isOfLine {
			return table.Value{}
		}
		return report.Dollars(m.USD)
	}
	row = append(row, table.Int(int64(r.calls)), dollars(r.requests, r.events == 0 && r.billedBytes+r.freeBytes == 0), table.Int(int64(r.freeBytes)), table.Int(int64(r.billedBytes)),
		dollars(r.transfer, r.billedBytes+r.freeBytes > 0), table.Int(int64(r.events)), dollars(r.trail, r.events > 0), dollars(r.sumCharges(), true))
	if whole > 0 && !isUnknown {
		row = append(row, table.Number(fmt.Sprintf("%.6f", r.sumCharges().USD/whole)))
	} else {
		row = append(row, table.Value{})
	}
	if l.options.HasRetrieval() {
		row = append(row, dollars(r.retrieval, false))
	}
	return row
}
