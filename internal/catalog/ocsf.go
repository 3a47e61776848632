package catalog

import (
	"fmt"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/dialect/schema"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect/syntax"
	"github.com/trailq/trailq/internal/sqltext"
)

// ocsfPlaces returns where OCSF has our columns: the first of the places that a table
// has counts, so that those of version 1.1, which Security Lake's source version 2 and
// CloudWatch have, come before those of the version before. A place whose name has
// another meaning in that version is told by a field that only the version has.
// https://docs.aws.amazon.com/security-lake/latest/userguide/open-cybersecurity-schema-framework.html
// https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS
func (t *Table) ocsfPlaces() map[string][]string {
	places := map[string][]string{
		"eventversion":                        {"metadata.product.version"},
		"eventtime":                           {"time_dt"},
		"eventsource":                         {"api.service.name"},
		"eventname":                           {"api.operation"},
		"awsregion":                           {"cloud.region"},
		"sourceipaddress":                     {"src_endpoint.ip", "src_endpoint.domain"},
		"useragent":                           {"http_request.user_agent"},
		"errorcode":                           {"api.response.error"},
		"errormessage":                        {"api.response.message"},
		"requestparameters":                   {"api.request.data"},
		"responseelements":                    {"api.response.data"},
		"requestid":                           {"api.request.uid"},
		"eventid":                             {"metadata.uid"},
		"eventtype":                           {"metadata.event_code"},
		"apiversion":                          {"api.version"},
		"eventcategory":                       {"metadata.product.feature.name"},
		"vpcendpointid":                       {"src_endpoint.uid"},
		"recipientaccountid":                  {"cloud.account.uid", "cloud.account_uid", "accountid"},
		"account":                             {"accountid", "cloud.account.uid", "cloud.account_uid"},
		"region":                              {"region", "cloud.region"},
		"tlsdetails.tlsversion":               {"tls.version"},
		"tlsdetails.ciphersuite":              {"tls.cipher"},
		"tlsdetails.clientprovidedhostheader": {"tls.sni"},
		"useridentity.type":                   {"actor.user.type"},
		"useridentity.principalid":            {"actor.user.uid_alt"},
		"useridentity.arn":                    {"actor.user.uid"},
		"useridentity.accountid":              {"actor.user.account.uid", "actor.user.account_uid"},
		"useridentity.accesskeyid":            {"actor.user.credential_uid"},
		"useridentity.username":               {"actor.user.name"},
		"useridentity.invokedby":              {"actor.invoked_by"},
		"useridentity.sessioncontext.attributes.creationdate":               {"actor.session.created_time_dt"},
		"useridentity.sessioncontext.attributes.mfaauthenticated":           {"actor.session.is_mfa", "actor.session.mfa"},
		"useridentity.sessioncontext.sessionissuer.arn":                     {"actor.session.issuer"},
		"useridentity.sessioncontext.webidfederationdata.federatedprovider": {"actor.idp.name"},
	}
	if t.placeType("actor.user.uuid") != nil { // version 1.0
		places["useridentity.principalid"], places["useridentity.arn"] = []string{"actor.user.uid"}, []string{"actor.user.uuid"}
	}
	return places
}

// ocsfExpressions returns how our columns are made of OCSF's, as far as OCSF has them.
func (t *Table) ocsfExpressions() map[string]expression {
	places := t.ocsfPlaces()
	known := make(map[string]expression)
	for _, c := range schema.ScanColumns() {
		if c.Origin == schema.FromField && c.Type.Kind == schema.Text && !strings.HasPrefix(c.Name, "lake_") {
			known[c.Name] = t.ocsfText(places[c.Name], strings.Join(c.Path, "."))
		}
	}
	for _, name := range []string{"account", "region"} {
		known[name] = t.ocsfText(places[name], name)
	}
	known["eventtime"] = t.ocsfTime(known["eventtime"])
	for _, c := range schema.ScanColumns() {
		switch c.Name {
		case "resources":
			known[c.Name] = t.ocsfResources(c.Type)
		case "useridentity", "tlsdetails":
			known[c.Name] = expression{sql: rowOf(c.Name, c.Type, known), unsure: "parts of " + c.Name}
		}
	}
	t.addOCSFDays(known)
	return known
}

// placeType returns the type of a place, nil where the table does not have it.
func (t *Table) placeType(place string) *syntax.Type {
	column, steps, isField := strings.Cut(place, ".")
	own := t.findColumn(column)
	if own == nil {
		return nil
	}
	typ, err := parseType(own.Type)
	if err != nil || !isField {
		return typ
	}
	for step := range strings.SplitSeq(steps, ".") {
		if typ == nil {
			return nil
		}
		typ = fieldOf(typ, step)
	}
	return typ
}

