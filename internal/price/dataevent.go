package price

import "strings"

// ObjectCalls returns the names of S3's calls on objects. CloudTrail records them
// as data events, for which it charges from the first delivery on. A record says
// so in eventCategory since eventVersion 1.07; in older ones the name tells.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
func ObjectCalls() []string { return strings.Fields(objectCalls) }

// objectCalls are the calls that this page lists.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
const objectCalls = `
AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging
DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration
GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket HeadObject ListMultipartUploads ListObjectVersions
ListObjects ListObjectsV2 ListParts PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging
RestoreObject SelectObjectContent UploadPart UploadPartCopy`
