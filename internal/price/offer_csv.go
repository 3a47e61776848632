package price

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// metadataLines are how many lines stand before the header of AWS's price list as
// CSV.
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
			list.Date = dateOf(record[1])
		}
	}
	header, err := reader.Read()
	if err != nil {
		return csvError(err)
	}
	columns := columnsOf(header)
	if _, known := columns["priceperunit"]; !known {
		return fmt.Errorf("line %d: it has no column PricePerUnit", metadataLines+1)
	}
	reader.FieldsPerRecord = len(header)
	var all []offered
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return list.addOffered(all)
		} else if err != nil {
			return err
		}
		if o, ok := offeredOf(record, columns); ok {
			all = append(all, o)
		}
	}
}

// offeredOf is the price of a line, if it is one on demand.
func offeredOf(record []string, columns map[string]int) (offered, bool) {
	value := func(name string) string {
		if i, known := columns[name]; known {
			return record[i]
		}
		return ""
	}
	o := offered{
		sku: value("sku"), term: value("ratecode"),
		service: value("servicecode"), usageType: value("usagetype"), transferType: value("transfertype"),
		region:  cmp.Or(value("fromregioncode"), regionOf(value("fromlocation")), value("regioncode"), regionOf(value("location"))),
		to:      cmp.Or(value("toregioncode"), regionOf(value("tolocation"))),
		outside: value("tolocation") == external,
		from:    value("startingrange"),
		unit:    value("unit"),
	}
	if value("currency") == "USD" {
		o.usd = value("priceperunit")
	}
	return o, value("termtype") == "OnDemand"
}
