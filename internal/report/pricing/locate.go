package pricing

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/trailq/trailq/internal/address"
	"github.com/trailq/trailq/internal/report"
)

// LocateSQL returns the entries of a WITH clause that end with located: the table's
// columns, and cost_class, the [address.Class] of the network path, and cost_other,
// the region of an address that is AWS's in a region. The table must have
// cost_endpoint, whether there was a VPC endpoint, and cost_address and
// cost_region. Where cost_endpoint is NULL, there is no class. Nil ranges mean that
// AWS's addresses are not known.
func LocateSQL(table string, ranges *address.Ranges) (string, error) {
	public := address.Internet
	if ranges == nil {
		public = address.InternetOrAWS
	}
	return report.FillIn(files, "locate", struct {
		Table  string
		Blocks []blockList
		Public report.Text
	}{table, listBlocks(ranges.Blocks()), report.Text(public)})
}

// blockList is a row of SQL: the blocks of one class or region, as one text.
type blockList struct {
	Class, Region string // as SQL
	Digits        int    // of an address
	Text          report.Text
}

// longestBlockText bounds the text of a row. Engines have limits for literals.
const longestBlockText = 16_000

// listBlocks returns the rows of all blocks, by class and region.
func listBlocks(blocks []address.Block) []blockList {
	blocks = slices.Clone(blocks)
	slices.SortStableFunc(blocks, func(a, b address.Block) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Region, b.Region), cmp.Compare(a.First.BitLen(), b.First.BitLen()))
	})
	var lists []blockList
	for _, block := range blocks {
		class, region := nullable(string(block.Class)), nullable(block.Region)
		first, end := hexRange(block)
		for _, text := range blockTexts(first, end) {
			if last := len(lists) - 1; last >= 0 && lists[last].Class == class && lists[last].Region == region &&
				lists[last].Digits == len(first) && len(lists[last].Text) < longestBlockText {
				lists[last].Text += report.Text(" " + text)
			} else {
				lists = append(lists, blockList{class, region, len(first), report.Text(text)})
			}
		}
	}
	return lists
}

// nullable returns a text as SQL, which is NULL if it is empty.
func nullable(text string) string {
	if text == "" {
		return "CAST(NULL AS varchar)"
	}
	return report.Text(text).String()
}

// beyondDigits is greater than every hexadecimal number, compared as text.
const beyondDigits = "G"

// hexRange returns the digits of a block's first address, and of the address after
// its last.
func hexRange(block address.Block) (first, end string) {
	digits := func(a netip.Addr) string { return strings.ToUpper(hex.EncodeToString(a.AsSlice())) }
	end = beyondDigits
	if after := block.Last.Next(); after.IsValid() {
		end = digits(after)
	}
	return digits(block.First), end
}

// startDigits is how many digits the start of a block's addresses has, by which
// the SQL finds the blocks that an address can be in.
const startDigits = 3

// blockTexts returns the parts of a block whose addresses have the same start, as
// the SQL has them: low-rest.
func blockTexts(first, end string) []string {
	var texts []string
	for {
		after := nextStart(first)
		if end <= after {
			return append(texts, blockText(first, end))
		}
		texts = append(texts, blockText(first, after))
		first = after + strings.Repeat("0", len(first)-startDigits)
	}
}

// nextStart returns the start after that of an address.
func nextStart(digits string) string {
	var n int
	fmt.Sscanf(digits[:startDigits], "%X", &n) //nolint:errcheck // they are digits
	if n == 1<<(4*startDigits)-1 {
		return beyondDigits
	}
	return fmt.Sprintf("%0*X", startDigits, n+1)
}

// blockText returns the shortest text of a block. As texts, digits without the
// zeros at their end are before all that begin with them.
func blockText(first, end string) string {
	low, high := strings.TrimRight(first, "0"), strings.TrimRight(end, "0")
	length := max(len(low), len(high), startDigits)
	low += strings.Repeat("0", length-len(low))
	high += strings.Repeat("0", length-len(high))
	same := 0
	for same < length && low[same] == high[same] {
		same++
	}
	return low + "-" + high[same:]
}
