// Package fact says what a record tells of its caller, of its failure and of its
// time: one definition of each, in Go over raw records and in SQL over Athena's
// documented table. Filters, fields and reports use no other, so that a value that
// one command prints can be asked of every other.
//
//	identity := fact.ReadIdentity(record.Get("userIdentity"))
//	fmt.Println(identity.Caller(), fact.ReadFailure(record).Name(), fact.Time(record.Get("eventTime")))
//
// The meaning of the fields is from the AWS CloudTrail User Guide:
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
package fact
