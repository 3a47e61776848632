package gap_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/gap"
)

// start returns midnight.
func start() time.Time { return time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC) }

// found returns the gaps of places whose hours are given as text: x has an event,
// and a dot has none.
func found(places ...string) []string {
	var presence gap.Presence
	for i, hours := range places {
		place := gap.Place{Account: "111122223333", Region: fmt.Sprint("region-", i+1)}
		for hour, c := range hours {
			if c == 'x' {
				presence.Add(place, start().Add(time.Duration(hour)*time.Hour+59*time.Minute))
			}
		}
	}
	var texts []string
	for _, g := range presence.Gaps() {
		texts = append(texts, fmt.Sprintf("%s %d to %d, %d of %d", g.Region, int(g.From.Sub(start()).Hours()), int(g.To.Sub(start()).Hours()), g.Active, g.Hours))
	}
	return texts
}

func TestGaps(t *testing.T) {
	for _, test := range []struct {
		name   string
		places []string
		want   []string
	}{
		{"none", []string{"xxxxxxxxxxxxxxxx"}, nil},
		{"two hours", []string{"xxxxxxxx..xxxxxxxx"}, []string{"region-1 8 to 10, 16 of 18"}},
		{"a long one does not make the place a quiet one", []string{"xxxxxx..................xxxxxx"}, []string{"region-1 6 to 24, 12 of 30"}},
		{"too few hours to know", []string{"xxxxx..xxxxxx"}, nil},
		{"often silent", []string{"xxx.xxx.xxx.xxx.xxx.xxx.xxx.xxx"}, nil},
		{"working hours", []string{"xxxxxxxx................xxxxxxxx................xxxxxxxx"}, nil},
		{"one of two", []string{"xxxxxxxxxxxxxxxx", "xxxxxxx.xxxxxxxx"}, []string{"region-2 7 to 8, 15 of 16"}},
		{"until the end", []string{"xxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxx"}, []string{"region-2 12 to 19, 12 of 19"}},
		{"the last hour may not be over", []string{"xxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxx."}, nil},
		{"before the first event", []string{"xxxxxxxxxxxxxxxxxxxx", "......xxxxxxxxxxxxxx"}, nil},
		{"late events of a time before", []string{"x..xx.xxxxxxxxxxxxxxxx"}, nil},
		{"two, by time", []string{"xxxxxxxxxxxxxxxxx.xxxx", "xxx.xxxxxxxxxxxxxxxxxx"},
			[]string{"region-2 3 to 4, 21 of 22", "region-1 17 to 18, 21 of 22"}},
		{"nothing", nil, nil},
	} {
		if got := found(test.places...); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// Times before 1970 and in the far future are hours like others, and cost no
// memory.
func TestGapsFarAway(t *testing.T) {
	var presence gap.Presence
	place := gap.Place{Account: "111122223333", Region: "eu-west-1"}
	for hour := range 20 {
		if hour != 7 {
			presence.Add(place, time.Date(1969, 12, 31, 10+hour, 30, 0, 0, time.UTC))
		}
	}
	presence.Add(gap.Place{Account: "444455556666"}, time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC))
	gaps := presence.Gaps()
	if len(gaps) != 2 || gaps[0].From != time.Date(1969, 12, 31, 17, 0, 0, 0, time.UTC) || gaps[1].To.Year() != 9999 {
		t.Errorf("%+v", gaps)
	}
}

// Invented accounts do not fill the memory, and Partial reports that some were
// dropped.
func TestPartial(t *testing.T) {
	var presence gap.Presence
	for i := range 10_001 {
		if presence.Partial() {
			t.Fatalf("partial after %d places", i)
		}
		presence.Add(gap.Place{Account: fmt.Sprint(i)}, start())
	}
	if !presence.Partial() {
		t.Error("not partial")
	}
}
