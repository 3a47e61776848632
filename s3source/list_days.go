package s3source

import (
	"strings"
	"time"
)

// dayForm is the form of a day in folders.
const dayForm = "2006/01/02"

const oneDay = 24 * time.Hour

// daysCall returns a call for the keys of a region that the window can match, or nil
// if there are none. Keys are in the order of their days, so that one call finds the
// first.
func (w *walk) daysCall(prefix string, p place) *call {
	c := &call{prefix: prefix, after: w.firstDay(p), through: w.lastDay(p), takePage: w.takeDayPage}
	if c.after > lastKeyIn(prefix) || c.through != "" && c.through < prefix {
		return nil
	}
	return c
}

// firstDay returns the key after which the window's keys begin; empty if the window
// is unbounded there.
func (w *walk) firstDay(p place) string {
	from, _ := w.filter.Delivery()
	if from.IsZero() {
		return ""
	}
	return p.folder + from.UTC().Format(dayForm)
}

// lastDay returns the key before which the window's keys end; empty if the window is
// unbounded there.
func (w *walk) lastDay(p place) string {
	_, to := w.filter.Delivery()
	if to.IsZero() {
		return ""
	}
	return p.folder + to.UTC().Add(oneDay-1).Truncate(oneDay).Format(dayForm)
}

// takeDayPage takes the keys of a page. If there are more, it splits the remaining
// days among several calls.
func (w *walk) takeDayPage(c *call, page *page) []*part {
	parts, _ := w.wantedKeys(c, page)
	if c.isLastPage(page) {
		return parts
	}
	if to := w.jumpKey(page.lastKey()); to > max(c.after, page.lastKey()) {
		return append(parts, c.resumeAfter(to))
	}
	next := c.nextPage(page)
	parts = append(parts, next)
	for _, day := range splitDays(c, page) {
		piece := c.resumeAfter(day)
		piece.call.pages = 0
		next.call.through = day
		parts = append(parts, piece)
		next = piece
	}
	return parts
}

// jumpKey returns the key after which to go on, if the window begins later on the
// day of the last key or has ended before it; otherwise it is empty. It relies on
// names of log files that are alike up to the time.
func (w *walk) jumpKey(key string) string {
	p := parsePlace(key)
	from, to := w.filter.Delivery()
	names := func(day time.Time) string {
		return p.folder + day.UTC().Format(dayForm) + "/" + p.account + "_" + p.kind + "_" + p.region + "_"
	}
	const minute = "20060102T1504Z"
	if first := names(from); !from.IsZero() && strings.HasPrefix(key, first) && key < first+from.UTC().Format(minute) {
		return first + from.UTC().Format(minute)
	}
	to = to.Add(time.Minute - 1).Truncate(time.Minute)
	if last := names(to); strings.HasPrefix(key, last) && key >= last+to.UTC().Format(minute) {
		return lastKeyIn(last)
	}
	return ""
}

// splitDays returns the days at which to split the rest of a listing after the page.
// Each piece is several pages long, as far as the page allows an estimate; if it does
// not, there is no split. A day is never a key itself.
func splitDays(c *call, page *page) []string {
	if len(page.entries) == 0 || page.lastKey() <= c.after { // the page begins before the requested keys
		return nil
	}
	folder := parsePlace(page.lastKey()).folder
	first, _ := parseDay(folder, page.entries[0].key)
	last, known := parseDay(folder, page.lastKey())
	if !known || first.IsZero() {
		return nil
	}
	end, bounded := parseDay(folder, c.through)
	if !bounded {
		end = time.Now().UTC().Truncate(oneDay).Add(oneDay)
	}
	step := max(pagesBeforeSplit*last.Sub(first), end.Sub(last)/maxSplit, oneDay).Truncate(oneDay)
	var days []string
	for day := last.Add(oneDay); day.Before(end); day = day.Add(step) {
		days = append(days, folder+day.Format(dayForm))
	}
	return days
}

// parseDay parses the day of a key below a region's folder.
func parseDay(folder, key string) (time.Time, bool) {
	rest, found := strings.CutPrefix(key, folder)
	if !found || len(rest) < len(dayForm) {
		return time.Time{}, false
	}
	day, err := time.Parse(dayForm, rest[:len(dayForm)])
	return day, err == nil
}
