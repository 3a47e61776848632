package coverage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/table"
)

// mostRows bounds the rows of an answer: places times hours.
const mostRows = 2_000_000

// SizeError says that an answer would have too many rows.
type SizeError struct{ Places, Hours int }

// Error says how many there are.
func (e *SizeError) Error() string {
	return fmt.Sprintf("%d hours of %d accounts and regions are too many rows", e.Hours, e.Places)
}

// Tables returns the result as tables: hours, files without an hour, what is missing,
// and changes to the trails. Only the first is there if it is empty.
func (r *Result) Tables() ([]*table.Table, error) {
	hours, err := r.hourTable()
	if err != nil {
		return nil, err
	}
	tables := []*table.Table{hours}
	if undated := r.undatedTable(); undated != nil {
		tables = append(tables, undated)
	}
	if len(r.Missing) > 0 {
		tables = append(tables, r.missingTable())
	}
	if len(r.Changes) > 0 {
		tables = append(tables, r.changeTable())
	}
	return tables, nil
}

// countColumns are the columns of counts.
func countColumns() []table.Column {
	return []table.Column{
		{Name: "files"}, {Name: "read"}, {Name: "failed"}, {Name: "events"}, {Name: "duplicates"}, {Name: "incomplete"},
	}
}

func (c *Cell) countValues() []table.Value {
	return []table.Value{
		table.Int(int64(c.Listed)), table.Int(int64(c.Read)), table.Int(int64(c.Failed)),
		table.Int(c.Events), table.Int(c.Repeated), table.Int(c.Incomplete),
	}
}

// hourTable returns a row for every hour of every place, also for those of which
// nothing is there.
func (r *Result) hourTable() (*table.Table, error) {
	var places []Place
	cells := map[key]*Cell{}
	first, last := int64(0), int64(-1)
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Hour.IsZero() {
			continue
		}
		hour := hourOf(c.Hour)
		cells[key{c.Place, hour}] = c
		if last < first || hour < first {
			first = hour
		}
		last = max(last, hour)
		if !slices.Contains(places, c.Place) {
			places = append(places, c.Place)
		}
	}
	if hours := int(last - first + 1); len(places) > 0 && hours > mostRows/len(places) {
		return nil, &SizeError{len(places), hours}
	}
	columns := append([]table.Column{{Name: "hour", Type: table.TypeTime}, {Name: "account"}, {Name: "region"}}, countColumns()...)
	columns = append(columns, table.Column{Name: "delayMedian"}, table.Column{Name: "delayLongest"}, table.Column{Name: "digest"}, table.Column{Name: "missing"})
	return &table.Table{
		Name: "Hours", Title: "Events by hour of account and region",
		Columns: columns,
		Chart:   &table.Chart{Bucket: time.Hour, Series: []int{1, 2}, Value: 6, Mark: len(columns) - 1, MarkName: "missing"},
		Notes:   r.notes(),
		Rows: func(yield func([]table.Value, error) bool) {
			for hour := first; hour <= last; hour++ {
				for _, place := range places {
					cell := cells[key{place, hour}]
					if cell == nil {
						cell = &Cell{Place: place, Hour: startOf(hour)}
					}
					if !yield(cell.row(), nil) {
						return
					}
				}
			}
		},
	}, nil
}

func (c *Cell) row() []table.Value {
	row := append([]table.Value{table.Time(c.Hour), table.OptionalText(c.Account), table.OptionalText(c.Region)}, c.countValues()...)
	return append(row, minutesValue(c.MedianDelay()), minutesValue(c.LongestDelay()), table.OptionalText(c.Digest), table.Int(int64(c.Missing)))
}

// undatedTable returns the files and events without an hour; nil if there are none.
func (r *Result) undatedTable() *table.Table {
	var rows [][]table.Value
	for i := range r.Cells {
		if c := &r.Cells[i]; c.Hour.IsZero() {
			rows = append(rows, append([]table.Value{table.OptionalText(c.Account), table.OptionalText(c.Region)}, c.countValues()...))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return &table.Table{
		Name: "Undated", Title: "Files without a time in their names, and events without a time",
		Columns: append([]table.Column{{Name: "account"}, {Name: "region"}}, countColumns()...), Rows: table.All(rows),
	}
}

func (r *Result) missingTable() *table.Table {
	var rows [][]table.Value
	for i := range r.Missing {
		m := &r.Missing[i]
		rows = append(rows, []table.Value{
			table.Text(string(m.KnownBy)), table.OptionalText(m.Account), table.OptionalText(m.Region), table.Time(m.From), table.Time(m.To),
			table.OptionalText(m.Name), table.Text(m.Evidence),
		})
	}
	return &table.Table{
		Name: "Missing", Title: "Missing",
		Columns: []table.Column{
			{Name: "knownBy"}, {Name: "account", Detail: true}, {Name: "region"}, {Name: "from", Unit: table.UnitTime}, {Name: "to", Unit: table.UnitTime}, {Name: "file"}, {Name: "evidence"},
		},
		Rows: table.All(rows),
	}
}

func (r *Result) changeTable() *table.Table {
	var rows [][]table.Value
	for i := range r.Changes {
		c := &r.Changes[i]
		rows = append(rows, []table.Value{
			table.Time(c.At), table.Text(c.Source), table.Text(c.Name), table.OptionalText(c.Target), table.OptionalText(c.Caller),
			table.OptionalText(c.Error), table.OptionalText(c.Account), table.OptionalText(c.Region), table.OptionalText(c.Event),
		})
	}
	return &table.Table{
		Name: "Changes", Title: "Calls after which less can be logged or kept",
		Columns: []table.Column{
			{Name: "eventTime", Unit: table.UnitTime}, {Name: "eventSource", Detail: true}, {Name: "eventName"}, {Name: "target"}, {Name: "caller"},
			{Name: "error"}, {Name: "account", Detail: true}, {Name: "region", Detail: true}, {Name: "eventID", Detail: true},
		},
		Rows: table.All(rows),
	}
}

// notes says what the tables cannot.
func (r *Result) notes() []string {
	var notes []string
	if len(r.Trails) > 0 {
		var trails []string
		for _, t := range r.Trails {
			trails = append(trails, fmt.Sprintf("%s in %s (digests at :%s)", t.Name, t.Account, t.Cadence))
		}
		notes = append(notes, "trails: "+strings.Join(trails, ", "))
	}
	if r.AbsentDigests > 0 {
		notes = append(notes, fmt.Sprintf("CloudTrail's own PutObject events name %d digests, and %d of them are not here", r.DeliveredDigests, r.AbsentDigests))
	}
	if r.DigestFiles == 0 && r.DeliveredDigests == 0 {
		notes = append(notes, "there are no digests, and no events of the log bucket that name them: whether files are missing is known by silence only, which proves nothing")
	}
	notes = append(notes, "delays are from an event to the time in its file's name, which is a slot of five minutes and not the delivery")
	return notes
}

func minutesValue(delay time.Duration, known bool) table.Value {
	if !known {
		return table.Value{}
	}
	return table.Int(int64(delay / time.Minute))
}
