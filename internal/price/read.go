package price

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// sizeLimit is the size of the largest price file that Read accepts. AWS's has about
// 50 MB.
const sizeLimit = 1 << 30

// Read reads a table of prices. The name is for errors and notes. The table can be
//
//   - AWS's price list (offer file) of AmazonS3 or AWSDataTransfer, as JSON or as
//     CSV, of all regions or of one. Since 2021 the first has the requests and the
//     second the transfer. From https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonS3/current/index.json
//   - CSV with the columns item, region, to, from_gb, per and usd, and any others.
//     An item is one of [Items], s3-put, s3-get or s3-retrieval of a storage class,
//     such as s3-get:STANDARD_IA, nat or transfer; usd is the price of as many as
//     per says. The region aws stands for each region of that partition.
//     A transfer goes from region to to, which is a region, * for every region
//     without a line of its own, internet, accelerated or interface-endpoint; from_gb
//     is the amount in a month from which the price applies. Lines that begin with #
//     are comments.
//   - CSV with the columns service, eventName, per and usd, and perhaps region: prices
//     of a service's calls, see [CallRule].
//
// Errors name the line, or the product by its SKU.
func Read(name string, r io.Reader) (*List, error) {
	limited := &io.LimitedReader{R: r, N: sizeLimit}
	in := bufio.NewReaderSize(limited, 64<<10)
	list, err := readList(name, in)
	switch {
	case limited.N == 0:
		return nil, fmt.Errorf("%s: it is larger than 1 GB", name)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

// errNoPrices means that a file is a price list and has no price that trailq knows.
var errNoPrices = errors.New("no price in US dollars that trailq uses is in it")

// readList reads a table in any form.
func readList(name string, in *bufio.Reader) (*List, error) {
	start, err := in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \t\r\n")
	list := newList(name)
	switch {
	case bytes.HasPrefix(start, []byte("{")):
		err = readOfferJSON(list, in)
	case bytes.HasPrefix(bytes.TrimPrefix(start, []byte(`"`)), []byte("FormatVersion")):
		err = readOfferCSV(list, in)
	default:
		err = readCSV(list, in)
	}
	if err != nil {
		return nil, err
	}
	if len(list.each)+len(list.transfer)+len(list.calls) == 0 {
		return nil, errNoPrices
	}
	return list, list.orderSteps()
}

// orderSteps sorts the steps of each price and checks that they begin at 0. A free
// first step, as in old price lists, becomes part of the next one: the allowance is
// one for all services and regions.
func (l *List) orderSteps() error {
	for _, r := range slices.SortedFunc(maps.Keys(l.transfer), compareRoutes) {
		steps := l.transfer[r]
		slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.From, b.From) })
		steps = slices.CompactFunc(steps, func(a, b Step) bool { return a.From == b.From })
		if len(steps) > 1 && steps[0].From == 0 && steps[0].USD == 0 {
			steps = steps[1:]
			steps[0].From = 0
		}
		if steps[0].From != 0 {
			return fmt.Errorf("transfer from %s to %s has a price from %g GB on, and none below", r.from, r.to, steps[0].From)
		}
		l.transfer[r] = steps
	}
	return nil
}

func compareRoutes(a, b route) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
}
