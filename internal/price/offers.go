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

// offerServices are the services whose price lists of all regions have what trailq
// prices.
func offerServices() []string {
	return []string{"AmazonS3", "AWSDataTransfer", "awskms", "AWSCloudTrail", "AWSLambda", "AWSQueueService", "AmazonSNS", "AWSSecretsManager",
		"AmazonVPC", "AWSELB", "AmazonEKS"}
}

// regionServices are the services whose price lists of all regions are too large, so that
// they are read by regions: that of EC2 has gigabytes.
func regionServices() []string {
	return []string{"AmazonEC2", "AmazonRDS", "AmazonRedshift", "AmazonElastiCache", "AmazonES", "AmazonSageMaker", "AWSDatabaseMigrationSvc"}
}

// offerAddresses returns the addresses of price lists: those of all regions, and those of
// each of some regions, as CSV, which is read line by line.
// https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html
func offerAddresses(base string, regions []string) []string {
	var addresses []string
	base = strings.TrimSuffix(base, "/")
	for _, service := range offerServices() {
		addresses = append(addresses, base+"/"+service+"/current/index.json")
	}
	for _, region := range regions {
		for _, service := range regionServices() {
			addresses = append(addresses, base+"/"+service+"/current/"+region+"/index.csv")
		}
	}
	return addresses
}

// Download reads AWS's price lists from an address such as [OffersURL], and those of some
// regions for what is charged for by the hour. The errors name the file. Lists that are
// not there, or have no price of use, are missing, unless all are.
func Download(ctx context.Context, client *http.Client, base string, regions []string) (all *List, missing []error, err error) {
	all = newList("AWS's price lists")
	for _, address := range offerAddresses(base, regions) {
		list, err := downloadList(ctx, client, address)
		if errors.Is(err, errNotThere) || errors.Is(err, errNoPrices) {
			missing = append(missing, err)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(all.each, list.each)
		maps.Copy(all.transfer, list.transfer)
		all.Date = max(all.Date, list.Date)
	}
	if all.Date == "" && len(missing) > 0 {
		return nil, nil, missing[0]
	}
	return all, missing, nil
}

// errNotThere means that an address has no price list.
var errNotThere = errors.New("no price list is there")

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
	// S3, which has the lists, answers 403 where a caller cannot list what is there.
	if answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusForbidden {
		return nil, fmt.Errorf("%s: %s: %w", address, answer.Status, errNotThere)
	}
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
