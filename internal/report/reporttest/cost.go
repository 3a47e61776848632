package reporttest

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
)

// Blocks returns addresses that the tests take for AWS's, with region and service.
func Blocks() [][3]string {
	return [][3]string{
		{"192.0.2.0/25", "us-east-1", "EC2"}, {"198.51.100.0/25", "eu-west-1", "AMAZON"}, {"203.0.113.0/26", "GLOBAL", "CLOUDFRONT"},
		{"203.0.113.0/28", "eu-west-1", "EC2"}, {"3.0.0.0/8", "us-east-1", "EC2"}, {"52.0.0.0/8", "eu-west-1", "S3"}, {"54.0.0.0/8", "GLOBAL", "AMAZON"},
	}
}

// Ranges returns AWS's address ranges made of blocks: prefix, region and service.
func Ranges(t *testing.T, blocks [][3]string) *address.Ranges {
	t.Helper()
	var entries []map[string]string
	for _, b := range blocks {
		entries = append(entries, map[string]string{"ip_prefix": b[0], "region": b[1], "service": b[2]})
	}
	text, err := json.Marshal(map[string]any{"createDate": "2026-08-22-21-17-05", "prefixes": entries})
	if err != nil {
		t.Fatal(err)
	}
	ranges, err := address.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return ranges
}

// Estimate is the oracle's estimate for a record.
type Estimate struct {
	Record                    Record
	Class, RequestClass       string
	Requests, Trail           float64
	RequestsKnown, TrailKnown bool // has a price, or none is needed
	Free, Billed              float64
	Destination               string
	IsDataEvent, HasRequest   bool
}

// EstimateCost estimates what a record costs, in the plainest way. It returns false
// if the report does not cover the record.
func EstimateCost(r Record, blocks [][3]string, prices *price.List) (Estimate, bool) {
	source, name, category := Words(r, "eventSource"), Words(r, "eventName"), Words(r, "eventCategory")
	if category == "" && At(r, "eventCategory") != nil || !slices.Contains([]string{"", "Management", "Data"}, category) {
		return Estimate{}, false
	}
	isS3, isKMS := source == "s3.amazonaws.com", source == "kms.amazonaws.com"
	class := RequestClass(source, name)
	if !isS3 && !isKMS {
		class = serviceClass(strings.TrimSuffix(source, ".amazonaws.com"), name, category)
		if class == price.None {
			return Estimate{}, false
		}
	}
	e := Estimate{Record: r, RequestsKnown: true, TrailKnown: true}
	region, caller, recipient := Words(r, "awsRegion"), At(r, "userIdentity", "accountId"), At(r, "recipientAccountId")
	owner := At(r, "resources", 0, "accountId")
	if owner == nil {
		owner = At(r, "resources", 1, "accountId")
	}
	differ := func(a, b any) bool { return a != nil && b != nil && a != b }
	pays := true
	switch {
	case isOtherAccount(r, owner), isKMS && differ(caller, recipient):
		pays = false
	case isS3:
		if owner == nil {
			owner = recipient
		}
		denied := Words(r, "errorCode") == "AccessDenied" && Words(r, "eventTime") >= "2024-05-13" && differ(caller, owner)
		pays = !denied && !failedIsFree(Words(r, "errorCode"))
	}
	e.RequestClass = string(class)
	if pays && !class.IsFree() {
		e.HasRequest = true
		e.Requests, e.RequestsKnown = prices.Each(class.Item(), region)
	}
	if e.IsDataEvent = isDataEvent(category, source, name); e.IsDataEvent {
		e.Trail, e.TrailKnown = prices.Each(price.DataEvent, region)
	}
	if !isS3 {
		return e, true
	}
	e.Class, e.Destination = TransferClass(r, blocks, region)
	size, err := strconv.ParseFloat(Words(r, "additionalEventData", "bytesTransferredOut"), 64)
	switch {
	case err != nil || !(size > 0 && size <= 1<<50) || isOtherAccount(r, At(r, "resources", 0, "accountId"), At(r, "resources", 1, "accountId")):
	case pays && e.Destination != "":
		e.Billed = size
	default:
		e.Free = size
	}
	return e, true
}

// isOtherAccount reports whether a record of S3 is that of an account which does not
// own the bucket: the caller's, where the record is shared and names no owner.
func isOtherAccount(r Record, owners ...any) bool {
	if Words(r, "eventSource") != "s3.amazonaws.com" {
		return false
	}
	recipient := At(r, "recipientAccountId")
	if owner := FirstOf(owners...); owner != nil {
		return recipient != nil && owner != recipient
	}
	return Words(r, "sharedEventID") != "" && recipient != nil && At(r, "userIdentity", "accountId") == recipient
}

// Unpriced returns the estimate for another delivery of the same event: CloudTrail
// alone charges for it.
func (e Estimate) Unpriced() Estimate {
	e.Requests, e.Free, e.Billed = 0, 0, 0
	e.RequestsKnown, e.HasRequest = true, false
	return e
}

// TransferClass returns the class and the destination of an answer, by looking at
// each block.
func TransferClass(r Record, blocks [][3]string, region string) (class, destination string) {
	source := Words(r, "sourceIPAddress")
	a, err := netip.ParseAddr(source)
	switch {
	case Words(r, "vpcEndpointId") != "":
		return "VPC endpoint", ""
	case err != nil && (source == "AWS Internal" || strings.HasSuffix(source, ".amazonaws.com") || strings.HasSuffix(source, ".amazonaws.com.cn")):
		return "AWS service", ""
	case err != nil:
		return "unknown", "internet"
	case a.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(a):
		return "VPC endpoint", ""
	case !a.IsGlobalUnicast():
		return "unknown", "internet"
	case blocks == nil:
		return "internet or AWS", "internet"
	}
	best, found := "", -1
	for _, b := range blocks {
		p := netip.MustParsePrefix(b[0])
		if p.Contains(a) && b[2] == "CLOUDFRONT" {
			return "AWS service", ""
		}
		if p.Contains(a) && p.Bits() > found {
			best, found = b[1], p.Bits()
		}
	}
	switch {
	case found < 0:
		return "internet", "internet"
	case best == "GLOBAL" || region == "":
		return "unknown", "internet"
	case best == region:
		return "same region", ""
	}
	return "other region", best
}
