package price

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// priceLimit is more than any request or GB costs. A sum of dollars has room for
// prices below it.
const priceLimit = 1e6

// errColumns says which columns a price file must have.
var errColumns = errors.New("want the columns item, region, to, from_gb, per and usd in the first line, or service, eventName, per and usd, or a price list of AWS")

// readCSV reads a file in the form of prices.csv.
func readCSV(list *List, in io.Reader) error {
	reader := csv.NewReader(in)
	reader.Comment = '#'
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return csvError(err)
	}
	columns := indexColumns(header)
	add := list.addLine
	if columns.has("service", "eventname", "per", "usd") {
		add = list.addCall
	} else if !columns.has("item", "region", "to", "from_gb", "per", "usd") {
		return errColumns
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return csvError(err)
		}
		line, _ := reader.FieldPos(0)
		if err := add(record, columns); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// columnPlaces has the place of each column by its name, in lower case and without
// spaces.
type columnPlaces map[string]int

// has reports whether all of these columns are there.
func (c columnPlaces) has(names ...string) bool {
	for _, name := range names {
		if _, known := c[name]; !known {
			return false
		}
	}
	return true
}

// readValue returns a line's value in a column, "" if the column is not there.
func (c columnPlaces) readValue(record []string, name string) string {
	if at, known := c[name]; known && at < len(record) {
		return strings.TrimSpace(record[at])
	}
	return ""
}

// indexColumns returns the places of columns.
func indexColumns(header []string) columnPlaces {
	columns := make(columnPlaces)
	for i, name := range header {
		name = strings.TrimPrefix(name, "\ufeff")
		columns[strings.ToLower(strings.ReplaceAll(name, " ", ""))] = i
	}
	return columns
}

// csvError returns an error of package csv in words for the user.
func csvError(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty")
	}
	return err
}

// addLine adds the price of one line.
func (l *List) addLine(record []string, columns columnPlaces) error {
	usd, err := parsePrice(record, columns)
	if err != nil {
		return err
	}
	l.Date = max(l.Date, columns.readValue(record, "checked"))
	item, region := columns.readValue(record, "item"), columns.readValue(record, "region")
	switch {
	case region == "":
		return errors.New("region is empty")
	case item == transferItem:
		return l.addTransfer(region, columns.readValue(record, "to"), columns.readValue(record, "from_gb"), usd)
	case !isItem(item):
		return fmt.Errorf("item %q: want s3-put, s3-get or s3-retrieval (also with a storage class: s3-get:STANDARD_IA), kms, data-event, management-copy, network-activity, insights, nat, transfer, or hour: and a kind with its type (hour:instance m5.large)", item)
	}
	return l.addEach(Item(item), region, usd)
}

// parsePrice reads the dollars of one piece.
func parsePrice(record []string, columns columnPlaces) (float64, error) {
	usdText, perText := columns.readValue(record, "usd"), columns.readValue(record, "per")
	usd, err := parseNumber("usd", usdText, 0)
	if err != nil {
		return 0, err
	}
	per, err := parseNumber("per", perText, 1e-9)
	if err != nil {
		return 0, err
	}
	if usd/per >= priceLimit {
		return 0, fmt.Errorf("usd %q per %q: want less than %d dollars apiece", usdText, perText, int(priceLimit))
	}
	return usd / per, nil
}

// addEach adds the price of an item in a region.
func (l *List) addEach(item Item, region string, usd float64) error {
	key := offer{item, region}
	if _, twice := l.each[key]; twice {
		return fmt.Errorf("%s in %s has a price already", item, region)
	}
	l.each[key] = usd
	return nil
}

// addTransfer adds the price of a GB from one region to another, or to the internet.
func (l *List) addTransfer(from, to, fromGB string, usd float64) error {
	if to == "" {
		return errors.New("to is empty: want a region, * or internet")
	}
	start, err := parseNumber("from_gb", fromGB, 0)
	if err != nil {
		return err
	}
	key := route{from, to}
	for _, step := range l.transfer[key] {
		if step.From == start {
			return fmt.Errorf("transfer from %s to %s has a price from %g GB on already", from, to, start)
		}
	}
	l.transfer[key] = append(l.transfer[key], Step{start, usd})
	return nil
}

// parseNumber reads a number that is at least as large as least.
func parseNumber(name, text string, least float64) (float64, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= least && n < 1e12) {
		return 0, fmt.Errorf("%s %q: want a number that is not negative", name, text)
	}
	return n, nil
}
