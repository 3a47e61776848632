package price_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/price"
)

// serveOffers serves price lists in the form that AWS publishes.
func serveOffers(t *testing.T) *httptest.Server {
	t.Helper()
	product := func(service, usage, more string) string {
		return fmt.Sprintf(`{"attributes":{"servicecode":%q,"usagetype":%q,"regionCode":"eu-west-1"%s}}`, service, usage, more)
	}
	list := func(products map[string]string, prices map[string]string) string {
		var p, terms []string
		for sku, text := range products {
			p = append(p, fmt.Sprintf("%q:%s", sku, text))
			terms = append(terms, fmt.Sprintf(`%q:{"x":{"priceDimensions":{"x":{"beginRange":"0","unit":"GB","pricePerUnit":{"USD":%q}}}}}`, sku, prices[sku]))
		}
		return `{"publicationDate":"2026-11-01T00:00:00Z","products":{` + strings.Join(p, ",") + `},"terms":{"OnDemand":{` + strings.Join(terms, ",") + `}}}`
	}
	files := map[string]string{
		"AmazonS3": list(map[string]string{
			"A": product("AmazonS3", "EU-Requests-Tier2", ""), "B": product("AmazonS3", "EU-Requests-SIA-Tier1", ""), "C": product("AmazonS3", "EU-Retrieval-GIR", ""),
			"D": product("AmazonS3", "EU-TimedStorage-ByteHrs", ""),
		}, map[string]string{"A": "0.0000005", "B": "0.00002", "C": "0.04", "D": "9"}),
		"AWSDataTransfer": list(map[string]string{"A": product("AWSDataTransfer", "EU-DataTransfer-Out-Bytes", `,"transferType":"AWS Outbound","fromRegionCode":"eu-west-1","toLocation":"External"`)},
			map[string]string{"A": "0.08"}),
		"awskms":        list(map[string]string{"A": product("awskms", "eu-west-1-KMS-Requests", "")}, map[string]string{"A": "0.000004"}),
		"AWSCloudTrail": list(map[string]string{"A": product("AWSCloudTrail", "EU-PaidEventsRecorded", ""), "B": product("AWSCloudTrail", "EU-DataEventsRecorded", "")}, map[string]string{"A": "0.00003", "B": "0.000002"}),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		service, isIndex := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/offers/v1.0/aws/"), "/current/index.json")
		if text, known := files[service]; isIndex && known {
			fmt.Fprint(w, text)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// What AWS publishes is written as a file that Read takes, with the same prices.
func TestDownload(t *testing.T) {
	server := serveOffers(t)
	list, err := price.Download(t.Context(), server.Client(), server.URL+"/offers/v1.0/aws")
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := list.WriteCSV(&file, "test"); err != nil {
		t.Fatal(err)
	}
	read, err := price.Read("prices.csv", &file)
	if err != nil {
		t.Fatal(err)
	}
	if read.Date != "2026-11-01" {
		t.Errorf("date %q", read.Date)
	}
	for item, want := range map[price.Item]float64{
		price.GetRequest: 0.0000005, price.PutRequest.In("STANDARD_IA"): 0.00002, price.RetrievedGB.In("GLACIER_IR"): 0.04,
		price.KMSRequest: 0.000004, price.ManagementCopy: 0.00003, price.DataEvent: 0.000002,
	} {
		if usd, known := read.Each(item, "eu-west-1"); !known || !near(usd, want) {
			t.Errorf("%s: %v %v, want %v", item, usd, known, want)
		}
	}
	if steps, known := read.Transfer("eu-west-1", price.Internet); !known || !near(steps.First(), 0.08) {
		t.Errorf("transfer: %v %v", steps, known)
	}
	if _, err := price.Download(t.Context(), server.Client(), server.URL+"/nowhere"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("nowhere: %v", err)
	}
}
