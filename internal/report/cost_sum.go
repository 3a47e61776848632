package report

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
)

// costSum counts what a group of calls is charged for. It has no dollars: those
// come at the end, in one order, so that they do not depend on that of the rows.
type costSum struct {
	calls, dataEvents int64
	freeBytes         float64
	amounts           map[charge]float64
}

// charge is what has one price: requests, CloudTrail's data events, or bytes that
// went one way.
type charge struct {
	request   price.Class // requests, unless it is None
	dataEvent bool
	from, to  string        // regions; to is "" save for bytes
	way       address.Class // of bytes
	month     string        // of bytes, where it matters
}

// isTransfer tells bytes.
func (c charge) isTransfer() bool { return c.to != "" }

// take adds a kind of calls.
func (s *costSum) take(k *kindOfCalls) {
	s.calls += k.calls
	if k.billed && !k.request.Free() {
		s.add(charge{request: k.request, from: k.region}, float64(k.calls))
	}
	if k.dataEvent {
		s.dataEvents += k.calls
		s.add(charge{dataEvent: true, from: k.region}, float64(k.calls))
	}
	switch to := k.destination(); {
	case k.sent == 0 || !k.isS3() || k.copied:
	case to == "":
		s.freeBytes += k.sent
	default:
		s.add(charge{from: k.region, to: to, way: k.origin.Class, month: k.month}, k.sent)
	}
}

func (s *costSum) add(c charge, n float64) {
	if s.amounts == nil {
		s.amounts = make(map[charge]float64)
	}
	s.amounts[c] += n
}

func (s *costSum) merge(other *costSum) {
	s.calls += other.calls
	s.dataEvents += other.dataEvents
	s.freeBytes += other.freeBytes
	for c, n := range other.amounts {
		s.add(c, n)
	}
}

// inOrder yields what is charged for, in an order that is always the same.
func (s *costSum) inOrder() iter.Seq2[charge, float64] {
	return func(yield func(charge, float64) bool) {
		for _, c := range slices.SortedFunc(maps.Keys(s.amounts), compareCharges) {
			if !yield(c, s.amounts[c]) {
				return
			}
		}
	}
}

func compareCharges(a, b charge) int {
	return cmp.Or(
		cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.request, b.request),
		cmp.Compare(a.way, b.way), cmp.Compare(a.month, b.month),
	)
}

// money is an amount in dollars, of which parts may be unknown.
type money struct {
	usd            float64
	known, missing bool
}

func (m *money) add(usd float64, known bool) {
	if known {
		m.usd, m.known = m.usd+usd, true
	} else {
		m.missing = true
	}
}

// plus adds up amounts.
func (m money) plus(others ...money) money {
	for _, other := range others {
		m = money{m.usd + other.usd, m.known || other.known, m.missing || other.missing}
	}
	return m
}

// isUnknown tells an amount of which nothing is known.
func (m money) isUnknown() bool { return m.missing && !m.known }
