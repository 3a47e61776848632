// Package novelty groups the calls that only one of two windows has, or that have
// something which only one of them has, by their callers, and says it in words.
//
//	for _, caller := range novelty.ByCaller(calls) {
//		fmt.Println(caller.Describe(novelty.New))
//	}
package novelty

import (
	"fmt"
	"strings"

	"github.com/trailq/trailq/internal/phrase"
)

// Kind says which window has the calls.
type Kind int

// The kinds.
const (
	New  Kind = iota // the second window alone
	Gone             // the first window alone
)

// Call is the calls of one name by one caller.
type Call struct {
	Caller, Name             string
	Events, Writes, Failures int
	// IsOwn says that the other window has no call of the name by the caller at all.
	IsOwn bool
	// IP, Agent and Region are one each that the other window does not have, if any. Of
	// an address it does not have the network.
	IP, Agent, Region string
	First, Last       string // eventTime
}

// Caller is what one caller did.
type Caller struct {
	Name   string
	Calls  []Call
	Events int
}

// ByCaller groups calls by their callers, in the order in which each caller comes
// first.
func ByCaller(calls []Call) []*Caller {
	var all []*Caller
	byName := make(map[string]*Caller)
	for _, call := range calls {
		c := byName[call.Caller]
		if c == nil {
			c = &Caller{Name: call.Caller}
			byName[call.Caller] = c
			all = append(all, c)
		}
		c.Calls = append(c.Calls, call)
		c.Events += call.Events
	}
	return all
}

const (
	// mostNames is how many calls of a caller are named.
	mostNames = 4
	// longestAgent is how many characters of a user agent are shown.
	longestAgent = 126
)

// Describe says what a caller did: "user alice: iam:CreateUser, iam:ListUsers and 3
// more; writes: 2; failed: 1; new network: 203.0.113.9; first at …".
func (c *Caller) Describe(kind Kind) string {
	parts := []string{c.nameCalls()}
	add := func(isThere bool, format string, value any) {
		if isThere {
			parts = append(parts, fmt.Sprintf(format, value))
		}
	}
	writes, failures := 0, 0
	ip, agent, region, first, last := "", "", "", c.Calls[0].First, ""
	for _, call := range c.Calls {
		writes, failures = writes+call.Writes, failures+call.Failures
		ip, agent, region = max(ip, call.IP), max(agent, call.Agent), max(region, call.Region)
		first, last = min(first, call.First), max(last, call.Last)
	}
	add(writes > 0, "writes: %d", writes)
	add(failures > 0, "failed: %d", failures)
	word := [...]string{New: "new ", Gone: ""}[kind]
	add(ip != "", word+"network: %s", ip)
	add(agent != "", word+"agent: %s", phrase.Shorten(agent, longestAgent))
	add(region != "", word+"region: %s", region)
	if kind == New {
		add(first != "", "first at %s UTC", clockTime(first))
	} else {
		add(last != "", "last at %s UTC", clockTime(last))
	}
	return strings.Join(parts, "; ")
}

// nameCalls names the caller and the first of the calls.
func (c *Caller) nameCalls() string {
	var names []string
	for _, call := range c.Calls[:min(len(c.Calls), mostNames)] {
		names = append(names, call.Name)
	}
	caller := "no named caller"
	if c.Name != "" {
		caller = phrase.Caller(c.Name)
	}
	words := caller + ": " + strings.Join(names, ", ")
	if others := len(c.Calls) - len(names); others > 0 {
		words += fmt.Sprintf(" and %d more", others)
	}
	return words
}

// clockTime returns an eventTime without the letters of its form.
func clockTime(text string) string {
	return strings.TrimSuffix(strings.Replace(text, "T", " ", 1), "Z")
}
