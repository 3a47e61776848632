package price

import (
	"cmp"
	"maps"
	"slices"
)

// Rates are the prices of one region, in dollars. A nil price is not known.
type Rates struct {
	// Region is a region, or the name of a partition: then the rates are those of
	// each of its regions that has none of its own.
	Region string
	// Each has the price of one request or event by item.
	Each map[Item]float64
	// Internet is the price of data sent to the internet, by the month's steps, and
	// OtherRegion the price of a GB sent to a region without a [Route]. Both are
	// nil if they are not known.
	Internet    Steps
	OtherRegion Steps
}

// Route is the price of a GB sent from one region to another, where it differs
// from the region's [Rates].
type Route struct {
	From, To string
	USD      float64
}

// Rates returns the rates of every region and partition that the list or its base
// has a price for, by name.
func (l *List) Rates() []Rates {
	regions := l.places()
	var all []Rates
	for _, region := range slices.Sorted(maps.Keys(regions)) {
		rates := Rates{Region: region, Each: make(map[Item]float64)}
		for _, item := range Items() {
			if usd, known := l.findPrice(item, region, regions[region]); known {
				rates.Each[item] = usd
			}
		}
		rates.Internet, _ = l.Transfer(region, Internet)
		rates.OtherRegion, _ = l.Transfer(region, AnyRegion)
		all = append(all, rates)
	}
	return all
}

// Routes returns the prices between two regions that differ from the rates of the
// first, in order.
func (l *List) Routes() []Route {
	var routes []Route
	for list := l; list != nil; list = list.Base {
		for r := range maps.Keys(list.transfer) {
			if r.to == Internet || r.to == AnyRegion || slices.Contains(Vias(), Via(r.to)) {
				continue
			}
			usd, _ := l.Transfer(r.from, r.to)
			other, known := l.Transfer(r.from, AnyRegion)
			if !known || other.First() != usd.First() {
				routes = append(routes, Route{r.from, r.to, usd.First()})
			}
		}
	}
	slices.SortFunc(routes, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return slices.Compact(routes)
}
