package price

import (
	"slices"
	"strings"
)

// DeniedFreeSince is the first day, UTC, on which S3 charges a bucket's owner
// nothing for AccessDenied to callers outside the owner's account and
// organization.
// https://aws.amazon.com/about-aws/whats-new/2024/05/amazon-s3-no-charge-http-error-codes/
const DeniedFreeSince = "2024-05-13"

// FreeErrors returns the errorCodes of requests that S3 does not charge for,
// whoever sent them. S3 charges for answers of 200 and of 4XX; not for 5XX, nor
// for the codes of 3XX and 4XX in its list. It charges for any other code,
// including NotModified. AccessDenied also depends on the caller: see
// [DeniedFreeSince].
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
func FreeErrors() []string {
	return slices.Concat(strings.Fields(serverErrors), strings.Fields(clientErrors))
}

// serverErrors are S3's codes of 5XX.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const serverErrors = `InternalError NotImplemented ServiceUnavailable SlowDown Busy`

// clientErrors are the codes of 3XX and 4XX that S3 lists as not billed, by status:
// 301, 307, 400, 403, 404, 405, 409, 411, 412 and 416.
const clientErrors = `
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
