package complete

import "strings"

// parseWords reads words from lines: a word, a space and what it means.
func parseWords(lines string) []Word {
	var words []Word
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		text, means, _ := strings.Cut(strings.TrimSpace(line), " ")
		words = append(words, Word{text, means})
	}
	return words
}

// recordFields returns the fields of records that are asked for most; see
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html.
func recordFields() []Word {
	return parseWords(`
eventTime when the request was made
eventSource the service, such as s3.amazonaws.com
eventName the call
awsRegion the region of the call
sourceIPAddress where the request came from
userAgent the program that called
errorCode why the call failed
errorMessage why it failed, in words
eventID the id of the event
eventType AwsApiCall, AwsServiceEvent, AwsConsoleSignIn …
eventCategory Management, Data, NetworkActivity or Insight
readOnly whether the call only reads
managementEvent whether it is a management event
recipientAccountId the account that got the event
requestID the id of the request
sharedEventID the same in the events of several accounts
vpcEndpointId the VPC endpoint that was used
userIdentity.type AssumedRole, IAMUser, Root, AWSService …
userIdentity.arn the caller's ARN
userIdentity.accountId the caller's account
userIdentity.userName the caller's name
userIdentity.principalId the caller's id
userIdentity.accessKeyId the access key that signed
userIdentity.invokedBy the service that called for somebody
userIdentity.sessionContext.sessionIssuer.arn the role of the session
userIdentity.sessionContext.sessionIssuer.userName the name of that role
userIdentity.sessionContext.attributes.mfaAuthenticated whether there was MFA
requestParameters.bucketName the bucket
requestParameters.key the object
requestParameters.roleArn the role to assume
requestParameters.instanceId the instance
requestParameters.keyId the KMS key
responseElements what the call returned
additionalEventData.bytesTransferredOut bytes sent
additionalEventData.bytesTransferredIn bytes received
resources[0].ARN the resource of the call
tlsDetails.tlsVersion the version of TLS
`)
}

// madeFields returns the fields that trailq makes.
func madeFields() []Word {
	return parseWords(`
caller who called, by role or user
call the service and the call, such as s3:GetObject
target what the call was about: a bucket, a role, an instance
error why the call failed
$path the log file
$record the number of the record in it
`)
}

// regions returns AWS's regions; see
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html.
func regions() []Word {
	return parseWords(`
us-east-1 N. Virginia
us-east-2 Ohio
us-west-1 N. California
us-west-2 Oregon
af-south-1 Cape Town
ap-east-1 Hong Kong
ap-east-2 Taipei
ap-south-1 Mumbai
ap-south-2 Hyderabad
ap-southeast-1 Singapore
ap-southeast-2 Sydney
ap-southeast-3 Jakarta
ap-southeast-4 Melbourne
ap-southeast-5 Malaysia
ap-southeast-6 New Zealand
ap-southeast-7 Thailand
ap-northeast-1 Tokyo
ap-northeast-2 Seoul
ap-northeast-3 Osaka
ca-central-1 Canada (Central)
ca-west-1 Calgary
eu-central-1 Frankfurt
eu-central-2 Zurich
eu-north-1 Stockholm
eu-south-1 Milan
eu-south-2 Spain
eu-west-1 Ireland
eu-west-2 London
eu-west-3 Paris
il-central-1 Tel Aviv
me-central-1 UAE
me-south-1 Bahrain
mx-central-1 Mexico (Central)
sa-east-1 São Paulo
us-gov-east-1 GovCloud (US-East)
us-gov-west-1 GovCloud (US-West)
cn-north-1 Beijing
cn-northwest-1 Ningxia
`)
}

// listTimes returns the forms of times.
func listTimes() []Word {
	return parseWords(`
24h a day ago
7d a week ago
30d 30 days ago
today since midnight, UTC
yesterday the day before
now this moment
`)
}

// listZones returns some time zones.
func listZones() []Word {
	return parseWords(`
local this machine's
UTC the default
America/New_York Eastern time
America/Los_Angeles Pacific time
Europe/London
Europe/Berlin
Asia/Kolkata
Asia/Tokyo
Australia/Sydney
`)
}
