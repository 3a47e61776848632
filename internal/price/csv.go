package price

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// priceLimit is more than any request or GB costs. A sum of dollars has room for
// prices below it.
const priceLimit = 1e6

// errColumns says which columns a price file must have.
var errColumns = errors.New("want the columns item, region, to, from_gb, per and usd in the first line, or a price list of AWS")

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
	for _, name := range []string{"item", "region", "to", "from_gb", "per", "usd"} {
		if _, known := columns[name]; !known {
			return errColumns
		}
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return csvError(err)
		}
		line, _ := reader.FieldPos(0)
		if err := list.addLine(record, columns); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// indexColumns returns the place of each column by its name, in lower case and
// without spaces.
func indexColumns(header []string) map[string]int {
	columns := make(map[string]int)
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
func (l *List) addLine(record []string, columns map[string]int) error {
	value := func(name string) string { return strings.TrimSpace(record[columns[name]]) }
	usd, err := parseNumber("usd", value("usd"), 0)
	if err != nil {
		return err
	}
	per, err := parseNumber("per", value("per"), 1e-9)
	if err != nil {
		return err
	}
	if usd/per >= priceLimit {
		return fmt.Errorf("usd %q per %q: want less than %d dollars apiece", value("usd"), value("per"), int(priceLimit))
	}
	if i, known := columns["checked"]; known {
		l.Date = max(l.Date, record[i])
	}
	item, region := value("item"), value("region")
	switch {
	case region == "":
		return errors.New("region is empty")
	case item == transferItem:
		return l.addTransfer(region, value("to"), value("from_gb"), usd/per)
	case !slices.Contains(Items(), Item(item)):
		return fmt.Errorf("item %q: want s3-put, s3-get, kms, data-event or transfer", item)
	}
	return l.addEach(Item(item), region, usd/per)
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
