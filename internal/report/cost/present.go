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
		{Name: "requestsUSD", Unit: table.UnitDollars},
		{Name: "freeBytes", Unit: table.UnitBytes, Detail: true},
		{Name: "billedBytes", Unit: table.UnitBytes},
		{Name: "transferUSD", Unit: table.UnitDollars},
		{Name: "dataEvents", Detail: true},
		{Name: "trailUSD", Unit: table.UnitDollars},
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
	retrievalAt
	kindAt
	groupsAt
	chargeAt
	sizedAt = iota - 1 + pricing.KeyCount
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
		f := footing{options: options, bill: pricing.Bill{Prices: options.Prices}}
		for row, err := range answer.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			by, amounts := row[:len(options.By)], row[len(options.By):]
			if kind := string(amounts[kindAt].AppendText(nil)); kind != "group" {
				if err := f.addFooting(kind, amounts); err != nil {
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
		presented.Notes = append(f.listNotes(), answer.Notes...)
	}
	return presented
}

// footing collects the facts about all groups together, for the notes.
type footing struct {
	options       *Options
	bill          pricing.Bill
	shown, groups int64
	assumed       []assumedBucket
}

// assumedBucket is a bucket with calls on objects that are priced as STANDARD, since
// their class is not known.
type assumedBucket struct {
	name  string
	calls int64
}

// addFooting adds a row that is not a group.
func (f *footing) addFooting(kind string, amounts []table.Value) error {
	if kind == "charge" {
		return f.addCharge(amounts)
	}
	calls, err := strconv.ParseInt(string(amounts[callsAt].AppendText(nil)), 10, 64)
	f.assumed = append(f.assumed, assumedBucket{string(amounts[assumedAt].AppendText(nil)), calls})
	return err
}

// addGroup returns a group as it is shown.
func (f *footing) addGroup(by, amounts []table.Value) ([]table.Value, error) {
	f.shown++
	f.groups, _ = strconv.ParseInt(string(amounts[groupsAt].AppendText(nil)), 10, 64)
	row, money := slices.Concat(by, amounts[:retrievalAt]), []int{requestsAt, transferAt, trailAt, totalAt}
	if f.options.HasRetrieval() {
		row, money = append(row, amounts[retrievalAt]), append(money, retrievalAt)
	}
	for _, at := range money {
		dollars, err := pricing.ReadMoney(amounts[at])
		if err != nil {
			return nil, err
		}
		row[len(by)+at] = dollars.Value()
	}
	return row, nil
}

// addCharge adds a row of charges.
func (f *footing) addCharge(amounts []table.Value) error {
	charge, err := pricing.ReadCharge(amounts[chargeAt:chargeAt+pricing.KeyCount], []table.Value{
		amounts[callsAt], amounts[sizedAt], amounts[billedBytesAt], amounts[requestsAt], amounts[transferAt], amounts[trailAt],
		amounts[retrievalAt], amounts[readAt], amounts[carriedAt], amounts[carriedUSDAt], amounts[movedAt],
	})
	f.bill.Add(charge)
	return err
}
