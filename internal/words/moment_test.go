package words

import (
	"testing"
	"time"
)

func TestParseMoment(t *testing.T) {
	now := time.Date(2023, 11, 8, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2023-11-01":                "2023-11-01T00:00:00Z",
		"2023-11-01T09:30":          "2023-11-01T09:30:00Z",
		"2023-11-01 09:30":          "2023-11-01T09:30:00Z",
		"2023-11-01T09:30:15":       "2023-11-01T09:30:15Z",
		"2023-11-01 09:30:15":       "2023-11-01T09:30:15Z",
		"2023-11-01T09:30Z":         "2023-11-01T09:30:00Z",
		"2023-11-01T09:30+02:00":    "2023-11-01T07:30:00Z",
		"2023-11-01T09:30:15Z":      "2023-11-01T09:30:15Z",
		"2023-11-01T09:30:15-05:30": "2023-11-01T15:00:15Z",
		"2023-11-01T09:30:15.25Z":   "2023-11-01T09:30:15.25Z",
		"2024-02-29":                "2024-02-29T00:00:00Z",
		"now":                       "2023-11-08T12:00:00Z",
		"30m":                       "2023-11-08T11:30:00Z",
		"24h":                       "2023-11-07T12:00:00Z",
		"7d":                        "2023-11-01T12:00:00Z",
		"2w":                        "2023-10-25T12:00:00Z",
		"1d12h":                     "2023-11-07T00:00:00Z",
		"1.5h":                      "2023-11-08T10:30:00Z",
		"2023-11":                   "2023-11-01T00:00:00Z",
		"today":                     "2023-11-08T00:00:00Z",
		"yesterday":                 "2023-11-07T00:00:00Z",
		"2 hours ago":               "2023-11-08T10:00:00Z",
		"an hour ago":               "2023-11-08T11:00:00Z",
		"24h ago":                   "2023-11-07T12:00:00Z",
		"3 days 2 hours ago":        "2023-11-05T10:00:00Z",
		"1 week ago":                "2023-11-01T12:00:00Z",
		"90 minutes ago":            "2023-11-08T10:30:00Z",
		"1698796800":                "2023-11-01T00:00:00Z",
		"1698796800250":             "2023-11-01T00:00:00.25Z",
	} {
		got, err := ParseMoment(text, now)
		if err != nil || got.Format(time.RFC3339Nano) != want || got.Location() != time.UTC {
			t.Errorf("%s: %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", " ", "5", "h", "-24h", "24", "ago", "2 hours", "2 moons ago", "hours ago", "169879680", "7days", "1h-", "1..5h", "1e3h", "99999999d", "∞h",
		"2023-13", "2023-13-01", "2023-02-29", "01/11/2023", "2023-11-01T25:00", "2023-11-01T09:30:15+2", "tomorrow",
	} {
		if got, err := ParseMoment(text, now); err == nil {
			t.Errorf("%s: %v, want an error", text, got)
		}
	}
}

// Whatever is typed gives a time not after now, or an absolute one, or an error.
func FuzzParseMoment(f *testing.F) {
	f.Add("2023-11-01T09:30:15.25+02:00")
	f.Add("1w2d3h4m5s")
	f.Add("999999999999w")
	now := time.Date(2023, 11, 8, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		if back, err := parseDuration(text); err == nil && (back < 0 || now.Add(-back).After(now)) {
			t.Fatalf("%q is a duration of %v", text, back)
		}
		at, err := ParseMoment(text, now)
		if err == nil && at.Location() != time.UTC {
			t.Fatalf("%q is %v", text, at)
		}
	})
}

// Times without an offset are in the zone, wherever it is given.
func TestZone(t *testing.T) {
	for name, test := range map[string]struct{ zone, text, want string }{
		"offset":           {"+02:00", "2023-11-01T09:30", "2023-11-01T07:30:00Z"},
		"offset of a time": {"+02:00", "2023-11-01T09:30-01:00", "2023-11-01T10:30:00Z"},
		"UTC":              {"utc", "2023-11-01", "2023-11-01T00:00:00Z"},
		"today":            {"+13:00", "today", "2023-11-08T11:00:00Z"},
		"local":            {"local", "2023-11-01", time.Date(2023, 11, 1, 0, 0, 0, 0, time.Local).UTC().Format(time.RFC3339)},
	} {
		for _, order := range [][]string{{"tz", "from"}, {"from", "tz"}} {
			var from time.Time
			clock := NewClock(time.Date(2023, 11, 8, 12, 0, 0, 0, time.UTC))
			values := map[string]Value{"tz": Zone(clock), "from": Moment(&from, clock)}
			for _, word := range order {
				if err := values[word].Set(map[string]string{"tz": test.zone, "from": test.text}[word]); err != nil {
					t.Fatal(name, err)
				}
			}
			if got := from.Format(time.RFC3339); got != test.want {
				t.Errorf("%s, %v: %s, want %s", name, order, got, test.want)
			}
		}
	}
	if err := Zone(NewClock(time.Now())).Set("Nowhere/Here"); err == nil {
		t.Error("an unknown zone is taken")
	}
}
