package athena

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/catalog"
)

// projectedKey is a partition key with the values that its projection gives it.
type projectedKey struct {
	name       string
	properties map[string]string
	all        []string
	needed     []string
}

// keysOf returns the partition keys of a table.
func keysOf(t *catalog.Table) []projectedKey {
	var keys []projectedKey
	for _, c := range t.Columns {
		if c.IsKey {
			keys = append(keys, projectedKey{name: c.Name, properties: t.Properties})
		}
	}
	return keys
}

// read finds the values of a key and those that a statement needs.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
func (k *projectedKey) read(needed map[string]*constraint) error {
	property := func(name string) string { return k.properties["projection."+k.name+"."+name] }
	constraint := needed[k.name]
	switch kind := property("type"); kind {
	case "enum":
		for value := range strings.SplitSeq(property("values"), ",") {
			k.all = append(k.all, strings.TrimSpace(value))
		}
	case "date":
		if err := k.readDays(property("format"), property("range")); err != nil {
			return err
		}
	case "injected": // only the values that are named exist
		if constraint == nil {
			return fmt.Errorf("nothing names the values of %s", k.name)
		}
		for _, r := range constraint.Domain.Ranges {
			if r.Low.Value == nil || r.High.Value == nil || *r.Low.Value != *r.High.Value {
				return fmt.Errorf("the values of %s are not named one by one", k.name)
			}
			k.all = append(k.all, *r.Low.Value)
		}
	default:
		return fmt.Errorf("projection of %s by %q", k.name, kind)
	}
	for _, value := range k.all {
		if constraint.accepts(value) {
			k.needed = append(k.needed, value)
		}
	}
	return nil
}

// readDays finds the days of a range such as 2020/01/01,NOW.
func (k *projectedKey) readDays(format, days string) error {
	layout := strings.NewReplacer("yyyy", "2006", "MM", "01", "dd", "02").Replace(format)
	if !strings.Contains(layout, "02") || strings.ContainsAny(strings.NewReplacer("2006", "", "01", "", "02", "").Replace(layout), "abcdefghijklmnopqrstuvwxyzHE'") {
		return fmt.Errorf("projection of %s by the format %q", k.name, format)
	}
	from, to, _ := strings.Cut(days, ",")
	first, err := time.Parse(layout, strings.TrimSpace(from))
	if err != nil {
		return err
	}
	last := time.Now().UTC()
	if to = strings.TrimSpace(to); !strings.EqualFold(to, "NOW") {
		if last, err = time.Parse(layout, to); err != nil {
			return err
		}
	}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		k.all = append(k.all, day.Format(layout))
	}
	return nil
}

// locationTemplate returns where partitions are, with ${name} for the value of a key;
// empty where nothing tells.
func locationTemplate(t *catalog.Table, keys []projectedKey) string {
	if template := t.Properties["storage.location.template"]; template != "" {
		return template
	}
	location := t.Properties["location"]
	if !strings.HasPrefix(location, "s3://") {
		return ""
	}
	location = strings.TrimSuffix(location, "/")
	for i := range keys {
		location += "/" + keys[i].name + "=${" + keys[i].name + "}"
	}
	return location
}

// eachLocation yields the places of all combinations of needed values.
func eachLocation(template string, keys []projectedKey) iter.Seq[string] {
	return func(yield func(string) bool) { fillLocations(template, keys, yield) }
}

func fillLocations(template string, keys []projectedKey, yield func(string) bool) bool {
	if len(keys) == 0 {
		return yield(template)
	}
	for _, value := range keys[0].needed {
		if !fillLocations(strings.ReplaceAll(template, "${"+keys[0].name+"}", value), keys[1:], yield) {
			return false
		}
	}
	return true
}
