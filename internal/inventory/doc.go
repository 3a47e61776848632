// Package inventory reads S3 Inventory reports, and says in a few rules which storage
// class the objects have: one for each bucket or prefix whose objects all have one.
//
//	rules, err := inventory.Read("inventory/2024-06-01T01-00Z/manifest.json")
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
package inventory
