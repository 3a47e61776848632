package report

import (
	"fmt"
	"strconv"

	"github.com/trailq/trailq/internal/render"
	"github.com/trailq/trailq/internal/table"
)

// TopOptions are the parameters of the most common calls.
type TopOptions struct {
	// By is what calls are counted by, at least one.
	By []Dimension
	// Sum, if it is not the zero value, ranks by what it adds up to.
	Sum Measure
	// Limit is how many groups there shall be; zero is all.
	Limit int
	Scope
}

// Measure is a number of each event, to add up.
type Measure struct {
	Name Name
	SQL  Expression
}

// Measures are the numbers that can be added up, all of them bytes. One that no
// answer of S3 can have, as 1e999, counts as none: it would spoil the whole sum.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
func Measures() []Measure {
	bytes := func(name Name, key Text) Measure {
		n := expression("TRY_CAST(json_extract_scalar(additionaleventdata, %v) AS double)", key)
		return Measure{name, expression("CASE WHEN %v BETWEEN 0 AND %d THEN %v END", n, int64(mostBytes), n)}
	}
	return []Measure{
		bytes("bytesOut", "$.bytesTransferredOut"),
		bytes("bytesIn", "$.bytesTransferredIn"),
	}
}

// topParameters are what top.sql has.
type topParameters struct {
	TopOptions
	By      []ordinalDimension
	Measure Name
}

type ordinalDimension struct {
	Dimension
	Ordinal int
}

// NewTop is the report of the most common calls: the columns of By, the sum if
// one is asked for, events, and share, the part of all that the group has, from
// 0 to 1.
func NewTop(options TopOptions) (*Report, error) {
	p := topParameters{TopOptions: options, Measure: "events"}
	if options.Sum != (Measure{}) {
		p.Measure = options.Sum.Name
	}
	for i, d := range options.By {
		p.By = append(p.By, ordinalDimension{d, i + 1})
	}
	r, err := newReport("top", p)
	if err != nil {
		return nil, err
	}
	r.Present = func(answer *table.Table) *table.Table { return presentTop(answer, &p) }
	return r, nil
}

// presentTop takes the last two columns, which are the same in every row, into
// a note.
func presentTop(answer *table.Table, p *topParameters) *table.Table {
	shown := len(answer.Columns) - 2
	presented := &table.Table{Columns: append([]table.Column(nil), answer.Columns[:shown]...)}
	presented.Columns[shown-1].Unit = table.UnitShare
	if p.Measure != "events" {
		presented.Columns[len(p.By)].Unit = table.UnitBytes
	}
	presented.Rows = func(yield func([]table.Value, error) bool) {
		count := topCount{measure: p.Measure}
		for row, err := range answer.Rows {
			if err != nil {
				yield(nil, err)
				return
			}
			count.add(row[shown:])
			if !yield(row[:shown], nil) {
				return
			}
		}
		presented.Notes = append(count.notes(), answer.Notes...)
	}
	return presented
}

// topCount is what the notes say.
type topCount struct {
	measure Name
	rows    int64
	total   string
	groups  int64
}

func (c *topCount) add(totals []table.Value) {
	c.rows++
	if c.rows > 1 {
		return
	}
	c.total = string(totals[0].AppendText(nil))
	c.groups, _ = strconv.ParseInt(string(totals[1].AppendText(nil)), 10, 64)
}

// notes say how much there is beside what is shown.
func (c *topCount) notes() []string {
	var notes []string
	if c.groups > c.rows {
		notes = append(notes, fmt.Sprintf("%s of %s groups are shown; all together have %s", render.Thousands(c.rows), render.Thousands(c.groups), c.amount()))
	} else if c.measure != "events" && c.rows > 0 {
		notes = append(notes, "all together have "+c.amount())
	}
	return notes
}

// amount is the total with its unit.
func (c *topCount) amount() string {
	n, err := strconv.ParseInt(c.total, 10, 64)
	switch {
	case err != nil:
		return c.total + " " + string(c.measure)
	case c.measure == "events":
		return render.Thousands(n) + " events"
	}
	return render.Bytes(n) + " (" + string(c.measure) + ")"
}
