// Package manual has the long texts of help.
package manual

// DescribeCost returns the help of trailq cost, with a table of the names that --by takes.
func DescribeCost(names string) string {
	return `Estimate what the calls to S3, KMS and other services in the logs cost, and CloudTrail's data events,
grouped by the fields that --by names. The groups that cost most come first.

Requests are priced by class: PUT, COPY, POST and LIST; GET and all others; DELETE and CANCEL are free.
Failed calls cost as much as others, except those that S3 does not charge for: 5XX, the codes that its
documentation lists, and since 2024-05-13 AccessDenied to callers of other accounts (callers of the
same organization are charged, and the logs do not say who they are).

Data sent by S3 (bytesTransferredOut) is priced by its network path, which is the class of a call:

  internet         a public address that does not belong to AWS
  other region     an address of AWS in another region than the call's
  same region      an address of AWS in the same region: free
  VPC endpoint     vpcEndpointId, or a private address: free
  AWS service      a service's name (its region is not known), AWS Internal or CloudFront: free
  internet or AWS  a public address, without --ip-ranges: priced as internet
  unknown          none of these: priced as internet

The call's region is awsRegion, which for calls on objects is the bucket's. AWS publishes its addresses:
curl -O https://ip-ranges.amazonaws.com/ip-ranges.json

Prices are built in, each with a source and a date. Where no price is known, dollars are empty and a
note says so. --prices takes AWS's price list (JSON or CSV, of AmazonS3 or AWSDataTransfer, from
https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonS3/current/index.json) or a CSV file with
the columns item, region, to, from_gb, per, usd:

  s3-get,eu-west-1,,,10000,0.004            also s3-put, kms, data-event …; dollars for so many
  transfer,eu-west-1,internet,0,1,0.09      per GB, from the first GB of the month on
  transfer,eu-west-1,internet,10240,1,0.085 from 10 TB on
  transfer,eu-west-1,*,0,1,0.02             to other regions

Calls of other services (Secrets Manager, Cost Explorer, Lambda, SQS, SNS …) have prices in a file with
the columns service, eventName, per, usd and perhaps region, such as secretsmanager,*,10000,0.05 where *
stands for any end. A data event of a service without a price has none, and is named.

All are list prices, without storage. PUT, COPY and multipart uploads have the storage class that the
logs say (x-amz-storage-class); objects that are read have that of --storage-class, else STANDARD, and
LIST has the price of STANDARD. Each GB that takes Transfer Acceleration or an interface endpoint, as the
host name tells, costs in both directions. Where the requester pays (x-amz-request-payer), the caller's
account does. Every request to KMS is charged, also failed ones; the price of making or using a key pair
depends on the key. Data events are charged for each delivery in the logs; before eventVersion 1.07,
S3's calls on objects and Lambda's Invoke count as such. A record in the logs of an account that does not
pay for the call (S3: not the bucket's owner; KMS: not the caller) has no price for request and transfer.

--bill shares what AWS has charged among the groups instead: a Cost and Usage Report (CUR 2.0 or the
legacy one) or a FOCUS export, as Parquet or CSV. Each line of S3's requests, transfer and retrieval,
KMS's requests and CloudTrail's data events goes to the calls of its hour (or day, or month), account,
region, operation and resource, as far as the export names them, by their number or their bytes. The
second table has the bill's lines: how much of each the logs explain, and why not the rest.

--of cloudtrail says what CloudTrail charges for the events themselves. Of a management event that two
trails deliver, the copy in the later path is charged. --of started lists what calls have started that costs
by the hour: instances, volumes, databases, NAT gateways, endpoints, addresses, load balancers, caches,
clusters, notebooks …, with who did it, through which service, who last changed the Auto Scaling group
behind it, and whether it is still there by the logs. Failed calls and dry runs start nothing; what was
started before the logs begin is counted in a note. Hours have a price only with --prices of AWS's lists
(trailq prices update FILE --region REGION), or lines such as

  hour:instance m5.large,eu-west-1,,,1,0.107
  hour:volume gp3,eu-west-1,,,1,0.088       of a GB for a month

--by takes CloudTrail's fields and paths into them, such as userIdentity.arn, and these short names:

` + names + `
The query is SQL in Athena's dialect, with the prices in it; --show-sql prints it.`
}
