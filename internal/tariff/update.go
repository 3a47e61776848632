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

// longestDownload bounds the time of one price list, which has up to 50 MB.
const longestDownload = 10 * time.Minute

// Update writes AWS's published prices to a file that --prices takes, and returns the day
// of the prices. An empty address is AWS's.
func Update(ctx context.Context, address, name string) (day string, err error) {
	if address == "" {
		address = price.OffersURL
	}
	list, err := price.Download(ctx, &http.Client{Timeout: longestDownload}, address)
	if err != nil {
		return "", fmt.Errorf("reading AWS's prices: %w", err)
	}
	var text bytes.Buffer
	if err := list.WriteCSV(&text, address); err != nil {
		return "", err
	}
	return list.Date, atomicfile.WriteFile(name, text.Bytes(), atomicfile.Options{})
}
