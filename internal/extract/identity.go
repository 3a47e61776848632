package extract

import "bytes"

// Identity reads the texts of report.IdentityTexts out of one raw userIdentity after
// another. It is for one goroutine.
type Identity struct {
	x *Extractor

	key, kind, arn, principal, invokedBy, account, userName, userID int
	issuer, created, delivery, provider, source                     int
}

// NewIdentity returns an Identity.
func NewIdentity() *Identity {
	x := New()
	return &Identity{
		x: x, key: x.Slot("accessKeyId"), kind: x.Slot("type"), arn: x.Slot("arn"), principal: x.Slot("principalId"), invokedBy: x.Slot("invokedBy"),
		account: x.Slot("accountId"), userName: x.Slot("userName"), userID: x.Slot("onBehalfOf", "userId"),
		issuer: x.Slot("sessionContext", "sessionIssuer", "arn"), created: x.Slot("sessionContext", "attributes", "creationDate"),
		delivery: x.Slot("sessionContext", "ec2RoleDelivery"), provider: x.Slot("sessionContext", "webIdFederationData", "federatedProvider"),
		source: x.Slot("sessionContext", "sourceIdentity"),
	}
}

// EachText passes the texts to use, in their order: nil for NULL.
func (i *Identity) EachText(raw []byte, use func(text []byte)) {
	i.x.readAlone(raw)
	text := func(slot int) []byte { return Text(i.x.values[slot]) }
	filled := func(slot int) []byte {
		if t := text(slot); len(t) > 0 {
			return t
		}
		return nil
	}
	kind, arn := text(i.kind), text(i.arn)
	var account, userName, issuer []byte
	if arn == nil {
		account, userName = text(i.account), filled(i.userName)
	}
	if string(kind) != "SAMLUser" {
		issuer = text(i.issuer)
	}
	for _, t := range [][]byte{
		filled(i.key), kind, arn, filled(i.principal), text(i.invokedBy), account, userName, filled(i.userID),
		issuer, text(i.created), text(i.delivery), text(i.provider), text(i.source),
	} {
		use(t)
	}
}

// readAlone fills the slots from a raw value that is no record, but a part of one.
func (x *Extractor) readAlone(raw []byte) {
	clear(x.values)
	if len(raw) == 0 || raw[0] != '{' {
		return
	}
	x.escapes = bytes.IndexByte(raw, '\\') >= 0
	x.readObject(x.root, raw)
}
