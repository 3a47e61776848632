package s3source

import (
	"fmt"
	"strings"
	"sync"

	"github.com/trailq/trailq"
)

// walk says which calls a listing takes.
//
// Where the filter rules out no accounts, regions or days, keys are listed page
// after page; where there are many, the folders that are left are shared out
// among calls in parallel, and the same again in each share: see sweep.
//
// Where it does, the folders of the layout are listed down to the regions, and
// then only the days of those that it can match: see days. Folders that are not
// of the layout are swept.
type walk struct {
	bucket *bucket
	filter *trailq.Filter // nil lists everything
	prunes bool           // the filter rules out accounts, regions or days
	start  place          // of the prefix that was asked for

	noting sync.Mutex
	noted  map[string]bool
}

// first is the first call.
func (w *walk) first() *call {
	prefix := w.bucket.prefix
	switch {
	case !w.prunes || w.start.isForeign():
		return w.sweep(prefix, "")
	case w.start.hasDays():
		return &call{prefix: prefix, after: w.firstDay(w.start), through: w.lastDay(w.start), then: w.dayPage}
	}
	return w.lower(prefix, w.start)
}

// lower is a call for the folders of the layout below prefix.
func (w *walk) lower(prefix string, p place) *call {
	if p.account != "" && p.region == "" {
		return w.regions(prefix, "")
	}
	return w.children(prefix, "")
}

// children is a call for the folders below prefix.
func (w *walk) children(prefix, after string) *call {
	return &call{prefix: prefix, delimiter: "/", after: after, then: w.descend}
}

// century is how the folders of years begin, behind the region's slash.
const century = "/20"

// regions is a call for the folders of the regions below an account's, of all
// kinds at once: they are what stands before the years. (AWS documents the
// delimiter as a character and takes a string, as most others do; whoever refuses
// it is asked for one level after another.)
func (w *walk) regions(prefix, after string) *call {
	if w.bucket.noCentury.Load() {
		return w.children(prefix, after)
	}
	return &call{prefix: prefix, delimiter: century, after: after, then: w.descend}
}

// descend goes into the folders of a page.
func (w *walk) descend(c *call, page *page) []*part {
	if c.delimiter == century && page.next != "" { // too much for an account's regions
		return []*part{{call: w.children(c.prefix, c.after)}}
	}
	var parts []*part
	objects := 0
	for _, entry := range page.entries {
		switch {
		case entry.isFolder():
			next := w.into(entry.key, c.after)
			if next != nil && len(page.entries) == 1 && page.next == "" && next.delimiter == "" && !placeOf(entry.key).hasDays() {
				next = w.children(entry.key, c.after) // nothing is shared out yet
			}
			parts = append(parts, &part{call: next})
		case c.includes(entry.key) && w.foreign(entry.key) == "":
			objects++
			parts = addObject(parts, entry)
		}
	}
	parts = gather(parts, c.prefix)
	if page.next == "" {
		return parts
	}
	if objects > len(page.entries)/2 { // more than strays
		w.noteUnknown(c)
	}
	return append(parts, c.more(page))
}

// addObject adds an object at the end of the parts.
func addObject(parts []*part, o object) []*part {
	if len(parts) == 0 || parts[len(parts)-1].call != nil {
		parts = append(parts, &part{})
	}
	last := parts[len(parts)-1]
	last.objects = append(last.objects, o)
	return parts
}

// into is the call for what is in a folder behind after, nil if nothing of it is
// wanted.
func (w *walk) into(folder, after string) *call {
	if strings.HasPrefix(after, folder) {
		return w.sweep(folder, after)
	}
	p := placeOf(folder)
	switch {
	case folder < after || w.skips(p):
		return nil
	case !w.prunes || p.isForeign():
		return w.sweep(folder, "")
	case p.hasDays():
		return w.days(folder, p)
	case p.logs, p.account != "" && p.rest == "":
		return w.lower(folder, p)
	}
	return w.sweep(folder, "")
}

// skips reports whether nothing of a place is wanted.
func (w *walk) skips(p place) bool {
	switch {
	case w.filter == nil:
		return false
	case p.isForeign():
		if !w.start.isForeign() {
			w.note(fmt.Sprintf("folders of other services than CloudTrail are left out: %s", p.kind))
		}
		return !w.start.isForeign()
	case !w.prunes || p.unsure:
		return false
	case p.isDigest() && !w.start.isDigest() && !w.bucket.options.Digests:
		return true
	}
	matches, _ := w.filter.MatchesPath(trailq.LogPath{Account: p.account, Region: p.region})
	return !matches
}

// foreign is the folder of another service that a key is in and that is left
// out; empty if it is in none.
func (w *walk) foreign(key string) string {
	if w.filter == nil || !strings.Contains(key, logsName) {
		return ""
	}
	if p := placeOf(key); p.isForeign() && w.skips(p) {
		return p.service
	}
	return ""
}

// note tells something once.
func (w *walk) note(text string) {
	w.noting.Lock()
	defer w.noting.Unlock()
	if !w.noted[text] && w.bucket.options.Note != nil {
		w.noted[text] = true
		w.bucket.options.Note(text)
	}
}

// noteUnknown tells that no folders of the layout shorten a listing.
func (w *walk) noteUnknown(c *call) {
	if w.prunes {
		w.note(fmt.Sprintf("%s is not laid out as CloudTrail does it: all keys there are listed", location{w.bucket.bucket, c.prefix}))
	}
}
