// Package pricing has the SQL that prices calls, for every report with dollars:
// which calls AWS charges for, the network path that S3's answers took, and the
// prices of a list. Each part is a text of entries of a WITH clause, in Athena's
// dialect:
//
//	counted   calls that are priced alike, from the logs: [Calls.SQL]
//	located   counted, with the network path of their bytes: [LocateSQL]
//	priced    located, with the dollars for a request, an event and a byte: [Prices.SQL]
//
// Prices and addresses stand in the SQL as VALUES, so that it needs nothing but
// the logs. The columns that the parts hand on are named cost_…, since no field of
// CloudTrail is.
//
// A [Bill] reads what was charged from the answer, and makes the notes of it.
package pricing
