package cost

import "github.com/trailq/trailq/internal/price"

// rates are dollars for a charge. With steps, the price of a GB that left for
// the internet is the average of all that left the region in its month; for that,
// all have to be known.
type rates struct {
	prices *price.List
	tiered bool
	months map[monthOfRegion]float64 // bytes to the internet
}

// monthOfRegion is a calendar month of a region, for which the steps begin anew.
type monthOfRegion struct{ region, month string }

// learn takes in what a group sent to the internet.
func (r *rates) learn(sum *callSum, t *chargeTable) {
	if !r.tiered {
		return
	}
	if r.months == nil {
		r.months = make(map[monthOfRegion]float64)
	}
	for _, a := range sum.amounts {
		if c := t.charges[a.charge]; c.to == price.Internet {
			r.months[monthOfRegion{c.from, c.month}] += a.n
		}
	}
}

// of is the price of one request or event, or of one byte, if it is known.
func (r *rates) of(c charge) (usd float64, known bool) {
	switch {
	case c.isTransfer():
		steps, known := r.prices.Transfer(c.from, c.to)
		usd := steps.First()
		if gb := r.months[monthOfRegion{c.from, c.month}] / price.GB; gb > 0 && c.to == price.Internet {
			usd = steps.Cost(gb) / gb
		}
		return usd / price.GB, known
	case c.dataEvent:
		return r.prices.Each(price.DataEvent, c.from)
	}
	return r.prices.Each(c.request.Item(), c.from)
}

// bill is what a group costs.
type bill struct {
	requests, transfer, trail, total money
	billedBytes                      float64
}

// bill prices a group that is gathered.
func (r *rates) bill(sum *callSum, t *chargeTable) bill {
	var b bill
	for c, n := range sum.inOrder(t) {
		usd, known := r.of(c)
		switch {
		case c.isTransfer():
			b.transfer.add(n*usd, known)
			b.billedBytes += n
		case c.dataEvent:
			b.trail.add(n*usd, known)
		default:
			b.requests.add(n*usd, known)
		}
	}
	b.total = b.requests.plus(b.transfer, b.trail)
	return b
}
