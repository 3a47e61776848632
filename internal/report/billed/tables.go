package billed

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/bill"
	"github.com/trailq/trailq/internal/humanize"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// Tables returns the answer: the groups, those that are charged most first; and the
// lines of the bill with what the logs explain of each. The amounts of all groups and
// the rests of all lines add up to the bill.
func (t *Tally) Tables() []*table.Table {
	currency := cmp.Or(t.bill.Currency, "USD")
	amounts, sums := t.ledger.Settle(len(t.groups))
	unit := table.UnitDollars
	if currency != "USD" {
		unit = table.UnitNone
	}
	groups := t.tabulateGroups(amounts, currency, unit)
	groups.Notes = t.listNotes(sums, currency)
	if t.bill.Outside != 0 {
		groups.Notes = append(groups.Notes, fmt.Sprintf("%s of the bill are for other times than the window and are left out", amountText(t.bill.Outside, currency)))
	}
	return []*table.Table{groups, t.tabulateLines(sums, currency, unit)}
}

// tabulateGroups returns the table of the groups.
func (t *Tally) tabulateGroups(amounts []bill.Amounts, currency string, unit table.Unit) *table.Table {
	places := make([]int, len(amounts))
	whole := 0.0
	for i := range amounts {
		places[i] = i
		whole += amounts[i].Total()
	}
	slices.SortFunc(places, func(a, b int) int {
		return cmp.Or(cmp.Compare(amounts[b].Total(), amounts[a].Total()), cmp.Compare(t.groups[b].calls, t.groups[a].calls),
			slices.CompareFunc(t.groups[a].by, t.groups[b].by, func(x, y table.Value) int {
				return strings.Compare(string(x.AppendText(nil)), string(y.AppendText(nil)))
			}))
	})
	if t.options.Limit > 0 && len(places) > t.options.Limit {
		places = places[:t.options.Limit]
	}
	answer := &table.Table{Name: "Groups", Title: "Who caused it"}
	for _, d := range t.options.By {
		answer.Columns = append(answer.Columns, table.Column{Name: string(d.Name)})
	}
	answer.Columns = append(answer.Columns, table.Column{Name: "calls"}, table.Column{Name: "bytesOut", Unit: table.UnitBytes})
	for _, name := range []string{"requests", "transfer", "retrieval", "trail", "total"} {
		answer.Columns = append(answer.Columns, table.Column{Name: name + currency, Unit: unit})
	}
	answer.Columns = append(answer.Columns, table.Column{Name: "share", Unit: table.UnitPercent})
	var rows [][]table.Value
	for _, at := range places {
		a := &amounts[at]
		row := append(slices.Clone(t.groups[at].by), table.Int(int64(t.groups[at].calls)), table.Int(int64(t.groups[at].bytes)))
		for _, usd := range []float64{a.Requests, a.Transfer, a.Retrieval, a.Trail, a.Total()} {
			row = append(row, report.Dollars(usd))
		}
		rows = append(rows, append(row, shareValue(a.Total(), whole)))
	}
	answer.Rows = table.All(rows)
	return answer
}

// shareValue returns a part of a whole, from 0 to 1; null of nothing.
func shareValue(part, whole float64) table.Value {
	if whole <= 0 {
		return table.Value{}
	}
	return table.Number(fmt.Sprintf("%.6f", part/whole))
}

