// Package records turns the bytes of one file into raw CloudTrail records.
//
// It recognises a file's kind by its content, never by its name:
//
//   - CloudTrail's log file, {"Records":[…]}, plain, gzip (with any number of
//     members) or zstd;
//   - a bare array of events, a bare event, one event a line, and several documents
//     in a row;
//   - the answer of LookupEvents, whose Events[].CloudTrailEvent is a string of
//     JSON;
//   - EventBridge envelopes, whose detail is the event;
//   - CloudWatch Logs subscription data, whose logEvents[].message is a string of
//     JSON.
//
// [Decoder] decompresses, [Reader] cuts the content into records, and a [Record]
// holds its bytes and the places of its top-level fields. The package knows JSON
// and these envelopes, not what the fields mean.
//
// The scanner is made for speed: it finds the end of a record by brackets and
// strings and does not check the values inside. If it accepts something that is
// also valid JSON, it reads it as encoding/json does.
//
// Only [Pool] and [Path] are safe for concurrent use: each goroutine has its own
// Decoder and Reader.
package records
