package trailq

import (
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

// decoder turns records into events. It is for one goroutine.
type decoder struct {
	wanted      fieldSet
	hints       nameHints // of the wanted fields
	strings     interner
	recentTexts [fieldCount]string // the last plain text of each field
	identities  valueCache[UserIdentity]
	tlsDetails  valueCache[TLSDetails]
	objects     records.Scanner
	elements    records.Scanner
	freeFields  [][]records.Field // by depth
}

// newDecoder returns a decoder of the named fields: top-level fields under
// CloudTrail's names, or all fields if there are no names.
func newDecoder(fields []string) *decoder {
	return &decoder{wanted: newFieldSet(fields), hints: newNameHints(fields)}
}

// decodeRecord fills the event from the record.
func (d *decoder) decodeRecord(event *Event, record *records.Record) {
	event.Raw, event.Record = record.Raw, record.Number
	for i := range record.Fields {
		member := &record.Fields[i]
		key := record.Raw[member.Key.Start:member.Key.End]
		if !d.hints.canHave(key) {
			continue
		}
		if f := fieldNamed(key); d.wanted.has(f) {
			d.setField(event, f, record.Raw[member.Value.Start:member.Value.End])
		}
	}
}

// setField sets the event's field to its value. It ignores fields that Event does
// not have: they are in Raw.
func (d *decoder) setField(e *Event, f field, value []byte) {
	switch f {
	case fieldEventVersion:
		e.EventVersion = d.recentText(f, value)
	case fieldUserIdentity:
		e.UserIdentity = d.identities.get(value, d.decodeUserIdentity)
	case fieldEventTime:
		e.EventTime = fact.Time(value)
	case fieldEventSource:
		e.EventSource = d.recentText(f, value)
	case fieldEventName:
		e.EventName = d.recentText(f, value)
	case fieldAWSRegion:
		e.AWSRegion = d.recentText(f, value)
	case fieldSourceIPAddress:
		e.SourceIPAddress = d.recentText(f, value)
	case fieldUserAgent:
		e.UserAgent = d.recentText(f, value)
	case fieldErrorCode:
		e.ErrorCode = d.recentText(f, value)
	case fieldErrorMessage:
		e.ErrorMessage = d.recentText(f, value)
	case fieldRequestParameters:
		e.RequestParameters = rawValue(value)
	case fieldResponseElements:
		e.ResponseElements = rawValue(value)
	case fieldAdditionalEventData:
		e.AdditionalEventData = rawValue(value)
	case fieldRequestID:
		e.RequestID = records.Text(value)
	case fieldEventID:
		e.EventID = records.Text(value)
	case fieldEventType:
		e.EventType = d.recentText(f, value)
	default:
		d.setNewerField(e, f, value)
	}
}

// setNewerField does what setField does, for the fields that came after
// eventVersion 1.0.
func (d *decoder) setNewerField(e *Event, f field, value []byte) {
	switch f {
	case fieldAPIVersion:
		e.APIVersion = d.recentText(f, value)
	case fieldManagementEvent:
		e.ManagementEvent = boolValue(value)
	case fieldReadOnly:
		e.ReadOnly = boolValue(value)
	case fieldResources:
		e.Resources = d.decodeResources(value)
	case fieldRecipientAccountID:
		e.RecipientAccountID = d.recentText(f, value)
	case fieldServiceEventDetails:
		e.ServiceEventDetails = rawValue(value)
	case fieldSharedEventID:
		e.SharedEventID = records.Text(value)
	case fieldVPCEndpointID:
		e.VPCEndpointID = d.recentText(f, value)
	case fieldVPCEndpointAccountID:
		e.VPCEndpointAccountID = d.recentText(f, value)
	case fieldEventCategory:
		e.EventCategory = d.recentText(f, value)
	case fieldAddendum:
		e.Addendum = d.decodeAddendum(value)
	case fieldSessionCredentialFromConsole:
		e.SessionCredentialFromConsole = boolValue(value)
	case fieldEventContext:
		e.EventContext = d.decodeEventContext(value)
	case fieldEdgeDeviceDetails:
		e.EdgeDeviceDetails = rawValue(value)
	case fieldTLSDetails:
		e.TLSDetails = d.tlsDetails.get(value, d.decodeTLSDetails)
	case fieldInsightDetails:
		e.InsightDetails = d.decodeInsightDetails(value)
	}
}

// internText returns the text of a field whose values repeat: equal texts share
// their memory.
func (d *decoder) internText(raw []byte) string { return d.strings.internText(raw) }

// recentText returns the text of a field that often has the same value many times
// in a row.
func (d *decoder) recentText(f field, raw []byte) string {
	last := d.recentTexts[f]
	if last != "" && isQuoted(raw, last) {
		return last
	}
	s := d.internText(raw)
	if isQuoted(raw, s) {
		d.recentTexts[f] = s
	}
	return s
}

// isQuoted reports whether raw is s in quotes.
func isQuoted(raw []byte, s string) bool {
	return len(raw) == len(s)+2 && raw[0] == '"' && string(raw[1:len(raw)-1]) == s
}

// eachMember calls set for each member of the object in raw, and reports whether
// raw is an object.
func (d *decoder) eachMember(raw []byte, set func(key, value []byte)) bool {
	if len(raw) == 0 || raw[0] != '{' {
		return false
	}
	var fields []records.Field
	if last := len(d.freeFields) - 1; last >= 0 { // a member can be an object, too
		fields, d.freeFields = d.freeFields[last][:0], d.freeFields[:last]
	}
	fields, _ = d.objects.Object(raw, fields)
	for _, field := range fields {
		set(raw[field.Key.Start:field.Key.End], raw[field.Value.Start:field.Value.End])
	}
	d.freeFields = append(d.freeFields, fields)
	return true
}
