package address

// Class says which network path S3's answer took.
type Class string

// The classes. Transfer costs money to the internet and to other regions:
// https://aws.amazon.com/s3/pricing/, "Data transfer".
const (
	Internet Class = "internet"
	// InternetOrAWS is a public address when AWS's ranges are not given.
	InternetOrAWS Class = "internet or AWS"
	OtherRegion   Class = "other region"
	SameRegion    Class = "same region"
	VPCEndpoint   Class = "VPC endpoint"
	// Service is an AWS service that called on somebody's behalf, including
	// CloudFront. Transfer to it is free.
	Service Class = "AWS service"
	Unknown Class = "unknown"
)

// IsBilled reports whether bytes of the class cost money in any region. Bytes
// that could have gone to the internet count as sent there.
func (c Class) IsBilled() bool {
	return c == OtherRegion || c.CountsAsInternet()
}

// CountsAsInternet reports whether bytes of the class have the internet's price.
func (c Class) CountsAsInternet() bool {
	return c == Internet || c == InternetOrAWS || c == Unknown
}
