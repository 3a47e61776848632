package reporttest

import (
	"strings"
	"testing"

	"github.com/trailq/trailq"
)

// Principals knows the ARNs of callers by their unique IDs, as the records of a source
// tell them.
type Principals map[string]map[string]string // by the dimension's name and the ID

// LearnPrincipals reads which ARN belongs to which ID. An ID that two ARNs have belongs
// to none.
func LearnPrincipals(t *testing.T, source trailq.Source) Principals {
	t.Helper()
	known := Principals{"caller": {}, "role": {}}
	for _, record := range Decoded(t, source, trailq.Filter{}) {
		id := principalID(record)
		for name, arns := range known {
			arn, _ := Text(Dimensions()[name](record))
			if id == "" || !strings.HasPrefix(arn, "arn:") {
				continue
			}
			if other, old := arns[id]; old && other != arn {
				arn = ""
			}
			arns[id] = arn
		}
	}
	return known
}

// principalID returns the unique ID of the role or user that called, if there is one.
func principalID(r Record) string {
	id, _, _ := strings.Cut(Words(r, "userIdentity", "principalId"), ":")
	if strings.HasPrefix(id, "AROA") || strings.HasPrefix(id, "AIDA") {
		return id
	}
	return ""
}

// insightValue returns what an Insights event says of the calls that it is about.
func insightValue(name string, r Record) any {
	details := r["insightDetails"]
	first := At(details, "insightContext", "attributions", 0)
	var value any
	switch name {
	case "eventSource", "eventName":
		value = At(details, name)
	case "service":
		text, _ := Text(At(details, "eventSource"))
		value = FirstOf(strings.ReplaceAll(text, ".amazonaws.com", ""))
	case "caller":
		if Words(r, "insightDetails", "insightContext", "attributions", 0, "attribute") == "userIdentityArn" {
			value = At(first, "insight", 0, "value")
		}
	}
	text, there := Text(value)
	if !there {
		return nil
	}
	return text + " (Insight)"
}

// Value returns the value of a dimension, with the ARN of a caller that the record names
// by its ID.
func (p Principals) Value(name string, r Record) any {
	value := Dimensions()[name](r)
	if value == nil {
		if about := insightValue(name, r); about != nil {
			return about
		}
	}
	if text, _ := Text(value); strings.HasPrefix(text, "arn:") {
		return value
	}
	if arn := p[name][principalID(r)]; arn != "" {
		return arn
	}
	return value
}
