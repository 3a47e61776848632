package tariff

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/trailq/trailq/internal/atomicfile"
	"github.com/trailq/trailq/internal/price"
)

// longestDownload bounds the time of one price list, which has up to some 300 MB.
const longestDownload = 10 * time.Minute

// Update writes AWS's published prices to a file that --prices takes, and returns the day
// of the prices and which lists are missing. An empty address is AWS's. What is charged
// for by the hour has prices of the regions that are named.
func Update(ctx context.Context, address, name string, regions []string) (day string, missing []error, err error) {
	if address == "" {
		address = price.OffersURL
	}
	list, missing, err := price.Download(ctx, &http.Client{Timeout: longestDownload}, address, regions)
	if err != nil {
		return "", nil, fmt.Errorf("reading AWS's prices: %w", err)
	}
	var text bytes.Buffer
	if err := list.WriteCSV(&text, address); err != nil {
		return "", nil, err
	}
	return list.Date, missing, atomicfile.WriteFile(name, text.Bytes(), atomicfile.Options{})
}
