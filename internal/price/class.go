package price

// Class is the kind of request that a call is, as far as its price goes.
type Class string

// The classes. Those of S3 are the columns of its price list
// (https://aws.amazon.com/s3/pricing/, "Requests & data retrievals"; the same
// kinds as Requests-Tier1, -Tier2 and -Tier3 of the usage report). None is a call
// that is not a request to S3 or KMS.
const (
	None          Class = ""
	Put           Class = "PUT, COPY, POST, LIST"
	Get           Class = "GET and others"
	Delete        Class = "DELETE, CANCEL"    // free
	Restore       Class = "restore"           // by tier and size, which the log lacks
	KMS           Class = "KMS"               // with symmetric keys
	KMSAsymmetric Class = "KMS with key pair" // by the kind of key
)

// Item returns the item whose price a request of the class has, or "" if it has
// none.
func (c Class) Item() Item {
	base, storage := c.splitStorage()
	switch base {
	case Put:
		return PutRequest.In(storage)
	case Get:
		return GetRequest.In(storage)
	case KMS:
		return KMSRequest
	case None, Delete, Restore, KMSAsymmetric:
		return ""
	}
	return Item(base)
}

// IsFree reports whether requests of the class cost nothing.
func (c Class) IsFree() bool { return c == Delete || c == None }

// IsS3 reports whether requests of the class go to S3.
func (c Class) IsS3() bool {
	base := c.Base()
	return base == Put || base == Get || base == Delete || base == Restore
}

// Classes returns all classes but None.
func Classes() []Class { return []Class{Put, Get, Delete, Restore, KMS, KMSAsymmetric} }

// The eventSources whose requests have classes of their own. Those of directory
// buckets (S3 Express One Zone) have [ExpressSource].
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-one-zone-logging.html
const (
	S3Source      = "s3.amazonaws.com"
	ExpressSource = "s3express.amazonaws.com"
	KMSSource     = "kms.amazonaws.com"
)

// ClassRule gives a class to the calls of one service whose eventName is one of
// Names or begins with one of Prefixes. A rule without either is for all calls.
type ClassRule struct {
	Names, Prefixes []string
	Class           Class
}

// S3Rules returns the rules for calls to S3; the first that applies counts. They
// go by the HTTP method of S3's operations
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html):
// most names begin with it. LIST requests have the price of PUT. A DeleteObjects
// counts as DELETE, although it is sent as POST.
func S3Rules() []ClassRule {
	return []ClassRule{
		{
			Names: []string{
				"CopyObject", "UploadPart", "UploadPartCopy", "CreateMultipartUpload", "CompleteMultipartUpload",
				"PostObject", "CreateBucket", "RenameObject",
			},
			Prefixes: []string{"Put", "Create", "Update", "List"},
			Class:    Put,
		},
		{Names: []string{"AbortMultipartUpload"}, Prefixes: []string{"Delete"}, Class: Delete},
		{Names: []string{"RestoreObject"}, Class: Restore},
		{Class: Get}, // GET, HEAD, OPTIONS, SELECT "and all other requests"
	}
}

// KMSRules returns the rules for calls to KMS; the first that applies counts.
// KMS bills every request, at one price unless the request makes or uses a key
// pair, whose price depends on the key (https://aws.amazon.com/kms/pricing/). What
// KMS does on its own is no request. Encrypt and Decrypt are assumed to use
// symmetric keys.
func KMSRules() []ClassRule {
	return []ClassRule{
		{Names: []string{"RotateKey", "DeleteKey", "SynchronizeMultiRegionKey", "DeleteExpiredKeyMaterial"}, Class: None},
		{
			Names: []string{
				"GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "Sign", "Verify", "GetPublicKey", "DeriveSharedSecret",
			},
			Class: KMSAsymmetric,
		},
		{Class: KMS},
	}
}
