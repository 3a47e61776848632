package diff

import (
	"slices"

	"github.com/trailq/trailq/internal/phrase"
	"github.com/trailq/trailq/internal/table"
)

// leastReplaced is the part of a value's amount that the value in its place must have, or
// the reverse.
const leastReplaced = 0.5

// joinReplaced returns the changes of user agents with each new version and the old one in
// whose place it came as one change, for people: a program was updated.
func (d *Comparison) joinReplaced(changes []valueChange) []valueChange {
	var joined []valueChange
	used := make([]bool, len(changes))
	for i, gone := range changes {
		if gone.after != 0 || gone.before == 0 {
			continue
		}
		j := slices.IndexFunc(changes, func(came valueChange) bool { return d.tookPlace(gone, came) })
		if j < 0 || used[j] {
			continue
		}
		used[i], used[j] = true, true
		came := changes[j]
		joined = append(joined, valueChange{
			value:  table.Text(string(gone.value.AppendText(nil)) + " → " + string(came.value.AppendText(nil))),
			before: gone.before, after: came.after, isReplaced: true,
		})
	}
	for i, change := range changes {
		if !used[i] {
			joined = append(joined, change)
		}
	}
	return joined
}

// tookPlace reports whether a value is new, of the same program as one that is gone, and
// about as frequent.
func (d *Comparison) tookPlace(gone, came valueChange) bool {
	if came.before != 0 || came.after == 0 {
		return false
	}
	before := d.ratio * gone.before
	return min(before, came.after) >= leastReplaced*max(before, came.after) &&
		phrase.Program(string(gone.value.AppendText(nil))) == phrase.Program(string(came.value.AppendText(nil)))
}
