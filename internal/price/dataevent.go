package price

import (
	"slices"
	"strings"
)

// IsDataEvent reports whether a call was recorded as a data event, which
// CloudTrail charges for from the first delivery on. Records say so in
// eventCategory since eventVersion 1.07; in older ones, where it is empty, the
// call tells.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
func IsDataEvent(eventCategory, eventSource, eventName string) bool {
	switch {
	case eventCategory != "":
		return eventCategory == "Data"
	case eventSource == S3Source:
		return slices.Contains(strings.Fields(objectCalls), eventName)
	}
	return eventSource == "lambda.amazonaws.com" && strings.HasPrefix(eventName, "Invoke")
}

// objectCalls are S3's calls on objects.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
const objectCalls = `
AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject DeleteObjectTagging
DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration
GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket HeadObject ListMultipartUploads ListObjectVersions
ListObjects ListObjectsV2 ListParts PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging
RestoreObject SelectObjectContent UploadPart UploadPartCopy`
