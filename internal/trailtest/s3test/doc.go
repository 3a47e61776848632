// Package s3test gives tests a bucket to read: a real S3 server ([StartServer]),
// a proxy that makes any server misbehave ([StartFaultProxy]), and a server that
// only lists, for buckets with millions of keys ([StartListServer]).
package s3test
