package fact

import "fmt"

// CallerSQL is [Identity.Caller] in SQL over the documented table, NULL for a record
// that names no caller. Trino and DuckDB read it alike.
func CallerSQL() string {
	return fmt.Sprintf(`coalesce(
      nullif(useridentity.sessioncontext.sessionissuer.arn, ''),
      CASE WHEN strpos(useridentity.arn, '%[1]s') > 0
        THEN replace(replace(regexp_extract(useridentity.arn, '^[^/]*/[^/]*'), ':sts:', ':iam:'), '%[1]s', ':role/')
        ELSE nullif(useridentity.arn, '') END,
      CASE WHEN useridentity.type = '%[2]s' THEN nullif(useridentity.invokedby, '')
        WHEN useridentity.type = '%[3]s' THEN nullif(useridentity.onbehalfof.userid, '')
        WHEN useridentity.type IN ('%[4]s', '%[5]s', '%[6]s') THEN CASE WHEN useridentity.accountid = '%[7]s' THEN useridentity.accountid END
        ELSE nullif(useridentity.username, '') END,
      nullif(useridentity.principalid, ''), nullif(useridentity.username, ''), nullif(useridentity.onbehalfof.userid, ''),
      CASE WHEN useridentity.type = '%[4]s' THEN nullif(useridentity.accountid, '') END,
      nullif(useridentity.invokedby, ''), nullif(useridentity.accountid, ''), nullif(useridentity.type, ''))`,
		SessionPart, typeService, typeCenterUser, typeAccount, typeWebIdentity, typeSAML, anonymousAccount)
}

// CallerNamesSQL returns [Identity.Names] in SQL: those that the documented table
// has as texts. The attributes of a web identity are a map, see [CognitoAttribute].
func CallerNamesSQL() []string {
	return []string{
		CallerSQL(), "useridentity.arn", "useridentity.username", "useridentity.accesskeyid", "useridentity.principalid",
		"useridentity.sessioncontext.sessionissuer.arn", "useridentity.sessioncontext.sessionissuer.username", "useridentity.onbehalfof.userid",
	}
}

// CognitoAttribute returns where the ID of a Cognito identity is: the SQL of a map,
// and the key.
func CognitoAttribute() (attributes, key string) {
	return "useridentity.sessioncontext.webidfederationdata.attributes", cognitoSubject
}

// FailureSQL is [Failure.Name] in SQL over the documented table, NULL for a call
// that did not fail. Scalar returns the SQL of a text in the JSON of a column, at a
// path.
func FailureSQL(scalar func(column, path string) string) string {
	return fmt.Sprintf(`CASE WHEN errorcode <> '' AND errorcode <> '%[1]s' THEN errorcode
      WHEN coalesce(errorcode, '') = '' AND errormessage <> '' THEN errormessage
      WHEN %[2]s = '%[5]s' OR %[3]s = '%[5]s' OR %[4]s = '%[5]s' THEN '%[6]s' END`,
		succeeded, scalar("responseelements", "$.ConsoleLogin"),
		scalar("serviceeventdetails", "$.UserAuthentication"), scalar("serviceeventdetails", "$.CredentialVerification"),
		failed, FailedSignIn)
}
