package trailq

func (d *decoder) userIdentity(raw []byte) *UserIdentity {
	u := new(UserIdentity)
	return orNil(u, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "type":
			u.Type = d.text(value)
		case "userName":
			u.UserName = d.text(value)
		case "principalId":
			u.PrincipalID = d.text(value)
		case "arn":
			u.ARN = d.text(value)
		case "accountId":
			u.AccountID = d.text(value)
		case "accessKeyId":
			u.AccessKeyID = d.text(value)
		case "sessionContext":
			u.SessionContext = d.sessionContext(value)
		case "invokedBy":
			u.InvokedBy = d.text(value)
		case "invokedByDelegate":
			d.members(value, func(key, value []byte) {
				if string(key) == "accountId" {
					u.InvokedByAccount = d.text(value)
				}
			})
		case "onBehalfOf":
			u.OnBehalfOf = d.onBehalfOf(value)
		case "inScopeOf":
			u.InScopeOf = d.inScopeOf(value)
		case "identityProvider":
			u.IdentityProvider = d.text(value)
		case "credentialId":
			u.CredentialID = d.text(value)
		}
	}))
}

// orNil is nil where the field was no object.
func orNil[T any](value *T, isObject bool) *T {
	if !isObject {
		return nil
	}
	return value
}

func (d *decoder) sessionContext(raw []byte) *SessionContext {
	s := new(SessionContext)
	return orNil(s, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "sessionIssuer":
			s.SessionIssuer = d.sessionIssuer(value)
		case "webIdFederationData":
			s.WebIDFederationData = d.webIDFederationData(value)
		case "attributes":
			s.Attributes = d.sessionAttributes(value)
		case "assumedRoot":
			s.AssumedRoot = boolean(value)
		case "sourceIdentity":
			s.SourceIdentity = d.text(value)
		case "ec2RoleDelivery":
			s.EC2RoleDelivery = d.text(value)
		}
	}))
}

func (d *decoder) sessionIssuer(raw []byte) *SessionIssuer {
	s := new(SessionIssuer)
	return orNil(s, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "type":
			s.Type = d.text(value)
		case "userName":
			s.UserName = d.text(value)
		case "principalId":
			s.PrincipalID = d.text(value)
		case "arn":
			s.ARN = d.text(value)
		case "accountId":
			s.AccountID = d.text(value)
		}
	}))
}

func (d *decoder) webIDFederationData(raw []byte) *WebIDFederationData {
	w := new(WebIDFederationData)
	return orNil(w, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "federatedProvider":
			w.FederatedProvider = d.text(value)
		case "attributes":
			w.Attributes = rawOf(value)
		}
	}))
}

func (d *decoder) sessionAttributes(raw []byte) SessionAttributes {
	var s SessionAttributes
	d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "creationDate":
			s.CreationDate = eventTime(value)
		case "mfaAuthenticated":
			s.MFAAuthenticated = boolean(value)
		case "sessionCredentialFromConsole":
			s.SessionCredentialFromConsole = boolean(value)
		}
	})
	return s
}

func (d *decoder) onBehalfOf(raw []byte) *OnBehalfOf {
	o := new(OnBehalfOf)
	return orNil(o, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "userId":
			o.UserID = d.text(value)
		case "identityStoreArn":
			o.IdentityStoreARN = d.text(value)
		}
	}))
}

func (d *decoder) inScopeOf(raw []byte) *InScopeOf {
	s := new(InScopeOf)
	return orNil(s, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "sourceArn":
			s.SourceARN = d.text(value)
		case "sourceAccount":
			s.SourceAccount = d.text(value)
		case "issuerType":
			s.IssuerType = d.text(value)
		case "credentialsIssuedTo":
			s.CredentialsIssuedTo = d.text(value)
		}
	}))
}

func (d *decoder) resources(raw []byte) []Resource {
	var resources []Resource
	for element := range d.elements.Elements(raw) {
		var r Resource
		d.members(element, func(key, value []byte) {
			switch string(key) {
			case "ARN", "arn":
				r.ARN = text(value)
			case "ARNPrefix":
				r.ARNPrefix = text(value)
			case "accountId":
				r.AccountID = d.text(value)
			case "type":
				r.Type = d.text(value)
			}
		})
		if resources == nil {
			resources = make([]Resource, 0, 2) // an object and its bucket are the rule
		}
		resources = append(resources, r)
	}
	return resources
}

func (d *decoder) tlsDetails(raw []byte) *TLSDetails {
	t := new(TLSDetails)
	return orNil(t, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "tlsVersion":
			t.TLSVersion = d.text(value)
		case "cipherSuite":
			t.CipherSuite = d.text(value)
		case "clientProvidedHostHeader":
			t.ClientProvidedHostHeader = d.text(value)
		}
	}))
}

func (d *decoder) addendum(raw []byte) *Addendum {
	a := new(Addendum)
	return orNil(a, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "reason":
			a.Reason = d.text(value)
		case "updatedFields":
			a.UpdatedFields = d.text(value)
		case "originalUID":
			a.OriginalUID = text(value)
		case "originalEventID":
			a.OriginalEventID = text(value)
		}
	}))
}

func (d *decoder) eventContext(raw []byte) *EventContext {
	c := new(EventContext)
	return orNil(c, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "requestContext":
			c.RequestContext = rawOf(value)
		case "tagContext":
			c.TagContext = rawOf(value)
		}
	}))
}

func (d *decoder) insightDetails(raw []byte) *InsightDetails {
	i := new(InsightDetails)
	return orNil(i, d.members(raw, func(key, value []byte) {
		switch string(key) {
		case "state":
			i.State = d.text(value)
		case "eventSource":
			i.EventSource = d.text(value)
		case "eventName":
			i.EventName = d.text(value)
		case "insightType":
			i.InsightType = d.text(value)
		case "errorCode":
			i.ErrorCode = d.text(value)
		case "insightContext":
			i.InsightContext = rawOf(value)
		}
	}))
}
