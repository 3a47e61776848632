package bill

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Line is what AWS has charged for one kind of usage in one period. Lines that differ
// in nothing else are added up.
type Line struct {
	// From and To are the period, in UTC: an hour, a day or a month.
	From, To time.Time
	// Account used the service. Region is its code, such as eu-west-1; it can be empty.
	Account, Region string
	// Service is AWS's code or name of the service: AmazonS3.
	Service string
	// UsageType, Operation and Resource are as in the export: EU-Requests-Tier2,
	// GetObject, amzn-s3-demo-bucket. Each can be empty.
	UsageType, Operation, Resource string
	// Description is AWS's text about the price.
	Description string
	// Kind is Usage, Tax, Credit, … in the export's words.
	Kind string
	// Currency is that of Amount, such as USD.
	Currency string
	// Quantity is in the unit of the meter: requests, GB or events.
	Quantity float64
	// Amount is what was charged, without tax.
	Amount float64
	// Rows is how many rows of the export the line is the sum of.
	Rows int64
}

// IsUsage reports whether the line is for usage: not a tax, credit, refund or fee.
func (l *Line) IsUsage() bool {
	return l.Kind == "" || strings.EqualFold(l.Kind, "Usage") || strings.HasSuffix(l.Kind, "CoveredUsage") || l.Kind == "DiscountedUsage"
}

// ReadLine reads a line from the texts of the columns that [Form.Columns] lists, and
// the number of rows.
func ReadLine(values []string) (Line, error) {
	if len(values) != int(columnCount)+1 {
		return Line{}, fmt.Errorf("a line with %d values", len(values))
	}
	line := Line{
		Account: values[columnAccount], Region: values[columnRegion], Service: values[columnService], UsageType: values[columnUsageType],
		Operation: values[columnOperation], Resource: values[columnResource], Description: values[columnDescription],
		Kind: values[columnKind], Currency: values[columnCurrency],
	}
	for _, number := range []struct {
		into *float64
		text string
		name string
	}{{&line.Quantity, values[columnQuantity], "quantity"}, {&line.Amount, values[columnAmount], "cost"}} {
		var err error
		if number.text == "" {
			continue
		}
		if *number.into, err = strconv.ParseFloat(number.text, 64); err != nil {
			return Line{}, fmt.Errorf("%s %q is no number", number.name, number.text)
		}
	}
	for _, moment := range []struct {
		into *time.Time
		text string
	}{{&line.From, values[columnFrom]}, {&line.To, values[columnTo]}} {
		var err error
		if moment.text == "" {
			continue
		}
		if *moment.into, err = parseTime(moment.text); err != nil {
			return Line{}, err
		}
	}
	line.Rows, _ = strconv.ParseInt(values[columnCount], 10, 64)
	line.Resource = bucketName(line.Resource)
	return line, nil
}

// parseTime reads a time of an export, in UTC. Exports as CSV write
// 2023-11-02T00:00:00Z or 2023-11-02T00:00:00.000Z; Parquet gives a timestamp.
func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07", "2006-01-02"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time of a bill", text)
}

// bucketName returns the name of the bucket where a resource is one. S3's lines have the
// name, and FOCUS exports have ARNs.
func bucketName(resource string) string {
	for _, prefix := range []string{"arn:aws:s3:::", "arn:aws-us-gov:s3:::", "arn:aws-cn:s3:::"} {
		if name, found := strings.CutPrefix(resource, prefix); found {
			return name
		}
	}
	return resource
}
