package manual

// DescribePriceUpdate returns the help of trailq prices update.
func DescribePriceUpdate() string {
	return `Write AWS's published prices to FILE, which --prices then takes: S3's requests and retrieval, transfer, KMS,
CloudTrail, the requests of Lambda, SQS, SNS and Secrets Manager, endpoints, addresses, load balancers and
EKS, of all regions. AWS publishes its price lists without sign-in; they have some 200 MB.

With --region also NAT gateways, and what else cost --of started prices by the hour: instances, volumes,
databases, caches, … of these regions. The lists of one region have some 500 MB.`
}
