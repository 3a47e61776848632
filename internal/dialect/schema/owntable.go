package schema

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/dialect/hive"
)

// OwnTable makes the table of a definition.
func OwnTable(d *hive.Definition) Table {
	t := Table{Name: d.Name, Definition: d}
	scan := map[string]Type{}
	for _, c := range slices.Concat(athenaColumns(), otherColumns()) {
		if c.Origin == FromField || c.Origin == FromRecord {
			scan[c.Name] = c.Type
		}
	}
	for _, column := range d.Columns {
		t.Columns = append(t.Columns, ownColumn(column, scan))
	}
	for _, partition := range d.Partitions {
		t.Columns = append(t.Columns, typedPartition(ProjectedColumn(partition.Name, d.Properties), partition))
	}
	return t
}

// ProjectedColumn makes a partition column: by its projection where that tells, or
// by the path's template, or by its name.
func ProjectedColumn(name string, properties map[string]string) TableColumn {
	prefix := "projection." + name + "."
	c := partitionColumn(name, "")
	if properties[prefix+"type"] == "date" {
		c.Partition, c.Format = DayPartition, properties[prefix+"format"]
	}
	if c.Partition == NoPartition {
		c.Partition = templatePartition(name, properties["storage.location.template"])
	}
	c.Expression = PartitionExpression(c.Partition, c.Format)
	return c
}

// templatePartition finds a column in a template as
// s3://bucket/AWSLogs/${account}/CloudTrail/${region}/${day}.
func templatePartition(name, template string) Partition {
	parts := strings.Split(template, "/")
	i := slices.Index(parts, "${"+name+"}")
	cloudTrail := slices.IndexFunc(parts, func(s string) bool { return strings.HasPrefix(s, "CloudTrail") })
	if i < 0 || cloudTrail < 0 {
		return NoPartition
	}
	switch i - cloudTrail {
	case -1:
		return AccountPartition
	case 1:
		return RegionPartition
	case 2:
		if i == len(parts)-1 || parts[i+1] == "" {
			return DayPartition
		}
		return YearPartition
	case 3:
		return MonthPartition
	case 4:
		return DayOfMonthPartition
	}
	return NoPartition
}
