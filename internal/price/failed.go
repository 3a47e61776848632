package price

import (
	"slices"
	"strings"
)

// DeniedFreeSince is the first day, UTC, from which S3 does not charge a bucket's
// owner for AccessDenied to callers outside of the owner's account and
// organization.
// https://aws.amazon.com/about-aws/whats-new/2024/05/amazon-s3-no-charge-http-error-codes/
const DeniedFreeSince = "2024-05-13"

// FailedIsFree reports whether S3 charges nothing for a request that ended in
// this errorCode, wherever it came from. S3 charges for answers of 200 and of
// 4XX; not for 5XX, nor for the codes of 3XX and 4XX in its list. Any other code,
// NotModified among them, is charged. AccessDenied depends on the caller besides:
// see [DeniedFreeSince].
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
func FailedIsFree(errorCode string) bool {
	return slices.Contains(strings.Fields(serverErrors), errorCode) || slices.Contains(strings.Fields(freeErrors), errorCode)
}

// serverErrors are S3's codes of 5XX.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const serverErrors = `InternalError NotImplemented ServiceUnavailable SlowDown Busy`

// freeErrors are the codes of 3XX and 4XX that S3 lists as not billed, by status:
// 301, 307, 400, 403, 404, 405, 409, 411, 412 and 416.
const freeErrors = `
PermanentRedirect PermanentRedirectControlError
TemporaryRedirect
AuthorizationHeaderMalformed AuthorizationQueryParametersError ConnectionClosedByRequester DeviceNotActiveError
EndpointNotFound ExpiredToken IllegalLocationConstraintException InvalidArgument InvalidBucketOwnerAWSAccountID
InvalidDigest InvalidEncryptionAlgorithmError InvalidHostHeader InvalidHttpMethod InvalidRequest
InvalidSessionException InvalidSignature InvalidSOAPRequest InvalidStorageClass InvalidTag InvalidToken InvalidURI
KeyTooLongError KMS.DisabledException KMS.InvalidKeyUsageException KMS.KMSInvalidStateException KMS.NotFoundException
LambdaInvalidResponse LambdaInvocationFailed MalformedACLError MalformedPOSTRequest MalformedXML
MaxPostPreDataLengthExceededError MetadataTooLarge MissingAttachment MissingRequestBodyError MissingSecurityHeader
NoLoggingStatusForKey NotDeviceOwnerError ResponseInterrupted RequestHeaderSectionTooLarge TokenCodeInvalidError
UnexpectedContent UnsupportedArgument UnsupportedSignature UserKeyMustBeSpecified IncorrectEndpoint ValidationError
RequestTimeTooSkewed SignatureDoesNotMatch NotSignedUp InvalidSecurity InvalidPayer InvalidAccessKeyId AccountProblem
UnauthorizedAccessError UnexpectedIPError MissingAuthenticationToken LambdaPermissionError
LambdaNotFound NoSuchAsyncRequest NoSuchObjectLockConfiguration NoSuchUpload NoSuchWebsiteConfiguration
NoTransformationDefined ObjectLockConfigurationNotFoundError
MethodNotAllowed
BucketAlreadyExists InvalidBucketState OperationAborted
MissingContentLength
RequestIsNotMultiPartContent
InvalidRange`
