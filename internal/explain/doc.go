// Package explain finds the causes of the difference between two counts of the same
// things. Its input is cells, each a combination of values of some dimensions with
// an amount before and an amount after. It names the smallest conjunctions of
// values that account for the change:
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
// It does not know where the amounts come from. Amounts are numbers of events or
// anything else that adds up and is not negative.
//
// # Method
//
// The method builds on three published ones. Adtributor (Bhagwan et al.,
// "Adtributor: Revenue Debugging in Advertising Systems", NSDI 2014) asks of each
// value how much of the change it explains and how surprising it is, but in one
// dimension at a time. The DIFF operator (Abuzaid et al., "DIFF: A Relational
// Interface for Large-Scale Data Explanation", VLDB 2019) ranks conjunctions of up
// to three values by ratios, and keeps the most concise ones. Squeeze (Li et al.,
// "Generic and Robust Localization of Multi-Dimensional Root Causes", ISSRE 2019)
// rests on the ripple effect: everything below a cause changes in the same
// proportion, and nothing else does.
//
// Logs have very many cells with very few events each, where Squeeze's comparison
// cell by cell drowns in noise. So conjunctions are counted as a whole, as DIFF
// does, and ranked by a likelihood ratio. It combines both of Adtributor's criteria
// in one number and finds the border that the ripple effect draws: a conjunction
// that is too wide includes events that did not change, one that is too narrow
// leaves out some that did, and both score less. Epidemiologists use the same
// statistic to find clusters (Kulldorff, "A spatial scan statistic", 1997).
//
// The change is measured against a background: growth that is alike everywhere, as
// on a Monday after a Sunday, has no cause among the values. The background is the
// usual ratio of after to before among the values of a dimension, near the median,
// and not the ratio of the totals, which the cause itself would shift.
//
// A cause is claimed only if a conjunction changed further from the background than
// others of its kind: if callers differ by a third between any two days, one that
// grew by a third says nothing. The spread is measured in the data itself, by the
// upper quartile, for each dimension, among groups of comparable size; a change to
// less than double and more than half never counts. What is left must also be
// beyond chance, and must be a large enough part of everything. Otherwise no cause
// is named.
//
// Amounts such as dollars are spread far more unevenly than events: a thousand
// requests can cost less than one download. So cells also have the sum of their
// squares, from which each group gets a unit of its own, so that the many groups
// with small amounts show the background as well as the few with large ones.
//
// Several attributes often select the same events: a caller, its address and its
// agent. Among conjunctions with nearly the same amount, the one that differs most
// from the background is the purest. Among those that explain equally much, the
// shortest is chosen, then the one with the earliest dimensions. If a conjunction
// that says who did what explains nearly as much as one that says from where, or
// with what, the former is named (see [Dimension.Circumstance]). Everything else
// that holds for nearly all events of a cause is a trait.
package explain
