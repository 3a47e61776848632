package fact

import (
	"cmp"
	"strings"

	"github.com/trailq/trailq/internal/records"
)

// Identity is what a userIdentity says of the caller. Fields that the record lacks
// are empty.
type Identity struct {
	Type, ARN, PrincipalID, AccountID, AccessKeyID, UserName, InvokedBy string

	IssuerARN, IssuerName string // sessionContext.sessionIssuer: the role or user of the session
	SourceIdentity        string // sessionContext.sourceIdentity
	CognitoID             string // the attribute of sessionContext.webIdFederationData that names a Cognito identity
	UserID                string // onBehalfOf.userId, of IAM Identity Center
	IssuedTo              string // inScopeOf.credentialsIssuedTo: the function or instance that has the credentials
}

// cognitoSubject is the attribute that holds the ID of a Cognito identity.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
const cognitoSubject = "cognito-identity.amazonaws.com:sub"

// ReadIdentity returns what the raw userIdentity says.
func ReadIdentity(raw []byte) *Identity {
	i := new(Identity)
	eachMember(raw, func(key string, value []byte) {
		switch key {
		case "type":
			i.Type = records.Text(value)
		case "arn":
			i.ARN = records.Text(value)
		case "principalId":
			i.PrincipalID = records.Text(value)
		case "accountId":
			i.AccountID = records.Text(value)
		case "accessKeyId":
			i.AccessKeyID = records.Text(value)
		case "userName":
			i.UserName = records.Text(value)
		case "invokedBy":
			i.InvokedBy = records.Text(value)
		case "sessionContext":
			i.readSession(value)
		case "onBehalfOf":
			i.UserID = memberText(value, "userId")
		case "inScopeOf":
			i.IssuedTo = memberText(value, "credentialsIssuedTo")
		}
	})
	return i
}

// readSession reads sessionContext.
func (i *Identity) readSession(raw []byte) {
	eachMember(raw, func(key string, value []byte) {
		switch key {
		case "sessionIssuer":
			i.IssuerARN, i.IssuerName = memberText(value, "arn"), memberText(value, "userName")
		case "sourceIdentity":
			i.SourceIdentity = records.Text(value)
		case "webIdFederationData":
			eachMember(value, func(key string, value []byte) {
				if key == "attributes" {
					i.CognitoID = memberText(value, cognitoSubject)
				}
			})
		}
	})
}

// eachMember passes the members of a raw object to use. It passes none of anything
// else.
func eachMember(raw []byte, use func(key string, value []byte)) {
	fields, isObject := records.Object(raw, nil)
	if !isObject {
		return
	}
	record := records.Record{Raw: raw, Fields: fields}
	for key, value := range record.Members() {
		use(string(key), value)
	}
}

// memberText returns the text of a member of a raw object, empty if it has none.
func memberText(raw []byte, name string) (text string) {
	eachMember(raw, func(key string, value []byte) {
		if key == name {
			text = records.Text(value)
		}
	})
	return text
}

// The values of userIdentity.type whose callers have no ARN.
const (
	typeService     = "AWSService"
	typeAccount     = "AWSAccount"
	typeCenterUser  = "IdentityCenterUser"
	typeWebIdentity = "WebIdentityUser"
	typeSAML        = "SAMLUser"
)

// anonymousAccount is the account of requests without a signature.
const anonymousAccount = "ANONYMOUS_PRINCIPAL"

// Caller returns the name of the caller: the ARN of the role or user behind a
// session, else the caller's own ARN. A caller without one is named by what tells
// it from others: a service by its name, an IAM Identity Center user by the user
// ID, a web identity or a principal of another account by the principal ID, and any
// other by the user name. [CallerSQL] says the same.
func (i *Identity) Caller() string {
	return cmp.Or(i.IssuerARN, roleARN(i.ARN), i.distinctName(), i.PrincipalID, i.UserName, i.UserID, i.accountName(), i.InvokedBy, i.AccountID, i.Type)
}

// distinctName returns the field that tells callers of the type apart, if that is
// not the principal ID.
//
// User names are not unique among identity providers: the service accounts of two
// clusters can have one name. Failed sign-ins have a user name and often no
// principal ID.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
func (i *Identity) distinctName() string {
	switch i.Type {
	case typeService:
		return i.InvokedBy
	case typeCenterUser:
		return i.UserID
	case typeAccount, typeWebIdentity, typeSAML:
		if i.AccountID == anonymousAccount {
			return i.AccountID
		}
		return ""
	}
	return i.UserName
}

// accountName returns the account if all that is known of the caller is that.
func (i *Identity) accountName() string {
	if i.Type == typeAccount {
		return i.AccountID
	}
	return ""
}

// SessionPart is in the ARN of a session of a role, and in no other.
const SessionPart = ":assumed-role/"

// roleARN returns the ARN of the role if arn is that of a session of a role, without
// the role's path, which it does not have. It returns any other ARN unchanged.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func roleARN(arn string) string {
	if !strings.Contains(arn, SessionPart) {
		return arn
	}
	kind, rest, _ := strings.Cut(arn, "/")
	role, _, _ := strings.Cut(rest, "/")
	return strings.ReplaceAll(strings.ReplaceAll(kind+"/"+role, ":sts:", ":iam:"), SessionPart, ":role/")
}

// Names returns all names by which the caller can be looked for, in no order.
func (i *Identity) Names() []string {
	return []string{
		i.Caller(), i.ARN, i.UserName, i.AccessKeyID, i.PrincipalID, i.IssuerARN, i.IssuerName,
		i.UserID, i.CognitoID, i.SourceIdentity, i.IssuedTo,
	}
}
