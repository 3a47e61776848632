package coverage

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

// Change is a call after which less can be logged, or kept.
type Change struct {
	At              time.Time
	Account, Region string
	Source, Name    string
	Caller          string
	// Target is the trail, bucket, key or other thing that the call is about.
	Target string
	// Error is the name of the failure; empty where the call succeeded.
	Error string
	// Event is the eventID.
	Event string

	needs  need
	object string // of a bucket; empty where the call is about all of it
}

// need says for what a call matters.
type need int

const (
	anything  need = iota // whatever it is about
	logBucket             // a bucket that log files are delivered to
)

// trailCalls returns the calls after which less can be logged or kept, by name: the
// union of what the rules of Sigma (aws_cloudtrail_disable_logging.yml), Elastic,
// Panther and Suzaku look for, without RevokeGrant, which services call all the time.
func trailCalls() map[string]need {
	return map[string]need{
		"StopLogging": anything, "DeleteTrail": anything, "UpdateTrail": anything, "PutEventSelectors": anything,
		"PutInsightSelectors": anything, "PutEventConfiguration": anything, "DeleteEventDataStore": anything,
		"StopEventDataStoreIngestion": anything, "UpdateEventDataStore": anything, "DeleteChannel": anything, "UpdateChannel": anything,
		"DeregisterOrganizationDelegatedAdmin": anything, "DisableFederation": anything, "StopImport": anything,
		"DeleteFlowLogs": anything, "DeleteLogGroup": anything, "DeleteLogStream": anything,
		"StopConfigurationRecorder": anything, "DeleteConfigurationRecorder": anything,
		"DeleteDetector": anything, "UpdateDetector": anything, "LeaveOrganization": anything,
		"DisableKey": anything, "ScheduleKeyDeletion": anything, "PutKeyPolicy": anything,

		"PutBucketLifecycle": logBucket, "PutBucketLifecycleConfiguration": logBucket, "DeleteBucket": logBucket,
		"PutBucketPolicy": logBucket, "DeleteBucketPolicy": logBucket, "PutBucketVersioning": logBucket,
		"PutBucketReplication": logBucket, "DeleteObject": logBucket, "DeleteObjects": logBucket,
	}
}

// targetFields are the parameters that name what a call is about, the likeliest first.
func targetFields() []string {
	return []string{
		"bucketName", "trailName", "name", "eventDataStore", "channel", "keyId", "detectorId", "configurationRecorderName",
		"logGroupName", "resourceArn", "flowLogIds", "delegatedAdminAccountId",
	}
}

// addChange adds a call that changes what is logged.
func (f *findings) addChange(record *trailq.Record, at time.Time, needs need) {
	var parameters map[string]json.RawMessage
	_ = json.Unmarshal(record.Get("requestParameters"), &parameters) // without them the call is still there
	change := Change{
		At: at, Account: records.Text(record.Get("recipientAccountId")), Region: records.Text(record.Get("awsRegion")),
		Source: records.Text(record.Get("eventSource")), Name: records.Text(record.Get("eventName")),
		Caller: fact.ReadIdentity(record.Get("userIdentity")).Caller(), Event: records.Text(record.Get("eventID")),
		Error: nameFailure(record), needs: needs, object: records.Text(parameters["key"]),
	}
	for _, field := range targetFields() {
		if change.Target = describeTarget(parameters[field]); change.Target != "" {
			break
		}
	}
	f.changes = append(f.changes, change)
}

// nameFailure returns the name of a call's failure.
func nameFailure(record *trailq.Record) string {
	fields, _ := records.Object(record.Raw(), nil)
	return fact.ReadFailure(&records.Record{Raw: record.Raw(), Fields: fields}).Name()
}

// describeTarget returns a parameter as text.
func describeTarget(raw json.RawMessage) string {
	if text := records.Text(raw); text != "" {
		return text
	}
	return strings.TrimSpace(string(raw[:min(len(raw), 200)]))
}

// keepChanges returns the changes that matter, in order of time. Those of buckets
// matter where log files are delivered to, or were kept in.
func keepChanges(changes []Change, buckets map[string]bool) []Change {
	changes = slices.DeleteFunc(changes, func(c Change) bool {
		isLogs := buckets[c.Target] || strings.Contains(c.object, "AWSLogs/")
		isElsewhere := c.object != "" && !strings.Contains(c.object, "AWSLogs/")
		return c.needs == logBucket && (!isLogs || isElsewhere)
	})
	slices.SortFunc(changes, func(a, b Change) int {
		if order := a.At.Compare(b.At); order != 0 {
			return order
		}
		return strings.Compare(a.Event, b.Event)
	})
	return slices.CompactFunc(changes, func(a, b Change) bool { return a.Event != "" && a.Event == b.Event })
}
