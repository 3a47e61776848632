package ask

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/interruptible"
	"github.com/trailq/trailq/internal/words"
)

var noon = time.Date(2023, 11, 8, 12, 0, 0, 0, time.UTC)

// Words, as a URL has them, become the filter and the options of a reading.
func TestWordsToOptions(t *testing.T) {
	at := func(text string) time.Time {
		t, _ := time.Parse(time.RFC3339, text)
		return t
	}
	for name, test := range map[string]struct {
		words map[string][]string
		want  trailq.Options
	}{
		"nothing": {nil, trailq.Options{Duplicates: trailq.CountDuplicates}},
		"a window": {
			map[string][]string{"from": {"2023-11-01"}, "to": {"24h"}},
			trailq.Options{Duplicates: trailq.CountDuplicates, Filter: trailq.Filter{From: at("2023-11-01T00:00:00Z"), To: at("2023-11-07T12:00:00Z")}},
		},
		"since": {
			map[string][]string{"since": {"7d"}, "late-delivery-any": {"true"}},
			trailq.Options{Duplicates: trailq.CountDuplicates, Filter: trailq.Filter{From: at("2023-11-01T12:00:00Z"), LateDelivery: -1}},
		},
		"lists": {
			map[string][]string{"region": {"us-*,eu-west-1", "ap-south-1"}, "caller": {"a,b", "c"}, "account": {"111122223333"}, "event-source": {"s3"}},
			trailq.Options{Duplicates: trailq.CountDuplicates, Filter: trailq.Filter{
				Regions: []string{"us-*", "eu-west-1", "ap-south-1"}, Callers: []string{"a,b", "c"}, Accounts: []string{"111122223333"}, EventSources: []string{"s3"},
			}},
		},
		"toggles": {
			map[string][]string{"errors-only": {"true"}, "write-only": {"true"}, "read-only": {"false"}, "dedup": {"1"}},
			trailq.Options{Duplicates: trailq.DropDuplicates, Filter: trailq.Filter{ErrorsOnly: true, Access: trailq.WriteAccess}},
		},
		"sizes": {
			map[string][]string{"workers": {"7"}, "record-limit": {"1MB"}, "expansion-limit": {"20"}, "late-delivery": {"1d12h"}},
			trailq.Options{Duplicates: trailq.CountDuplicates, Workers: 7, Limits: trailq.Limits{Record: 1_000_000, Expansion: 20}, Filter: trailq.Filter{LateDelivery: 36 * time.Hour}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var selection Selection
			if err := selection.Words(words.NewClock(noon)).SetAll(test.words); err != nil {
				t.Fatal(err)
			}
			got, err := selection.options()
			if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// A mistake names its words, and each face spells them.
func TestMistakesInWords(t *testing.T) {
	dashes := func(word string) string { return "--" + word }
	for message, values := range map[string]map[string][]string{
		`there is no --frm`:                                                                           {"frm": {"now"}},
		`--from "yesteryear": ` + words.MomentForms:                                                   {"from": {"yesteryear"}},
		`--account "1": an account id has 12 digits, without hyphens`:                                 {"account": {"1"}},
		`--event-name "": an empty value`:                                                             {"event-name": {""}},
		`--dedup "maybe": want true or false`:                                                         {"dedup": {"maybe"}},
		`--workers "0": want 1 to 1024`:                                                               {"workers": {"0"}},
		`--expansion-limit "0": want 1 or more`:                                                       {"expansion-limit": {"0"}},
		`--expansion-limit "x": want a whole number`:                                                  {"expansion-limit": {"x"}},
		`--from and --since both set the start of the window: give one`:                               {"from": {"7d"}, "since": {"7d"}},
		`--read-only and --write-only together match nothing: give one`:                               {"read-only": {"1"}, "write-only": {"1"}},
		`--late-delivery and --late-delivery-any contradict each other: give one`:                     {"late-delivery": {"1h"}, "late-delivery-any": {"1"}},
		`the window is empty: it starts at 2023-11-08T12:00:00Z and ends before 2023-11-01T12:00:00Z`: {"from": {"now"}, "to": {"7d"}},
	} {
		var selection Selection
		err := selection.Words(words.NewClock(noon)).SetAll(values)
		if err == nil {
			_, err = selection.options()
		}
		if err == nil || Explain(err).Kind != BadWords {
			t.Errorf("%v: %v", values, err)
			continue
		}
		if got, _ := Explain(err).Spell(dashes); got != message {
			t.Errorf("got:  %s\nwant: %s", got, message)
		}
		if plain := err.Error(); strings.Contains(plain, "--") {
			t.Errorf("a word without a face: %s", plain)
		}
	}
}

// The words of reports are checked before anything is opened.
func TestPrepareChecksWords(t *testing.T) {
	for _, test := range []struct {
		report  Report
		words   map[string][]string
		sources int
		want    string
	}{
		{NewTop(), map[string][]string{"by": {"calller"}}, 1, `by: "calller": no event has such a field`},
		{NewTop(), map[string][]string{"limit": {"-1"}}, 1, `limit "-1": want 1 or more, or 0 for all`},
		{NewTop(), map[string][]string{"sum": {"bytes"}}, 1, `sum "bytes": want one of `},
		{NewCost(), map[string][]string{"prices": {"nowhere.csv"}}, 1, "prices: open nowhere.csv"},
		{NewCost(), map[string][]string{"ip-ranges": {"nowhere.json"}}, 1, "ip-ranges: open nowhere.json"},
		{NewTimeline(), map[string][]string{"every": {"week"}}, 1, `every "week": want one of `},
		{NewWho(), map[string][]string{"tree": {"true"}, "as": {"role"}}, 1, "tree is about all calls, and as about one thing"},
		{NewWho(), nil, 1, "WHAT is empty"},
		{NewDiff(words.NewClock(noon)), nil, 1, "diff needs two windows, or two sources"},
		{NewDiff(words.NewClock(noon)), map[string][]string{"before": {"2023-11"}, "after": {"2023-11-02"}}, 1, "the windows overlap"},
		{NewDiff(words.NewClock(noon)), map[string][]string{"before": {"2023"}}, 1, `before "2023": want a month`},
		{NewDiff(words.NewClock(noon)), map[string][]string{"at": {"2023-11-01"}, "before": {"2023-10"}}, 1, "at sets both windows"},
		{NewDiff(words.NewClock(noon)), map[string][]string{"span": {"1h"}}, 1, "span is the time before and after at"},
		{NewDiff(words.NewClock(noon)), nil, 2, `"logs" and "logs" have files in common`},
	} {
		err := test.report.Words().SetAll(test.words)
		if err == nil {
			_, err = Prepare(test.report, Request{Sources: []string{"logs", "logs"}[:test.sources]})
		}
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || Explain(err).Kind != BadWords {
			t.Errorf("%T %v: %v, want %s", test.report, test.words, err, test.want)
		}
	}
}

// Windows are read from the words of diff.
func TestWindows(t *testing.T) {
	for _, test := range []struct{ words, want string }{
		{"before=2023-10&after=2023-11", "2023-10-01T00:00:00Z..2023-11-01T00:00:00Z 2023-11-01T00:00:00Z..2023-12-01T00:00:00Z"},
		{"before=2023-10-31&after=2023-11-01T05", "2023-10-31T00:00:00Z..2023-11-01T00:00:00Z 2023-11-01T05:00:00Z..2023-11-01T06:00:00Z"},
		{"before=7d..1d&after=1d..now", "2023-11-01T12:00:00Z..2023-11-07T12:00:00Z 2023-11-07T12:00:00Z..2023-11-08T12:00:00Z"},
		{"at=2023-11-02", "2023-11-01T00:00:00Z..2023-11-02T00:00:00Z 2023-11-02T00:00:00Z..2023-11-03T00:00:00Z"},
		{"at=2023-11-02T02:00", "2023-11-02T01:00:00Z..2023-11-02T02:00:00Z 2023-11-02T02:00:00Z..2023-11-02T03:00:00Z"},
		{"at=2023-11-02T02:00&span=3h", "2023-11-01T23:00:00Z..2023-11-02T02:00:00Z 2023-11-02T02:00:00Z..2023-11-02T05:00:00Z"},
	} {
		diff := NewDiff(words.NewClock(noon))
		values := make(map[string][]string)
		for pair := range strings.SplitSeq(test.words, "&") {
			name, value, _ := strings.Cut(pair, "=")
			values[name] = append(values[name], value)
		}
		if err := diff.Words().SetAll(values); err != nil {
			t.Error(err)
			continue
		}
		before, after, err := diff.Windows.resolveWindows(false)
		if got := describeWindow(before) + " " + describeWindow(after); err != nil || got != test.want {
			t.Errorf("%s:\n%s, %v\nwant\n%s", test.words, got, err, test.want)
		}
	}
}

// What cannot be opened is told apart from what is misspelt.
func TestOpenFails(t *testing.T) {
	for name, want := range map[string]struct {
		kind Kind
		text string
	}{
		"":                 {BadWords, "an empty SOURCE"},
		"-":                {BadWords, "there is no standard input here"},
		"ftp://host/logs":  {BadWords, `SOURCE "ftp://host/logs": no such kind of source: ftp`},
		"nowhere":          {SourceFailed, "nowhere: no such file or folder"},
		"[":                {BadWords, `SOURCE "["`},
		"s3:///no-bucket/": {BadWords, ""},
	} {
		_, err := Open(t.Context(), []string{name}, Access{}, Environment{})
		if err == nil || Explain(err).Kind != want.kind || !strings.HasPrefix(err.Error(), want.text) {
			t.Errorf("%q: %v", name, err)
		}
	}
	stdin := Environment{Stdin: strings.NewReader("")}
	if _, err := Open(t.Context(), []string{"-", "-"}, Access{}, stdin); err == nil {
		t.Error("standard input was opened twice")
	}
}

// A stream ends when the context is done, though nobody writes to it.
func TestStreamEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := interruptible.ReadText(ctx, neverReader{}); err == nil {
		t.Errorf("got %v", err)
	}
}

// neverReader never returns.
type neverReader struct{}

func (neverReader) Read([]byte) (int, error) { select {} }
