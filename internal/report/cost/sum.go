package cost

import (
	"cmp"
	"iter"
	"slices"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/price"
)

// callSum counts what a group of calls is charged for. It has no dollars: those
// come at the end, in one order, so that they do not depend on that of the rows.
type callSum struct {
	calls, dataEvents int64
	freeBytes         float64
	amounts           []amount // with gather, one for each charge
}

// amount is how many there are of a charge, by its number in the table.
type amount struct {
	charge int
	n      float64
}

// chargeTable numbers the few charges that there are, since each of many groups
// has some.
type chargeTable struct {
	numbers map[charge]int
	charges []charge
}

func (t *chargeTable) number(c charge) int {
	n, known := t.numbers[c]
	if !known {
		if t.numbers == nil {
			t.numbers = make(map[charge]int)
		}
		n = len(t.charges)
		t.charges = append(t.charges, c)
		t.numbers[c] = n
	}
	return n
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

// kindCharges are what a kind of calls is charged for: each call, and each byte
// that they sent.
type kindCharges struct {
	request, event, bytes charge // the zero value for none
}

// charges are those of a kind.
func (k *kindOfCalls) charges() kindCharges {
	var c kindCharges
	if k.billed && !k.request.Free() {
		c.request = charge{request: k.request, from: k.region}
	}
	if k.dataEvent {
		c.event = charge{dataEvent: true, from: k.region}
	}
	if to := k.destination(); to != "" && k.isS3() {
		c.bytes = charge{from: k.region, to: to, way: k.origin.Class, month: k.month}
	}
	return c
}

// take adds a kind of calls.
func (s *callSum) take(k *kindOfCalls, t *chargeTable) {
	s.calls += k.calls
	c := k.charges()
	if c.request != (charge{}) {
		s.add(t.number(c.request), float64(k.calls))
	}
	if c.event != (charge{}) {
		s.dataEvents += k.calls
		s.add(t.number(c.event), float64(k.calls))
	}
	switch {
	case k.sent == 0 || !k.isS3() || k.copied:
	case c.bytes == (charge{}):
		s.freeBytes += k.sent
	default:
		s.add(t.number(c.bytes), k.sent)
	}
}

func (s *callSum) add(charge int, n float64) { s.amounts = append(s.amounts, amount{charge, n}) }

// merge adds another one that is gathered.
func (s *callSum) merge(other *callSum) {
	s.calls += other.calls
	s.dataEvents += other.dataEvents
	s.freeBytes += other.freeBytes
	s.amounts = append(s.amounts, other.amounts...)
	if len(s.amounts) > 4096 {
		s.gather()
	}
}

// gather adds up what is of one charge.
func (s *callSum) gather() {
	slices.SortFunc(s.amounts, func(a, b amount) int { return cmp.Compare(a.charge, b.charge) })
	gathered := s.amounts[:0]
	for _, a := range s.amounts {
		if last := len(gathered) - 1; last >= 0 && gathered[last].charge == a.charge {
			gathered[last].n += a.n
		} else {
			gathered = append(gathered, a)
		}
	}
	s.amounts = gathered
}

// inOrder yields what is charged for, in an order that is always the same. The sum
// must be gathered.
func (s *callSum) inOrder(t *chargeTable) iter.Seq2[charge, float64] {
	ordered := slices.Clone(s.amounts)
	slices.SortFunc(ordered, func(a, b amount) int { return compareCharges(t.charges[a.charge], t.charges[b.charge]) })
	return func(yield func(charge, float64) bool) {
		for _, a := range ordered {
			if !yield(t.charges[a.charge], a.n) {
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
