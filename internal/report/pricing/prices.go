package pricing

import (
	"math"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
)

// Prices are the parameters of pricing calls.
type Prices struct {
	List *price.List
	// Tiered gives the bytes that a region sent to the internet in a calendar month
	// their average price, by the steps of the price. Otherwise all have the price of
	// the first step.
	Tiered bool
}

// SQL returns the entries of a WITH clause that end with priced: the columns of a
// table like located, and
//
//   - cost_requests, cost_events, cost_billed, cost_read and cost_carried: how many
//     calls are charged as requests and as data events, the bytes that are charged
//     since they left, those that were read from a storage class which charges for it,
//     and those that took a [price.Via] in either direction. Each is NULL for none.
//     cost_to is where bytes went.
//   - cost_request_usd, cost_event_usd, cost_byte_usd, cost_read_usd and cost_via_usd:
//     the dollars for each, NULL where the price is not known.
func (p *Prices) SQL(table string) (string, error) {
	parameters := struct {
		Table                       string
		Tiered                      bool
		Rates, Routes, Steps        []string
		Fees, Surcharges            []string
		Markets                     string
		Partitions                  []partition
		Delete, ViaMark, ViaPattern report.Text
		GB                          string
	}{
		Table: table, Tiered: p.Tiered, Partitions: partitions(),
		Fees: rowsOrNulls(feeRows(p.List.Fees()), 4), Surcharges: rowsOrNulls(surchargeRows(p.List.Surcharges()), 3),
		Delete: report.Text(price.Delete), ViaMark: price.ViaMark, ViaPattern: "%" + price.ViaMark + "%",
		GB: number(price.GB),
	}
	var markets []string
	for _, rates := range p.List.Rates() {
		markets = append(markets, rates.Region)
		parameters.Rates = append(parameters.Rates, ratesRow(&rates))
		parameters.Steps = append(parameters.Steps, stepRows(&rates)...)
	}
	parameters.Markets = textList(markets)
	parameters.Routes = rowsOrNulls(routeRows(p.List.Routes()), 3)
	parameters.Steps = rowsOrNulls(parameters.Steps, 5)
	return report.FillIn(files, "prices", parameters)
}

// partition is a partition of regions as SQL.
type partition struct{ Name, Pattern report.Text }

// partitions returns all partitions.
func partitions() []partition {
	var all []partition
	for _, p := range price.Partitions() {
		pattern := p.RegionPrefix + "%"
		if p.RegionPrefix == "" {
			pattern = "%-%-%" // every region's name has two hyphens
		}
		all = append(all, partition{report.Text(p.Name), report.Text(pattern)})
	}
	return all
}

// ratesRow returns the rates of a region as a row of SQL.
func ratesRow(rates *price.Rates) string {
	row := []string{report.Text(rates.Region).String(), "NULL"}
	if usd, known := rates.Each[price.DataEvent]; known {
		row[1] = number(usd)
	}
	for _, steps := range []price.Steps{rates.Internet, rates.OtherRegion} {
		if len(steps) > 0 {
			row = append(row, number(steps.First()))
		} else {
			row = append(row, "NULL")
		}
	}
	return strings.Join(row, ", ")
}

// feeRows returns the prices of requests as rows of SQL.
func feeRows(fees []price.Fee) []string {
	var rows []string
	for i := range fees {
		f := &fees[i]
		rows = append(rows, strings.Join([]string{report.Text(f.Class).String(), report.Text(f.Place).String(), numberOrNull(f.Request), numberOrNull(f.GB)}, ", "))
	}
	return rows
}

// surchargeRows returns the prices of paths as rows of SQL.
func surchargeRows(surcharges []price.Surcharge) []string {
	var rows []string
	for _, s := range surcharges {
		rows = append(rows, strings.Join([]string{report.Text(s.Via).String(), report.Text(s.Place).String(), number(s.USD)}, ", "))
	}
	return rows
}

// numberOrNull returns a number as SQL, or NULL for none.
func numberOrNull(n *float64) string {
	if n == nil {
		return "CAST(NULL AS double)"
	}
	return number(*n)
}

// stepRows returns the steps of a region's price as rows of SQL.
func stepRows(rates *price.Rates) []string {
	var rows []string
	for i, step := range rates.Internet {
		until := math.MaxFloat64
		if i+1 < len(rates.Internet) {
			until = rates.Internet[i+1].From
		}
		rows = append(rows, strings.Join([]string{
			report.Text(rates.Region).String(), number(step.From), number(until), number(rates.Internet.Cost(step.From)), number(step.USD),
		}, ", "))
	}
	return rows
}

// routeRows returns the prices between two regions as rows of SQL.
func routeRows(routes []price.Route) []string {
	var rows []string
	for _, route := range routes {
		rows = append(rows, strings.Join([]string{report.Text(route.From).String(), report.Text(route.To).String(), number(route.USD)}, ", "))
	}
	return rows
}

// rowsOrNulls returns the rows, or one of so many NULLs: SQL has no empty VALUES.
func rowsOrNulls(rows []string, columns int) []string {
	if len(rows) > 0 {
		return rows
	}
	return []string{strings.TrimSuffix(strings.Repeat("NULL, ", columns), ", ")}
}

// number returns a number as SQL's double.
func number(n float64) string { return strconv.FormatFloat(n, 'E', -1, 64) }
