package report

import "slices"

// ShortName is a short name for a dimension.
type ShortName struct {
	Name  string // and other names for it, by commas
	Means string
	SQL   Expression
}

// ShortNames returns all short names, in the order of the help.
func ShortNames() []ShortName {
	const (
		issuer  = "useridentity.sessioncontext.sessionissuer"
		service = "replace(eventsource, '.amazonaws.com', '')"
		mfaUsed = "json_extract_scalar(additionaleventdata, '$.MFAUsed')"
		bucket  = "json_extract_scalar(requestparameters, '$.bucketName')"
		object  = "json_extract_scalar(requestparameters, '$.key')"
	)
	return []ShortName{
		{"caller", "ARN of the role or user behind the session, else the caller's ARN, service, user or principal", CallerName()},
		{"session", "ARN of the caller, with the name of its session", Expressionf("useridentity.arn")},
		{"role", "ARN of the role of an assumed role", Expressionf("CASE WHEN %[1]s.type = 'Role' THEN %[1]s.arn END", issuer)},
		{"user", "userName of the caller, or of the user it acts for", Expressionf("coalesce(useridentity.username, %s.username)", issuer)},
		{"accessKey, key", "access key id", Expressionf("useridentity.accesskeyid")},
		{"callerAccount", "account of the caller", Expressionf("useridentity.accountid")},
		{"mfa", "whether the session started with MFA, or the sign-in used it",
			Expressionf("coalesce(CASE %s WHEN 'Yes' THEN 'true' WHEN 'No' THEN 'false' END, useridentity.sessioncontext.attributes.mfaauthenticated)", mfaUsed)},
		{"service", "eventSource without .amazonaws.com", Expressionf(service)},
		{"call", "service:eventName, such as s3:ListObjects; the action of a policy can have another name", Expressionf("%s || ':' || eventname", service)},
		{"error", "errorCode, else errorMessage, or Failed authentication for other failed sign-ins", FailureName()},
		{"ip", "sourceIPAddress", Expressionf("sourceipaddress")},
		{"agent", "userAgent", Expressionf("useragent")},
		{"vpce", "vpcEndpointId", Expressionf("vpcendpointid")},
		{"tls", "version of TLS", Expressionf("tlsdetails.tlsversion")},
		{"account", "recipientAccountId, in old records the caller's", Expressionf("coalesce(recipientaccountid, useridentity.accountid)")},
		{"region", "awsRegion", Expressionf("awsregion")},
		{"bucket", "requested bucket", Expressionf(bucket)},
		{"prefix", "requested bucket, and the first folder of the key or prefix",
			Expressionf("%s || '/' || coalesce(regexp_extract(coalesce(%s, json_extract_scalar(requestparameters, '$.prefix')), '^[^/]*/'), '')", bucket, object)},
		{"object", "requested bucket and key", Expressionf("%s || '/' || %s", bucket, object)},
		{"resource", "ARN of the first resource, else of the table, key, function, queue, topic, secret, instance, log group … named", resourceSQL()},
		{"month", "month of eventTime in UTC: 2023-11", timePrefix(7)},
		{"day", "2023-11-01", timePrefix(10)},
		{"hour", "2023-11-01T09", timePrefix(13)},
		{"minute", "2023-11-01T09:30", timePrefix(16)},
	}
}

// timePrefix returns the first characters of the time.
func timePrefix(length int) Expression { return Expressionf("substr(%v, 1, %d)", EventTime(), length) }

// hiddenNames returns former short names, which the help does not list. The names of
// calls are not those of the actions in policies:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
func hiddenNames() []ShortName {
	names := ShortNames()
	call := slices.IndexFunc(names, func(n ShortName) bool { return n.Name == "call" })
	return []ShortName{{Name: "action", SQL: names[call].SQL}}
}
