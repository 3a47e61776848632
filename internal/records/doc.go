// Package records turns the bytes of one file into raw CloudTrail records.
//
// It recognises by content what a file holds, never by its name:
//
//   - CloudTrail's log file, {"Records":[…]}, plain, gzip (several members
//     too) or zstd;
//   - a bare array of events, a bare event, events one a line, and several
//     documents in a row;
//   - the answer of LookupEvents, whose Events[].CloudTrailEvent is a string
//     of JSON;
//   - EventBridge envelopes, whose detail is the event;
//   - CloudWatch Logs subscription data, whose logEvents[].message is a string
//     of JSON.
//
// [Decoder] decompresses, [Reader] cuts the content into records, and a
// [Record] gives its bytes and where its top-level fields stand in them. The
// package knows JSON and those envelopes, not what the fields mean.
//
// The scanner is made for speed: it finds where a record ends by its brackets
// and strings and does not check the values inside. Whatever it accepts that is
// also valid JSON it reads as encoding/json does.
//
// Nothing here is safe for concurrent use; every goroutine has its own Decoder
// and Reader.
package records
