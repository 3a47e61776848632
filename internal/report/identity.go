package report

import "strings"

// IdentityTexts returns what tells the callers of a session apart from others, as texts of
// each event: the key, and what the record says of who has it. What an ARN has is left out
// beside it.
func IdentityTexts() []Column {
	sql := func(name Name, sql string) Column { return Column{name, Expression{sql}} }
	return []Column{
		sql("key", "nullif(useridentity.accesskeyid, '')"),
		sql("type", "useridentity.type"),
		sql("arn", "useridentity.arn"),
		sql("principal", "nullif(useridentity.principalid, '')"),
		sql("invokedby", "useridentity.invokedby"),
		sql("account", "CASE WHEN useridentity.arn IS NULL THEN useridentity.accountid END"),
		sql("username", "CASE WHEN useridentity.arn IS NULL THEN nullif(useridentity.username, '') END"),
		sql("onbehalfof", "nullif(useridentity.onbehalfof.userid, '')"),
		sql("issuer", "CASE WHEN useridentity.type = 'SAMLUser' THEN NULL ELSE useridentity.sessioncontext.sessionissuer.arn END"), // such a caller has no session yet
		sql("created", "useridentity.sessioncontext.attributes.creationdate"),
		sql("delivery", "useridentity.sessioncontext.ec2roledelivery"),
		sql("provider", "useridentity.sessioncontext.webidfederationdata.federatedprovider"),
		sql("source", Name("useridentity.sessioncontext.sourceidentity").String()),
	}
}

// IdentityNumber returns the SQL of the number that these texts have together on trailq's
// own engine.
func IdentityNumber() Expression {
	var list []string
	for _, c := range IdentityTexts() {
		list = append(list, c.SQL.String())
	}
	return Expressionf("trino_tuple(%s)", strings.Join(list, ", "))
}
