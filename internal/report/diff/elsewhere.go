package diff

import (
	"errors"
	"slices"

	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/diff/narrow"
	"github.com/trailq/trailq/internal/report/pricing"
	"github.com/trailq/trailq/internal/table"
)

// distant is what a comparison on an engine elsewhere knows between its statements.
type distant struct {
	ranking narrow.Ranking
	causes  narrow.Causes
	callers map[string]string // the ARNs of callers by their unique IDs
}

// listNarrow returns the statements for an engine elsewhere. The values are ranked
// again where not all hours are compared, which the first answer tells.
func (d *Comparison) listNarrow() []statement {
	return []statement{
		{make: d.queryValues, row: d.readFound, done: d.findLeftOut},
		{make: d.queryValues, row: d.readFound, skip: func() bool { return d.coverage == nil || len(d.coverage.Left) == 0 }},
		{make: d.queryCells, row: d.readLeveledCell, done: d.explainChange},
		{make: d.queryStory, row: d.readStory, done: func() { d.findOnsets(); d.relateWrites() }},
	}
}

// narrowEvents returns the events as the statements need them.
func (d *Comparison) narrowEvents() (events narrow.Events, err error) {
	scope, at, side := d.groupingTerms()
	located, err := pricing.LocateSQL("origins", d.options.Ranges)
	if err != nil {
		return events, err
	}
	events = narrow.Events{
		Fields: groupedFields(), Keys: report.RecordKeys(!d.countsEvents()),
		At: at, Clock: d.step.clockSQL(), Side: side, Write: writeSQL(),
		Where: scope.Where, Located: located, Compared: d.comparedSQL(), Callers: d.distant.callers,
	}
	switch {
	case d.options.InDollars():
		events.Dollars, err = d.narrowDollars()
	case !d.countsEvents():
		events.Amount = report.Expressionf("CAST(coalesce(%v, 0) AS bigint)", d.options.Measure.SQL)
	}
	return events, err
}

// narrowDollars returns the SQL of what events cost.
func (d *Comparison) narrowDollars() (dollars narrow.Dollars, err error) {
	calls, prices := d.chargedCalls(), pricing.Prices{List: d.options.Prices}
	var errs [5]error
	dollars.Kinds, errs[0] = calls.EventsSQL()
	dollars.Priced, errs[1] = prices.SQL("located")
	dollars.Prices, errs[2] = pricing.DollarsSQL()
	dollars.Sums, errs[3] = pricing.SumsSQL()
	dollars.Decimals, errs[4] = pricing.DecimalsSQL()
	dollars.Charge = pricing.ChargeKeys
	return dollars, errors.Join(errs[:]...)
}

// narrowDimensions returns the dimensions as the statements need them.
func narrowDimensions() []narrow.Dimension {
	var all []narrow.Dimension
	for _, d := range allDimensions() {
		all = append(all, narrow.Dimension{SQL: d.SQL, IsCaller: d.Name == "caller"})
	}
	return all
}

// queryValues returns the statement that ranks the values, and counts the events of each
// hour.
func (d *Comparison) queryValues() (*report.Report, error) {
	events, err := d.narrowEvents()
	if err != nil {
		return nil, err
	}
	if d.coverage == nil {
		d.startCoverage()
	}
	d.values = make(map[report.Name]*dimensionValues)
	d.distant.ranking = narrow.Ranking{
		Dimensions: narrowDimensions(), Ratio: d.ratio, Kept: d.keptValues(),
		HourLength: d.coverage.unit.Length, Pairs: d.coverage.mostPlaces(),
	}
	return events.RankValues(d.distant.ranking)
}

// readFound reads a row of values.sql.
func (d *Comparison) readFound(row []table.Value) error {
	set, err := readNumber(row[0])
	if err != nil {
		return err
	}
	dimension, kind := d.distant.ranking.ReadSet(int(set))
	if kind == narrow.HourRow {
		if len(d.coverage.Left) > 0 {
			return nil // of the second reading
		}
		return d.readCoverage(row[10:15])
	}
	ranks, err := readNumbers(row[5:9])
	if err != nil {
		return err
	}
	if row[9].Kind() != table.KindNull {
		if d.distant.callers == nil {
			d.distant.callers = make(map[string]string)
		}
		d.distant.callers[string(row[9].AppendText(nil))] = string(row[1].AppendText(nil))
	}
	kept := float64(d.distant.ranking.Kept)
	if ranks[3] != 1 || ranks[0] > kept && ranks[1] > kept && row[1].Kind() != table.KindNull {
		return nil
	}
	named := append([]table.Value{table.Text(string(allDimensions()[dimension].Name))}, row[1:8]...)
	return d.readValue(named)
}

