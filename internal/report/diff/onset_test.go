package diff

import (
	"testing"
	"time"
)

// Times are told to the minute where no event of the cause lies beyond them, and
// otherwise stay those of the step.
func TestSharpen(t *testing.T) {
	at := func(clock string) time.Time {
		if clock == "" {
			return time.Time{}
		}
		when, err := time.Parse(time.RFC3339, "2023-11-02T"+clock+"Z")
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	event := func(isAfter bool, clock string) mark { return mark{isAfter, at(clock), at(clock)} }
	const coarse = 10 * time.Minute
	for name, test := range map[string]struct {
		since, until     string
		inBefore, absent bool
		marks            []mark
		wantSince        string
		wantUntil        string
		resolution       time.Duration
	}{
		"begins in the step before":   {since: "02:20:00", marks: []mark{event(true, "02:16:40"), event(true, "09:00:00")}, wantSince: "02:16:00", resolution: time.Minute},
		"there was something before":  {since: "02:20:00", marks: []mark{event(true, "00:01:00"), event(true, "02:21:00")}, wantSince: "02:20:00", resolution: coarse},
		"of the other window":         {since: "02:20:00", marks: []mark{event(false, "00:01:00"), event(true, "02:21:59")}, wantSince: "02:21:00", resolution: time.Minute},
		"begins and ends":             {since: "02:20:00", until: "04:00:00", marks: []mark{event(true, "02:22:00"), event(true, "03:58:30")}, wantSince: "02:22:00", wantUntil: "03:59:00", resolution: time.Minute},
		"ends, and there is some yet": {since: "02:20:00", until: "04:00:00", marks: []mark{event(true, "02:22:00"), event(true, "08:00:00")}, wantSince: "02:22:00", wantUntil: "04:00:00", resolution: coarse},
		"is gone":                     {since: "02:20:00", absent: true, marks: []mark{event(true, "00:01:00"), event(true, "02:12:10")}, wantSince: "02:13:00", resolution: time.Minute},
		"is gone and comes again":     {since: "02:20:00", until: "04:00:00", absent: true, marks: []mark{event(true, "02:19:00"), event(true, "05:00:00")}, wantSince: "02:20:00", wantUntil: "04:00:00", resolution: coarse},
		"was there in Before":         {until: "04:00:00", inBefore: true, marks: []mark{event(false, "03:55:00"), event(true, "10:00:00")}, wantUntil: "03:56:00", resolution: time.Minute},
	} {
		c := cause{marks: test.marks, span: timeSpan{at(test.since), at(test.until), coarse, test.inBefore, test.absent}}
		c.sharpenSpan()
		if want := (timeSpan{at(test.wantSince), at(test.wantUntil), test.resolution, test.inBefore, test.absent}); c.span != want {
			t.Errorf("%s: %v, want %v", name, c.span, want)
		}
	}
}
