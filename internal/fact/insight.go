package fact

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/fieldpath"
	"github.com/trailq/trailq/internal/records"
)

// InsightMark follows what an Insights event says of the calls that it is about. Such an
// event is about many calls, and is none itself: it has no eventSource, eventName and
// userIdentity of its own.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
const InsightMark = " (Insight)"

// callerAttribute is the attribute of an Insights event that names callers.
const callerAttribute = "userIdentityArn"

// Insight returns what an Insights event says of the eventSource, the eventName or the
// caller that made the most calls, with the mark. It is empty for other events and names.
func Insight(record *records.Record, name string) string {
	details := record.Get("insightDetails")
	if details == nil {
		return ""
	}
	text := ""
	switch name {
	case "eventSource", "eventName":
		text = memberText(details, name)
	case "caller":
		text = insightCaller(details)
	}
	if text == "" {
		return ""
	}
	return text + InsightMark
}

// insightCaller returns the first caller of insightDetails.
func insightCaller(details []byte) string {
	object := records.Record{Raw: details}
	object.Fields, _ = records.Object(details, nil)
	text := func(path string) string {
		parsed, err := fieldpath.Parse("insightContext.attributions[0]." + path)
		if err != nil {
			return ""
		}
		return records.Text(parsed.Get(&object))
	}
	if text("attribute") != callerAttribute {
		return ""
	}
	return text("insight[0].value")
}

// InsightSQL returns [Insight] in SQL, over a column that Athena's documented table
// lacks. Name can also be service or call, as in the reports. It is empty for other
// names.
func InsightSQL(name string) string {
	scalar := func(path string) string { return "json_extract_scalar(insightdetails, '$." + path + "')" }
	service := fmt.Sprintf("replace(%s, '.amazonaws.com', '')", scalar("eventSource"))
	var sql string
	switch strings.ToLower(name) {
	case "eventsource":
		sql = scalar("eventSource")
	case "eventname":
		sql = scalar("eventName")
	case "service":
		sql = service
	case "call", "action":
		sql = service + " || ':' || " + scalar("eventName")
	case "caller":
		sql = fmt.Sprintf("CASE WHEN %s = '%s' THEN %s END", scalar("insightContext.attributions[0].attribute"), callerAttribute, scalar("insightContext.attributions[0].insight[0].value"))
	default:
		return ""
	}
	return sql + " || '" + InsightMark + "'"
}
