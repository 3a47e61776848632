package lifetime

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
)

//go:embed calls.csv
var callTable string

// Role is what a call does to a resource.
type Role string

// The roles. Those of members are about all resources of a group, such as the instances
// of a database cluster. Scale is a call that makes a group start and end instances.
const (
	Start         Role = "start"
	End           Role = "end"
	Stop          Role = "stop"
	Resume        Role = "resume"
	Change        Role = "change" // of type or size
	StopMembers   Role = "stop members"
	ResumeMembers Role = "resume members"
	Scale         Role = "scale"
)

// Rule says what a call does, and where its record names the resource.
type Rule struct {
	// Kind is the kind of the resource: instance, database, …
	Kind string
	// Service is the eventSource without .amazonaws.com, and Event the eventName.
	Service, Event string
	Role           Role
	// ID is where the resources are named, Type and Size what they are, and Group what
	// they belong to. Of several places the first that has a value counts.
	ID, Type, Size, Group []Place
	// Variant has more that prices depend on: the values of all, as far as there are any.
	Variant [][]Place
}

// Key tells rules apart, as service and event: ec2 RunInstances.
func (r *Rule) Key() string { return r.Service + " " + r.Event }

// Side is the part of a record that a place is in.
type Side string

// The sides.
const (
	Request  Side = "request"
	Response Side = "response"
	Details  Side = "details" // of the events that services make themselves
)

// Place is where a record has a value.
type Place struct {
	Side Side
	// Path is a JSON path without its $. Of a list, Path leads to the list, and Rest from
	// each of its elements to the value.
	Path, Rest string
	IsList     bool
	// Counts says that the value is how many elements the list at Path has, where one
	// element can stand without a list.
	Counts bool
}

// ReadRules returns the rules.
func ReadRules() ([]Rule, error) {
	rows, err := csv.NewReader(strings.NewReader(callTable)).ReadAll()
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, row := range rows[1:] {
		rule := Rule{Kind: row[0], Service: row[1], Event: row[2], Role: Role(row[3])}
		for i, into := range []*[]Place{&rule.ID, &rule.Type, &rule.Size} {
			if *into, err = parsePlaces(row[4+i]); err != nil {
				return nil, fmt.Errorf("%s: %w", rule.Key(), err)
			}
		}
		if rule.Group, err = parsePlaces(row[8]); err != nil {
			return nil, fmt.Errorf("%s: %w", rule.Key(), err)
		}
		for part := range strings.SplitSeq(row[7], "+") {
			places, err := parsePlaces(part)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", rule.Key(), err)
			}
			if places != nil {
				rule.Variant = append(rule.Variant, places)
			}
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// parsePlaces reads places such as response.volumeId|request.volumeId.
func parsePlaces(text string) ([]Place, error) {
	if text == "" {
		return nil, nil
	}
	var places []Place
	for one := range strings.SplitSeq(text, "|") {
		place, err := parsePlace(one)
		if err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, nil
}

// parsePlace reads a place such as request.a[].b or count(request.a).
func parsePlace(text string) (Place, error) {
	var place Place
	inner, counts := strings.CutPrefix(text, "count(")
	place.Counts = counts
	side, path, found := strings.Cut(strings.TrimSuffix(inner, ")"), ".")
	place.Side = Side(side)
	if !found || path == "" || place.Side != Request && place.Side != Response && place.Side != Details {
		return Place{}, fmt.Errorf("place %q: want request, response or details, and a path", text)
	}
	place.Path, place.Rest, place.IsList = strings.Cut(path, "[]")
	place.Path = "." + place.Path
	return place, nil
}
