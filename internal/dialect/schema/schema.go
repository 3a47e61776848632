package schema

import (
	"slices"
	"strings"
)

// Origin says where the values of a scanned column come from.
type Origin int

// The origins of columns.
const (
	// FromField: the value at Column.Path in the record. A text column
	// holds a JSON string's text without quotes and escapes, a number or
	// boolean as written, an object or array as its JSON text; missing and
	// null are NULL. The values of a map follow the same rule. What does
	// not fit (a number where a struct is due) is NULL, never an error.
	FromField Origin = iota
	// FromRecord: the whole record, its JSON as delivered.
	FromRecord
	// FromFile: the log file's path or S3 address.
	FromFile
	// FromNumber: the record's number in its file, from 1.
	FromNumber
	// FromFileSize and FromFileTime: the log file's stored size in bytes, and when it
	// was stored last, in microseconds since 1970; NULL where the source does not know.
	FromFileSize
	FromFileTime
	// FromAccount, FromRegion and FromDay: the parts of the log file's
	// path, which is what Athena's partitions are. FromDay is text as
	// yyyy/MM/dd. Where a path says nothing: the record's
	// recipientAccountId, awsRegion and the day of its eventTime.
	FromAccount
	FromRegion
	FromDay
	// FromBytes: the whole record where it is not UTF-8, which FromRecord then
	// cannot give as delivered; else NULL. FromTime: eventTime as a time, NULL
	// where it is none. Only RecordColumns have these.
	FromBytes
	FromTime
	// FromScalar and FromRest: what [ScalarColumns] says. Path leads from the
	// record's root to the JSON.
	FromScalar
	FromRest
	// FromRepeat: whether an event with the same eventID came before; NULL where
	// nobody looked. It is for reports, and has no part in the documented table.
	FromRepeat
	// FromDerived: a value that is computed when logs are converted, or by the scan.
	FromDerived
	// FromIdentity: the number of the userIdentity's texts.
	FromIdentity
)

// Column is a column that the engine fills from records.
type Column struct {
	Name   string
	Type   Type
	Origin Origin
	Path   []string // keys from the record's root, as CloudTrail writes them
}

// sessionIssuer and the others are parts of userIdentity.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
func sessionIssuer() Type {
	return structOf(texts("type", "principalId", "arn", "accountId", "userName"))
}

func webIDFederationData() Type {
	return structOf(texts("federatedProvider"), []Field{field("attributes", Type{Kind: Map})})
}

func onBehalfOf() Type { return structOf(texts("userId", "identityStoreArn")) }

// userIdentity is the struct of AWS's newest DDL for Athena.
func userIdentity() Type {
	session := structOf(
		[]Field{
			field("attributes", structOf(texts("mfaAuthenticated", "creationDate"))),
			field("sessionIssuer", sessionIssuer()),
		},
		texts("ec2RoleDelivery"),
		[]Field{field("webIdFederationData", webIDFederationData())},
	)
	return structOf(
		texts("type", "principalId", "arn", "accountId", "invokedBy", "accessKeyId", "userName"),
		[]Field{field("onBehalfOf", onBehalfOf()), field("sessionContext", session)},
	)
}

// newUserIdentity has the fields of userIdentity that both flavours lack.
func newUserIdentity() Type {
	session := structOf(texts("assumedRoot"), []Field{field("attributes", structOf(texts("sessionCredentialFromConsole")))})
	return structOf(texts("credentialId"), []Field{field("sessionContext", session), field("invokedByDelegate", structOf(texts("accountId")))})
}

// resources is an array of structs. CloudTrail writes ARN, older records arn.
func resources() Type {
	element := structOf([]Field{{Name: "arn", Key: "ARN"}}, texts("accountId", "type"))
	return Type{Kind: List, Element: &element}
}

func tlsDetails() Type {
	return structOf(texts("tlsVersion", "cipherSuite", "clientProvidedHostHeader"))
}

