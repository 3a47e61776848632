package digest

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// placeRecord is what is known of the hours of an account and region.
type placeRecord struct {
	reach   span   // of its digests and log files
	asked   span   // what was asked for
	proven  []span // by proven digests; merged
	covered []span // by digests of any state, or known to be missing; merged
}

// isProven reports whether all of a span is proven.
func (p *placeRecord) isProven(s span) bool { return len(subtractSpans(s, p.proven)) == 0 }

// judgeHours finds out which hours of the window are proven, and which no digest
// covers. Where no window was asked for, it is that of the digests and log files; since
// hourly digests come from all regions of a trail at the same time, it ends for all
// places where the newest digest of any ends.
func (v *verification) judgeHours() {
	for _, d := range v.digests {
		if !d.isWanted {
			continue
		}
		p := v.findPlace(d.chain.place())
		p.reach = p.reach.include(d.span())
		if d.chain.Backfill {
			continue // it lists only what the hourly digest has missed
		}
		v.result.Digests = append(v.result.Digests, HourResult{Chain: d.chain, From: d.span().from, To: d.span().to, State: d.state})
		p.covered = append(p.covered, d.span())
		if d.state == Proven {
			p.proven = append(p.proven, d.span())
		}
	}
	for _, logs := range v.logs {
		for _, log := range logs {
			if log.isListed {
				continue // its digest covers it
			}
			slot := span{log.path.Delivered.Add(-5 * time.Minute), log.path.Delivered}
			if clipped := slot.clip(v.window); clipped.from.Before(clipped.to) {
				p := v.findPlace(place{log.path.Account, log.path.Region})
				p.reach = p.reach.include(clipped)
			}
		}
	}
	for i := range v.result.Problems {
		if p := &v.result.Problems[i]; p.State == Missing && p.Subject == Digests {
			record := v.findPlace(place{p.Account, p.Region})
			record.covered = append(record.covered, span{p.From, p.To})
		}
	}
	var newest time.Time
	for _, d := range v.digests {
		if d.isWanted && d.span().to.After(newest) {
			newest = d.span().to
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(v.places), cmpPlaces) {
		v.judgePlace(at, v.places[at], newest)
	}
}

func cmpPlaces(a, b place) int {
	return strings.Compare(a.account+"/"+a.region, b.account+"/"+b.region)
}

func (v *verification) findPlace(at place) *placeRecord {
	p := v.places[at]
	if p == nil {
		p = &placeRecord{}
		v.places[at] = p
	}
	return p
}

// judgePlace adds the result for one place, and its hours without a digest.
func (v *verification) judgePlace(at place, p *placeRecord, newest time.Time) {
	p.proven, p.covered = mergeSpans(p.proven), mergeSpans(p.covered)
	asked := v.window
	if asked.from.IsZero() {
		asked.from = p.reach.from
	}
	if asked.to.IsZero() {
		asked.to = p.reach.include(span{p.reach.from, newest}).to
	}
	p.asked = asked
	if !asked.from.Before(asked.to) {
		return
	}
	length := asked.to.Sub(asked.from)
	v.result.Places = append(v.result.Places, PlaceResult{
		Account: at.account, Region: at.region, From: asked.from, To: asked.to,
		Asked: length, Proven: length - totalLength(subtractSpans(asked, p.proven)),
	})
	for _, gap := range subtractSpans(asked, p.covered) {
		v.addProblem(Problem{
			State: NoDigest, Subject: Hours, Account: at.account, Region: at.region, From: gap.from, To: gap.to,
			Cause: "no digest covers it",
		})
	}
}

// buildResult counts, and returns the result in order.
func (v *verification) buildResult() *Result {
	chains := map[Chain]*ChainResult{}
	proven := map[*logFile]bool{}
	for _, d := range v.digests {
		if !d.isWanted {
			continue
		}
		chain := chains[d.chain]
		if chain == nil {
			chain = &ChainResult{Chain: d.chain}
			chains[d.chain] = chain
		}
		covered := span{chain.From, chain.To}.include(d.span())
		chain.From, chain.To = covered.from, covered.to
		chain.Digests++
		v.result.Summary.Digests++
		if d.state == Proven {
			chain.ProvenDigests++
			v.result.Summary.ProvenDigests++
			if isMoved(d.file.Path, d.Bucket, d.Object) {
				v.result.Summary.Moved++
			}
		}
	}
	for _, e := range v.entries {
		chain := chains[e.digest.chain]
		chain.Logs++
		isProven := len(e.files) > 0
		for _, log := range e.files {
			isProven = isProven && log.isProven
			if log.isProven && !proven[log] {
				proven[log] = true
				if isMoved(log.file.Path, e.Bucket, e.Object) {
					v.result.Summary.Moved++
				}
			}
		}
		if isProven && e.digest.state == Proven {
			chain.ProvenLogs++
		}
	}
	v.result.Summary.ProvenLogs = len(proven)
	for _, logs := range v.logs {
		for _, log := range logs {
			if log.isHashed || !log.isListed && log.slotSpan().overlapsWindow(v.window) {
				v.result.Summary.Logs++
			}
		}
	}
	for i := range v.result.Problems {
		if v.result.Summary.Problems == nil {
			v.result.Summary.Problems = map[State]int{}
		}
		v.result.Summary.Problems[v.result.Problems[i].State] += v.result.Problems[i].Count
	}
	for _, chain := range chains {
		v.result.Chains = append(v.result.Chains, *chain)
	}
	slices.SortFunc(v.result.Chains, func(a, b ChainResult) int {
		return strings.Compare(a.digestName(time.Time{}), b.digestName(time.Time{}))
	})
	return &v.result
}

// overlapsWindow reports whether some of s is in the window.
func (s span) overlapsWindow(window span) bool {
	clipped := s.clip(window)
	return clipped.from.Before(clipped.to)
}
