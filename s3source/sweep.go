package s3source

import "strings"

const (
	// enoughPages is how many pages of a listing come one after the other before
	// what is left is shared out.
	enoughPages = 4
	// shares is into how many calls it is shared out at most.
	shares = 64
)

// sweep is a call for all keys that begin with prefix.
func (w *walk) sweep(prefix, after string) *call {
	return &call{prefix: prefix, after: after, then: w.swept}
}

// swept takes the keys of a page and goes on.
func (w *walk) swept(c *call, page *page) []*part {
	parts, foreign := w.wanted(c, page)
	if c.ends(page) {
		return parts
	}
	if foreign != "" && lastIn(foreign) > c.after {
		return append(parts, c.from(lastIn(foreign)))
	}
	if c.pages == 0 && w.prunes && c.after == "" && showsLayout(page) { // it need not be swept
		return []*part{{call: w.children(c.prefix, "")}}
	}
	w.noteUnknown(c)
	if last := page.last(); last > c.after && c.pages+1 >= enoughPages {
		return append(parts, w.shareOut(c, last)...)
	}
	return append(parts, c.more(page))
}

// wanted is the part with the page's keys that are wanted, if any. It returns,
// too, the folder of another service that the page ends in, if it does.
func (w *walk) wanted(c *call, page *page) (parts []*part, foreign string) {
	taken := &part{objects: make([]object, 0, len(page.entries))}
	ours := "" // a folder that is none of another service
	for _, entry := range page.entries {
		if foreign != "" && strings.HasPrefix(entry.key, foreign) || !c.includes(entry.key) {
			continue
		}
		if ours == "" || !strings.HasPrefix(entry.key, ours) {
			if foreign = w.foreign(entry.key); foreign != "" {
				continue
			}
			ours = placeOf(entry.key).folder
		}
		taken.objects = append(taken.objects, entry)
	}
	if len(taken.objects) > 0 {
		parts = []*part{taken}
	}
	return parts, foreign
}

// showsLayout reports whether some key of the page is a log's in the layout.
func showsLayout(page *page) bool {
	for _, entry := range page.entries {
		if p := placeOf(entry.key); p.region != "" && !p.isForeign() {
			return true
		}
	}
	return false
}

// shareOut makes calls for what is behind the key last of a listing.
func (w *walk) shareOut(c *call, last string) []*part {
	if c.group == nil {
		return []*part{{call: w.children(c.prefix, last)}}
	}
	var parts []*part
	for _, folder := range c.group {
		if next := w.into(folder, last); next != nil {
			parts = append(parts, &part{call: next})
		}
	}
	return parts
}

// gather makes one call of several that sweep folders of prefix which follow each
// other, where there are too many. A part of nothing stands for folders that are
// not wanted, and goes.
func gather(parts []*part, prefix string) []*part {
	size := (len(parts) + shares - 1) / shares
	var gathered []*part
	apart := false
	for _, p := range parts {
		n := len(gathered)
		switch {
		case p.call == nil && len(p.objects) == 0:
			apart = true
			continue
		case size == 1 || p.call == nil || !p.call.sweeps():
			gathered = append(gathered, p)
		case n > 0 && !apart && gathered[n-1].joins(size):
			group := gathered[n-1].call
			group.group = append(group.group, p.call.prefix)
			group.through = lastIn(p.call.prefix)
		default:
			folder, group := p.call.prefix, *p.call
			group.prefix, group.group = prefix, []string{folder}
			group.after, group.through = justBefore(folder), lastIn(folder)
			gathered = append(gathered, &part{call: &group})
		}
		apart = false
	}
	return gathered
}

// sweeps tells a call for all keys of one folder.
func (c *call) sweeps() bool {
	return c.delimiter == "" && c.after == "" && c.through == "" && !placeOf(c.prefix).hasDays()
}

// joins reports whether a call for a group of folders may have another one.
func (p *part) joins(size int) bool {
	return p.call != nil && p.call.group != nil && len(p.call.group) < size
}

// justBefore is a key that is less than those in a folder and greater than all
// others that are, save for such as nobody has.
func justBefore(folder string) string {
	last := len(folder) - 1 // an ASCII character
	return folder[:last] + string(rune(folder[last]-1)) + lastCharacter
}

// lastIn is a key that is greater than those in a folder, as justBefore.
func lastIn(folder string) string { return folder + lastCharacter }

// lastCharacter is the greatest that may be in a key.
const lastCharacter = "\U0010FFFF"
