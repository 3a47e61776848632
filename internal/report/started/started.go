package started

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/lifetime"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
)

// Options are the parameters of the report.
type Options struct {
	// By groups what was started, by the calls that started it.
	By []report.Dimension
	// Limit is the largest number of groups and of resources, those that cost most; zero
	// means all.
	Limit  int
	Prices *price.List
	// Starts are conditions that calls which start something must meet. They do not choose
	// among the calls that end it.
	Starts []report.Expression
}

// service is the calls of one service.
type service struct{ Source, Name, Events string }

// valueColumn is a column whose value is in another place of each call's record.
type valueColumn struct {
	Name   string
	Values []callValue
}

// callValue is the SQL of a value in the records of a call.
type callValue struct{ Call, SQL string }

// New returns the report of the calls that start and end resources. Its columns are those
// of By and those that [Tally] reads.
func New(options Options, scope report.Scope) (*report.Report, error) {
	rules, err := lifetime.ReadRules()
	if err != nil {
		return nil, err
	}
	columns := valueColumns(rules)
	return report.New(files, "started", struct {
		Options
		report.Scope
		Services                   []service
		Columns                    []valueColumn
		Failure, EventTime, Caller report.Expression
		Ordinals                   string
	}{
		options, scope, listServices(rules), columns, report.FailureName(), report.EventTime(), report.CallerName(),
		report.Ordinals(len(options.By) + 3 + len(columns) + 5),
	})
}

// listServices returns the calls of the rules by service.
func listServices(rules []lifetime.Rule) []service {
	events := make(map[string][]string)
	var names []string
	for _, rule := range rules {
		if events[rule.Service] == nil {
			names = append(names, rule.Service)
		}
		events[rule.Service] = append(events[rule.Service], report.Text(rule.Event).String())
	}
	var services []service
	for _, name := range names {
		services = append(services, service{report.Text(name + ".amazonaws.com").String(), report.Text(name).String(), strings.Join(events[name], ", ")})
	}
	return services
}

// valueColumns returns the columns that tell what a call was about, in the order in which
// [Tally] reads them.
func valueColumns(rules []lifetime.Rule) []valueColumn {
	columns := []valueColumn{{Name: "life_ids"}, {Name: "life_type"}, {Name: "life_size"}, {Name: "life_variant"}, {Name: "life_group"}}
	for i := range rules {
		rule := &rules[i]
		for at, sql := range []string{placesSQL(rule.ID), placesSQL(rule.Type), placesSQL(rule.Size), variantSQL(rule.Variant), groupSQL(rule)} {
			if sql != "" {
				columns[at].Values = append(columns[at].Values, callValue{report.Text(rule.Key()).String(), sql})
			}
		}
	}
	return columns
}

// groupSQL returns the SQL of what a resource belongs to: an instance's Auto Scaling group
// is the value of a tag.
// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
func groupSQL(rule *lifetime.Rule) string {
	if rule.Kind == "instance" && rule.Role == lifetime.Start {
		return `regexp_extract(life_request, '"aws:autoscaling:groupName"\s*,\s*"value"\s*:\s*"([^"]*)"', 1)`
	}
	return placesSQL(rule.Group)
}

// variantSQL returns the SQL of all values that there are, with spaces between them.
func variantSQL(parts [][]lifetime.Place) string {
	var values []string
	for _, places := range parts {
		values = append(values, placesSQL(places))
	}
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	return "array_join(ARRAY[" + strings.Join(values, ", ") + "], ' ')"
}

// placesSQL returns the SQL of the first place that has a value, "" for no place.
func placesSQL(places []lifetime.Place) string {
	var values []string
	for _, place := range places {
		values = append(values, placeSQL(place))
	}
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	return "coalesce(" + strings.Join(values, ", ") + ")"
}

// placeSQL returns the SQL of the value at a place: of a list, all with commas.
func placeSQL(place lifetime.Place) string {
	column, path := "life_"+string(place.Side), report.Text("$"+place.Path)
	switch {
	case place.Counts:
		return fmt.Sprintf("CAST(CASE WHEN json_extract(%[1]s, %[2]v) IS NOT NULL THEN coalesce(json_array_length(json_extract(%[1]s, %[2]v)), 1) END AS varchar)", column, path)
	case place.IsList && place.Rest == "":
		return fmt.Sprintf("nullif(array_join(TRY_CAST(json_extract(%s, %v) AS array(varchar)), ','), '')", column, path)
	case place.IsList:
		return fmt.Sprintf("nullif(array_join(transform(TRY_CAST(json_extract(%s, %v) AS array(json)), x -> json_extract_scalar(x, %v)), ','), '')", column, path, report.Text("$"+place.Rest))
	}
	return fmt.Sprintf("json_extract_scalar(%s, %v)", column, path)
}
