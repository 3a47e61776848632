// Package s3source reads the CloudTrail log files of an S3 bucket, as a
// [trailq.Source].
//
//	source, err := s3source.New(ctx, "s3://amzn-s3-demo-bucket/AWSLogs/", s3source.Options{})
//	if err != nil {
//		return err
//	}
//	options := trailq.Options{Workers: s3source.DefaultWorkers}
//	for event, err := range trailq.Events(ctx, source, options) {
//		…
//	}
//
// Credentials, profile and endpoint come from where the AWS command line finds
// them; the bucket's region is found out. The permissions that it takes are
// s3:ListBucket on the bucket, s3:GetObject on the objects and, where they are
// encrypted with a KMS key, kms:Decrypt on that key.
//
// Where a filter has a window, accounts or regions, only those folders of
// CloudTrail's layout are listed that it can match, down to the day, as far as
// possible in parallel. What is left out so is not counted in the summary: files of
// other accounts, regions and days, and digests. The folders tell: an object that
// lies in a folder of another account, region or day than its name has is not
// found, nor one between the folders of days. The folders of other services in
// AWSLogs/ACCOUNT/, such as elasticloadbalancing, are always left out, unless the
// URL asks for one; Options.Note is told so. Buckets of another layout are listed
// whole. A nil filter lists everything.
//
// Where the server refuses to list the folder of an account or region, that is a
// [trailq.FileError] which names it, and the rest goes on.
//
// Reading goes on through throttling and broken connections: requests are
// repeated with a growing delay, and an object that was cut off is fetched
// again from the byte reached. An object is the one that was listed, whole, or
// an error. Errors are [*Error], which says what failed and what to do about it.
package s3source
