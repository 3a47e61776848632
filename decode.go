package trailq

import (
	"github.com/trailq/trailq/internal/records"
)

// decoder makes events of records. It is for one goroutine.
type decoder struct {
	wanted     fieldSet
	hints      nameHints // of those wanted
	strings    interner
	recent     [fieldCount]string // the last plain text of each field
	identities shared[UserIdentity]
	tls        shared[TLSDetails]
	objects    records.Scanner
	elements   records.Scanner
	scratch    [][]records.Field // by depth
}

// newDecoder decodes the fields named, top-level ones under CloudTrail's names;
// all where there are none.
func newDecoder(fields []string) *decoder {
	return &decoder{wanted: fieldsNamed(fields), hints: hintsOf(fields)}
}

// decode fills event from the record.
func (d *decoder) decode(event *Event, record *records.Record) {
	event.Raw, event.Record = record.Raw, record.Number
	for i := range record.Fields {
		member := &record.Fields[i]
		key := record.Raw[member.Key.Start:member.Key.End]
		if !d.hints.mayHave(key) {
			continue
		}
		if f := fieldOf(key); d.wanted.has(f) {
			d.set(event, f, record.Raw[member.Value.Start:member.Value.End])
		}
	}
}

// set gives the event's field its value. Of fields that Event does not have,
// only Raw tells.
func (d *decoder) set(e *Event, f field, value []byte) {
	switch f {
	case fieldEventVersion:
		e.EventVersion = d.recently(f, value)
	case fieldUserIdentity:
		e.UserIdentity = d.identities.of(value, d.userIdentity)
	case fieldEventTime:
		e.EventTime = eventTime(value)
	case fieldEventSource:
		e.EventSource = d.recently(f, value)
	case fieldEventName:
		e.EventName = d.recently(f, value)
	case fieldAWSRegion:
		e.AWSRegion = d.recently(f, value)
	case fieldSourceIPAddress:
		e.SourceIPAddress = d.recently(f, value)
	case fieldUserAgent:
		e.UserAgent = d.recently(f, value)
	case fieldErrorCode:
		e.ErrorCode = d.recently(f, value)
	case fieldErrorMessage:
		e.ErrorMessage = d.recently(f, value)
	case fieldRequestParameters:
		e.RequestParameters = rawOf(value)
	case fieldResponseElements:
		e.ResponseElements = rawOf(value)
	case fieldAdditionalEventData:
		e.AdditionalEventData = rawOf(value)
	case fieldRequestID:
		e.RequestID = text(value)
	case fieldEventID:
		e.EventID = text(value)
	case fieldEventType:
		e.EventType = d.recently(f, value)
	default:
		d.setLater(e, f, value)
	}
}

// setLater is set for the fields that came after eventVersion 1.0.
func (d *decoder) setLater(e *Event, f field, value []byte) {
	switch f {
	case fieldAPIVersion:
		e.APIVersion = d.recently(f, value)
	case fieldManagementEvent:
		e.ManagementEvent = boolean(value)
	case fieldReadOnly:
		e.ReadOnly = boolean(value)
	case fieldResources:
		e.Resources = d.resources(value)
	case fieldRecipientAccountID:
		e.RecipientAccountID = d.recently(f, value)
	case fieldServiceEventDetails:
		e.ServiceEventDetails = rawOf(value)
	case fieldSharedEventID:
		e.SharedEventID = text(value)
	case fieldVPCEndpointID:
		e.VPCEndpointID = d.recently(f, value)
	case fieldVPCEndpointAccountID:
		e.VPCEndpointAccountID = d.recently(f, value)
	case fieldEventCategory:
		e.EventCategory = d.recently(f, value)
	case fieldAddendum:
		e.Addendum = d.addendum(value)
	case fieldSessionCredentialFromConsole:
		e.SessionCredentialFromConsole = boolean(value)
	case fieldEventContext:
		e.EventContext = d.eventContext(value)
	case fieldEdgeDeviceDetails:
		e.EdgeDeviceDetails = rawOf(value)
	case fieldTLSDetails:
		e.TLSDetails = d.tls.of(value, d.tlsDetails)
	case fieldInsightDetails:
		e.InsightDetails = d.insightDetails(value)
	}
}

// text is a value that comes often: equal ones share their memory.
func (d *decoder) text(raw []byte) string { return d.strings.text(raw) }

// recently is text for a field that often has the same value many times in a
// row.
func (d *decoder) recently(f field, raw []byte) string {
	last := d.recent[f]
	if last != "" && isQuoted(raw, last) {
		return last
	}
	s := d.text(raw)
	if isQuoted(raw, s) {
		d.recent[f] = s
	}
	return s
}

// isQuoted reports whether raw is s in quotes.
func isQuoted(raw []byte, s string) bool {
	return len(raw) == len(s)+2 && raw[0] == '"' && string(raw[1:len(raw)-1]) == s
}

// members calls set for the members of the object in raw, and reports whether
// it is an object.
func (d *decoder) members(raw []byte, set func(key, value []byte)) bool {
	if len(raw) == 0 || raw[0] != '{' {
		return false
	}
	var fields []records.Field
	if last := len(d.scratch) - 1; last >= 0 { // members may be objects in their turn
		fields, d.scratch = d.scratch[last][:0], d.scratch[:last]
	}
	fields, _ = d.objects.Object(raw, fields)
	for _, field := range fields {
		set(raw[field.Key.Start:field.Key.End], raw[field.Value.Start:field.Value.End])
	}
	d.scratch = append(d.scratch, fields)
	return true
}