// foldedDimensions returns the values that can be told apart.
func (d *Comparison) foldedDimensions() []narrow.FoldedDimension {
	var all []narrow.FoldedDimension
	for i, dimension := range narrowDimensions() {
		folded := narrow.FoldedDimension{Dimension: dimension}
		if values := d.values[allDimensions()[i].Name]; values != nil {
			for _, v := range values.list {
				folded.Values = append(folded.Values, narrow.Value{Text: string(v.value.AppendText(nil)), Rank: v.rank})
			}
		}
		all = append(all, folded)
	}
	return all
}

// toldLevel returns the rank down to which values are told apart at first.
func (d *Comparison) toldLevel() int {
	longest := narrow.LongestTexts
	if d.options.InDollars() {
		longest = narrow.LongestDollarTexts
	}
	return narrow.LimitLevel(d.foldedDimensions(), foldedAt, longest)
}

// queryCells returns the statement that counts the combinations of values.
func (d *Comparison) queryCells() (*report.Report, error) {
	events, err := d.narrowEvents()
	if err != nil {
		return nil, err
	}
	var groups []fieldGroup
	for _, one := range allDimensions() {
		groups = append(groups, fieldGroup{Dimensions: []dimension{one}})
	}
	d.startCube(groups)
	_, squares := d.exactAmount()
	folding := narrow.Folding{Dimensions: d.foldedDimensions(), Squares: squares, Level: d.toldLevel(), MostCells: d.cellLimit}
	for g, dimension := range folding.Dimensions {
		for _, told := range dimension.ListCodes(folding.Level) {
			d.reader.AddCode(g, []table.Value{told})
		}
	}
	folding.Packs = d.reader.Pack()
	return events.CountCells(folding)
}

// readLeveledCell reads a row of cells.sql that says down to which rank values are told
// apart.
func (d *Comparison) readLeveledCell(row []table.Value) error {
	level, err := readNumber(row[len(row)-1])
	if err != nil {
		return err
	}
	d.told = int(level)
	return d.reader.AddRow(row)
}

// queryStory returns the statement about the causes in time, the writes before them, and
// the news.
func (d *Comparison) queryStory() (*report.Report, error) {
	events, err := d.narrowEvents()
	if err != nil {
		return nil, err
	}
	d.all = new(series)
	if !d.needsClass() && !d.options.InDollars() { // which depend on the class
		events.Located = ""
	}
	d.distant.causes = narrow.Causes{
		CanBeNothing: !d.countsEvents(), Near: d.nearCauses(), News: d.hasNews(), Network: networkSQL(),
		OnlyRegions: d.onlyRegions(), MostWrites: mostWrites, MostNews: keptNews,
	}
	for _, c := range d.causes {
		d.distant.causes.Causes = append(d.distant.causes.Causes, c)
	}
	if d.options.InDollars() {
		return events.TellDollars(d.distant.causes)
	}
	return events.TellStory(d.distant.causes)
}

// onlyRegions returns the regions that one of the windows does not have.
func (d *Comparison) onlyRegions() []string {
	var all []string
	if regions := d.values["region"]; regions != nil {
		for _, v := range regions.list {
			if v.value.Kind() != table.KindNull && (v.before == 0 || v.after == 0) {
				all = append(all, string(v.value.AppendText(nil)))
			}
		}
	}
	slices.Sort(all)
	return all
}

// readStory reads a row of story.sql.
func (d *Comparison) readStory(row []table.Value) error {
	set, err := readNumber(row[0])
	if err != nil {
		return err
	}
	kind, from, to := d.distant.causes.ReadStory(int(set))
	switch row = row[from:to]; kind {
	case narrow.StepRow:
		return d.readStep(row)
	case narrow.WriteRow:
		return d.readChanged(row)
	case narrow.ChargeRow:
		return d.readCharge(row)
	}
	return d.readNews(row)
}
