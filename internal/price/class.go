package price

import "strings"

// Class is what kind of request a call is, as far as its price goes.
type Class string

// The classes. Those of S3 are the columns of its price list
// (https://aws.amazon.com/s3/pricing/, "Requests & data retrievals"; the same
// kinds as Requests-Tier1, -Tier2 and -Tier3 of the usage report). None is no
// request to S3 or KMS.
const (
	None          Class = ""
	Put           Class = "PUT, COPY, POST, LIST"
	Get           Class = "GET and others"
	Delete        Class = "DELETE, CANCEL"    // free
	Restore       Class = "restore"           // by tier and size, which the log lacks
	KMS           Class = "KMS"               // with symmetric keys
	KMSAsymmetric Class = "KMS with key pair" // by the kind of key
)

// Item is what the class is priced as, "" where it has no price.
func (c Class) Item() Item {
	switch c {
	case Put:
		return PutRequest
	case Get:
		return GetRequest
	case KMS:
		return KMSRequest
	}
	return ""
}

// Free reports whether requests of the class cost nothing.
func (c Class) Free() bool { return c == Delete || c == None }

// The eventSources whose requests have classes.
const (
	S3Source  = "s3.amazonaws.com"
	KMSSource = "kms.amazonaws.com"
)

// ClassOf returns the class of a call by its eventSource and eventName.
func ClassOf(eventSource, eventName string) Class {
	switch eventSource {
	case S3Source:
		return classOfS3(eventName)
	case KMSSource:
		return classOfKMS(eventName)
	}
	return None
}

// classOfS3 goes by the HTTP method of S3's operations
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html):
// names begin with it, save those listed first. LIST requests are priced as PUT.
// A DeleteObjects counts as DELETE, though it goes by POST.
func classOfS3(eventName string) Class {
	switch eventName {
	case "CopyObject", "UploadPart", "UploadPartCopy", "CreateMultipartUpload", "CompleteMultipartUpload",
		"PostObject", "CreateBucket", "RenameObject":
		return Put
	case "AbortMultipartUpload":
		return Delete
	case "RestoreObject":
		return Restore
	}
	for _, kind := range []struct {
		prefix string
		class  Class
	}{{"Put", Put}, {"Create", Put}, {"Update", Put}, {"List", Put}, {"Delete", Delete}} {
		if strings.HasPrefix(eventName, kind.prefix) {
			return kind.class
		}
	}
	return Get // GET, HEAD, OPTIONS, SELECT "and all other requests"
}

// classOfKMS: every request to KMS is billed, at one price unless it makes or uses
// a key pair, whose price depends on the key (https://aws.amazon.com/kms/pricing/).
// What KMS does by itself is no request. Encrypt and Decrypt are taken to use
// symmetric keys.
func classOfKMS(eventName string) Class {
	switch eventName {
	case "RotateKey", "DeleteKey", "SynchronizeMultiRegionKey", "DeleteExpiredKeyMaterial":
		return None
	case "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "Sign", "Verify", "GetPublicKey", "DeriveSharedSecret":
		return KMSAsymmetric
	}
	return KMS
}
