package coverage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/digest"
	"github.com/trailq/trailq/internal/gap"
)

// Witness is what tells that something is missing.
type Witness string

// The witnesses, the surest first.
const (
	ByDigest   Witness = "digest"
	ByDelivery Witness = "delivery event"
	ByCadence  Witness = "cadence"
	BySilence  Witness = "silence only"
)

// Missing is a file that is not there or, by silence, hours without events.
type Missing struct {
	Place
	// Name is the key of the file; empty by silence.
	Name string
	// From and To bound the time in question.
	From, To time.Time
	KnownBy  Witness
	// Evidence is the digest or the eventID, or says how silence was told.
	Evidence string
}

// Result is what a measurement found.
type Result struct {
	// Cells are in the order of account, region and hour. Hours of a place without
	// anything are left out.
	Cells   []Cell
	Missing []Missing
	Changes []Change
	// Trails are those whose digests are there or were delivered, with the minute and
	// second at which their hourly digests end.
	Trails []Trail
	// DigestFiles are the digests in the source.
	DigestFiles int
	// DeliveredDigests are the digests that CloudTrail's PutObject names, AbsentDigests
	// those of them that are not there.
	DeliveredDigests, AbsentDigests int
}

// MissingFiles returns how many files are known not to be there, other than by silence.
func (r *Result) MissingFiles() int {
	n := 0
	for i := range r.Missing {
		if r.Missing[i].KnownBy != BySilence {
			n++
		}
	}
	return n
}

// Trail is a trail as its digests tell of it.
type Trail struct{ Account, Name, Cadence string }

// buildResult puts everything together.
func (m *measurement) buildResult(proofs *digest.Result) *Result {
	r := &Result{}
	cells := m.countFiles(r)
	m.findUndelivered(r)
	addProofs(r, proofs)
	addSilence(r, cells)
	for i := range r.Missing {
		missing := &r.Missing[i]
		if missing.KnownBy != BySilence {
			cellOf(cells, key{missing.Place, hourOf(missing.From)}).Missing++
		}
	}
	addDigestStates(cells, proofs)
	r.Cells = sortCells(cells)
	slices.SortFunc(r.Missing, compareMissing)
	r.Changes = keepChanges(m.found.changes, m.logBuckets())
	r.Trails = m.listTrails(proofs)
	return r
}

// countFiles adds the files to the cells of the events.
func (m *measurement) countFiles(r *Result) map[key]*Cell {
	cells, opened := m.found.cells, 0
	for _, file := range m.listing.files {
		if file.isDigest {
			r.DigestFiles++
			continue
		}
		cell := cellOf(cells, file.key)
		cell.Listed++
		switch {
		case file.isFailed:
			cell.Failed++
		case file.isOpened:
			cell.Read++
			opened++
		}
	}
	// Files of something else are opened, too, and then skipped. Their names are not
	// those of log files.
	if foreign := opened - m.options.Read.Tally.Summary().Files.Read; foreign > 0 {
		elsewhere := cellOf(cells, key{Place{}, noHour})
		elsewhere.Read -= min(foreign, elsewhere.Read)
	}
	return cells
}

func cellOf(cells map[key]*Cell, at key) *Cell {
	cell := cells[at]
	if cell == nil {
		cell = &Cell{Place: at.Place, Hour: startOf(at.hour)}
		cells[at] = cell
	}
	return cell
}

// findUndelivered finds the files that CloudTrail put into the bucket and that are not
// there: log files of places that have others, in the window.
func (m *measurement) findUndelivered(r *Result) {
	places := map[Place]bool{}
	for _, file := range m.listing.files {
		places[file.key.Place] = true
	}
	for name, delivered := range m.found.deliveries {
		log, ok := trailq.ParseLogPath(delivered.key)
		if !ok || log.Delivered.IsZero() {
			continue
		}
		if log.IsDigest() {
			r.DeliveredDigests++
			if !m.listing.names[name] {
				r.AbsentDigests++
			}
			continue
		}
		place := Place{log.Account, log.Region}
		wanted, _ := m.options.Read.Filter.MatchesPath(log)
		if m.listing.names[name] || !places[place] || !wanted {
			continue
		}
		r.Missing = append(r.Missing, Missing{
			Place: place, Name: delivered.key, From: log.Delivered, To: log.Delivered.Add(5 * time.Minute), KnownBy: ByDelivery,
			Evidence: fmt.Sprintf("event %s at %s", delivered.event, delivered.at.Format(time.RFC3339)),
		})
	}
}

