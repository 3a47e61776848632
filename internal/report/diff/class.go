package diff

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/explain"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/report/cost"
	"github.com/trailq/trailq/internal/table"
)

// classList tells the way of an answer, for each origin that calls have.
type classList struct {
	texts   report.Texts
	classes strings.Builder // in the order of the origins
}

// origins makes a table of what tells where calls came from.
func (*classList) origins() (*report.Report, error) { return report.New(files, "origins", nil) }

// originRows asks for them.
func (*classList) originRows() (*report.Report, error) { return report.New(files, "origin_rows", nil) }

// readOrigin classes one. Calls that say nothing of it have no class.
func (d *Comparison) readOrigin(row []table.Value) error {
	list := &d.classes
	call := address.Call{
		SourceIPAddress: list.texts.Intern(row[0]),
		VPCEndpoint:     list.texts.Intern(row[1]) == "true",
		Region:          list.texts.Intern(row[2]),
	}
	if list.classes.Len() > 0 {
		list.classes.WriteByte(',')
	}
	if call.VPCEndpoint || call.SourceIPAddress != "" {
		list.classes.WriteString(string(d.options.Ranges.Classify(call).Class))
	} else {
		list.classes.WriteString(noClass)
	}
	return nil
}

// noClass stands for none in the list.
const noClass = "-"

// table makes one of the origins with their classes.
func (l *classList) table() (*report.Report, error) {
	return report.New(files, "classes", struct{ Classes, None report.Text }{report.Text(l.classes.String()), noClass})
}

// classWords says in a sentence where calls of a class came from.
func classWords(class string) string {
	switch address.Class(class) {
	case address.OtherRegion:
		return "from another region"
	case address.VPCEndpoint:
		return "by way of a VPC endpoint"
	case address.Service:
		return "from an AWS service"
	case address.Unknown:
		return "from where the logs do not tell"
	}
	return "from the " + class
}

// classNote says how to tell the internet from AWS where a cause is of one of them.
func (d *Comparison) classNote() string {
	for _, c := range d.causes {
		isUncertain := func(x explain.Condition) bool {
			return c.dimensions[x.Dimension].Name == "class" && c.value(x) == string(address.InternetOrAWS)
		}
		if slices.ContainsFunc(c.Conditions, isUncertain) || slices.ContainsFunc(c.Traits, func(t explain.Trait) bool { return isUncertain(t.Condition) }) {
			return "which public addresses are AWS's is not in the logs: " + cost.RangesRemedy
		}
	}
	return ""
}
