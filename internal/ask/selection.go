package ask

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/report"
	"github.com/trailq/trailq/internal/words"
)

// Selection is which events are asked about, and how their files are read.
type Selection struct {
	Filter    trailq.Filter
	Since     time.Time // another word for Filter.From
	ReadOnly  bool
	WriteOnly bool
	AnyLate   bool // files delivered however late are opened
	Dedup     bool
	Workers   int
	Verified  bool     // only log files that digests prove
	Keys      []string // files with public keys, to prove them by
	Limits    trailq.Limits
}

// Words returns all words of a selection. Durations count back from the clock's time.
func (s *Selection) Words(clock *words.Clock) words.Words {
	return slices.Concat(s.PlaceWords(clock), s.CallWords(), s.WhereWords(), s.ReadWords(), s.LateWords())
}

// PlaceWords returns the words about when and where, of which the paths of log files
// tell, too.
func (s *Selection) PlaceWords(clock *words.Clock) words.Words {
	return words.Words{
		words.New("from", words.Moment(&s.Filter.From, clock)),
		words.New("since", words.Moment(&s.Since, clock)),
		words.New("to", words.Moment(&s.Filter.To, clock)),
		words.New("tz", words.Zone(clock)),
		words.New("account", words.List(&s.Filter.Accounts, checkAccount)),
		words.New("region", words.List(&s.Filter.Regions, checkRegion)),
	}
}

// CallWords returns the words about what was called, by whom and how.
func (s *Selection) CallWords() words.Words {
	return words.Words{
		words.New("event-source", words.List(&s.Filter.EventSources, checkEventSource)),
		words.New("event-name", words.List(&s.Filter.EventNames, nil)),
		words.New("caller", words.Texts(&s.Filter.Callers)),
		words.New("source-ip", words.List(&s.Filter.SourceIPAddresses, checkAddress)),
		words.New("errors-only", words.Toggle(&s.Filter.ErrorsOnly)),
		words.New("read-only", words.Toggle(&s.ReadOnly)),
		words.New("write-only", words.Toggle(&s.WriteOnly)),
		words.New("dedup", words.Toggle(&s.Dedup)),
	}
}

// WhereWords returns the word with conditions on any field, for commands that answer.
func (s *Selection) WhereWords() words.Words {
	return words.Words{words.New("where", words.Texts(&s.Filter.Where))}
}

// ReadWords returns the words about how files are read.
func (s *Selection) ReadWords() words.Words {
	return words.Words{
		words.New("workers", words.Parallel(&s.Workers)),
		words.New("record-limit", words.Size(&s.Limits.Record)),
		words.New("expansion-limit", words.Number(&s.Limits.Expansion, 1, "want 1 or more")),
	}
}

// ProofWords returns the words about reading only what is proven.
func (s *Selection) ProofWords() words.Words {
	return words.Words{
		words.New("verified", words.Toggle(&s.Verified)),
		words.New("keys", words.Texts(&s.Keys)),
	}
}

// LateWords returns the words about files that were delivered late.
func (s *Selection) LateWords() words.Words {
	return words.Words{
		words.New("late-delivery", words.Duration(&s.Filter.LateDelivery)),
		words.New("late-delivery-any", words.Toggle(&s.AnyLate)),
	}
}

// options returns the options for reading, or says which words contradict each
// other.
func (s *Selection) options() (trailq.Options, error) {
	filter := s.Filter
	switch {
	case !s.Since.IsZero() && !filter.From.IsZero():
		return trailq.Options{}, usagef("%v and %v both set the start of the window: give one", words.Name("from"), words.Name("since"))
	case s.ReadOnly && s.WriteOnly:
		return trailq.Options{}, usagef("%v and %v together match nothing: give one", words.Name("read-only"), words.Name("write-only"))
	case s.AnyLate && filter.LateDelivery > 0:
		return trailq.Options{}, usagef("%v and %v contradict each other: give one", words.Name("late-delivery"), words.Name("late-delivery-any"))
	case !s.Since.IsZero():
		filter.From = s.Since
	}
	if s.AnyLate {
		filter.LateDelivery = -1
	}
	if s.ReadOnly {
		filter.Access = trailq.ReadAccess
	} else if s.WriteOnly {
		filter.Access = trailq.WriteAccess
	}
	options := trailq.Options{Filter: filter, Duplicates: trailq.CountDuplicates, Workers: s.Workers, Limits: s.Limits}
	if s.Dedup {
		options.Duplicates = trailq.DropDuplicates
	}
	return options, checkFilter(&filter)
}

// checkFilter refuses a filter that makes no sense before anything is opened.
func checkFilter(filter *trailq.Filter) error {
	if !filter.From.IsZero() && !filter.To.IsZero() && !filter.From.Before(filter.To) {
		return usagef("the window is empty: it starts at %s and ends before %s", filter.From.Format(time.RFC3339), filter.To.Format(time.RFC3339)).
			withHint("%v is not part of the window: for the day of 2023-11-01, %v 2023-11-01 %v 2023-11-02", words.Name("to"), words.Name("from"), words.Name("to"))
	}
	if _, err := report.WhereConditions(filter.Where); err != nil {
		return whereFailure(err)
	}
	if err := filter.Validate(); err != nil {
		return usagef("%w", err) // it says what to write
	}
	return nil
}

// whereFailure says what is wrong with a condition.
func whereFailure(err error) error {
	var wrong *report.FieldError
	if !errors.As(err, &wrong) {
		return usagef("%v: %w", words.Name("where"), err)
	}
	for _, short := range CostNames() {
		if slices.Contains(strings.Split(short.Name, ", "), wrong.Name) {
			return usagef("%v: %q is computed by cost, and no field of events", words.Name("where"), wrong.Name)
		}
	}
	return dimensionFailure("where", "top", err)
}

func checkAccount(value string) error {
	if strings.Trim(value, "0123456789*?") != "" || len(value) != 12 && !strings.Contains(value, "*") {
		return errors.New("an account id has 12 digits, without hyphens")
	}
	return nil
}

func checkRegion(value string) error {
	if strings.Trim(value, "abcdefghijklmnopqrstuvwxyz0123456789-*?") != "" {
		return errors.New("want a region's code such as eu-west-1")
	}
	return nil
}

func checkEventSource(value string) error {
	if value != strings.ToLower(value) || strings.ContainsAny(value, " /:") {
		return errors.New("want a service's name in lower case such as s3 or s3.amazonaws.com")
	}
	return nil
}

func checkAddress(value string) error {
	if _, err := netip.ParsePrefix(value); strings.Contains(value, "/") && err != nil {
		return errors.New("want an address, a block such as 192.0.2.0/24 or a service's name")
	}
	return nil
}

// whereSQL returns the conditions of the run's filter, which has been checked, in
// Athena's SQL.
func (r *Run) whereSQL() []string {
	conditions, _ := report.WhereConditions(r.read.Filter.Where)
	var texts []string
	for _, condition := range conditions {
		texts = append(texts, condition.String())
	}
	return texts
}