// addProofs adds what the digests tell. A file that two witnesses name is there once,
// by the digest.
func addProofs(r *Result, proofs *digest.Result) {
	known := map[string]int{}
	for i := range r.Missing {
		known[baseName(r.Missing[i].Name)] = i
	}
	for i := range proofs.Problems {
		p := &proofs.Problems[i]
		if p.State != digest.Missing {
			continue
		}
		missing := Missing{Place: Place{p.Account, p.Region}, Name: p.Name, From: p.From, To: p.To, KnownBy: ByDigest, Evidence: p.Cause}
		if p.Cadence {
			missing.KnownBy = ByCadence
		}
		if log, ok := trailq.ParseLogPath(p.Name); ok && p.Subject == digest.LogFiles {
			missing.From, missing.To = log.Delivered, log.Delivered.Add(5*time.Minute)
		}
		if at, found := known[baseName(p.Name)]; found {
			r.Missing[at] = missing
			continue
		}
		r.Missing = append(r.Missing, missing)
	}
}

// addSilence adds the hours in which a place is silent that hardly ever is.
func addSilence(r *Result, cells map[key]*Cell) {
	var presence gap.Presence
	for at, cell := range cells {
		if cell.Events > 0 && at.hour != noHour {
			presence.Add(gap.Place{Account: at.Account, Region: at.Region}, cell.Hour)
		}
	}
	for _, silence := range presence.Gaps() {
		r.Missing = append(r.Missing, Missing{
			Place: Place{silence.Account, silence.Region}, From: silence.From, To: silence.To, KnownBy: BySilence,
			Evidence: fmt.Sprintf("events in %d of %d hours", silence.Active, silence.Hours),
		})
	}
}

// addDigestStates says for each hour what its digests are: proven where they all are,
// or else the first state that is not.
func addDigestStates(cells map[key]*Cell, proofs *digest.Result) {
	for i := range proofs.Digests {
		d := &proofs.Digests[i]
		for hour := hourOf(d.From); startOf(hour).Before(d.To); hour++ {
			cell := cellOf(cells, key{Place{d.Account, d.Region}, hour})
			if cell.Digest == "" || cell.Digest == string(digest.Proven) {
				cell.Digest = string(d.State)
			}
		}
	}
	for i := range proofs.Problems {
		p := &proofs.Problems[i]
		if p.Subject != digest.Hours && (p.Subject != digest.Digests || p.State != digest.Missing) {
			continue
		}
		for hour := hourOf(p.From); startOf(hour).Before(p.To); hour++ {
			if cell := cells[key{Place{p.Account, p.Region}, hour}]; cell != nil && cell.Digest != "" {
				cell.Digest = string(p.State)
			}
		}
	}
}

// logBuckets returns the buckets that log files were delivered to.
func (m *measurement) logBuckets() map[string]bool {
	buckets := map[string]bool{}
	for _, delivered := range m.found.deliveries {
		buckets[delivered.bucket] = true
	}
	for path := range m.listing.files {
		if rest, inBucket := strings.CutPrefix(path, "s3://"); inBucket {
			bucket, _, _ := strings.Cut(rest, "/")
			buckets[bucket] = true
		}
	}
	return buckets
}

// listTrails returns the trails whose digests are there or were delivered.
func (m *measurement) listTrails(proofs *digest.Result) []Trail {
	trails := map[Trail]bool{}
	for i := range proofs.Digests {
		d := &proofs.Digests[i]
		trails[Trail{d.Account, d.Trail, d.To.Format("04:05")}] = true
	}
	for name := range m.found.deliveries {
		if chain, end, ok := digest.ParseName(name); ok && !chain.Backfill {
			trails[Trail{chain.Account, chain.Trail, end.Format("04:05")}] = true
		}
	}
	return slices.SortedFunc(maps.Keys(trails), func(a, b Trail) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.Name, b.Name), strings.Compare(a.Cadence, b.Cadence))
	})
}

func sortCells(cells map[key]*Cell) []Cell {
	sorted := make([]Cell, 0, len(cells))
	for _, cell := range cells {
		sorted = append(sorted, *cell)
	}
	slices.SortFunc(sorted, func(a, b Cell) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.Region, b.Region), a.Hour.Compare(b.Hour))
	})
	return sorted
}

func compareMissing(a, b Missing) int {
	return cmp.Or(a.From.Compare(b.From), strings.Compare(a.Account, b.Account), strings.Compare(a.Region, b.Region), strings.Compare(a.Name, b.Name))
}
