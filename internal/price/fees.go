package price

import (
	"cmp"
	"maps"
	"slices"
)

// Fee is what a class of requests costs in one place. A nil price is not known.
type Fee struct {
	Class Class
	// Place is a region, or the name of a partition: then the fee is that of each of its
	// regions that has none of its own.
	Place string
	// Request is the price of a request, and GB that of a GB that is read.
	Request, GB *float64
}

// Fees returns the fees of all classes that have a price somewhere, in order.
func (l *List) Fees() []Fee {
	var fees []Fee
	places := l.places()
	for _, class := range l.feeClasses() {
		items := [2]Item{class.Item()}
		if storage := class.Storage(); slices.Contains(RetrievalClasses(), storage) {
			items[1] = RetrievedGB.In(storage)
		}
		for _, place := range slices.Sorted(maps.Keys(places)) {
			partition := places[place]
			fee, inPartition := l.findFee(class, items, place, partition), l.findFee(class, items, partition, partition)
			if fee.isNone() || place != partition && fee.equal(&inPartition) {
				continue
			}
			fees = append(fees, fee)
		}
	}
	return fees
}

// findFee returns the fee of a class in a place.
func (l *List) findFee(class Class, items [2]Item, place, partition string) Fee {
	fee := Fee{Class: class, Place: place}
	for i, into := range []**float64{&fee.Request, &fee.GB} {
		if items[i] == "" {
			continue
		}
		if usd, known := l.findPrice(items[i], place, partition); known {
			*into = &usd
		}
	}
	return fee
}

// isNone reports whether nothing has a price.
func (f *Fee) isNone() bool { return f.Request == nil && f.GB == nil }

// equal reports whether two fees have the same prices.
func (f *Fee) equal(other *Fee) bool {
	same := func(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return same(f.Request, other.Request) && same(f.GB, other.GB)
}

// feeClasses returns the classes that can have a fee, in order.
func (l *List) feeClasses() []Class {
	classes := []Class{KMS}
	for _, storage := range StorageClasses() {
		classes = append(classes, Put.In(storage), Get.In(storage))
	}
	for _, rule := range l.CallRules() {
		classes = append(classes, rule.Class())
	}
	slices.Sort(classes)
	return slices.Compact(classes)
}

// places returns the regions and partitions that have a price, with their partitions.
func (l *List) places() map[string]string {
	places := make(map[string]string)
	for list := l; list != nil; list = list.Base {
		for o := range maps.Keys(list.each) {
			places[o.region] = partitionOf(o.region)
		}
		for r := range maps.Keys(list.transfer) {
			places[r.from] = partitionOf(r.from)
		}
	}
	for _, p := range Partitions() {
		places[p.Name] = p.Name
	}
	return places
}

// Surcharge is the price of a GB on a path, in either direction.
type Surcharge struct {
	Via   Via
	Place string
	USD   float64
}

// Surcharges returns the prices of the paths, in order.
func (l *List) Surcharges() []Surcharge {
	var all []Surcharge
	for place := range l.places() {
		for _, via := range Vias() {
			if usd, known := l.Surcharge(via, place); known {
				all = append(all, Surcharge{via, place, usd})
			}
		}
	}
	slices.SortFunc(all, func(a, b Surcharge) int { return cmp.Or(cmp.Compare(a.Via, b.Via), cmp.Compare(a.Place, b.Place)) })
	return all
}

// Surcharge returns the price of a GB on a path in a region.
func (l *List) Surcharge(via Via, place string) (usd float64, known bool) {
	for ; l != nil; l = l.Base {
		if steps, known := l.transfer[route{place, string(via)}]; known {
			return steps.First(), true
		}
	}
	return 0, false
}
