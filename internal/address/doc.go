// Package address tells where a request to S3 came from, as far as that decides
// the price of the data sent back: the internet, AWS in the same region or in
// another one, a VPC endpoint, or an AWS service.
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
//	for _, block := range ranges.Blocks() {
//		fmt.Println(block.First, block.Class, block.Region)
//	}
//
// AWS publishes the addresses that it uses in a file,
// https://ip-ranges.amazonaws.com/ip-ranges.json. They change every few days, so
// none are built in. A nil [*Ranges] has the blocks of private and special
// addresses only.
//
// The blocks are all that a report needs: it looks addresses up in SQL.
package address
