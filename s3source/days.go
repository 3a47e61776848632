package s3source

import (
	"strings"
	"time"
)

// dayForm is how folders tell a day.
const dayForm = "2006/01/02"

const oneDay = 24 * time.Hour

// days is a call for the keys of a region that the window can match, nil if there
// are none. They are in the order of the days, so that it takes one call to find
// the first.
func (w *walk) days(prefix string, p place) *call {
	c := &call{prefix: prefix, after: w.firstDay(p), through: w.lastDay(p), then: w.dayPage}
	if c.after > lastIn(prefix) || c.through != "" && c.through < prefix {
		return nil
	}
	return c
}

// firstDay is what keys of the window come after; empty if it has no beginning.
func (w *walk) firstDay(p place) string {
	from, _ := w.filter.Delivery()
	if from.IsZero() {
		return ""
	}
	return p.folder + from.UTC().Format(dayForm)
}

// lastDay is what keys of the window come before; empty if it has no end.
func (w *walk) lastDay(p place) string {
	_, to := w.filter.Delivery()
	if to.IsZero() {
		return ""
	}
	return p.folder + to.UTC().Add(oneDay-1).Truncate(oneDay).Format(dayForm)
}

// dayPage takes the keys of a page; where more are to come, the days that are
// left are shared out.
func (w *walk) dayPage(c *call, page *page) []*part {
	parts, _ := w.wanted(c, page)
	if c.ends(page) {
		return parts
	}
	if to := w.jump(page.last()); to > max(c.after, page.last()) {
		return append(parts, c.from(to))
	}
	next := c.more(page)
	parts = append(parts, next)
	for _, day := range cut(c, page) {
		piece := c.from(day)
		piece.call.pages = 0
		next.call.through = day
		parts = append(parts, piece)
		next = piece
	}
	return parts
}

// jump is where to go on behind a key, where the window begins later on its day or
// has ended: names of log files begin alike up to the time. It is empty elsewhere.
func (w *walk) jump(key string) string {
	p := placeOf(key)
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
		return lastIn(last)
	}
	return ""
}

// cut is where to cut a listing that goes on behind the page, each time behind
// what is no key: a day. It cuts so that each piece has some pages, and not where
// nobody can tell.
func cut(c *call, page *page) []string {
	if len(page.entries) == 0 || page.last() <= c.after { // it began before what was asked for
		return nil
	}
	folder := placeOf(page.last()).folder
	first, _ := dayOf(folder, page.entries[0].key)
	last, known := dayOf(folder, page.last())
	if !known || first.IsZero() {
		return nil
	}
	end, bounded := dayOf(folder, c.through)
	if !bounded {
		end = time.Now().UTC().Truncate(oneDay).Add(oneDay)
	}
	step := max(enoughPages*last.Sub(first), end.Sub(last)/shares, oneDay).Truncate(oneDay)
	var days []string
	for day := last.Add(oneDay); day.Before(end); day = day.Add(step) {
		days = append(days, folder+day.Format(dayForm))
	}
	return days
}

// dayOf reads the day of a key below a region's folder.
func dayOf(folder, key string) (time.Time, bool) {
	rest, found := strings.CutPrefix(key, folder)
	if !found || len(rest) < len(dayForm) {
		return time.Time{}, false
	}
	day, err := time.Parse(dayForm, rest[:len(dayForm)])
	return day, err == nil
}
