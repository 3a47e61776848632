package sqlgen

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Table returns a common table expression "logs" in Trino's dialect whose rows are
// the documented table's of records: one JSON object after another.
func Table(records io.Reader) (string, error) {
	decoder := json.NewDecoder(records)
	var rows []string
	for decoder.More() {
		var record map[string]json.RawMessage
		if err := decoder.Decode(&record); err != nil {
			return "", err
		}
		rows = append(rows, tableRow(record))
	}
	texts := strings.Join(textColumns(), ", ")
	casts := "CAST(" + strings.Join(textColumns(), " AS varchar), CAST(") + " AS varchar)"
	return fmt.Sprintf(`logs(%s, useridentity, resources, tlsdetails, region, account, year, month, day, "timestamp") AS (
  SELECT %s, CAST(useridentity AS %s),
    CAST(resources AS array(row(arn varchar, accountid varchar, type varchar))),
    CAST(tlsdetails AS row(tlsversion varchar, ciphersuite varchar, clientprovidedhostheader varchar)),
    CAST(awsregion AS varchar), CAST(recipientaccountid AS varchar), CAST(substr(eventtime, 1, 4) AS varchar), CAST(substr(eventtime, 6, 2) AS varchar),
    CAST(substr(eventtime, 9, 2) AS varchar), CAST(replace(substr(eventtime, 1, 10), '-', '/') AS varchar)
  FROM (VALUES
    %s
  ) AS t(%s, useridentity, resources, tlsdetails)
)
`, texts, casts, identityType(), strings.Join(rows, ",\n    "), texts), nil
}

func textColumns() []string {
	return []string{"eventversion", "eventtime", "eventsource", "eventname", "awsregion", "sourceipaddress", "useragent",
		"errorcode", "errormessage", "requestparameters", "responseelements", "additionaleventdata", "requestid", "eventid",
		"eventtype", "readonly", "recipientaccountid", "vpcendpointid", "eventcategory"}
}

func identityType() string {
	return `row(type varchar, principalid varchar, arn varchar, accountid varchar, invokedby varchar, accesskeyid varchar, username varchar,
      onbehalfof row(userid varchar, identitystorearn varchar),
      sessioncontext row(attributes row(mfaauthenticated varchar, creationdate varchar),
        sessionissuer row(type varchar, principalid varchar, arn varchar, accountid varchar, username varchar),
        ec2roledelivery varchar, webidfederationdata row(federatedprovider varchar, attributes map(varchar, varchar))))`
}

// tableRow writes a record as a row of VALUES.
func tableRow(record map[string]json.RawMessage) string {
	byName := lowerKeys(record)
	var values []string
	for _, name := range textColumns() {
		values = append(values, textValue(byName[name]))
	}
	values = append(values, identityValue(byName["useridentity"]), resourcesValue(byName["resources"]),
		rowValue(byName["tlsdetails"], "tlsversion", "ciphersuite", "clientprovidedhostheader"))
	return "(" + strings.Join(values, ", ") + ")"
}

// lowerKeys returns an object by its keys in lower case.
func lowerKeys(object map[string]json.RawMessage) map[string]json.RawMessage {
	byName := map[string]json.RawMessage{}
	for key, value := range object {
		byName[strings.ToLower(key)] = value
	}
	return byName
}

func members(value json.RawMessage) map[string]json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil || object == nil {
		return nil
	}
	return lowerKeys(object)
}

// textValue writes a JSON value as the text that the table has of it.
func textValue(value json.RawMessage) string {
	var text string
	switch {
	case len(value) == 0 || string(value) == "null":
		return "NULL"
	case json.Unmarshal(value, &text) != nil:
		text = string(value)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// rowValue writes an object as a row of texts.
func rowValue(value json.RawMessage, names ...string) string {
	object := members(value)
	if object == nil {
		return "NULL"
	}
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = textValue(object[name])
	}
	return "ROW(" + strings.Join(values, ", ") + ")"
}

func identityValue(value json.RawMessage) string {
	identity := members(value)
	if identity == nil {
		return "NULL"
	}
	flat := rowValue(value, "type", "principalid", "arn", "accountid", "invokedby", "accesskeyid", "username")
	return strings.TrimSuffix(flat, ")") + ", " + rowValue(identity["onbehalfof"], "userid", "identitystorearn") + ", " +
		sessionValue(identity["sessioncontext"]) + ")"
}

func sessionValue(value json.RawMessage) string {
	session := members(value)
	if session == nil {
		return "NULL"
	}
	return fmt.Sprintf("ROW(%s, %s, %s, %s)", rowValue(session["attributes"], "mfaauthenticated", "creationdate"),
		rowValue(session["sessionissuer"], "type", "principalid", "arn", "accountid", "username"),
		textValue(session["ec2roledelivery"]), webIdentityValue(session["webidfederationdata"]))
}

func webIdentityValue(value json.RawMessage) string {
	data := members(value)
	if data == nil {
		return "NULL"
	}
	var attributes map[string]json.RawMessage
	if json.Unmarshal(data["attributes"], &attributes) != nil || attributes == nil {
		return "ROW(" + textValue(data["federatedprovider"]) + ", NULL)"
	}
	var keys, values []string
	for key, attribute := range attributes {
		keys, values = append(keys, textValue(json.RawMessage(fmt.Sprintf("%q", key)))), append(values, textValue(attribute))
	}
	return fmt.Sprintf("ROW(%s, MAP(ARRAY[%s], ARRAY[%s]))", textValue(data["federatedprovider"]), strings.Join(keys, ", "), strings.Join(values, ", "))
}

func resourcesValue(value json.RawMessage) string {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil || list == nil {
		return "NULL"
	}
	elements := make([]string, len(list))
	for i, element := range list {
		elements[i] = rowValue(element, "arn", "accountid", "type")
	}
	return "ARRAY[" + strings.Join(elements, ", ") + "]"
}
