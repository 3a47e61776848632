package price

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// offered is one price of AWS's price list, in either form.
type offered struct {
	sku, term    string
	service      string // servicecode
	usageType    string
	transferType string
	region       string // code of the region, or of the one that data comes from
	to           string // code of the region that data goes to
	outside      bool   // data goes to the internet
	from         string // GB or requests from which it counts
	unit         string
	usd          string // empty where it is in another currency
}

// usageTypes recognises what is wanted by usagetype, where the code of the region
// comes first: EUC1-Requests-Tier1. Other storage classes have more between them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
type usageTypes struct{ put, get, internet, region *regexp.Regexp }

func newUsageTypes() usageTypes {
	return usageTypes{
		put:      regexp.MustCompile(`^([A-Z0-9]+-)?Requests-Tier1$`),
		get:      regexp.MustCompile(`^([A-Z0-9]+-)?Requests-Tier2$`),
		internet: regexp.MustCompile(`^([A-Z0-9]+-)?DataTransfer-Out-Bytes$`),
		region:   regexp.MustCompile(`^[A-Z0-9]+-[A-Z0-9]+-AWS-Out-Bytes$`),
	}
}

// addOffered takes in the prices that are wanted. The files give them in no order
// that lasts, and now and then one twice: the first by SKU counts.
func (l *List) addOffered(all []offered) error {
	slices.SortFunc(all, func(a, b offered) int { return cmp.Or(cmp.Compare(a.sku, b.sku), cmp.Compare(a.term, b.term)) })
	types := newUsageTypes()
	owner := make(map[route]string) // whose price list a route has
	for i := range all {
		if err := l.addPrice(&all[i], &types, owner); err != nil {
			return fmt.Errorf("product %s: %w", all[i].sku, err)
		}
	}
	return nil
}

func (l *List) addPrice(o *offered, types *usageTypes, owner map[route]string) error {
	item, to := o.wanted(types)
	if item == "" && to == "" || o.region == "" || o.usd == "" {
		return nil
	}
	usd, err := strconv.ParseFloat(o.usd, 64)
	if err != nil || !(usd >= 0 && usd < 1e12) {
		return fmt.Errorf("price %q: want a number that is not negative", o.usd)
	}
	if item != "" {
		if key := (offer{item, o.region}); l.each[key] == 0 {
			l.each[key] = usd
		}
		return nil
	}
	key := route{o.region, to}
	if first, known := owner[key]; known && first != o.sku {
		return nil
	}
	owner[key] = o.sku
	return l.addTransfer(o.region, to, o.from, usd)
}

// wanted says what the price is of: an item, or transfer to somewhere.
func (o *offered) wanted(types *usageTypes) (item Item, to string) {
	isS3 := o.service == "AmazonS3"
	switch {
	case isS3 && types.put.MatchString(o.usageType):
		return PutRequest, ""
	case isS3 && types.get.MatchString(o.usageType):
		return GetRequest, ""
	case o.unit != "GB":
	case o.outside && o.transferType == "AWS Outbound" && types.internet.MatchString(o.usageType):
		return "", Internet
	case o.transferType == "InterRegion Outbound" && types.region.MatchString(o.usageType):
		return "", o.to
	}
	return "", ""
}
