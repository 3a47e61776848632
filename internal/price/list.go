package price

import (
	"bytes"
	_ "embed"
	"maps"
	"slices"
	"strings"
)

// Item is something that is priced by the piece.
type Item string

// The items, by their names in the first column of a price file.
const (
	PutRequest Item = "s3-put"     // PUT, COPY, POST and LIST requests to S3 Standard
	GetRequest Item = "s3-get"     // GET and all other requests to S3 Standard
	KMSRequest Item = "kms"        // requests with symmetric keys
	DataEvent  Item = "data-event" // delivered to a trail

	ManagementCopy Item = "management-copy"  // a management event, in each trail after the first
	NetworkEvent   Item = "network-activity" // a network activity event, delivered to a trail
	InsightEvent   Item = "insights"         // a management event that CloudTrail analyses for Insights
)

// Items returns the items whose price does not depend on a storage class.
func Items() []Item {
	return []Item{PutRequest, GetRequest, KMSRequest, DataEvent, ManagementCopy, NetworkEvent, InsightEvent}
}

// transferItem is data that leaves a region, which is priced by the GB.
const transferItem = "transfer"

// Internet is the destination of data that leaves AWS. AnyRegion stands for each
// region without a price of its own.
const (
	Internet  = "internet"
	AnyRegion = "*"
)

// GB is the number of bytes in a GB on AWS's bill.
const GB = 1 << 30

// List is a table of prices.
type List struct {
	// Name says what the prices are, and Date when they were valid, as in
	// 2026-11-24. Date is empty if the file does not say.
	Name, Date string
	// Base has the prices that the list lacks. It can be nil.
	Base *List

	each     map[offer]float64 // dollars apiece
	transfer map[route]Steps
	calls    []CallRule
}

// offer is an item in a region, or in all regions of a partition.
type offer struct {
	item   Item
	region string
}

// route is a path of data between two regions, or from one to [Internet].
type route struct{ from, to string }

//go:embed prices.csv
var prices []byte

// Default returns the built-in table.
func Default() (*List, error) {
	list, err := Read("built-in prices", bytes.NewReader(prices))
	if err != nil {
		return nil, err
	}
	list.Name = "the built-in prices"
	calls, err := defaultCalls()
	if err != nil {
		return nil, err
	}
	list.calls = calls.calls
	maps.Copy(list.each, calls.each)
	return list, nil
}

func newList(name string) *List {
	return &List{Name: name, each: make(map[offer]float64), transfer: make(map[route]Steps)}
}

// Each returns the price of one request or event in a region such as eu-west-1,
// in dollars.
func (l *List) Each(item Item, region string) (usd float64, known bool) {
	return l.findPrice(item, region, partitionOf(region))
}

// findPrice returns the price of an item in the first of some regions and
// partitions that a list has one for.
func (l *List) findPrice(item Item, places ...string) (usd float64, known bool) {
	for ; l != nil; l = l.Base {
		for _, place := range places {
			if usd, known = l.each[offer{item, place}]; known {
				return usd, true
			}
		}
	}
	return 0, false
}

// Transfer returns the price of a GB that leaves S3 in one region for another
// region or for [Internet].
func (l *List) Transfer(from, to string) (steps Steps, known bool) {
	for ; l != nil; l = l.Base {
		if steps, known = l.transfer[route{from, to}]; known {
			return steps, true
		}
		if steps, known = l.transfer[route{from, AnyRegion}]; known && to != Internet {
			return steps, true
		}
	}
	return nil, false
}

// Partition is a group of regions, which AWS names by the start of their names.
type Partition struct{ Name, RegionPrefix string }

// Partitions returns the partitions; each region belongs to the first whose prefix
// it has. Prices that are the same in all regions of a partition stand under its
// name.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func Partitions() []Partition {
	return []Partition{
		{"aws-us-gov", "us-gov-"},
		{"aws-cn", "cn-"},
		{"aws-iso", "us-iso"},
		{"aws-iso-e", "eu-iso"},
		{"aws-eusc", "eusc-"},
		{Name: mainPartition},
	}
}

// mainPartition has all regions that no other partition has.
const mainPartition = "aws"

// partitionOf returns the name of a region's partition, or "" for a text that
// cannot be a region: every region's name has at least two hyphens.
func partitionOf(region string) string {
	for _, p := range Partitions() {
		if strings.HasPrefix(region, p.RegionPrefix) && (p.Name != mainPartition || strings.Count(region, "-") >= 2) {
			return p.Name
		}
	}
	return ""
}

// Regions returns the regions with a price for an item, in order.
func (l *List) Regions(item Item) []string {
	var regions []string
	for o := range maps.Keys(l.each) {
		if o.item == item {
			regions = append(regions, o.region)
		}
	}
	slices.Sort(regions)
	return regions
}
