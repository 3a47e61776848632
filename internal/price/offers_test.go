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
	files["AWSLambda"] = strings.ReplaceAll(list(map[string]string{"A": `{"productFamily":"Serverless",` + product("AWSLambda", "EU-Request", `,"group":"AWS-Lambda-Requests"`)[1:], "B": `{"productFamily":"Serverless",` + product("AWSLambda", "EU-Lambda-GB-Second", `,"group":"AWS-Lambda-Duration"`)[1:]},
		map[string]string{"A": "0.0000003", "B": "9"}), "GB", "Requests")
	// The first million requests are free.
	files["AmazonSNS"] = `{"publicationDate":"2026-11-01T00:00:00Z","products":{"A":{"productFamily":"API Request","attributes":{"servicecode":"AmazonSNS","usagetype":"EU-Requests-Tier1","regionCode":"eu-west-1"}}},
		"terms":{"OnDemand":{"A":{"x":{"priceDimensions":{"A.z":{"beginRange":"0","unit":"Requests","pricePerUnit":{"USD":"0"}},"A.y":{"beginRange":"1000000","unit":"Requests","pricePerUnit":{"USD":"0.0000006"}},"A.a":{"beginRange":"1000000000","unit":"Requests","pricePerUnit":{"USD":"0.0000001"}}}}}}}}`
	files["AmazonVPC"] = list(map[string]string{"A": product("AmazonVPC", "EU-VpcEndpoint-Hours", ""), "B": product("AmazonVPC", "EU-VpcEndpoint-Bytes", ""), "C": product("AmazonVPC", "EU-PublicIPv4:IdleAddress", "")},
		map[string]string{"A": "0.011", "B": "0.012", "C": "0.006"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if text, known := regionOffers()[strings.TrimPrefix(r.URL.Path, "/offers/v1.0/aws/")]; known {
			fmt.Fprint(w, text)
			return
		}
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

// regionOffers are price lists of one region, as CSV.
func regionOffers() map[string]string {
	const head = `"FormatVersion","v1.0"
"Disclaimer","none"
"Publication Date","2026-11-02T15:54:22Z"
"Version","1"
"OfferCode","X"
`
	return map[string]string{
		"AmazonEC2/current/eu-west-1/index.csv": head + `"SKU","OfferTermCode","RateCode","TermType","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Product Family","serviceCode","Instance Type","License Model","usageType","operation","Region Code"
"A","J","A.1","OnDemand","0","Inf","Hrs","0.107","USD","Compute Instance","AmazonEC2","m5.large","No License required","EU-BoxUsage:m5.large","RunInstances","eu-west-1"
"B","J","B.1","OnDemand","0","Inf","Hrs","0.199","USD","Compute Instance","AmazonEC2","m5.large","No License required","EU-BoxUsage:m5.large","RunInstances:0002","eu-west-1"
"C","J","C.1","OnDemand","0","Inf","Hrs","9","USD","Compute Instance","AmazonEC2","m5.large","Bring your own license","EU-BoxUsage:m5.large","RunInstances:0800","eu-west-1"
"D","J","D.1","Reserved","0","Inf","Hrs","9","USD","Compute Instance","AmazonEC2","m5.large","No License required","EU-BoxUsage:m5.large","RunInstances","eu-west-1"
"E","J","E.1","OnDemand","0","Inf","GB-Mo","0.088","USD","Storage","AmazonEC2","","","EU-EBS:VolumeUsage.gp3","","eu-west-1"
"F","J","F.1","OnDemand","0","Inf","Hrs","0.048","USD","NAT Gateway","AmazonEC2","","","EU-NatGateway-Hours","NatGateway","eu-west-1"
"G","J","G.1","OnDemand","0","Inf","GB","0.049","USD","NAT Gateway","AmazonEC2","","","EU-NatGateway-Bytes","NatGateway","eu-west-1"
"H","J","H.1","OnDemand","0","Inf","Hrs","9","USD","NAT Gateway","AmazonEC2","","","EU-RegionalNatGateway-Hours","NatGateway","eu-west-1"
"I","J","I.1","OnDemand","0","Inf","Hrs","9","USD","Compute Instance","AmazonEC2","m5.large","No License required","EU-DedicatedUsage:m5.large","RunInstances","eu-west-1"
`,
		"AmazonRDS/current/eu-west-1/index.csv": head + `"SKU","RateCode","TermType","StartingRange","Unit","PricePerUnit","Currency","serviceCode","Instance Type","Database Engine","License Model","usageType","operation","Region Code"
"A","A.1","OnDemand","0","Hrs","0.5","USD","AmazonRDS","db.m5.2xlarge","PostgreSQL","No license required","EU-Multi-AZUsage:db.m5.2xl","CreateDBInstance:0014","eu-west-1"
"B","B.1","OnDemand","0","Hrs","9","USD","AmazonRDS","db.m5.2xlarge","Oracle","License included","EU-Multi-AZUsage:db.m5.2xl","CreateDBInstance:0004","eu-west-1"
`,
	}
}

// What AWS publishes is written as a file that Read takes, with the same prices.
func TestDownload(t *testing.T) {
	server := serveOffers(t)
	list, missing, err := price.Download(t.Context(), server.Client(), server.URL+"/offers/v1.0/aws", []string{"eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) != 9 || !strings.Contains(fmt.Sprint(missing), "/AmazonES/current/eu-west-1/index.csv: 404") {
		t.Errorf("missing: %v", missing)
	}
	var file bytes.Buffer
	if err := list.WriteCSV(&file, "test"); err != nil {
		t.Fatal(err)
	}
	read, err := price.Read("prices.csv", &file)
	if err != nil {
		t.Fatal(err)
	}
	if read.Date != "2026-11-02" {
		t.Errorf("date %q", read.Date)
	}
	for item, want := range map[price.Item]float64{
		price.GetRequest: 0.0000005, price.PutRequest.In("STANDARD_IA"): 0.00002, price.RetrievedGB.In("GLACIER_IR"): 0.04,
		price.KMSRequest: 0.000004, price.ManagementCopy: 0.00003, price.DataEvent: 0.000002, price.NATBytes: 0.049,
		"lambda:Invoke*": 0.0000003, "sns:Publish*": 0.0000006,
		price.HourOf("instance", "m5.large"): 0.107, price.HourOf("instance", "m5.large windows"): 0.199, price.HourOf("volume", "gp3"): 0.088, price.HourOf("nat", ""): 0.048,
		price.HourOf("database", "db.m5.2xlarge postgres multi-az"): 0.5, price.HourOf("endpoint", "Interface"): 0.011, price.HourOf("address", ""): 0.006,
	} {
		if usd, known := read.Each(item, "eu-west-1"); !known || !near(usd, want) {
			t.Errorf("%s: %v %v, want %v", item, usd, known, want)
		}
	}
	if steps, known := read.Transfer("eu-west-1", price.Internet); !known || !near(steps.First(), 0.08) {
		t.Errorf("transfer: %v %v", steps, known)
	}
	if usd, known := read.Surcharge(price.InterfaceEndpoint, "eu-west-1"); !known || !near(usd, 0.012) {
		t.Errorf("endpoint: %v %v", usd, known)
	}
	if _, _, err := price.Download(t.Context(), server.Client(), server.URL+"/nowhere", nil); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("nowhere: %v", err)
	}
}
