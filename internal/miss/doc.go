// Package miss explains why a filter matched nothing: it evaluates each part of the
// filter on its own, and looks for spellings near to the one that was asked for.
//
//	search, err := miss.NewSearch(filter, hides)
//	for event := range events { // without the filter
//		search.AddEvent(event)
//	}
//	notes := search.Notes(false)
package miss
