package price

import (
	"bytes"
	_ "embed"
	"maps"
	"slices"
	"strings"
)

// Item is what has a price a piece.
type Item string

// The items, as the first column of a price file has them.
const (
	PutRequest Item = "s3-put"     // PUT, COPY, POST and LIST requests to S3 Standard
	GetRequest Item = "s3-get"     // GET and all other requests to S3 Standard
	KMSRequest Item = "kms"        // requests with symmetric keys
	DataEvent  Item = "data-event" // delivered to a trail
)

// transferItem is data that leaves a region, which has its price per GB.
const transferItem = "transfer"

// Internet is where data goes that leaves AWS. AnyRegion is each region that has
// no price of its own.
const (
	Internet  = "internet"
	AnyRegion = "*"
)

// GB is how many bytes a GB of the bill has.
const GB = 1 << 30

// List is a table of prices.
type List struct {
	// Name says what the prices are, and Date of when, as 2026-11-24; it is empty
	// where the file does not say.
	Name, Date string
	// Base is what is asked where the list has no price, nil for none.
	Base *List

	each     map[offer]float64 // dollars a piece
	transfer map[route]Steps
}

// offer is an item in a region, or in all of a partition.
type offer struct {
	item   Item
	region string
}

// route is the way of data between two regions, or from one to [Internet].
type route struct{ from, to string }

//go:embed prices.csv
var prices []byte

// Default returns the table that is built in.
func Default() (*List, error) {
	list, err := Read("built-in prices", bytes.NewReader(prices))
	if err != nil {
		return nil, err
	}
	list.Name = "the built-in prices"
	return list, nil
}

func newList(name string) *List {
	return &List{Name: name, each: make(map[offer]float64), transfer: make(map[route]Steps)}
}

// Each returns the price of one request or event in a region such as eu-west-1,
// in dollars.
func (l *List) Each(item Item, region string) (usd float64, known bool) {
	for ; l != nil; l = l.Base {
		for _, where := range []string{region, partition(region)} {
			if usd, known = l.each[offer{item, where}]; known {
				return usd, true
			}
		}
	}
	return 0, false
}

// Transfer returns what a GB costs that leaves S3 in a region for another region
// or for [Internet].
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

// partition names the partition that a region belongs to. Prices that are the
// same in all regions of a partition have its name for their region.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func partition(region string) string {
	for _, p := range []struct{ prefix, partition string }{
		{"us-gov-", "aws-us-gov"}, {"cn-", "aws-cn"}, {"us-iso", "aws-iso"}, {"eu-iso", "aws-iso-e"}, {"eusc-", "aws-eusc"},
	} {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	if strings.Count(region, "-") < 2 {
		return "" // no region
	}
	return "aws"
}

// Regions returns the regions that have a price for an item, in order.
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
