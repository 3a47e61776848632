package cost

import (
	"slices"
	"strconv"

	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// amountColumns returns the columns that follow the dimensions.
func amountColumns() []table.Column {
	return []table.Column{
		{Name: "calls"},
		{Name: "requestsUSD", Unit: table.UnitDollars, Detail: true},
		{Name: "freeBytes", Unit: table.UnitBytes, Detail: true},
		{Name: "billedBytes", Unit: table.UnitBytes},
		{Name: "transferUSD", Unit: table.UnitDollars},
		{Name: "dataEvents", Detail: true},
		{Name: "trailUSD", Unit: table.UnitDollars, Detail: true},
		{Name: "totalUSD", Unit: table.UnitDollars},
		{Name: "share", Unit: table.UnitPercent},
	}
}

// The places of the amounts of an answer after its dimensions.
const (
	callsAt = iota
	requestsAt
	freeBytesAt
	billedBytesAt
	transferAt
	dataEventsAt
	trailAt
	totalAt
	shareAt
	isGroupAt
	groupsAt
	chargeAt
	sizedAt = iota - 1 + pricing.KeyCount
	retrievalAt
	readAt
	carriedAt
	carriedUSDAt
	movedAt
	assumedAt
)

// presentGroups returns the groups of an answer, and makes notes of its other rows.
func presentGroups(answer *table.Table, options *Options) *table.Table {
	presented := &table.Table{}
	for _, d := range options.By {
		presented.Columns = append(presented.Columns, table.Column{Name: string(d.Name)})
	}
	presented.Columns = append(presented.Columns, amountColumns()...)
	if options.HasRetrieval() {
		presented.Columns = append(presented.Columns, table.Column{Name: "retrievalUSD", Unit: table.UnitDollars})
	}
	presented.Rows = func(yield func([]table.Value, error) bool) {
		f := footing{options: options, bill: pricing.Bill{Prices: options.Prices}, assumed: make(map[string]int64)}
		var collected *lines
		if options.HasLines() {
			var err error
			if collected, err = newLines(options); err != nil {
				yield(nil, err)
				return
			}
		}
		width := len(dimensionColumns(options.By))
		for row, err := range answer.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			by, amounts := row[:width], row[width:]
			if string(amounts[isGroupAt].AppendText(nil)) != "true" {
				if err := f.addCharge(amounts); err != nil {
					yield(nil, err)
					return
				}
				continue
			}
			if collected != nil {
				if err := collected.addGroup(by, amounts); err != nil {
					yield(nil, err)
					return
				}
				continue
			}
			group, err := f.addGroup(by, amounts)
			if !yield(group, err) || err != nil {
				return
			}
		}
		if collected != nil {
			for _, row := range collected.tabulateRows(&f) {
				if !yield(row, nil) {
					return
				}
			}
		}
		presented.Notes = append(f.listNotes(), answer.Notes...)
	}
	return presented
}

// footing collects the facts about all groups together, for the notes.
type footing struct {
	options       *Options
	bill          pricing.Bill
	shown, groups int64
	// assumed has the calls on objects of each bucket that are priced as STANDARD, since
	// their class is not known.
	assumed map[string]int64
}

// addGroup returns a group as it is shown.
func (f *footing) addGroup(by, amounts []table.Value) ([]table.Value, error) {
	f.shown++
	f.groups, _ = strconv.ParseInt(string(amounts[groupsAt].AppendText(nil)), 10, 64)
	row := slices.Concat(by, amounts[:isGroupAt])
	for _, at := range []int{requestsAt, transferAt, trailAt, totalAt} {
		money, err := pricing.ReadMoney(amounts[at])
		if err != nil {
			return nil, err
		}
		row[len(by)+at] = money.Value()
	}
	if !f.options.HasRetrieval() {
		return row, nil
	}
	money, err := pricing.ReadMoney(amounts[retrievalAt])
	return append(row, money.Value()), err
}

// addCharge adds a row of charges.
func (f *footing) addCharge(amounts []table.Value) error {
	charge, err := pricing.ReadCharge(amounts[chargeAt:chargeAt+pricing.KeyCount], sumsOf(amounts))
	f.bill.Add(charge)
	if bucket := amounts[assumedAt]; bucket.Kind() != table.KindNull {
		f.assumed[string(bucket.AppendText(nil))] += charge.Calls
	}
	return err
}

// sumsOf returns the sums of a row in the order that [pricing.ReadCharge] wants.
func sumsOf(amounts []table.Value) []table.Value {
	return []table.Value{
		amounts[callsAt], amounts[sizedAt], amounts[billedBytesAt], amounts[requestsAt], amounts[transferAt], amounts[trailAt],
		amounts[retrievalAt], amounts[readAt], amounts[carriedAt], amounts[carriedUSDAt], amounts[movedAt],
	}
}
