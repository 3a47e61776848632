// Package warm keeps the events that a question has read as columns, so that the next
// question on the same logs reads only files that are new or changed.
//
//	store := warm.Open("/home/alice/.cache/trailq/warm", warm.Options{})
//	use := store.Compare(ctx, warm.Logs{Names: names, Source: source, Read: read})
//	if use.Folder() != "" {
//		// the answer comes from that folder of Parquet files
//	}
//	…
//	kept, err := use.Keep(ctx) // behind the answer
//	use.Close()
//
// For each set of sources there is a folder as package convert makes them. A question is
// answered from it only if it holds every log file that the question would read, as the
// file is now, and nothing else of those places: if a file has changed or is gone, if one
// could not be read to its end, or if a Parquet file is not as it was written, the answer
// comes from the logs, and the folder is made again. A file of this machine is the same
// if its size and the times that the system keeps of it are, and an object if its ETag is.
//
// A lock beside each folder lets any number of processes answer from it, or one write to
// it. Nobody waits: a process that cannot have the lock answers from the logs. A folder,
// or all of them, can be removed at any time when no trailq runs.
package warm
