// Package price knows what AWS charges for the calls that CloudTrail records: S3's
// requests, data that leaves S3, KMS's requests and CloudTrail's own data events.
//
//	list, err := price.Default()
//	if err != nil {
//		return err
//	}
//	usd, known := list.Each(price.GetRequest, "eu-west-1") // of one request
//	steps, known := list.Transfer("eu-west-1", price.Internet)
//	usd = steps.Cost(20 * 1024) // of 20 TB in a month
//
// [S3Rules], [KMSRules], [ObjectCalls] and [FreeErrors] say which calls are charged
// for as what. They are data, since reports apply them in SQL.
//
// All amounts are US dollars without tax, of S3 Standard. A GB is 2^30 bytes, and
// a TB 1,024 GB, as on S3's bill:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html
//
// # Where prices come from
//
// The built-in table is prices.csv. Each of its figures was found in two independent
// sources, which it names with the day of the check. A figure with only one source
// is not in it. [Read] reads other tables: AWS's price list, and files in the form
// of prices.csv.
//
// A [List] does not change once it is made, and is safe for concurrent use.
package price
