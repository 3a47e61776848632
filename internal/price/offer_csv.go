package price

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// metadataLines is the number of lines before the header of AWS's price list as CSV.
const metadataLines = 5

// readOfferCSV reads AWS's price list as CSV.
func readOfferCSV(list *List, in io.Reader) error {
	reader := csv.NewReader(in)
	reader.FieldsPerRecord = -1
	for range metadataLines {
		record, err := reader.Read()
		if err != nil {
			return csvError(err)
		}
		if len(record) == 2 && record[0] == "Publication Date" {
			list.Date = dayOf(record[1])
		}
	}
	header, err := reader.Read()
	if err != nil {
		return csvError(err)
	}
	columns := indexColumns(header)
	if _, known := columns["priceperunit"]; !known {
		return fmt.Errorf("line %d: it has no column PricePerUnit", metadataLines+1)
	}
	reader.FieldsPerRecord = len(header)
	var all []offerPrice
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return list.addOffer(all)
		} else if err != nil {
			return err
		}
		if o, ok := readOfferLine(record, columns); ok {
			all = append(all, o)
		}
	}
}

// readOfferLine returns the price of a line; ok is false unless it is on demand.
func readOfferLine(record []string, columns columnPlaces) (o offerPrice, ok bool) {
	value := func(name string) string {
		if i, known := columns[name]; known {
			return record[i]
		}
		return ""
	}
	o = offerPrice{
		sku: value("sku"), term: value("ratecode"),
		service: value("servicecode"), usageType: value("usagetype"), transferType: value("transfertype"),
		region:     cmp.Or(value("fromregioncode"), findRegion(value("fromlocation")), value("regioncode"), findRegion(value("location"))),
		to:         cmp.Or(value("toregioncode"), findRegion(value("tolocation"))),
		isOutbound: value("tolocation") == external,
		from:       value("startingrange"),
		unit:       value("unit"), operation: value("operation"), instanceType: value("instancetype"),
		engine: cmp.Or(value("databaseengine"), value("cacheengine")), license: value("licensemodel"),
		family: value("productfamily"), group: value("group"), queueing: value("queuetype"),
	}
	if value("currency") == "USD" {
		o.usd = value("priceperunit")
	}
	return o, value("termtype") == "OnDemand"
}
