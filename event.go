package trailq

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/trailq/trailq/internal/records"
)

// Event is one CloudTrail event, with the fields of AWS's record contents up to
// eventVersion 1.11, under AWS's names (AWS CloudTrail User Guide, "CloudTrail
// record contents"). A field is zero if the record lacks it or has null there. If
// the record has a number or a boolean where a text belongs, the field holds its
// JSON text; if it has an object or array there, the field is empty. Raw has
// everything, including what the typed fields cannot show.
//
// The caller can keep an event, unless Options.Reuse is set. A kept event keeps
// the piece of the file in memory that it was read from, up to 32 MB for a file of
// that size; Clone makes a copy that does not. Events with the same userIdentity
// or tlsDetails can share the values that UserIdentity and TLSDetails point to, so
// these must not be changed.
type Event struct {
	EventVersion                 string
	UserIdentity                 *UserIdentity
	EventTime                    time.Time // UTC; zero where missing or not a time
	EventSource                  string
	EventName                    string
	AWSRegion                    string
	SourceIPAddress              string // an address, or a service's name
	UserAgent                    string
	ErrorCode                    string
	ErrorMessage                 string
	RequestParameters            json.RawMessage // nil where missing or null, as in all raw fields
	ResponseElements             json.RawMessage
	AdditionalEventData          json.RawMessage
	RequestID                    string
	EventID                      string
	EventType                    string
	APIVersion                   string
	ManagementEvent              Bool
	ReadOnly                     Bool
	Resources                    []Resource
	RecipientAccountID           string
	ServiceEventDetails          json.RawMessage
	SharedEventID                string
	VPCEndpointID                string
	VPCEndpointAccountID         string
	EventCategory                string
	Addendum                     *Addendum
	SessionCredentialFromConsole Bool
	EventContext                 *EventContext
	EdgeDeviceDetails            json.RawMessage
	TLSDetails                   *TLSDetails
	InsightDetails               *InsightDetails

	// Raw is the record as delivered. For events that came as a string of JSON
	// (LookupEvents, CloudWatch Logs) it is that string, unescaped.
	Raw json.RawMessage
	// File is the path or key of the event's file, and Record the event's number in
	// it, from 1.
	File   string
	Record int
}

// Clone returns a copy of the event, with all fields decoded, that shares no memory
// with the file's content.
func (e *Event) Clone() *Event {
	record := records.Record{Raw: bytes.Clone(e.Raw), Number: e.Record}
	record.Fields, _ = records.Object(record.Raw, nil)
	copied := &Event{File: e.File}
	newDecoder(nil).decodeRecord(copied, &record)
	return copied
}

// Bool is a boolean that can be missing.
type Bool int8

// The values of a Bool.
const (
	Missing Bool = iota
	False
	True
)

// UserIdentity describes the caller (AWS CloudTrail User Guide, "CloudTrail
// userIdentity element").
type UserIdentity struct {
	Type             string
	UserName         string
	PrincipalID      string
	ARN              string
	AccountID        string
	AccessKeyID      string
	SessionContext   *SessionContext
	InvokedBy        string
	InvokedByAccount string // invokedByDelegate.accountId
	OnBehalfOf       *OnBehalfOf
	InScopeOf        *InScopeOf
	IdentityProvider string
	CredentialID     string
}

// SessionContext describes temporary credentials.
type SessionContext struct {
	SessionIssuer       *SessionIssuer
	WebIDFederationData *WebIDFederationData
	Attributes          SessionAttributes
	AssumedRoot         Bool
	SourceIdentity      string
	EC2RoleDelivery     string
}

// SessionIssuer describes the role or user that the temporary credentials came
// from.
type SessionIssuer struct {
	Type        string
	UserName    string
	PrincipalID string
	ARN         string
	AccountID   string
}

// WebIDFederationData describes web identity federation.
type WebIDFederationData struct {
	FederatedProvider string
	Attributes        json.RawMessage
}

// SessionAttributes are the attributes of a session.
type SessionAttributes struct {
	CreationDate                 time.Time // UTC
	MFAAuthenticated             Bool
	SessionCredentialFromConsole Bool
}

// OnBehalfOf describes the IAM Identity Center user for whom a service acts.
type OnBehalfOf struct {
	UserID           string
	IdentityStoreARN string
}

// InScopeOf describes the resource for which AWS issued a service's credentials.
type InScopeOf struct {
	SourceARN           string
	SourceAccount       string
	IssuerType          string
	CredentialsIssuedTo string
}

// Resource is a resource that the call used. Its name is in ARN or, for a set of
// resources with a common prefix, in ARNPrefix.
type Resource struct {
	ARN       string
	ARNPrefix string
	AccountID string
	Type      string
}

// TLSDetails describes the connection.
type TLSDetails struct {
	TLSVersion               string
	CipherSuite              string
	ClientProvidedHostHeader string
}

// Addendum says why an event was delivered late or a second time.
type Addendum struct {
	Reason          string
	UpdatedFields   string
	OriginalUID     string
	OriginalEventID string
}

// EventContext holds what enriched events add: IAM condition keys and tags.
type EventContext struct {
	RequestContext json.RawMessage
	TagContext     json.RawMessage
}

// InsightDetails describes unusual activity that CloudTrail Insights found.
type InsightDetails struct {
	State          string
	EventSource    string
	EventName      string
	InsightType    string
	ErrorCode      string
	InsightContext json.RawMessage
}
