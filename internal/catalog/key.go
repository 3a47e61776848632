package catalog

import (
	"strings"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// key is a partition key.
type key struct {
	Column
	part     schema.Partition
	format   string // of a day: a pattern such as yyyy/MM/dd; empty where it is not known
	injected bool   // every query must name its values
}

// keys returns the partition keys.
func (t *Table) keys() []key {
	var found []key
	for _, c := range t.Columns {
		if k := t.newKey(c); c.IsKey && k.part != schema.NoPartition {
			found = append(found, k)
		}
	}
	return found
}

func (t *Table) newKey(c Column) key {
	projected := schema.ProjectedColumn(c.Name, t.Properties)
	k := key{Column: c, part: projected.Partition, format: projected.Format}
	k.injected = t.Properties["projection."+c.Name+".type"] == "injected"
	if k.part == schema.NoPartition && c.Name == "eventday" {
		k.part = schema.DayPartition
	}
	if k.part == schema.DayPartition && k.format == "" {
		k.format = t.dayFormat(c.Name)
	}
	return k
}

// dayFormat returns the pattern of the days of a key whose projection does not tell,
// empty where nothing does.
// https://docs.aws.amazon.com/security-lake/latest/userguide/subscriber-query-examples.html
func (t *Table) dayFormat(name string) string {
	switch {
	case t.Kind() == ConvertedTable && name == "date":
		return "yyyy-MM-dd"
	case name == "eventday":
		return "yyyyMMdd"
	}
	return formatOf(t.Examples[name])
}

// formatOf returns the pattern of a day, empty for what is none.
func formatOf(day string) string {
	form := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, day)
	switch form {
	case "0000/00/00":
		return "yyyy/MM/dd"
	case "0000-00-00":
		return "yyyy-MM-dd"
	case "00000000":
		return "yyyyMMdd"
	}
	return ""
}

// goLayout returns the pattern of a day in the form of package time.
func goLayout(pattern string) string {
	return strings.NewReplacer("yyyy", "2006", "MM", "01", "dd", "02", "HH", "15", "'", "").Replace(pattern)
}
