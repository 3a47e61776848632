// Package fieldname knows the names of an event's fields, and finds them in names that a
// database or a table has written in another way.
package fieldname

import "strings"

// Event has the names of an event's fields (AWS CloudTrail User Guide, "CloudTrail
// record contents").
const Event = "eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent " +
	"errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID eventType apiVersion " +
	"managementEvent readOnly resources recipientAccountId serviceEventDetails sharedEventID vpcEndpointId " +
	"vpcEndpointAccountId eventCategory addendum sessionCredentialFromConsole eventContext edgeDeviceDetails tlsDetails insightDetails"

// Inner has the names of the fields of userIdentity, resources, tlsDetails and
// addendum. ARN, which resources have, is not among them.
const Inner = "type principalId arn accountId accessKeyId userName invokedBy sessionContext attributes mfaAuthenticated " +
	"creationDate sessionIssuer webIdFederationData federatedProvider onBehalfOf userId identityStoreArn inScopeOf " +
	"credentialsIssuedTo sourceIdentity identityProvider credentialId ec2RoleDelivery assumedRoot issuerType " +
	"tlsVersion cipherSuite clientProvidedHostHeader reason updatedFields originalRequestID originalEventID"

// JSON has the names of the fields whose values are JSON, which tables keep as
// texts.
const JSON = "requestParameters responseElements additionalEventData serviceEventDetails"

// Restore returns the one of the names, which are separated by spaces, that a
// database has written in lower case, with or without underscores, or an empty text.
func Restore(written []byte, names string) string {
	plain := strings.ReplaceAll(string(written), "_", "")
	for name := range strings.SplitSeq(names, " ") {
		if len(name) == len(plain) && strings.EqualFold(name, plain) {
			return name
		}
	}
	return ""
}

// FindEvent returns the field of an event that text names, whatever its case, spaces,
// hyphens and underscores, or an empty text.
func FindEvent(text string) string {
	return Restore([]byte(strings.NewReplacer(" ", "", "-", "").Replace(text)), Event)
}
