// Package cost is the report of what calls cost: requests, data that S3 sent, KMS
// and CloudTrail's data events, by dimensions and by the network path of the
// answer.
package cost
