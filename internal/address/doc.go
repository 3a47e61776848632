// Package address tells where a request to S3 came from, as far as the price of
// what was sent there goes: from the internet, from AWS in this region or another,
// by a VPC endpoint, or from a service of AWS.
//
//	file, err := os.Open("ip-ranges.json")
//	if err != nil {
//		return err
//	}
//	defer file.Close()
//	ranges, err := address.Read(file)
//	if err != nil {
//		return err
//	}
//	origin := ranges.Classify(address.Call{SourceIPAddress: "203.0.113.7", Region: "eu-west-1"})
//
// The addresses that AWS uses are in a file that it publishes,
// https://ip-ranges.amazonaws.com/ip-ranges.json. They change every few days, so
// that none are built in: a nil [*Ranges] classifies too, but cannot tell a public
// address of AWS from one of the internet's.
package address