// ocsfText returns the text at the first of the places that has one. What has no place in
// OCSF is in the column unmapped, by its path in the record; AWS does not say of what.
func (t *Table) ocsfText(places []string, path string) expression {
	var found []string
	for _, place := range places {
		switch typ := t.placeType(place); {
		case typ == nil:
		case typ.Name == "varchar":
			found = append(found, quoteSteps(place))
		default:
			found = append(found, textOf(quoteSteps(place), typ))
		}
	}
	var e expression
	if len(found) == 0 {
		e.unsure = strings.ToLower(path)
	}
	switch typ := t.placeType("unmapped"); {
	case typ == nil:
	case typ.Name == "map":
		found = append(found, "element_at(unmapped, "+sqltext.Literal(path)+")")
		if isObject(path) { // it can be there by its fields
			fields := "map_filter(unmapped, (k, v) -> starts_with(k, " + sqltext.Literal(path+".") + "))"
			found = append(found, fmt.Sprintf("CASE WHEN cardinality(%s) > 0 THEN json_format(CAST(transform_keys(%s, (k, v) -> substr(k, %d)) AS JSON)) END", fields, fields, len(path)+2))
		}
	case typ.Name == "varchar":
		found = append(found, "json_extract_scalar(unmapped, "+sqltext.Literal("$."+path)+")", "json_format(json_extract(unmapped, "+sqltext.Literal("$."+path)+"))")
	}
	switch len(found) {
	case 0:
		return expression{sql: "CAST(NULL AS varchar)", missing: true}
	case 1:
		e.sql = found[0]
	default:
		e.sql = "coalesce(" + strings.Join(found, ", ") + ")"
	}
	return e
}

// isObject reports whether a field of records is an object that our table has as text.
func isObject(path string) bool {
	switch path {
	case "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails":
		return true
	}
	return false
}

// ocsfTime returns the time of an event as CloudTrail writes it. Some tables only have
// milliseconds since 1970.
func (t *Table) ocsfTime(found expression) expression {
	if t.hasColumn("time_dt") {
		return expression{sql: textOf("time_dt", t.placeType("time_dt"))}
	}
	if typ := t.placeType("time"); typ != nil && typ.Name == "bigint" {
		return expression{sql: `date_format(from_unixtime("time" / 1000) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%i:%sZ')`}
	}
	return found
}

// ocsfResources returns the resources of an event.
func (t *Table) ocsfResources(want schema.Type) expression {
	null := expression{sql: "CAST(NULL AS " + TypeText(want) + ")", missing: true}
	have := t.placeType("resources")
	if have == nil || have.Name != "array" || len(have.Parameters) != 1 {
		return null
	}
	places := map[string][]string{"arn": {"uid"}, "accountid": {"owner.account.uid", "owner.account_uid", "account_uid"}, "type": {"type"}}
	var fields []string
	for _, f := range want.Element.Fields {
		field := "CAST(NULL AS varchar)"
		for _, place := range places[f.Name] {
			typ := have.Parameters[0]
			for step := range strings.SplitSeq(place, ".") {
				if typ != nil {
					typ = fieldOf(typ, step)
				}
			}
			if typ != nil {
				field = "trailq_element." + quoteSteps(place)
				break
			}
		}
		fields = append(fields, field)
	}
	return expression{sql: fmt.Sprintf("transform(resources, trailq_element -> CAST(ROW(%s) AS %s))", strings.Join(fields, ", "), TypeText(*want.Element))}
}

// rowOf returns a struct of ours, made of the columns for its fields.
func rowOf(name string, want schema.Type, known map[string]expression) string {
	var fields []string
	for _, f := range want.Fields {
		inner := name + "." + f.Name
		switch e, found := known[inner]; {
		case f.Type.Kind == schema.Struct:
			fields = append(fields, rowOf(inner, f.Type, known))
		case found:
			fields = append(fields, e.sql)
		default:
			fields = append(fields, "CAST(NULL AS "+TypeText(f.Type)+")")
		}
	}
	return "CAST(ROW(" + strings.Join(fields, ", ") + ") AS " + TypeText(want) + ")"
}

// addOCSFDays adds the partition columns that people use, made of the day of the event.
func (t *Table) addOCSFDays(known map[string]expression) {
	day := "replace(substr(" + known["eventtime"].sql + ", 1, 10), '-', '/')"
	scan := strings.NewReplacer(`"timestamp"`, day, "account", known["account"].sql, "region", known["region"].sql)
	for _, name := range schema.PartitionNames() {
		if _, found := known[name]; !found && !t.hasColumn(name) {
			known[name] = expression{sql: scan.Replace(schema.ProjectedColumn(name, nil).Expression)}
		}
	}
}

// ocsfWindow returns the conditions of a window on the time of events, which Iceberg
// tables are partitioned by without a key. They only leave out what the window does.
func (t *Table) ocsfWindow(filter *trailq.Filter) (conditions []string) {
	typ := t.placeType("time_dt")
	if t.Kind() != OCSFTable || typ == nil || typ.Name != "timestamp" {
		return nil
	}
	for _, bound := range []struct {
		operator string
		at       time.Time
	}{{">=", filter.From}, {"<", filter.To}} {
		if bound.at.IsZero() {
			continue
		}
		text := bound.at.UTC().Format("2006-01-02 15:04:05.000")
		if typ.Zone == "with" {
			text += " UTC"
		}
		conditions = append(conditions, "time_dt "+bound.operator+" TIMESTAMP "+sqltext.Literal(text))
	}
	return conditions
}
