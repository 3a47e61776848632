package gen

import (
	"strconv"
	"time"
)

// event is one record about to be written. Strings and byte slices hold JSON text
// that needs no further escaping. The next event reuses it.
type event struct {
	version      string
	identity     []byte // userIdentity
	time         time.Time
	source, name string
	region       string
	address      string // sourceIPAddress
	agent        string
	errorCode    string // "" for none
	errorMessage string // "" for none; a failed sign-in has a message and no code

	parameters []byte // requestParameters; empty for null
	response   []byte // responseElements; empty for null
	additional []byte // additionalEventData; empty for none
	requestID  []byte // empty for none
	eventID    []byte
	readOnly   bool
	resources  []byte // empty for none
	eventType  string
	apiVersion string // "" for none
	data       bool   // a data event, not a management event
	account    string // recipientAccountId
	shared     []byte // sharedEventID; empty for none
	endpoint   string // vpcEndpointId; "" for none
	tls        string // the version and cipher suite of tlsDetails; "" for none
	host       string // its clientProvidedHostHeader
	console    bool   // sessionCredentialFromConsole
}

// clear empties the event but keeps its memory.
func (e *event) clear() {
	*e = event{
		identity:   e.identity[:0],
		parameters: e.parameters[:0],
		response:   e.response[:0],
		additional: e.additional[:0],
		requestID:  e.requestID[:0],
		eventID:    e.eventID[:0],
		resources:  e.resources[:0],
		shared:     e.shared[:0],
	}
}

const (
	tls12 = `"tlsVersion":"TLSv1.2","cipherSuite":"ECDHE-RSA-AES128-GCM-SHA256"`
	tls13 = `"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256"`
)

// appendRecord appends the record with its fields in CloudTrail's order.
func (e *event) appendRecord(b []byte) []byte {
	b = append(b, `{"eventVersion":"`...)
	b = append(b, e.version...)
	b = append(b, `","userIdentity":`...)
	b = append(b, e.identity...)
	b = append(b, `,"eventTime":"`...)
	b = e.time.AppendFormat(b, time.RFC3339)
	b = append(b, '"')
	b = appendString(b, "eventSource", e.source)
	b = appendString(b, "eventName", e.name)
	b = appendString(b, "awsRegion", e.region)
	b = appendString(b, "sourceIPAddress", e.address)
	b = appendString(b, "userAgent", e.agent)
	b = appendString(b, "errorCode", e.errorCode)
	b = appendString(b, "errorMessage", e.errorMessage)
	b = appendNullable(b, "requestParameters", e.parameters)
	b = appendNullable(b, "responseElements", e.response)
	b = appendJSON(b, "additionalEventData", e.additional)
	b = appendString(b, "requestID", e.requestID)
	b = appendString(b, "eventID", e.eventID)
	b = append(b, `,"readOnly":`...)
	b = strconv.AppendBool(b, e.readOnly)
	b = appendJSON(b, "resources", e.resources)
	return e.appendRecordEnd(b)
}

// appendRecordEnd appends the second half of the record.
func (e *event) appendRecordEnd(b []byte) []byte {
	b = appendString(b, "eventType", e.eventType)
	b = appendString(b, "apiVersion", e.apiVersion)
	b = append(b, `,"managementEvent":`...)
	b = strconv.AppendBool(b, !e.data)
	b = appendString(b, "recipientAccountId", e.account)
	b = appendString(b, "sharedEventID", e.shared)
	if e.endpoint != "" {
		b = appendString(b, "vpcEndpointId", e.endpoint)
		b = appendString(b, "vpcEndpointAccountId", e.account)
	}
	category := "Management"
	if e.data {
		category = "Data"
	}
	b = appendString(b, "eventCategory", category)
	if e.tls != "" {
		b = append(b, `,"tlsDetails":{`...)
		b = append(b, e.tls...)
		b = appendString(b, "clientProvidedHostHeader", e.host)
		b = append(b, '}')
	}
	if e.console {
		b = appendString(b, "sessionCredentialFromConsole", "true")
	}
	return append(b, '}')
}

// appendString appends a comma and a field, or nothing for an empty value.
func appendString[T string | []byte](b []byte, name string, value T) []byte {
	if len(value) == 0 {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":"`...)
	b = append(b, value...)
	return append(b, '"')
}

// appendJSON does what appendString does, for a value that is already JSON.
func appendJSON(b []byte, name string, value []byte) []byte {
	if len(value) == 0 {
		return b
	}
	b = append(b, `,"`...)
	b = append(b, name...)
	b = append(b, `":`...)
	return append(b, value...)
}

// appendNullable does what appendJSON does, with null for an empty value.
func appendNullable(b []byte, name string, value []byte) []byte {
	if len(value) == 0 {
		value = []byte("null")
	}
	return appendJSON(b, name, value)
}
