// Package s3source reads the CloudTrail log files of an S3 bucket, as a
// [trailq.Source]: call [New], and pass the source to [trailq.Events]. The example
// of New is a whole program.
//
// Credentials, profile and endpoint are found as the AWS command line finds them;
// the bucket's region is determined automatically. The permissions needed are
// s3:ListBucket on the bucket, s3:GetObject on the objects and, if they are encrypted
// with a KMS key, kms:Decrypt on that key.
//
// If a filter has a window, accounts or regions, only the folders of CloudTrail's
// layout that it can match are listed, down to the day, and in parallel where
// possible. Files in other folders, and digests, are not counted in the summary. The
// folders decide: an object is not found if it is in the folder of another account,
// region or day than its name says, or between the folders of days. The folders of
// other services in AWSLogs/ACCOUNT/, such as elasticloadbalancing, are always left
// out, unless the URL names one; Options.Note is called with that. Buckets with
// another layout are listed as a whole. A nil filter lists everything.
//
// If the server refuses to list the folder of an account or region, that is a
// [trailq.FileError] with the folder's name, and the other folders are read.
//
// Throttling and broken connections do not end a reading: requests are repeated with
// a growing delay, and a broken download resumes where it stopped. An object is
// either read as it was listed, as a whole, or an error. Errors are of type [*Error],
// which says what failed and what to do about it.
package s3source
