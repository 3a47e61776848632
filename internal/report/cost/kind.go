package cost

import (
	"strconv"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/table"
)

// keyCount is how many columns of cost.sql tell what has a price, and the others
// follow: calls, the bytes that they sent, and how many calls said so.
const keyCount = 10

// Keys returns the names of these columns.
func Keys() []report.Name {
	return []report.Name{"cost.source", "cost.name", "cost.category", "cost.error", "cost.region", "cost.month",
		"cost.copy", "cost.denied", "cost.endpoint", "cost.address"}
}

// kindOfCalls are calls that are priced alike.
type kindOfCalls struct {
	source, name, category, errorCode, region, month string

	copied, denied bool
	call           address.Call

	calls, sized int64
	sent         float64 // bytes

	// What follows from these.
	origin    address.Origin
	request   price.Class
	dataEvent bool
	billed    bool // by S3 or KMS to the account whose logs these are
}

// readKind reads the columns of a row that follow its dimensions.
func readKind(texts *report.Texts, row []table.Value, ranges *address.Ranges) kindOfCalls {
	text := func(i int) string { return texts.Intern(row[i]) }
	number := func(i int) float64 {
		n, _ := strconv.ParseFloat(string(row[i].AppendText(nil)), 64) // null is none
		return n
	}
	k := kindOfCalls{
		source: text(0), name: text(1), category: text(2), errorCode: text(3), region: text(4), month: text(5),
		copied: text(6) == "true", denied: text(7) == "true",
		calls: int64(number(keyCount)), sent: number(keyCount + 1), sized: int64(number(keyCount + 2)),
	}
	k.call = address.Call{SourceIPAddress: text(9), VPCEndpoint: text(8) == "true", Region: k.region}
	k.request = price.ClassOf(k.source, k.name)
	k.dataEvent = price.IsDataEvent(k.category, k.source, k.name)
	k.billed = !k.copied
	if k.isS3() {
		k.billed = k.billed && !k.denied && !price.FailedIsFree(k.errorCode)
		if row[8].Kind() != table.KindNull {
			k.origin = ranges.Classify(k.call)
		}
	}
	return k
}

func (k *kindOfCalls) isS3() bool { return k.source == price.S3Source }

// lacksBytes is how many calls should have said what they sent: CloudTrail says so
// of calls on objects.
func (k *kindOfCalls) lacksBytes() int64 {
	if !k.isS3() || !k.dataEvent {
		return 0
	}
	return k.calls - k.sized
}

// destination is where the bytes went that are paid for, "" where they are free.
// What may be the internet is taken for it.
func (k *kindOfCalls) destination() string {
	if !k.billed {
		return ""
	}
	switch k.origin.Class {
	case address.Internet, address.InternetOrAWS, address.Unknown:
		return price.Internet
	case address.OtherRegion:
		return k.origin.Region
	}
	return ""
}

// value is the calls' value of a dimension that SQL does not know.
func (k *kindOfCalls) value(kind valueKind) string {
	if kind == transferKind {
		return string(k.origin.Class)
	}
	return string(k.request)
}
