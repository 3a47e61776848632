package report

// Measure is a number of each event, to add up.
type Measure struct {
	Name Name
	SQL  Expression
}

// Measures are the numbers that can be added up, all of them bytes. One that no
// answer of S3 can have, as 1e999, counts as none: it would spoil the whole sum.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
func Measures() []Measure {
	bytes := func(name Name, key Text) Measure {
		n := Expressionf("TRY_CAST(json_extract_scalar(additionaleventdata, %v) AS double)", key)
		return Measure{name, Expressionf("CASE WHEN %v BETWEEN 0 AND %d THEN %v END", n, int64(MostBytes), n)}
	}
	return []Measure{
		bytes("bytesOut", "$.bytesTransferredOut"),
		bytes("bytesIn", "$.bytesTransferredIn"),
	}
}

// MostBytes is more than an answer of S3 can have, whose objects have 50 TB at
// most: what a record says above it is no size.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
const MostBytes = 1 << 50
