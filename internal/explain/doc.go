// Package explain finds what lies behind the difference between two counts of
// the same things. It is given cells, each a combination of values of some
// dimensions with an amount before and an amount after, and names the smallest
// conjunctions of values that account for what changed:
//
//	cube := &explain.Cube{
//		Dimensions: []explain.Dimension{
//			{Name: "caller", Values: []string{"exporter", "website"}},
//			{Name: "call", Values: []string{"GetObject", "PutObject"}},
//		},
//		Cells: []explain.Cell{
//			{Values: []int32{0, 0}, Before: 120, After: 9000},
//			{Values: []int32{1, 0}, Before: 5000, After: 5100},
//			{Values: []int32{1, 1}, Before: 800, After: 790},
//		},
//	}
//	explanation := explain.Explain(cube, explain.Options{})
//	// explanation.Causes[0] is caller = exporter, from 120 to 9000
//
// It knows nothing of where the amounts come from. Amounts are events or any
// other number that adds up, not negative.
//
// # Method
//
// Three published methods lead here. Adtributor (Bhagwan et al., "Adtributor:
// Revenue Debugging in Advertising Systems", NSDI 2014) asks of each value how
// much of the change it explains and how surprising it is, but for one dimension
// at a time. The DIFF operator (Abuzaid et al., "DIFF: A Relational Interface for
// Large-Scale Data Explanation", VLDB 2019) ranks conjunctions of up to three
// values by ratios, and keeps the most concise ones. Squeeze (Li et al., "Generic
// and Robust Localization of Multi-Dimensional Root Causes", ISSRE 2019) rests on
// the ripple effect: everything below a cause changes in the same proportion, and
// nothing else does.
//
// Logs have very many cells with very few events each, where Squeeze's
// comparison cell by cell drowns in noise. So conjunctions are counted as a
// whole, as DIFF does, and ranked by a likelihood ratio, which has both of
// Adtributor's demands in one number and finds the border that the ripple effect
// draws: a conjunction that is too wide takes in events that did not change, one
// that is too narrow leaves out some that did, and both score less. It is the
// statistic by which epidemiologists find clusters (Kulldorff, "A spatial scan
// statistic", 1997).
//
// The change is measured against a background: what has grown alike everywhere,
// as on a Monday after a Sunday, has no cause among the values. The background is
// the ratio of after to before that is usual among the values of a dimension, the
// median, and not that of the totals, which the cause itself would shift.
//
// A cause is claimed only where a conjunction has changed further from the
// background than others of its kind did: if callers differ by a third between
// any two days, one that has grown by a third says nothing. How far they spread
// is measured in the data itself, by the upper quartile, dimension by dimension,
// among groups of comparable size; less than the double and more than the half
// never counts.
// What is left must be beyond chance even so, and a part of all that matters.
// Otherwise there is no cause, and none is named.
//
// Amounts such as dollars are spread far more unevenly than events: a thousand
// requests may cost less than one download. So cells also tell their squares, by
// which each group has a unit of its own, and the many groups that have little
// show the background as well as the few that have much.
//
// Several attributes often mean the same events: a caller, its address and its
// agent. Of those with nearly the same amount the one that differs most from the
// background is the purest. Of conjunctions that explain equally much the shortest is chosen, of
// these the one whose dimensions come first. Where one that says who did what
// explains nearly as much as one that says from where, or with what, it is named
// (see [Dimension.Circumstance]). What else holds for nearly all of its events are
// its traits.
package explain
