package bill

import "strings"

// storageCodes lists the parts of usage types that stand for storage classes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
func storageCodes() map[string]string {
	return map[string]string{
		"STANDARD_IA": "SIA", "ONEZONE_IA": "ZIA", "GLACIER_IR": "GIR", "INTELLIGENT_TIERING": "INT",
		"GLACIER": "GLACIER", "DEEP_ARCHIVE": "GDA", "EXPRESS_ONEZONE": "XZ",
	}
}

// UsageType returns the usage type that AWS has for a meter in a region: of S3 and data
// transfer without a code in us-east-1, of KMS with the region's name. The place where
// data went to matters for [RegionBytes], and a storage class for requests and
// [RetrievedBytes].
func (n *Names) UsageType(meter Meter, region, to, storage string) string {
	code := n.RegionCode(region) + "-"
	switch meter {
	case KMSRequests:
		return region + "-" + string(meter)
	case RegionBytes:
		return code + n.RegionCode(to) + "-" + string(meter)
	case DataEvents:
		return code + string(meter)
	}
	if region == "us-east-1" {
		code = ""
	}
	switch class := storageCodes()[storage]; {
	case meter == RetrievedBytes:
		return code + string(meter) + "-" + class
	case meter.IsRequests() && class != "":
		return code + strings.Replace(string(meter), "Requests-", "Requests-"+class+"-", 1)
	}
	return code + string(meter)
}
