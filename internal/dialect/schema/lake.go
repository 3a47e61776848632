package schema

import "strings"

// CloudTrail Lake's schema:
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html

// lakeUserIdentity has more fields than Athena's, and no invokedBy first.
func lakeUserIdentity() Type {
	session := structOf(
		[]Field{
			field("attributes", structOf(
				[]Field{field("creationDate", Type{Kind: Timestamp})},
				texts("mfaAuthenticated"),
			)),
			field("sessionIssuer", sessionIssuer()),
			field("webIdFederationData", webIDFederationData()),
		},
		texts("sourceIdentity", "ec2RoleDelivery", "ec2IssuedInVpc"),
	)
	return structOf(
		texts("type", "principalId", "arn", "accountId", "accessKeyId", "userName"),
		[]Field{
			field("sessionContext", session),
			field("onBehalfOf", onBehalfOf()),
			field("inScopeOf", structOf(texts("sourceArn", "sourceAccount", "issuerType", "credentialsIssuedTo"))),
		},
		texts("invokedBy", "identityProvider"),
	)
}

// lakeResources is an array of structs with one more field than Athena's.
func lakeResources() Type {
	element := structOf(
		texts("accountId", "type"),
		[]Field{{Name: "arn", Key: "ARN"}, {Name: "arnprefix", Key: "ARNPrefix"}},
	)
	return Type{Kind: List, Element: &element}
}

// lakeEventData is the payload of configuration items.
func lakeEventData() Type {
	return structOf(
		texts("configurationItemVersion", "configurationItemCaptureTime", "configurationItemStatus",
			"configurationItemStateId", "accountId", "resourceType", "resourceId", "resourceName", "arn",
			"awsRegion", "availabilityZone", "resourceCreationTime"),
		[]Field{
			field("configuration", Type{Kind: Map}),
			field("supplementaryConfiguration", Type{Kind: Map}),
		},
		texts("relatedEvents", "relationships"),
		[]Field{field("tags", Type{Kind: Map})},
	)
}

// lakeColumns are the scan's columns that only the Lake flavour needs.
func lakeColumns() []Column {
	return []Column{
		lakeColumn("userIdentity", lakeUserIdentity()),
		lakeColumn("resources", lakeResources()),
		lakeColumn("eventData", lakeEventData()),
		lakeColumn("addendum", Type{}), // its JSON, of which Lake makes a map
	}
}

func lakeColumn(key string, t Type) Column {
	return Column{Name: lakePrefix + strings.ToLower(key), Type: t, Path: []string{key}}
}

const lakePrefix = "lake_"

// isLakeColumn reports whether a column of the scan is one of lakeColumns.
func isLakeColumn(name string) bool { return strings.HasPrefix(name, lakePrefix) }

// lakeTable is the event data store: what SELECT * gives, in Lake's order.
func lakeTable() Table {
	t := Table{Name: LakeView}
	for _, c := range []struct{ name, expression string }{
		{"eventversion", ""}, {"useridentity", "lake_useridentity"},
		{"eventtime", lakeTime("eventtime")},
		{"eventsource", ""}, {"eventname", ""}, {"awsregion", ""}, {"sourceipaddress", ""},
		{"useragent", ""}, {"errorcode", ""}, {"errormessage", ""},
		{"requestparameters", LakeMap("requestparameters")},
		{"responseelements", LakeMap("responseelements")},
		{"additionaleventdata", LakeMap("additionaleventdata")},
		{"requestid", ""}, {"eventid", ""},
		{"readonly", lakeBoolean("readonly")}, {"resources", "lake_resources"},
		{"eventtype", ""}, {"apiversion", ""}, {"managementevent", lakeBoolean("managementevent")},
		{"recipientaccountid", ""}, {"sharedeventid", ""}, {"annotation", ""},
		{"vpcendpointid", ""}, {"vpcendpointaccountid", ""},
		{"serviceeventdetails", LakeMap("serviceeventdetails")},
		{"addendum", LakeMap("lake_addendum")},
		{"edgedevicedetails", LakeMap("edgedevicedetails")},
		{"insightdetails", LakeMap("insightdetails")},
		{"eventcategory", ""}, {"tlsdetails", ""}, {"sessioncredentialfromconsole", ""},
		{"eventjson", "record"}, {"eventjsonchecksum", "CAST(NULL AS VARCHAR)"},
	} {
		if c.expression == "" {
			c.expression = c.name
		}
		t.Columns = append(t.Columns, TableColumn{Name: c.name, Expression: c.expression})
	}
	return t
}

func lakeTime(column string) string    { return "TRY_CAST(" + column + " AS TIMESTAMP)" }
func lakeBoolean(column string) string { return "TRY_CAST(" + column + " AS BOOLEAN)" }

// LakeMap reads an object of JSON text as a map: strings without quotes,
// everything else as its JSON text.
func LakeMap(column string) string {
	return "TRY_CAST(TRY_CAST(" + column + " AS JSON) AS MAP(VARCHAR, VARCHAR))"
}
