package trailq

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/condition"
	"github.com/trailq/trailq/internal/fact"
	"github.com/trailq/trailq/internal/records"
)

// matcher is a prepared Filter. It is safe for concurrent use.
type matcher struct {
	filter        *Filter
	eventSources  []string
	callers       []string // lower-case patterns
	prefixes      []netip.Prefix
	serviceNames  []string // sourceIPAddress values that are no addresses
	where         condition.Conditions
	hasWindow     bool // there is one
	hasConditions bool // there is more to ask for than a window
}

// Validate returns an error if the filter is invalid: the same that [Events] yields
// as its only pair.
func (f *Filter) Validate() error {
	_, err := newMatcher(f)
	return err
}

// Matcher returns a function that reports whether an event matches the filter, or an
// error if the filter is invalid. It looks at the record of the event and at the path of
// its file.
func (f *Filter) Matcher() (func(*Event) bool, error) {
	m, err := newMatcher(f)
	if err != nil {
		return nil, err
	}
	return func(event *Event) bool {
		path, _ := ParseLogPath(event.File)
		fields, _ := records.Object(event.Raw, nil)
		return m.matchRecord(&records.Record{Raw: event.Raw, Fields: fields}, path)
	}, nil
}

// newMatcher prepares the filter, or returns an error if it is invalid.
func newMatcher(f *Filter) (*matcher, error) {
	m := &matcher{filter: f}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return nil, fmt.Errorf("the window is empty: it begins at %s and ends at %s", f.From.UTC().Format(time.RFC3339), f.To.UTC().Format(time.RFC3339))
	}
	switch f.Access {
	case AnyAccess, ReadAccess, WriteAccess:
	default:
		return nil, fmt.Errorf("access %q: want %q or %q", f.Access, ReadAccess, WriteAccess)
	}
	for _, source := range f.EventSources {
		if !strings.Contains(source, ".") {
			source += ".amazonaws.com"
		}
		m.eventSources = append(m.eventSources, source)
	}
	for _, caller := range f.Callers {
		m.callers = append(m.callers, fact.CallerPatterns(caller)...)
	}
	for _, address := range f.SourceIPAddresses {
		if err := m.addAddress(address); err != nil {
			return nil, err
		}
	}
	var err error
	if m.where, err = condition.ParseAll(f.Where); err != nil {
		return nil, err
	}
	m.hasWindow = !f.From.IsZero() || !f.To.IsZero()
	m.hasConditions = f.Access != AnyAccess || f.ErrorsOnly ||
		len(f.Accounts)+len(f.Regions)+len(m.eventSources)+len(f.EventNames)+len(m.callers)+len(f.SourceIPAddresses)+len(f.Where) > 0
	return m, nil
}

// addAddress adds a value of SourceIPAddresses.
func (m *matcher) addAddress(text string) error {
	if address, err := netip.ParseAddr(text); err == nil {
		m.prefixes = append(m.prefixes, netip.PrefixFrom(address, address.BitLen()))
		return nil
	}
	if prefix, err := netip.ParsePrefix(text); err == nil {
		m.prefixes = append(m.prefixes, prefix)
		return nil
	}
	if strings.ContainsAny(text, "/:") || !strings.ContainsFunc(text, isLetter) {
		return fmt.Errorf("source address %q: want an address, a CIDR block such as 192.0.2.0/24 or a service's name", text)
	}
	m.serviceNames = append(m.serviceNames, text)
	return nil
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// matchRecord reports whether the record matches the filter. Path is that of its
// file, which has the account of a record without recipientAccountId.
func (m *matcher) matchRecord(record *records.Record, path LogPath) bool {
	if m.hasWindow && !m.inWindow(record.Get("eventTime")) {
		return false
	}
	if !m.hasConditions {
		return true
	}
	var seen recordFacts
	seen.readRecord(record)
	f := m.filter
	return (len(f.Accounts) == 0 || condition.MatchAny(f.Accounts, seen.accountID(path))) &&
		(len(f.Regions) == 0 || condition.MatchAny(f.Regions, records.Text(seen.region))) &&
		(len(m.eventSources) == 0 || condition.MatchAny(m.eventSources, records.Text(seen.source))) &&
		(len(f.EventNames) == 0 || condition.MatchAny(f.EventNames, records.Text(seen.name))) &&
		(!f.ErrorsOnly || seen.failure.Name() != "") &&
		(f.Access == AnyAccess || boolValue(seen.readOnly) == readOnlyValue(f.Access)) &&
		(len(f.SourceIPAddresses) == 0 || m.matchAddress(records.Text(seen.address))) &&
		(len(m.callers) == 0 || m.matchCaller(seen.identity)) && m.where.Match(record)
}

func readOnlyValue(access Access) Bool {
	if access == ReadAccess {
		return True
	}
	return False
}

// recordFacts are the raw values that filters compare.
type recordFacts struct {
	recipient, region, source, name, readOnly, address, identity []byte
	failure                                                      fact.Failure
}

// readRecord sets the facts to those of the record.
func (f *recordFacts) readRecord(record *records.Record) {
	for key, value := range record.Members() {
		switch string(key) {
		case "recipientAccountId":
			f.recipient = value
		case "awsRegion":
			f.region = value
		case "eventSource":
			f.source = value
		case "eventName":
			f.name = value
		case "errorCode":
			f.failure.Code = value
		case "errorMessage":
			f.failure.Message = value
		case "responseElements":
			f.failure.Response = value
		case "serviceEventDetails":
			f.failure.Details = value
		case "readOnly":
			f.readOnly = value
		case "sourceIPAddress":
			f.address = value
		case "userIdentity":
			f.identity = value
		}
	}
}

// accountID returns the account that the record was delivered to. Before
// eventVersion 1.02, records had no recipientAccountId.
func (f *recordFacts) accountID(path LogPath) string {
	if account := records.Text(f.recipient); account != "" {
		return account
	}
	if path.Account != "" {
		return path.Account
	}
	return fact.ReadIdentity(f.identity).AccountID
}

// inWindow reports whether eventTime is in the window. An invalid time is not.
func (m *matcher) inWindow(raw []byte) bool {
	from, to := m.filter.From, m.filter.To
	at := fact.Time(raw)
	return !at.IsZero() && !at.Before(from) && (to.IsZero() || at.Before(to))
}

func (m *matcher) matchAddress(address string) bool {
	if condition.MatchAny(m.serviceNames, address) {
		return true
	}
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	for _, prefix := range m.prefixes {
		if prefix.Contains(parsed.Unmap()) {
			return true
		}
	}
	return false
}

// matchCaller reports whether one of the names of the caller matches one that is
// asked for.
func (m *matcher) matchCaller(identity []byte) bool {
	return slices.ContainsFunc(fact.ReadIdentity(identity).Names(), func(name string) bool {
		return name != "" && condition.MatchAny(m.callers, strings.ToLower(name))
	})
}
