package trailq

import (
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

func (d *decoder) decodeUserIdentity(raw []byte) *UserIdentity {
	u := new(UserIdentity)
	return valueIfObject(u, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "type":
			u.Type = d.internText(value)
		case "userName":
			u.UserName = d.internText(value)
		case "principalId":
			u.PrincipalID = d.internText(value)
		case "arn":
			u.ARN = d.internText(value)
		case "accountId":
			u.AccountID = d.internText(value)
		case "accessKeyId":
			u.AccessKeyID = d.internText(value)
		case "sessionContext":
			u.SessionContext = d.decodeSessionContext(value)
		case "invokedBy":
			u.InvokedBy = d.internText(value)
		case "invokedByDelegate":
			d.eachMember(value, func(key, value []byte) {
				if string(key) == "accountId" {
					u.InvokedByAccount = d.internText(value)
				}
			})
		case "onBehalfOf":
			u.OnBehalfOf = d.decodeOnBehalfOf(value)
		case "inScopeOf":
			u.InScopeOf = d.decodeInScopeOf(value)
		case "identityProvider":
			u.IdentityProvider = d.internText(value)
		case "credentialId":
			u.CredentialID = d.internText(value)
		}
	}))
}

// valueIfObject returns value, or nil if the field was not an object.
func valueIfObject[T any](value *T, isObject bool) *T {
	if !isObject {
		return nil
	}
	return value
}

func (d *decoder) decodeSessionContext(raw []byte) *SessionContext {
	s := new(SessionContext)
	return valueIfObject(s, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "sessionIssuer":
			s.SessionIssuer = d.decodeSessionIssuer(value)
		case "webIdFederationData":
			s.WebIDFederationData = d.decodeWebIDFederationData(value)
		case "attributes":
			s.Attributes = d.decodeSessionAttributes(value)
		case "assumedRoot":
			s.AssumedRoot = boolValue(value)
		case "sourceIdentity":
			s.SourceIdentity = d.internText(value)
		case "ec2RoleDelivery":
			s.EC2RoleDelivery = d.internText(value)
		}
	}))
}

func (d *decoder) decodeSessionIssuer(raw []byte) *SessionIssuer {
	s := new(SessionIssuer)
	return valueIfObject(s, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "type":
			s.Type = d.internText(value)
		case "userName":
			s.UserName = d.internText(value)
		case "principalId":
			s.PrincipalID = d.internText(value)
		case "arn":
			s.ARN = d.internText(value)
		case "accountId":
			s.AccountID = d.internText(value)
		}
	}))
}

func (d *decoder) decodeWebIDFederationData(raw []byte) *WebIDFederationData {
	w := new(WebIDFederationData)
	return valueIfObject(w, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "federatedProvider":
			w.FederatedProvider = d.internText(value)
		case "attributes":
			w.Attributes = rawValue(value)
		}
	}))
}

func (d *decoder) decodeSessionAttributes(raw []byte) SessionAttributes {
	var s SessionAttributes
	d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "creationDate":
			s.CreationDate = fact.Time(value)
		case "mfaAuthenticated":
			s.MFAAuthenticated = boolValue(value)
		case "sessionCredentialFromConsole":
			s.SessionCredentialFromConsole = boolValue(value)
		}
	})
	return s
}

func (d *decoder) decodeOnBehalfOf(raw []byte) *OnBehalfOf {
	o := new(OnBehalfOf)
	return valueIfObject(o, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "userId":
			o.UserID = d.internText(value)
		case "identityStoreArn":
			o.IdentityStoreARN = d.internText(value)
		}
	}))
}

func (d *decoder) decodeInScopeOf(raw []byte) *InScopeOf {
	s := new(InScopeOf)
	return valueIfObject(s, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "sourceArn":
			s.SourceARN = d.internText(value)
		case "sourceAccount":
			s.SourceAccount = d.internText(value)
		case "issuerType":
			s.IssuerType = d.internText(value)
		case "credentialsIssuedTo":
			s.CredentialsIssuedTo = d.internText(value)
		}
	}))
}

func (d *decoder) decodeResources(raw []byte) []Resource {
	var resources []Resource
	for element := range d.elements.Elements(raw) {
		var r Resource
		d.eachMember(element, func(key, value []byte) {
			switch string(key) {
			case "ARN", "arn":
				r.ARN = records.Text(value)
			case "ARNPrefix":
				r.ARNPrefix = records.Text(value)
			case "accountId":
				r.AccountID = d.internText(value)
			case "type":
				r.Type = d.internText(value)
			}
		})
		if resources == nil {
			resources = make([]Resource, 0, 2) // usually an object and its bucket
		}
		resources = append(resources, r)
	}
	return resources
}

func (d *decoder) decodeTLSDetails(raw []byte) *TLSDetails {
	t := new(TLSDetails)
	return valueIfObject(t, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "tlsVersion":
			t.TLSVersion = d.internText(value)
		case "cipherSuite":
			t.CipherSuite = d.internText(value)
		case "clientProvidedHostHeader":
			t.ClientProvidedHostHeader = d.internText(value)
		}
	}))
}

func (d *decoder) decodeAddendum(raw []byte) *Addendum {
	a := new(Addendum)
	return valueIfObject(a, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "reason":
			a.Reason = d.internText(value)
		case "updatedFields":
			a.UpdatedFields = d.internText(value)
		case "originalUID":
			a.OriginalUID = records.Text(value)
		case "originalEventID":
			a.OriginalEventID = records.Text(value)
		}
	}))
}

func (d *decoder) decodeEventContext(raw []byte) *EventContext {
	c := new(EventContext)
	return valueIfObject(c, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "requestContext":
			c.RequestContext = rawValue(value)
		case "tagContext":
			c.TagContext = rawValue(value)
		}
	}))
}

func (d *decoder) decodeInsightDetails(raw []byte) *InsightDetails {
	i := new(InsightDetails)
	return valueIfObject(i, d.eachMember(raw, func(key, value []byte) {
		switch string(key) {
		case "state":
			i.State = d.internText(value)
		case "eventSource":
			i.EventSource = d.internText(value)
		case "eventName":
			i.EventName = d.internText(value)
		case "insightType":
			i.InsightType = d.internText(value)
		case "errorCode":
			i.ErrorCode = d.internText(value)
		case "insightContext":
			i.InsightContext = rawValue(value)
		}
	}))
}