// tabulateLines returns the table of the bill's lines.
func (t *Tally) tabulateLines(sums []*bill.Sum, currency string, unit table.Unit) *table.Table {
	answer := &table.Table{Name: "Lines", Title: "The bill, line by line", Columns: []table.Column{
		{Name: "usageType"}, {Name: "operation"}, {Name: "resource"}, {Name: "unit"}, {Name: "quantity"}, {Name: "amount" + currency, Unit: unit},
		{Name: "inLogs"}, {Name: "explained", Unit: table.UnitPercent}, {Name: "rest" + currency, Unit: unit}, {Name: "why"},
	}}
	var rows [][]table.Value
	rest, left := 0.0, 0
	for _, sum := range sums {
		if sum.Amount == 0 {
			continue
		}
		if t.options.Limit > 0 && len(rows) == t.options.Limit {
			rest += sum.Amount
			left++
			continue
		}
		what := sum.UsageType
		if sum.Reason == bill.NotUsage || what == "" {
			what = strings.TrimSpace(sum.Service + " " + sum.Kind)
		}
		rows = append(rows, []table.Value{
			table.OptionalText(what), table.OptionalText(sum.Operation), table.OptionalText(sum.Resource), table.OptionalText(unitOf(sum.Meter)), quantityValue(sum.Quantity), report.Dollars(sum.Amount),
			quantityValue(sum.InLogs), shareValue(max(sum.Explained, 0), sum.Amount), report.Dollars(roundAmount(sum.Rest())), table.OptionalText(string(sum.Reason)),
		})
	}
	answer.Rows = table.All(rows)
	if left > 0 {
		answer.Notes = append(answer.Notes, fmt.Sprintf("%s more lines of the bill, %s in all, are not shown (-n 0 shows all)",
			humanize.Thousands(int64(left)), amountText(rest, currency)))
	}
	return answer
}

// unitOf names the unit of a meter.
func unitOf(meter bill.Meter) string {
	switch {
	case meter.IsBytes():
		return "GB"
	case meter.IsRequests():
		return "requests"
	case meter == bill.DataEvents:
		return "events"
	}
	return ""
}

// roundAmount returns an amount without the error of sums, which is far below the tenth
// digit that bills have.
func roundAmount(amount float64) float64 { return math.Round(amount*1e10)/1e10 + 0 }

// quantityValue returns a quantity with six digits behind the point at most.
func quantityValue(quantity float64) table.Value {
	text := fmt.Sprintf("%.6f", quantity)
	return table.Number(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
}

// amountText writes an amount for people.
func amountText(amount float64, currency string) string {
	if currency == "USD" {
		return humanize.Dollars(amount)
	}
	return fmt.Sprintf("%.2f %s", amount, currency)
}

// listNotes says what the bill has, and what no call explains.
func (t *Tally) listNotes(sums []*bill.Sum, currency string) []string {
	var whole, explained float64
	rests := make(map[bill.Reason]float64)
	for _, sum := range sums {
		whole += sum.Amount
		explained += sum.Explained
		rests[sum.Reason] += sum.Rest()
	}
	notes := []string{fmt.Sprintf("the bill has %s: calls in the logs explain %s of it, and %s are nobody's here%s",
		amountText(whole, currency), amountText(explained, currency), amountText(whole-explained, currency), listRests(rests, currency))}
	if text := bestExplained(sums, currency); text != "" {
		notes = append(notes, text)
	}
	if t.unlocated > 0 {
		notes = append(notes, fmt.Sprintf("%s of the logs went to addresses that can also be AWS's own, and count as sent to the internet; %s",
			humanize.Bytes(int64(t.unlocated)), pricing.RangesRemedy))
	}
	return append(notes, "a line is shared by the calls or bytes of its hour, account, region, operation and resource, as far as the bill names them; "+
		"where AWS counted more than the logs have, the difference is nobody's")
}

// listRests says how much of the rest has which reason, the largest first.
func listRests(rests map[bill.Reason]float64, currency string) string {
	type rest struct {
		reason bill.Reason
		amount float64
	}
	var all []rest
	for reason, amount := range rests {
		if reason != bill.Explained && amount != 0 {
			all = append(all, rest{reason, amount})
		}
	}
	slices.SortFunc(all, func(a, b rest) int { return cmp.Or(cmp.Compare(b.amount, a.amount), cmp.Compare(a.reason, b.reason)) })
	var texts []string
	for _, r := range all {
		texts = append(texts, fmt.Sprintf("%s %s", amountText(r.amount, currency), r.reason))
	}
	if len(texts) == 0 {
		return ""
	}
	return " (" + strings.Join(texts, ", ") + ")"
}

// bestExplained names the largest line that calls explain.
func bestExplained(sums []*bill.Sum, currency string) string {
	for _, sum := range sums {
		if sum.Explained <= 0 {
			continue
		}
		on := ""
		if sum.Resource != "" {
			on = " on " + sum.Resource
		}
		return fmt.Sprintf("the logs explain %.0f %% of %s%s (%s)", 100*sum.Explained/sum.Amount, sum.UsageType, on, amountText(sum.Amount, currency))
	}
	return ""
}
