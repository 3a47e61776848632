// Package suspect ranks calls that changed something by how likely one of them brought
// about what began shortly after.
package suspect

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/phrase"
)

// Write is a call that changed something.
type Write struct {
	At                            time.Time
	Call, Caller, Target, Account string
	Calls                         int  // how often the same call was made, in all
	IsRelated                     bool // to the resource, bucket or role in question
}

// Compare orders the writes that are most likely to have brought about something
// first.
func Compare(a, b Write) int {
	falseLast := func(x, y bool) int {
		switch {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	}
	return cmp.Or(falseLast(a.IsRelated, b.IsRelated), falseLast(isNotable(a.Call), isNotable(b.Call)), cmp.Compare(a.Calls, b.Calls), b.At.Compare(a.At),
		cmp.Compare(a.Call, b.Call), cmp.Compare(a.Caller, b.Caller), cmp.Compare(a.Target, b.Target))
}

// Concerns reports whether a write is on the resource, bucket or role of a cause.
func (w *Write) Concerns(known map[string]string) bool {
	if w.Target == "" {
		return false
	}
	bucket, _, _ := strings.Cut(known["prefix"], "/")
	for _, value := range []string{known["resource"], known["bucket"], bucket, known["caller"]} {
		if value != "" && (value == w.Target || strings.HasPrefix(value, "arn:") && lastPart(value) == lastPart(w.Target)) {
			return true
		}
	}
	return false
}

// lastPart returns the name at the end of an ARN.
func lastPart(arn string) string { return arn[strings.LastIndexAny(arn, ":/")+1:] }

// isNotable reports whether a call changes what is logged, or what others are allowed
// to do: such calls explain more than most.
func isNotable(call string) bool {
	_, name, _ := strings.Cut(call, ":")
	switch name {
	case "PutEventSelectors", "UpdateTrail", "StartLogging", "StopLogging", "DeleteTrail", "PutBucketPolicy", "DeleteBucketPolicy",
		"PutBucketAcl", "PutBucketPublicAccessBlock", "PutBucketReplication", "PutBucketNotification", "PutBucketLogging", "PutKeyPolicy",
		"CreateGrant", "DisableKey", "ScheduleKeyDeletion", "AttachRolePolicy", "DetachRolePolicy", "PutRolePolicy", "DeleteRolePolicy",
		"AttachUserPolicy", "PutUserPolicy", "AttachGroupPolicy", "AddUserToGroup", "UpdateAssumeRolePolicy", "CreatePolicyVersion",
		"SetDefaultPolicyVersion", "CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile", "AuthorizeSecurityGroupIngress",
		"AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "ModifyVpcEndpoint", "DeleteVpcEndpoints", "CreateRoute", "ReplaceRoute",
		"DeleteRoute", "UpdateFunctionCode20150331v2", "UpdateFunctionConfiguration20150331v2", "AddPermission20150331v2",
		"UpdateService", "RegisterTaskDefinition", "UpdateStack", "ExecuteChangeSet", "UpdateAutoScalingGroup", "PutResourcePolicy":
		return true
	}
	return false
}

// Describe says in a sentence what was changed just before something began, of writes in
// their order. The beginning can be known by the minute or less, so some writes can be after
// it. It is the zero value where it is not known.
func Describe(writes []Write, began time.Time) string {
	if len(writes) == 0 {
		return ""
	}
	const most = 4
	byCaller, names := writes[0].Caller, []string{}
	first, last, others := writes[0].At, writes[0].At, 0
	for _, w := range writes {
		switch words := w.Call; {
		case w.Caller != byCaller || len(names) == most || w.IsRelated != writes[0].IsRelated:
			others++
		default:
			if w.Target != "" && w.IsRelated {
				words += " on " + phrase.Resource(w.Target)
			}
			if slices.Contains(names, words) {
				continue
			}
			names = append(names, words)
			first, last = earliest(first, w.At), latest(last, w.At)
		}
	}
	when := first.Format("2006-01-02 15:04:05")
	if !last.Equal(first) {
		when += " to " + last.Format("15:04:05")
	}
	label := "just before"
	if !began.IsZero() && last.After(began) {
		label = "as it began"
	}
	words := fmt.Sprintf("%s: %s by %s, %s UTC", label, strings.Join(names, ", "), phrase.Caller(byCaller), when)
	switch {
	case others == 1:
		words += " (and 1 other write)"
	case others > 1:
		words += fmt.Sprintf(" (and %d other writes)", others)
	}
	return words
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
