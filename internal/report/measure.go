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
func Measures() []Measure { return []Measure{BytesOut(), BytesIn()} }

// BytesOut returns the bytes that S3 sent.
func BytesOut() Measure { return bytesMeasure("bytesOut", BytesOutKey) }

// BytesIn returns the bytes that S3 received.
func BytesIn() Measure { return bytesMeasure("bytesIn", BytesInKey) }

// bytesMeasure returns a number of bytes.
func bytesMeasure(name Name, key Text) Measure {
	n := StatedBytes(key)
	return Measure{name, Expressionf("CASE WHEN coalesce(eventcategory, '') <> 'NetworkActivity' AND %v BETWEEN 0 AND %d THEN %v END", n, int64(MostBytes), n)}
}

// StatedBytes returns the SQL of what a record states as a number of bytes, which is
// whole. The sum has no negative zero.
func StatedBytes(key Text) Expression {
	return Expressionf("(round(TRY_CAST(json_extract_scalar(additionaleventdata, %v) AS double)) + 0e0)", key)
}

// The keys of the numbers of bytes, as paths into additionalEventData.
const (
	BytesInKey  Text = "$.bytesTransferredIn"
	BytesOutKey Text = "$.bytesTransferredOut"
)

// MostBytes is more than an answer of S3 can have, because objects have at most 50
// TB. A record that says more does not state a size.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const MostBytes = 1 << 50
