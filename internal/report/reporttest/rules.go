package reporttest

import (
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/price"
)

// RequestClass returns the class of a call by its eventSource and eventName.
func RequestClass(eventSource, eventName string) price.Class {
	switch eventSource {
	case price.S3Source:
		return s3Class(eventName)
	case price.KMSSource:
		return kmsClass(eventName)
	}
	return price.None
}

// serviceClass returns the class of a call to a service other than S3 and KMS. The
// built-in table has few services, which stand here once more.
func serviceClass(service, eventName, category string) price.Class {
	starts := map[string][]string{
		"lambda": {"Invoke*"}, "sns": {"Publish*"}, "bedrock": {"InvokeModel*", "Converse*"},
		"monitoring": {"GetMetricData"},
		"dynamodb":   {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "Batch*", "Transact*", "Execute*"},
	}
	switch service {
	case "secretsmanager", "ce", "sqs":
		return price.Class(service)
	}
	for _, event := range starts[service] {
		if prefix, is := strings.CutSuffix(event, "*"); eventName == event || is && strings.HasPrefix(eventName, prefix) {
			return price.Class(service + ":" + event)
		}
	}
	if category == "Data" {
		return price.Class(service)
	}
	return price.None
}

func s3Class(eventName string) price.Class {
	switch eventName {
	case "CopyObject", "UploadPart", "UploadPartCopy", "CreateMultipartUpload", "CompleteMultipartUpload",
		"PostObject", "CreateBucket", "RenameObject":
		return price.Put
	case "AbortMultipartUpload":
		return price.Delete
	case "RestoreObject":
		return price.Restore
	}
	for _, kind := range []struct {
		prefix string
		class  price.Class
	}{{"Put", price.Put}, {"Create", price.Put}, {"Update", price.Put}, {"List", price.Put}, {"Delete", price.Delete}} {
		if strings.HasPrefix(eventName, kind.prefix) {
			return kind.class
		}
	}
	return price.Get
}

func kmsClass(eventName string) price.Class {
	switch eventName {
	case "RotateKey", "DeleteKey", "SynchronizeMultiRegionKey", "DeleteExpiredKeyMaterial":
		return price.None
	case "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "Sign", "Verify", "GetPublicKey", "DeriveSharedSecret":
		return price.KMSAsymmetric
	}
	return price.KMS
}

// failedIsFree reports whether S3 charges nothing for a request that ended in this
// errorCode, whoever sent it.
func failedIsFree(errorCode string) bool { return slices.Contains(price.FreeErrors(), errorCode) }

// isDataEvent reports whether CloudTrail charges for a call as a data event.
func isDataEvent(eventCategory, eventSource, eventName string) bool {
	switch {
	case eventCategory != "":
		return eventCategory == "Data"
	case eventSource == price.S3Source:
		return slices.Contains(price.ObjectCalls(), eventName)
	}
	return eventSource == "lambda.amazonaws.com" && strings.HasPrefix(eventName, "Invoke")
}
