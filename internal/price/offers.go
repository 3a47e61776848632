package price

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// OffersURL is where AWS publishes its price lists.
// https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html
const OffersURL = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws"

// offerServices are the services whose price lists have what trailq prices. That of EC2
// is left out: it has gigabytes.
func offerServices() []string {
	return []string{"AmazonS3", "AWSDataTransfer", "awskms", "AWSCloudTrail"}
}

// Download reads AWS's price lists from an address such as [OffersURL]. The names are of
// all files, and the errors name the file.
func Download(ctx context.Context, client *http.Client, base string) (*List, error) {
	all := newList("AWS's price lists")
	for _, service := range offerServices() {
		address := strings.TrimSuffix(base, "/") + "/" + service + "/current/index.json"
		list, err := downloadList(ctx, client, address)
		if err != nil {
			return nil, err
		}
		maps.Copy(all.each, list.each)
		maps.Copy(all.transfer, list.transfer)
		all.Date = max(all.Date, list.Date)
	}
	return all, nil
}

// downloadList reads one price list.
func downloadList(ctx context.Context, client *http.Client, address string) (_ *List, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return Read(address, answer.Body)
}

// WriteCSV writes the prices of the list, without those of its base, in the form of
// prices.csv. The source stands in the last column.
func (l *List) WriteCSV(out io.Writer, source string) error {
	rows := [][]string{{"item", "region", "to", "from_gb", "per", "usd", "checked", "source"}}
	for _, o := range slices.SortedFunc(maps.Keys(l.each), compareOffers) {
		if isItem(string(o.item)) {
			rows = append(rows, []string{string(o.item), o.region, "", "", "1", formatPrice(l.each[o]), l.Date, source})
		}
	}
	for _, r := range slices.SortedFunc(maps.Keys(l.transfer), compareRoutes) {
		for _, step := range l.transfer[r] {
			rows = append(rows, []string{transferItem, r.from, r.to, formatPrice(step.From), "1", formatPrice(step.USD), l.Date, source})
		}
	}
	return csv.NewWriter(out).WriteAll(rows)
}

// formatPrice writes a number in full.
func formatPrice(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func compareOffers(a, b offer) int {
	if order := strings.Compare(string(a.item), string(b.item)); order != 0 {
		return order
	}
	return strings.Compare(a.region, b.region)
}
