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

// errColumns says what a price file must have.
var errColumns = errors.New("want the columns item, region, to, from_gb, per and usd in the first line, or a price list of AWS")

// readCSV reads a file like prices.csv.
func readCSV(list *List, in io.Reader) error {
	reader := csv.NewReader(in)
	reader.Comment = '#'
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return csvError(err)
	}
	columns := columnsOf(header)
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

// columnsOf finds columns by their names in small letters without spaces.
func columnsOf(header []string) map[string]int {
	columns := make(map[string]int)
	for i, name := range header {
		name = strings.TrimPrefix(name, "\ufeff")
		columns[strings.ToLower(strings.ReplaceAll(name, " ", ""))] = i
	}
	return columns
}

// csvError leaves out what the name of the file says already.
func csvError(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty")
	}
	return err
}

// addLine takes in one line.
func (l *List) addLine(record []string, columns map[string]int) error {
	value := func(name string) string { return strings.TrimSpace(record[columns[name]]) }
	usd, err := positive("usd", value("usd"), 0)
	if err != nil {
		return err
	}
	per, err := positive("per", value("per"), 1e-9)
	if err != nil {
		return err
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
	case !slices.Contains([]Item{PutRequest, GetRequest, KMSRequest, DataEvent}, Item(item)):
		return fmt.Errorf("item %q: want s3-put, s3-get, kms, data-event or transfer", item)
	}
	return l.addEach(Item(item), region, usd/per)
}

func (l *List) addEach(item Item, region string, usd float64) error {
	key := offer{item, region}
	if _, twice := l.each[key]; twice {
		return fmt.Errorf("%s in %s has a price already", item, region)
	}
	l.each[key] = usd
	return nil
}

func (l *List) addTransfer(from, to, fromGB string, usd float64) error {
	if to == "" {
		return errors.New("to is empty: want a region, * or internet")
	}
	start, err := positive("from_gb", fromGB, 0)
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

// positive reads a number that is not less than least.
func positive(name, text string, least float64) (float64, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= least && n < 1e12) {
		return 0, fmt.Errorf("%s %q: want a number that is not negative", name, text)
	}
	return n, nil
}
