// Package digest proves from CloudTrail's digest files which log files are as they
// were delivered.
//
//	keys, err := digest.ParseKeys(text) // what list-public-keys answers
//	…
//	result, err := digest.Verify(ctx, trailq.Dir("logs"), digest.Options{Keys: keys})
//	for _, problem := range result.Problems {
//		fmt.Println(problem.State, problem.Name, problem.Cause)
//	}
//
// CloudTrail delivers a digest every hour for each trail and region. It has the
// SHA-256 of every log file that was delivered in that hour, and the signature of the
// digest before it; its own signature is in the metadata of its object. See "Validating
// CloudTrail log file integrity" in the CloudTrail user guide
// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html).
//
// A digest is proven by a signature that one of AWS's public keys confirms, wherever
// that signature comes from: the metadata of the object, what trailq sync kept of it,
// or the next digest. So a copy without metadata is proven too, but for the newest
// digest of each chain. A log file is proven by a proven digest that lists it with the
// hash of its content. An hour is proven where a proven digest covers it. Nothing else
// is: what no digest speaks of is never called valid.
package digest
