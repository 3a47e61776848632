package trailq

// field is one of an event's top-level fields.
type field uint8

const (
	fieldOther field = iota // one that Event does not have
	fieldEventVersion
	fieldUserIdentity
	fieldEventTime
	fieldEventSource
	fieldEventName
	fieldAWSRegion
	fieldSourceIPAddress
	fieldUserAgent
	fieldErrorCode
	fieldErrorMessage
	fieldRequestParameters
	fieldResponseElements
	fieldAdditionalEventData
	fieldRequestID
	fieldEventID
	fieldEventType
	fieldAPIVersion
	fieldManagementEvent
	fieldReadOnly
	fieldResources
	fieldRecipientAccountID
	fieldServiceEventDetails
	fieldSharedEventID
	fieldVPCEndpointID
	fieldVPCEndpointAccountID
	fieldEventCategory
	fieldAddendum
	fieldSessionCredentialFromConsole
	fieldEventContext
	fieldEdgeDeviceDetails
	fieldTLSDetails
	fieldInsightDetails
	fieldCount
)

// fieldNamed returns the field with this name.
func fieldNamed(name []byte) field {
	switch string(name) {
	case "eventVersion":
		return fieldEventVersion
	case "userIdentity":
		return fieldUserIdentity
	case "eventTime":
		return fieldEventTime
	case "eventSource":
		return fieldEventSource
	case "eventName":
		return fieldEventName
	case "awsRegion":
		return fieldAWSRegion
	case "sourceIPAddress":
		return fieldSourceIPAddress
	case "userAgent":
		return fieldUserAgent
	case "errorCode":
		return fieldErrorCode
	case "errorMessage":
		return fieldErrorMessage
	case "requestParameters":
		return fieldRequestParameters
	case "responseElements":
		return fieldResponseElements
	case "additionalEventData":
		return fieldAdditionalEventData
	case "requestID":
		return fieldRequestID
	case "eventID":
		return fieldEventID
	case "eventType":
		return fieldEventType
	case "apiVersion":
		return fieldAPIVersion
	case "managementEvent":
		return fieldManagementEvent
	case "readOnly":
		return fieldReadOnly
	case "resources":
		return fieldResources
	case "recipientAccountId":
		return fieldRecipientAccountID
	case "serviceEventDetails":
		return fieldServiceEventDetails
	case "sharedEventID":
		return fieldSharedEventID
	case "vpcEndpointId":
		return fieldVPCEndpointID
	case "vpcEndpointAccountId":
		return fieldVPCEndpointAccountID
	case "eventCategory":
		return fieldEventCategory
	case "addendum":
		return fieldAddendum
	case "sessionCredentialFromConsole":
		return fieldSessionCredentialFromConsole
	case "eventContext":
		return fieldEventContext
	case "edgeDeviceDetails":
		return fieldEdgeDeviceDetails
	case "tlsDetails":
		return fieldTLSDetails
	case "insightDetails":
		return fieldInsightDetails
	}
	return fieldOther
}

// fieldSet is a set of fields, one bit each.
type fieldSet uint64

// newFieldSet returns the set of the named fields, or of all fields if there are
// no names.
func newFieldSet(names []string) fieldSet {
	if len(names) == 0 {
		return 1<<fieldCount - 1
	}
	var set fieldSet
	for _, name := range names {
		set |= 1 << fieldNamed([]byte(name))
	}
	return set
}

func (s fieldSet) has(f field) bool { return s>>f&1 != 0 }

// nameHints rules out, by one bit per name, most names that are not in a set.
// Comparing every name took a tenth of the time of a count.
type nameHints uint64

// newNameHints returns the hints of the names, or of all names if there are none.
func newNameHints(names []string) nameHints {
	if len(names) == 0 {
		return ^nameHints(0)
	}
	var hints nameHints
	for _, name := range names {
		hints |= nameHint([]byte(name))
	}
	return hints
}

func (h nameHints) canHave(name []byte) bool { return h&nameHint(name) != 0 }

// nameHint returns a bit chosen by the name's length and third last byte: they tell
// eventName and eventSource from the other fields of their length.
func nameHint(name []byte) nameHints {
	if len(name) < 3 {
		return 1
	}
	return 1 << ((5*len(name) + int(name[len(name)-3])) & 63)
}
