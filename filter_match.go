package trailq

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/trailq/trailq/internal/records"
)

// matcher is a Filter made ready. It is safe for concurrent use.
type matcher struct {
	filter   *Filter
	sources  []string
	callers  []string // lower case where they may stand anywhere
	prefixes []netip.Prefix
	services []string // sourceIPAddress values that are no addresses
	window   bool     // there is one
	others   bool     // there is more to ask for than a window
}

// Validate says what is wrong with the filter. [Events] does so, too, as its
// only pair.
func (f *Filter) Validate() error {
	_, err := newMatcher(f)
	return err
}

// newMatcher makes the filter ready, or says what is wrong with it.
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
		m.sources = append(m.sources, source)
	}
	for _, caller := range f.Callers {
		if !strings.ContainsAny(caller, "*?") {
			caller = "*" + caller + "*"
		}
		m.callers = append(m.callers, strings.ToLower(caller))
	}
	for _, address := range f.SourceIPAddresses {
		if err := m.addAddress(address); err != nil {
			return nil, err
		}
	}
	m.window = !f.From.IsZero() || !f.To.IsZero()
	m.others = f.Access != AnyAccess || f.ErrorsOnly ||
		len(f.Accounts)+len(f.Regions)+len(m.sources)+len(f.EventNames)+len(m.callers)+len(f.SourceIPAddresses) > 0
	return m, nil
}

// addAddress reads a value of SourceIPAddresses.
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
	m.services = append(m.services, text)
	return nil
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// matches reports whether the record's fields are what the filter asks for.
// Path is that of its file: the account of a record that has no
// recipientAccountId is there.
func (m *matcher) matches(record *records.Record, path LogPath) bool {
	if m.window && !m.inWindow(record.Get("eventTime")) {
		return false
	}
	if !m.others {
		return true
	}
	var seen facts
	seen.read(record)
	f := m.filter
	return (len(f.Accounts) == 0 || matchesAny(f.Accounts, seen.account(path))) &&
		(len(f.Regions) == 0 || matchesAny(f.Regions, text(seen.region))) &&
		(len(m.sources) == 0 || matchesAny(m.sources, text(seen.source))) &&
		(len(f.EventNames) == 0 || matchesAny(f.EventNames, text(seen.name))) &&
		(!f.ErrorsOnly || text(seen.errorCode) != "") &&
		(f.Access == AnyAccess || boolean(seen.readOnly) == readOnlyOf(f.Access)) &&
		(len(f.SourceIPAddresses) == 0 || m.matchesAddress(text(seen.address))) &&
		(len(m.callers) == 0 || m.matchesCaller(seen.identity))
}

func readOnlyOf(access Access) Bool {
	if access == ReadAccess {
		return True
	}
	return False
}

// facts are the raw values that filters ask for.
type facts struct {
	recipient, region, source, name, errorCode, readOnly, address, identity []byte
}

// read takes the facts out of the record.
func (f *facts) read(record *records.Record) {
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
			f.errorCode = value
		case "readOnly":
			f.readOnly = value
		case "sourceIPAddress":
			f.address = value
		case "userIdentity":
			f.identity = value
		}
	}
}

// account is whose log the record is in. Before eventVersion 1.02 records had
// no recipientAccountId.
func (f *facts) account(path LogPath) string {
	if account := text(f.recipient); account != "" {
		return account
	}
	if path.Account != "" {
		return path.Account
	}
	return text(member(f.identity, "accountId"))
}

// inWindow reports whether eventTime is in the window; one that is no time is not.
func (m *matcher) inWindow(raw []byte) bool {
	from, to := m.filter.From, m.filter.To
	at := eventTime(raw)
	return !at.IsZero() && !at.Before(from) && (to.IsZero() || at.Before(to))
}

func (m *matcher) matchesAddress(address string) bool {
	if matchesAny(m.services, address) {
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

// matchesCaller looks for the callers in what identifies one.
func (m *matcher) matchesCaller(identity []byte) bool {
	issuer := member(member(identity, "sessionContext"), "sessionIssuer")
	for _, raw := range [][]byte{
		member(identity, "arn"), member(identity, "userName"), member(identity, "accessKeyId"),
		member(identity, "principalId"), member(identity, "invokedBy"),
		member(issuer, "arn"), member(issuer, "userName"),
	} {
		if name := text(raw); name != "" && matchesAny(m.callers, strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// member returns the raw value of a field of the raw object, nil where there is
// none.
func member(raw []byte, name string) []byte {
	if !bytes.Contains(raw, []byte(name)) {
		return nil
	}
	fields, _ := records.Object(raw, nil)
	record := records.Record{Raw: raw, Fields: fields}
	return record.Get(name)
}
