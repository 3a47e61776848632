package report

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
		bucket  = "json_extract_scalar(requestparameters, '$.bucketName')"
		object  = "json_extract_scalar(requestparameters, '$.key')"
	)
	return []ShortName{
		{"caller", "ARN of the role or user behind the session, else the caller's ARN, service, principal or type",
			Expressionf("coalesce(%s.arn, useridentity.arn, useridentity.invokedby, nullif(useridentity.principalid, ''), useridentity.type)", issuer)},
		{"session", "ARN of the caller, with the name of its session", Expressionf("useridentity.arn")},
		{"role", "ARN of the role of an assumed role", Expressionf("CASE WHEN %[1]s.type = 'Role' THEN %[1]s.arn END", issuer)},
		{"user", "userName of the caller, or of the user it acts for", Expressionf("coalesce(useridentity.username, %s.username)", issuer)},
		{"accessKey, key", "access key id", Expressionf("useridentity.accesskeyid")},
		{"callerAccount", "account of the caller", Expressionf("useridentity.accountid")},
		{"mfa", "whether the session started with MFA", Expressionf("useridentity.sessioncontext.attributes.mfaauthenticated")},
		{"service", "eventSource without .amazonaws.com", Expressionf(service)},
		{"action", "service:eventName, as in policies", Expressionf("%s || ':' || eventname", service)},
		{"error", "errorCode", Expressionf("errorcode")},
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
		{"resource", "ARN of the first resource", Expressionf("element_at(resources, 1).arn")},
		{"month", "month of eventTime in UTC: 2023-11", Expressionf("substr(eventtime, 1, 7)")},
		{"day", "2023-11-01", Expressionf("substr(eventtime, 1, 10)")},
		{"hour", "2023-11-01T09", Expressionf("substr(eventtime, 1, 13)")},
		{"minute", "2023-11-01T09:30", Expressionf("substr(eventtime, 1, 16)")},
	}
}
