package report

// Measure is a number of each event that can be added up.
type Measure struct {
	Name Name
	SQL  Expression
}

// Measures returns the numbers that can be added up, all of them bytes. A number
// that no answer of S3 can have, such as 1e999, counts as none, because it would
// spoil the sum.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
// A network activity event tells of a call that has another event.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
func Measures() []Measure {
	bytes := func(name Name, key Text) Measure {
		n := Expressionf("TRY_CAST(json_extract_scalar(additionaleventdata, %v) AS double)", key)
		return Measure{name, Expressionf("CASE WHEN coalesce(eventcategory, '') <> 'NetworkActivity' AND %v BETWEEN 0 AND %d THEN %v END", n, int64(MostBytes), n)}
	}
	return []Measure{
		bytes("bytesOut", "$.bytesTransferredOut"),
		bytes("bytesIn", "$.bytesTransferredIn"),
	}
}

// MostBytes is more than an answer of S3 can have, because objects have at most 50
// TB. A record that says more does not state a size.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const MostBytes = 1 << 50
