package price

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// offerPrice is one price of AWS's price list, in either form.
type offerPrice struct {
	sku, term    string
	service      string // servicecode
	usageType    string
	transferType string
	region       string // the region, or the one that data comes from
	to           string // the region that data goes to
	isOutbound   bool   // data goes to the internet
	from         string // the GB or requests from which it applies
	unit         string
	usd          string // empty if it is in another currency

	operation, instanceType, engine, license string // of what is charged for by the hour
	family, group, queueing                  string // of requests
}

// usageTypes recognise prices by their usagetype, which begins with a code for the
// region: EUC1-Requests-Tier1. Those of other storage classes have a part between.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
type usageTypes struct {
	request, retrieval, internet, region, kms, events, copies, insights, network, nat, endpoint *regexp.Regexp

	hours []hourRule
}

func newUsageTypes() (usageTypes, error) {
	hours, err := readHourRules()
	return usageTypes{
		hours:     hours,
		nat:       regexp.MustCompile(`^(?:[A-Z0-9]+-)?NatGateway-Bytes$`),
		endpoint:  regexp.MustCompile(`^(?:[A-Z0-9]+-)?VpcEndpoint-Bytes$`),
		network:   regexp.MustCompile(`^(?:[A-Z0-9]+-)?NetworkEventsRecorded$`),
		request:   regexp.MustCompile(`^(?:[A-Z0-9]+-)?Requests-(?:(SIA|ZIA|GIR)-)?Tier([12])$`),
		retrieval: regexp.MustCompile(`^(?:[A-Z0-9]+-)?Retrieval-(SIA|ZIA|GIR)$`),
		kms:       regexp.MustCompile(`-KMS-Requests$`),
		events:    regexp.MustCompile(`^(?:[A-Z0-9]+-)?DataEventsRecorded$`),
		copies:    regexp.MustCompile(`^(?:[A-Z0-9]+-)?PaidEventsRecorded$`),
		insights:  regexp.MustCompile(`^(?:[A-Z0-9]+-)?InsightsEvents$`),
		internet:  regexp.MustCompile(`^([A-Z0-9]+-)?DataTransfer-Out-Bytes$`),
		region:    regexp.MustCompile(`^[A-Z0-9]+-[A-Z0-9]+-AWS-Out-Bytes$`),
	}, err
}

// firstAmount returns the amount from which the price applies.
func (o *offerPrice) firstAmount() float64 {
	amount, err := strconv.ParseFloat(o.from, 64)
	if err != nil {
		return 0
	}
	return amount
}

// addOffer adds the prices that trailq needs. AWS's files have them in changing
// order, and some twice: the first by SKU counts. Of requests with steps, which can begin
// with some that are free, the first step with a price does.
func (l *List) addOffer(all []offerPrice) error {
	slices.SortFunc(all, func(a, b offerPrice) int {
		return cmp.Or(cmp.Compare(a.sku, b.sku), cmp.Compare(a.firstAmount(), b.firstAmount()), cmp.Compare(a.term, b.term))
	})
	types, err := newUsageTypes()
	if err != nil {
		return err
	}
	owner := make(map[route]string) // the SKU that each route is from
	for i := range all {
		if err := l.addPrice(&all[i], &types, owner); err != nil {
			return fmt.Errorf("product %s: %w", all[i].sku, err)
		}
	}
	return nil
}

// addPrice adds a price, if trailq needs it. The owner of a route is the SKU that
// its steps are from.
func (l *List) addPrice(o *offerPrice, types *usageTypes, owner map[route]string) error {
	item, to := o.classify(types)
	if item == "" && to == "" || o.region == "" || o.usd == "" {
		return nil
	}
	usd, err := strconv.ParseFloat(o.usd, 64)
	if err != nil || !(usd >= 0 && usd < priceLimit) {
		return fmt.Errorf("price %q: want a number from 0 to %d", o.usd, int(priceLimit))
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

// classify returns the item that the price is of, or the destination of a transfer.
// Both are empty for other prices.
func (o *offerPrice) classify(types *usageTypes) (item Item, to string) {
	switch {
	case o.service == "AmazonS3" && types.request.MatchString(o.usageType):
		m := types.request.FindStringSubmatch(o.usageType)
		items := map[string]Item{"1": PutRequest, "2": GetRequest}
		return items[m[2]].In(usageClasses()[m[1]]), ""
	case o.service == "AmazonS3" && types.retrieval.MatchString(o.usageType):
		return RetrievedGB.In(usageClasses()[types.retrieval.FindStringSubmatch(o.usageType)[1]]), ""
	case o.service == "awskms" && types.kms.MatchString(o.usageType):
		return KMSRequest, ""
	case o.service == "AWSCloudTrail":
		return o.classifyTrail(types), ""
	case o.service == "AmazonEC2" && types.nat.MatchString(o.usageType):
		return NATBytes, ""
	case o.service == "AmazonVPC" && types.endpoint.MatchString(o.usageType):
		return "", string(InterfaceEndpoint)
	case o.findRequest() != "":
		return o.findRequest(), ""
	case types.findHour(o) != "":
		return types.findHour(o), ""
	case o.unit != "GB":
	case o.isOutbound && o.transferType == "AWS Outbound" && types.internet.MatchString(o.usageType):
		return "", Internet
	case o.transferType == "InterRegion Outbound" && types.region.MatchString(o.usageType):
		return "", o.to
	}
	return "", ""
}

// usageClasses are the storage classes by their parts of usage types.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
func usageClasses() map[string]StorageClass {
	return map[string]StorageClass{"SIA": "STANDARD_IA", "ZIA": "ONEZONE_IA", "GIR": "GLACIER_IR"}
}

// classifyTrail returns the item of a price of CloudTrail, or "".
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-costs.html
func (o *offerPrice) classifyTrail(types *usageTypes) Item {
	switch {
	case types.events.MatchString(o.usageType):
		return DataEvent
	case types.copies.MatchString(o.usageType):
		return ManagementCopy
	case types.insights.MatchString(o.usageType):
		return InsightEvent
	case types.network.MatchString(o.usageType):
		return NetworkEvent
	}
	return ""
}