func addendum() Type {
	return structOf(texts("reason", "updatedFields", "originalRequestID", "originalEventID"))
}

// athenaColumns are the columns of AWS's newest DDL, in its order:
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
func athenaColumns() []Column {
	return []Column{
		text("eventVersion"),
		typed("userIdentity", userIdentity()),
		text("eventTime"), text("eventSource"), text("eventName"), text("awsRegion"),
		text("sourceIPAddress"), text("userAgent"), text("errorCode"), text("errorMessage"),
		text("requestParameters"), text("responseElements"), text("additionalEventData"),
		text("requestID"), text("eventID"),
		typed("resources", resources()),
		text("eventType"), text("apiVersion"), text("readOnly"), text("recipientAccountId"),
		text("serviceEventDetails"), text("sharedEventID"), text("vpcEndpointId"),
		text("vpcEndpointAccountId"), text("eventCategory"),
		typed("addendum", addendum()),
		text("sessionCredentialFromConsole"), text("edgeDeviceDetails"),
		typed("tlsDetails", tlsDetails()),
	}
}

// otherColumns are fields of records that the DDL lacks, and what is not a
// field at all.
func otherColumns() []Column {
	return []Column{
		text("managementEvent"), text("eventContext"), text("insightDetails"), text("annotation"),
		{Name: "record", Origin: FromRecord},
		{Name: "$path", Origin: FromFile},
		{Name: "$record_number", Type: Type{Kind: BigInt}, Origin: FromNumber},
		{Name: columnFileSize, Type: Type{Kind: BigInt}, Origin: FromFileSize},
		{Name: columnFileTime, Type: Type{Kind: BigInt}, Origin: FromFileTime},
		{Name: columnRepeated, Type: Type{Kind: Boolean}, Origin: FromRepeat},
		{Name: "account", Origin: FromAccount},
		{Name: "region", Origin: FromRegion},
		{Name: "timestamp", Origin: FromDay},
	}
}

func text(key string) Column { return typed(key, Type{}) }

func typed(key string, t Type) Column {
	return Column{Name: strings.ToLower(key), Type: t, Path: []string{key}}
}

// ScanColumns returns all columns that the engine's scan has to offer. Beside
// the documented ones they include every leaf of the documented structs as a
// text column of its own ("useridentity.sessioncontext.sessionissuer.arn"),
// so that a query which asks for one leaf need not build the struct, and the
// structs of CloudTrail Lake (lake_useridentity, lake_resources,
// lake_eventdata). A query uses few of them; fill only those that are asked.
func ScanColumns() []Column {
	return slices.Concat(athenaColumns(), otherColumns(), leafColumns(), lakeColumns())
}

// leafColumns are the leaves of the structs of both flavours, and of newer records,
// once each.
func leafColumns() []Column {
	leaves := make([]Column, 0, 128)
	for _, c := range []Column{
		typed("userIdentity", userIdentity()),
		typed("userIdentity", lakeUserIdentity()),
		typed("userIdentity", newUserIdentity()),
		typed("tlsDetails", tlsDetails()),
		typed("addendum", addendum()),
	} {
		leaves = appendLeaves(leaves, c)
	}
	seen := make(map[string]bool, len(leaves))
	return slices.DeleteFunc(leaves, func(leaf Column) bool {
		again := seen[leaf.Name]
		seen[leaf.Name] = true
		return again
	})
}

// appendLeaves appends the text fields inside a struct column, named by their
// dotted path. All leaves are text, whatever the flavour's type is.
func appendLeaves(leaves []Column, c Column) []Column {
	for _, f := range c.Type.Fields {
		inner := Column{
			Name: c.Name + "." + f.Name,
			Type: f.Type,
			Path: append(slices.Clone(c.Path), f.Key),
		}
		switch f.Type.Kind {
		case Struct:
			leaves = appendLeaves(leaves, inner)
		case Text, Timestamp, Boolean:
			inner.Type = Type{}
			leaves = append(leaves, inner)
		}
	}
	return leaves
}
