// Package inflate decodes gzip files that are held in memory as a whole.
//
// CloudTrail delivers its logs as gzip files of up to some megabytes, and
// inflating them is the larger part of the cost of reading them. Knowing all of
// the input and owning all of the output, this decoder needs neither a window
// nor a buffered reader, which makes it about twice as fast as a streaming one.
//
//	var decoder inflate.Decoder
//	content, err := decoder.Gzip(make([]byte, 0, inflate.SizeHint(file)), file, 1<<30)
//
// Content that precedes damage is returned together with the error, an [*Error]
// that tells the kind of damage and where it is.
//
// The formats are those of RFC 1951 (DEFLATE) and RFC 1952 (gzip). What they
// leave open is decided as compress/gzip decides it, with two exceptions, both
// in favour of gzip(1): zero bytes after the last member are padding, and file
// names in headers may have any length.
package inflate
