package price

import (
	"cmp"
	"errors"
	"io"

	"github.com/trailq/trailq/internal/jsonfile"
)

// offerFile is the part of AWS's price list that trailq needs.
// https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
type offerFile struct {
	PublicationDate string                  `json:"publicationDate"`
	Products        map[string]offerProduct `json:"products"`
	Terms           struct {
		OnDemand map[string]map[string]offerTerm
	} `json:"terms"`
}

type offerProduct struct {
	ProductFamily string `json:"productFamily"`
	Attributes    struct {
		ServiceCode    string `json:"servicecode"`
		UsageType      string `json:"usagetype"`
		TransferType   string `json:"transferType"`
		Location       string `json:"location"`
		RegionCode     string `json:"regionCode"`
		FromLocation   string `json:"fromLocation"`
		FromRegionCode string `json:"fromRegionCode"`
		ToLocation     string `json:"toLocation"`
		ToRegionCode   string `json:"toRegionCode"`
		Operation      string `json:"operation"`
		InstanceType   string `json:"instanceType"`
		DatabaseEngine string `json:"databaseEngine"`
		CacheEngine    string `json:"cacheEngine"`
		LicenseModel   string `json:"licenseModel"`
		Group          string `json:"group"`
		QueueType      string `json:"queueType"`
	} `json:"attributes"`
}

type offerTerm struct {
	PriceDimensions map[string]struct {
		BeginRange   string            `json:"beginRange"`
		Unit         string            `json:"unit"`
		PricePerUnit map[string]string `json:"pricePerUnit"`
	} `json:"priceDimensions"`
}

// readOfferJSON reads AWS's price list as JSON.
func readOfferJSON(list *List, in io.Reader) error {
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	var file offerFile
	if err := jsonfile.Unmarshal(text, &file); err != nil {
		return err
	}
	if len(file.Products) == 0 {
		return errors.New("it has no products: it is not a price list of AWS")
	}
	list.Date = dayOf(file.PublicationDate)
	var all []offerPrice
	for sku, product := range file.Products {
		for _, term := range file.Terms.OnDemand[sku] {
			for code, dimension := range term.PriceDimensions {
				o := product.price()
				o.sku, o.term = sku, code
				o.from, o.unit, o.usd = dimension.BeginRange, dimension.Unit, dimension.PricePerUnit["USD"]
				all = append(all, o)
			}
		}
	}
	return list.addOffer(all)
}

// price returns the part of a price that its product has.
func (p *offerProduct) price() offerPrice {
	a := &p.Attributes
	o := offerPrice{service: a.ServiceCode, usageType: a.UsageType, transferType: a.TransferType, operation: a.Operation,
		instanceType: a.InstanceType, engine: cmp.Or(a.DatabaseEngine, a.CacheEngine), license: a.LicenseModel,
		family: p.ProductFamily, group: a.Group, queueing: a.QueueType}
	o.region = cmp.Or(a.FromRegionCode, findRegion(a.FromLocation), a.RegionCode, findRegion(a.Location))
	o.to = cmp.Or(a.ToRegionCode, findRegion(a.ToLocation))
	o.isOutbound = a.ToLocation == external
	return o
}

// external is the location that AWS has for the internet.
const external = "External"

// dayOf returns the day of a time such as 2016-01-07T02:15:38Z.
func dayOf(moment string) string { return moment[:min(len(moment), len("2016-01-07"))] }
