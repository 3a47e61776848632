package price

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// CallRule is the price of some calls to a service other than S3 and KMS.
type CallRule struct {
	// Service is the eventSource without .amazonaws.com.
	Service string
	// Event is an eventName, the start of some with * at its end, or * for all.
	Event string
	// Region is a region, or the name of a partition.
	Region string
	// USD is the price of a call, if it IsKnown. Otherwise the call costs something
	// that the logs do not tell.
	USD     float64
	IsKnown bool
	// Remark says what the price is for where a call can cost something else, and what is
	// missing where there is no price. It can be empty.
	Remark string
}

//go:embed calls.csv
var callPrices []byte

// addCall adds the rule of one line.
func (l *List) addCall(record []string, columns columnPlaces) error {
	rule := CallRule{
		Service: strings.TrimSuffix(columns.readValue(record, "service"), ".amazonaws.com"), Event: columns.readValue(record, "eventname"),
		Region: columns.readValue(record, "region"), Remark: columns.readValue(record, "remark"),
	}
	if rule.Region == "" {
		rule.Region = mainPartition
	}
	// The names go into SQL and into notes.
	if name := regexp.MustCompile(`^[A-Za-z0-9-]+$`); !name.MatchString(rule.Service) {
		return fmt.Errorf("service %q: want a name such as secretsmanager", rule.Service)
	}
	if name := regexp.MustCompile(`^([A-Za-z0-9]+\*?|\*)$`); !name.MatchString(rule.Event) {
		return fmt.Errorf("eventName %q: want a name, or its start and *", rule.Event)
	}
	if slices.Contains([]string{S3Source, KMSSource, ExpressSource}, rule.Source()) {
		return fmt.Errorf("service %q: its prices are items (s3-put, s3-get, kms)", rule.Service)
	}
	if columns.readValue(record, "usd") != "" {
		var err error
		if rule.USD, err = parsePrice(record, columns); err != nil {
			return err
		}
		rule.IsKnown = true
	}
	l.Date = max(l.Date, columns.readValue(record, "checked"))
	if slices.ContainsFunc(l.calls, func(r CallRule) bool { return r.Class() == rule.Class() && r.Region == rule.Region }) {
		return fmt.Errorf("%s in %s has a price already", rule.Class(), rule.Region)
	}
	l.calls = append(l.calls, rule)
	if rule.IsKnown {
		return l.addEach(Item(rule.Class()), rule.Region, rule.USD)
	}
	return nil
}

// Source returns the eventSource of the calls.
func (r *CallRule) Source() string { return r.Service + ".amazonaws.com" }

// Class returns the class of the calls: sqs, or sqs:SendMessage* where the rule is not
// for all.
func (r *CallRule) Class() Class {
	if r.Event == "*" {
		return Class(r.Service)
	}
	return Class(r.Service + ":" + r.Event)
}

// CallRules returns the rules of the list and its bases, one for each class: those of a
// service are together, and the first that applies counts.
func (l *List) CallRules() []CallRule {
	var rules []CallRule
	for ; l != nil; l = l.Base {
		for _, rule := range l.calls {
			if !slices.ContainsFunc(rules, func(r CallRule) bool { return r.Class() == rule.Class() }) {
				rules = append(rules, rule)
			}
		}
	}
	slices.SortFunc(rules, compareCalls)
	return rules
}

// compareCalls orders rules by service, those for fewer calls first.
func compareCalls(a, b CallRule) int {
	length := func(r CallRule) int {
		if strings.HasSuffix(r.Event, "*") {
			return len(r.Event)
		}
		return 1000 // a name
	}
	if order := strings.Compare(a.Service, b.Service); order != 0 {
		return order
	}
	if order := length(b) - length(a); order != 0 {
		return order
	}
	return strings.Compare(a.Event, b.Event)
}

// HasPrice reports whether some region has a price for a class.
func (l *List) HasPrice(class Class) bool {
	for ; l != nil; l = l.Base {
		for o := range l.each {
			if o.item == class.Item() {
				return true
			}
		}
	}
	return false
}

// defaultCalls returns the built-in prices of calls.
func defaultCalls() (*List, error) {
	list, err := Read("built-in prices of calls", bytes.NewReader(callPrices))
	if err != nil {
		return nil, err
	}
	if len(list.calls) == 0 {
		return nil, errors.New("no prices of calls are built in")
	}
	return list, nil
}
