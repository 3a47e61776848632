package price

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"strings"
)

// hourMark begins the items of what is charged for by the hour.
const hourMark = "hour:"

// HourOf returns the item of an hour of a kind of resource and its type, which can be
// empty: hour:instance m5.large. Of volumes it is a GB for a month of [MonthHours].
func HourOf(kind, variant string) Item {
	return Item(hourMark + strings.Trim(kind+" "+variant, " "))
}

// MonthHours is how many hours the month of a GB of a volume has here: 30 days, as in
// AWS's examples.
// https://aws.amazon.com/ebs/pricing/
const MonthHours = 720

//go:embed hours.csv
var hourTable string

// hourRule recognises the price of an hour in AWS's price list.
type hourRule struct {
	kind, service, operation, variant string
	usage                             *regexp.Regexp // without the code of a region
}

// readHourRules reads the table of what AWS charges for by the hour.
func readHourRules() ([]hourRule, error) {
	rows, err := csv.NewReader(strings.NewReader(hourTable)).ReadAll()
	if err != nil {
		return nil, err
	}
	var rules []hourRule
	for _, row := range rows[1:] {
		usage, err := regexp.Compile(`^(?:[A-Z0-9]+-)?` + row[2] + `$`)
		if err != nil {
			return nil, err
		}
		rules = append(rules, hourRule{kind: row[0], service: row[1], operation: row[3], variant: row[4], usage: usage})
	}
	return rules, nil
}

// findItem returns the item of a price, or "" if the rule is not for it.
func (r *hourRule) findItem(o *offerPrice) Item {
	if o.service != r.service || r.operation != "" && o.operation != r.operation {
		return ""
	}
	place := r.usage.FindStringSubmatchIndex(o.usageType)
	if place == nil || !o.isPlain() {
		return ""
	}
	variant := string(r.usage.ExpandString(nil, r.variant, o.usageType, place))
	variant = strings.NewReplacer("{instanceType}", o.instanceType, "{engine}", nameEngine(o.engine)).Replace(variant)
	return HourOf(r.kind, variant)
}

// findHour returns the item of a price by the hour, or "".
func (t *usageTypes) findHour(o *offerPrice) Item {
	for i := range t.hours {
		if item := t.hours[i].findItem(o); item != "" {
			return item
		}
	}
	return ""
}

// isPlain reports whether the price is that of no licence beside the service's, which the
// logs do not tell.
func (o *offerPrice) isPlain() bool {
	return o.license == "" || strings.EqualFold(o.license, "No license required") || strings.EqualFold(o.license, "NA")
}

// nameEngine returns the name that calls have for an engine of databases or caches:
// aurora-postgresql for Aurora PostgreSQL.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
func nameEngine(engine string) string {
	switch name := strings.ToLower(strings.ReplaceAll(engine, " ", "-")); name {
	case "postgresql":
		return "postgres"
	default:
		return name
	}
}
