package bill

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"strings"
)

// Meter is what AWS counts and charges for, as usage types name it without the code of a
// region and without a storage class.
type Meter string

// The meters that calls move. NoMeter is for all others: storage, keys, instances. The
// names are those of usage types:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
const (
	NoMeter         Meter = ""
	PutRequests     Meter = "Requests-Tier1"           // PUT, COPY, POST, LIST
	GetRequests     Meter = "Requests-Tier2"           // GET and all others
	InternetBytes   Meter = "DataTransfer-Out-Bytes"   // GB to the internet
	RegionBytes     Meter = "AWS-Out-Bytes"            // GB to another region
	SameRegionBytes Meter = "C3DataTransfer-Out-Bytes" // GB within the region
	CloudFrontBytes Meter = "CloudFront-Out-Bytes"     // GB to CloudFront
	RetrievedBytes  Meter = "Retrieval"                // GB read from classes that charge for it
	KMSRequests     Meter = "KMS-Requests"             // requests to KMS
	DataEvents      Meter = "DataEventsRecorded"       // data events of CloudTrail
)

// GB is how many bytes a GB of a bill has.
const GB = 1 << 30

// IsBytes reports whether the meter counts GB of data.
func (m Meter) IsBytes() bool {
	switch m {
	case InternetBytes, RegionBytes, SameRegionBytes, CloudFrontBytes, RetrievedBytes:
		return true
	}
	return false
}

// IsRequests reports whether the meter counts requests.
func (m Meter) IsRequests() bool { return m == PutRequests || m == GetRequests || m == KMSRequests }

// HasOperation reports whether lines of the meter are apart by the operation that was
// called.
func (m Meter) HasOperation() bool { return m != DataEvents }

// Usage is what a usage type says.
type Usage struct {
	Meter Meter
	// Region is the code of the region that the usage type names, or "".
	Region string
	// To is the region that data went to, for [RegionBytes].
	To string
	// StorageClass is SIA, ZIA, INT, GLACIER, …; "" for S3 Standard.
	StorageClass string
}

//go:embed regions.csv
var regionCodes string

//go:embed usagetypes.csv
var usageTypeMeters string

//go:embed operations.csv
var operationNames string

// Names knows the codes of regions and the names of operations. See [ReadNames].
type Names struct {
	regions    map[string]string // by code
	codes      map[string]string // by region, the last that AWS's list has
	operations map[string]string // by eventName
	meters     map[string]string // by usage type without region and storage class

	leadingRegion, leadingCode, requests, retrieval *regexp.Regexp
}

// ReadNames returns the names that are in the tables of this package, each with its
// source.
func ReadNames() (*Names, error) {
	names := &Names{
		regions: make(map[string]string), codes: make(map[string]string), operations: make(map[string]string), meters: make(map[string]string),
		leadingRegion: regexp.MustCompile(`^([a-z]{2}(?:-[a-z]+)+-\d)-`),
		leadingCode:   regexp.MustCompile(`^([A-Z]{2,3}[A-Z]?\d?)-`),
		requests:      regexp.MustCompile(`^Requests-(?:([A-Z]+)-)?Tier([12])$`),
		retrieval:     regexp.MustCompile(`^Retrieval-([A-Z]+)$`),
	}
	for _, file := range []struct {
		text string
		add  func(key, value string)
	}{
		{regionCodes, func(code, region string) { names.regions[code], names.codes[region] = region, code }},
		{usageTypeMeters, func(usageType, meter string) { names.meters[usageType] = meter }},
		{operationNames, func(event, operation string) { names.operations[event] = operation }},
	} {
		rows, err := csv.NewReader(strings.NewReader(file.text)).ReadAll()
		if err != nil {
			return nil, err
		}
		for _, row := range rows[1:] {
			file.add(row[0], row[1])
		}
	}
	return names, nil
}

// Operation returns the name that a bill has for calls of an eventName of S3. Most are
// equal.
func (n *Names) Operation(eventName string) string {
	if operation, differs := n.operations[eventName]; differs {
		return operation
	}
	return eventName
}

// RegionCode returns the code that usage types have for a region, such as EU for
// eu-west-1, or the region itself where none is known.
func (n *Names) RegionCode(region string) string {
	if code, known := n.codes[region]; known {
		return code
	}
	return region
}

// ReadUsageType reads a usage type, such as EUW2-Requests-SIA-Tier2. One that says
// nothing of calls has no meter.
func (n *Names) ReadUsageType(usageType string) Usage {
	var usage Usage
	rest := usageType
	if m := n.leadingRegion.FindStringSubmatch(rest); m != nil {
		usage.Region, rest = m[1], rest[len(m[0]):]
	} else {
		usage.Region, rest = n.cutCode(rest)
		if to, after := n.cutCode(rest); to != "" {
			usage.To, rest = to, after
		}
	}
	usage.Meter = Meter(n.meters[rest])
	if m := n.requests.FindStringSubmatch(rest); m != nil {
		usage.StorageClass = m[1]
		usage.Meter = Meter(n.meters["Requests-Tier"+m[2]])
	}
	if m := n.retrieval.FindStringSubmatch(rest); m != nil {
		usage.StorageClass, usage.Meter = m[1], RetrievedBytes
	}
	return usage
}

// cutCode returns the region whose code begins a text, and the text after it.
func (n *Names) cutCode(text string) (region, rest string) {
	if m := n.leadingCode.FindStringSubmatch(text); m != nil {
		if region, known := n.regions[m[1]]; known {
			return region, text[len(m[0]):]
		}
	}
	return "", text
}

// readDescription reads AWS's text about a price, for exports without usage types.
func readDescription(description string) Meter {
	for _, known := range []struct {
		part  string
		meter Meter
	}{
		{"PUT, COPY, POST, or LIST requests", PutRequests},
		{"GET and all other requests", GetRequests},
		{"data transfer out of", CloudFrontBytes},
		{"data transfer out", InternetBytes},
		{"KMS requests", KMSRequests},
		{"data events recorded", DataEvents},
	} {
		if strings.Contains(description, known.part) {
			return known.meter
		}
	}
	return NoMeter
}

// Usage returns what a line is for.
func (n *Names) Usage(line *Line) Usage {
	if line.UsageType == "" {
		return Usage{Meter: readDescription(line.Description), Region: line.Region}
	}
	usage := n.ReadUsageType(line.UsageType)
	if line.Region != "" {
		usage.Region = line.Region
	} else if usage.Region == "" {
		usage.Region = "us-east-1" // the only region without a code
	}
	return usage
}
