package address

import (
	"net/netip"
	"strings"
)

// Class is the way that an answer of S3 took.
type Class string

// The classes. Transfer costs money to the internet and to other regions:
// https://aws.amazon.com/s3/pricing/, "Data transfer".
const (
	Internet Class = "internet"
	// InternetOrAWS is a public address where AWS's are not known.
	InternetOrAWS Class = "internet or AWS"
	OtherRegion   Class = "other region"
	SameRegion    Class = "same region"
	VPCEndpoint   Class = "VPC endpoint"
	// Service is a service of AWS that asked in somebody's name, CloudFront among
	// them, to which transfer is free.
	Service Class = "AWS service"
	Unknown Class = "unknown"
)

// Call is what a record says about where a request came from.
type Call struct {
	SourceIPAddress string
	VPCEndpoint     bool   // the record has a vpcEndpointId
	Region          string // awsRegion: of S3's calls on objects, the bucket's
}

// Origin is where a request came from. Region is that of an address in another
// region.
type Origin struct {
	Class  Class
	Region string
}

// Classify says where a call came from. Addresses of AWS in a region are taken to
// be in use there; those of none, other than CloudFront's, are unknown.
func (r *Ranges) Classify(call Call) Origin {
	if call.VPCEndpoint {
		return Origin{Class: VPCEndpoint}
	}
	address, err := netip.ParseAddr(call.SourceIPAddress)
	if err != nil {
		return Origin{Class: classOfName(call.SourceIPAddress)}
	}
	switch address = address.Unmap(); {
	case isPrivate(address):
		return Origin{Class: VPCEndpoint} // S3 sees no private address on another way
	case !address.IsGlobalUnicast():
		return Origin{Class: Unknown}
	case r == nil:
		return Origin{Class: InternetOrAWS}
	}
	found, known := r.Lookup(address)
	switch {
	case !known:
		return Origin{Class: Internet}
	case r.isCloudFront(address):
		return Origin{Class: Service}
	case found.Region == Global || found.Region == "" || call.Region == "":
		return Origin{Class: Unknown}
	case found.Region == call.Region:
		return Origin{Class: SameRegion}
	}
	return Origin{Class: OtherRegion, Region: found.Region}
}

// classOfName is the class of a sourceIPAddress that is no address: CloudTrail has
// the DNS name of a service there, or AWS Internal.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
func classOfName(name string) Class {
	if name == "AWS Internal" || strings.HasSuffix(name, ".amazonaws.com") || strings.HasSuffix(name, ".amazonaws.com.cn") {
		return Service
	}
	return Unknown
}

// isPrivate tells addresses of networks that are not reached from outside, those
// that carriers share (RFC 6598) among them.
func isPrivate(address netip.Addr) bool {
	shared := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64, 0, 0}), 10)
	return address.IsPrivate() || address.IsLinkLocalUnicast() || shared.Contains(address)
}
