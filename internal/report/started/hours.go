package started

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/trailq/trailq/internal/lifetime"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report/pricing"
)

// rate is what an hour of a resource costs: pieces of an item.
type rate struct {
	item   price.Item // "" if no list can have it
	pieces float64
	isFree bool
}

// findRate returns the rate of a resource in one span of its life. Only what AWS charges
// on demand is priced: Spot instances and dedicated hosts have other prices.
func findRate(life *lifetime.Life, span *lifetime.Span) rate {
	pieces := 1.0
	if size, err := strconv.ParseFloat(span.Size, 64); err == nil {
		pieces = size
	}
	variants := strings.Fields(strings.ToLower(life.Variant))
	kind := span.Type
	switch life.Kind {
	case "instance":
		if !isOnDemand(variants) || kind == "" {
			return rate{}
		}
		if slices.Contains(variants, "windows") || slices.Contains(variants, "runinstances:0002") {
			kind += " windows"
		}
	case "volume":
		if span.Size == "" {
			return rate{}
		}
		kind, pieces = cmp.Or(kind, "gp2"), pieces/price.MonthHours
	case "endpoint":
		if kind == "" || kind == "Gateway" {
			return rate{isFree: true}
		}
	case "load balancer":
		kind = cmp.Or(kind, "classic")
	case "database":
		kind = nameDatabase(kind, variants)
	case "cache":
		kind = strings.Join(append([]string{kind}, variants...), " ")
	case "search domain":
		kind = strings.Replace(kind, ".elasticsearch", ".search", 1)
	case "model endpoint", "Kafka cluster":
		return rate{}
	}
	return rate{item: price.HourOf(life.Kind, kind), pieces: pieces}
}

// isOnDemand reports whether an instance runs on shared hardware at the price on demand,
// with Linux or Windows alone: other platforms have their own usageOperation.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/billing-info-fields.html
func isOnDemand(variants []string) bool {
	return !slices.ContainsFunc(variants, func(variant string) bool {
		return !slices.Contains([]string{"default", "windows", "runinstances", "runinstances:0002"}, variant)
	})
}

// nameDatabase returns a class of databases with its engine, as prices have it.
func nameDatabase(class string, variants []string) string {
	names := []string{class}
	for _, variant := range variants {
		switch variant {
		case "true":
			names = append(names, "multi-az")
		case "aurora":
			names = append(names, "aurora-mysql")
		case "false":
		default:
			names = append(names, variant)
		}
	}
	return strings.Join(names, " ")
}

// chargeLife returns what a resource cost in the hours that the logs know, and what its
// last hour cost. Both are not known unless all prices are.
func chargeLife(list *price.List, life *lifetime.Life) (total, hour pricing.Money, missing price.Item) {
	total.IsKnown = true
	for i := range life.Spans {
		span := &life.Spans[i]
		r := findRate(life, span)
		usd, known := 0.0, r.isFree
		if !known && r.item != "" {
			usd, known = list.Each(r.item, life.Region)
		}
		if !known {
			return pricing.Money{}, pricing.Money{}, cmp.Or(r.item, price.HourOf(life.Kind, strings.TrimSpace(span.Type+" "+life.Variant)))
		}
		hour = pricing.Money{USD: usd * r.pieces, IsKnown: true}
		total.USD += hour.USD * span.Hours()
	}
	return total, hour, ""
}
