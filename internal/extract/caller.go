package extract

import (
	"bytes"

	"github.com/trailq/trailq/internal/fact"
)

// identitySlots are the slots of what names a caller.
type identitySlots struct {
	kind, arn, principal, account, userName, invokedBy, issuer, userID int
}

// CallerName returns a function that gives the name of the last record's caller, which is
// [fact.CallerSQL]: nil where the record names none.
func (x *Extractor) CallerName() func() []byte {
	slot := func(path ...string) int { return x.Slot(append([]string{"userIdentity"}, path...)...) }
	s := identitySlots{
		kind: slot("type"), arn: slot("arn"), principal: slot("principalId"), account: slot("accountId"), userName: slot("userName"),
		invokedBy: slot("invokedBy"), issuer: slot("sessionContext", "sessionIssuer", "arn"), userID: slot("onBehalfOf", "userId"),
	}
	return func() []byte { return x.callerName(&s) }
}

// callerName returns the caller's name. Most callers have an ARN, of which no text needs
// to be made.
func (x *Extractor) callerName(s *identitySlots) []byte {
	if issuer := Text(x.values[s.issuer]); len(issuer) > 0 {
		return issuer
	}
	arn := Text(x.values[s.arn])
	if len(arn) > 0 && !bytes.Contains(arn, []byte(fact.SessionPart)) {
		return arn
	}
	text := func(slot int) string { return string(Text(x.values[slot])) }
	identity := fact.Identity{
		Type: text(s.kind), ARN: string(arn), PrincipalID: text(s.principal), AccountID: text(s.account), UserName: text(s.userName),
		InvokedBy: text(s.invokedBy), UserID: text(s.userID),
	}
	if name := identity.Caller(); name != "" {
		return []byte(name)
	}
	return nil
}

// PrincipalID returns a function that gives the unique ID of the role or user that called:
// nil for other callers.
func (x *Extractor) PrincipalID() func() []byte {
	slot := x.Slot("userIdentity", "principalId")
	return func() []byte {
		id := Text(x.values[slot])
		if !bytes.HasPrefix(id, []byte("AROA")) && !bytes.HasPrefix(id, []byte("AIDA")) {
			return nil
		}
		id, _, _ = bytes.Cut(id, []byte(":"))
		return id
	}
}
