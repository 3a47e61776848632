// Package price knows what AWS charges for calls that CloudTrail records: S3's
// requests, data that leaves S3, KMS's requests and CloudTrail's own data events.
//
//	list, err := price.Default()
//	if err != nil {
//		return err
//	}
//	class := price.ClassOf("s3.amazonaws.com", "GetObject")
//	usd, known := list.Each(class.Item(), "eu-west-1")    // of one request
//	steps, known := list.Transfer("eu-west-1", price.Internet)
//	usd = steps.Cost(20 * 1024)                           // of 20 TB in a month
//
// All amounts are US dollars without tax, of S3 Standard. A GB is 2^30 bytes, and
// a TB 1,024 GB, as S3's bill has them:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
//
// # Where prices come from
//
// The table that is built in is prices.csv. Each of its figures stood in two
// sources that do not depend on each other, which it names with the day of the
// check; a figure with only one source is not in it. [Read] reads other tables:
// AWS's price list, and files like prices.csv. See [Read] for their form.
//
// A [List] does not change once it is made, and is safe for concurrent use.
package price
