// Package mirror copies the files of a [trailq.Source] into a folder, and keeps
// the copy up to date.
//
//	options := mirror.Options{Base: "s3://amzn-s3-demo-bucket/AWSLogs/"}
//	for change, err := range mirror.Copy(ctx, source, "logs", options) {
//		…
//	}
//
// A file is fetched if it is missing, of another size, or of another version
// than the one that was copied. Versions are remembered in a file named
// .trailq-sync in each folder; if a copy is not in it, its MD5 is compared with the
// version, where that is an MD5. Nothing is ever deleted, and a run leaves no mark of
// its progress: each one compares the whole listing with the folder, so files that
// were delivered late are copied, too.
//
// A file has its name only when it is complete. It is written under a name that
// begins with .trailq-part beside its place and then renamed, so a run can be killed
// at any moment; the next one removes what it left. Files are not synced to the disk
// one by one, which takes longer than fetching them: after a power failure the usual
// file systems leave an unsynced file shorter than it should be, and the next run
// fetches it again.
//
// Keys are written by others. What is odd in one is escaped as in a URL, so that every
// key has a place of its own on every system. A key that would leave the folder, or
// clash with another, is refused: see [Refusal].
package mirror
