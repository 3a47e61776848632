// Package extract takes the values that a query needs out of CloudTrail records
// without decoding the rest. It knows JSON and nothing of an engine.
//
//	x := extract.New()
//	name := x.Slot("eventName")
//	arn := x.Slot("userIdentity", "arn")
//	for record := range records {
//		if x.Read(record) {
//			use(extract.Text(x.Value(name)), extract.Text(x.Value(arn)))
//		}
//	}
//
// Values are raw JSON, parts of the record's own memory. Like all readers of
// trailq the package checks the structure of JSON, not the values that it passes
// over.
package extract
