// Package order puts events in the order of their times: it lists files newest first, so
// that the newest events are found without reading the rest, and sorts events in bounded
// memory.
//
//	sorter := order.NewSorter(order.Options{Newest: true, Most: 20})
//	defer sorter.Close()
//	for event, err := range trailq.Events(ctx, order.NewestFirst(source, order.ListDays), options) {
//		if sorter.IsSettled(event.File) {
//			break
//		}
//		err = sorter.Add(event)
//	}
//	for event, err := range sorter.Events() {
package order
