#!/usr/bin/env python3
"""Make the bill that AWS would send for a folder of logs, by itself.

No public Cost and Usage Report with rows of S3 was found, so this one is made from
AWS's documented columns. It reads the logs with Python's own libraries and shares no
code with trailq; what it prints is what `trailq cost --bill` must find.

  scripts/bill/cur.py LOGS OUT.csv.gz [--form cur2|legacy|focus] [--discount 0.1]
                      [--extra]

Prices are one price a meter and region, in the table below. With --extra, the bill has
lines that no event explains: storage, a bucket without data events, another service, a
credit and tax.
"""
import argparse, collections, csv, datetime, gzip, io, ipaddress, json, pathlib, sys
from decimal import Decimal as D

PRICES = {  # dollars for a unit: request or GB
    "Requests-Tier1": D("0.000005"), "Requests-Tier2": D("0.0000004"),
    "DataTransfer-Out-Bytes": D("0.09"), "KMS-Requests": D("0.000003"),
    "DataEventsRecorded": D("0.000001"), "C3DataTransfer-Out-Bytes": D("0"),
}
CODES = {"eu-west-1": "EU", "us-east-1": "USE1", "us-east-2": "USE2", "us-west-2": "USW2", "eu-central-1": "EUC1", "ap-south-1": "APS3"}
OPERATIONS = {"ListObjects": "ListBucket", "ListObjectsV2": "ListBucket", "ListBuckets": "ListAllMyBuckets",
              "CreateMultipartUpload": "InitiateMultipartUpload", "PutBucketPolicy": "WriteBucketPolicy", "PutBucketTagging": "WriteCostAllocation"}
FREE = {"SlowDown", "InternalError", "ServiceUnavailable", "PermanentRedirect"}
GB = D(2**30)


def events(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.json.gz")):
        if "/CloudTrail/" not in str(path):
            continue
        with gzip.open(path) as file:
            for record in json.load(file)["Records"]:
                yield record


PRIVATE = [ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10")]


def is_private(address):
    try:
        return any(ipaddress.ip_address(address) in network for network in PRIVATE)
    except ValueError:
        return False


def caller(record):
    identity = record.get("userIdentity", {})
    issuer = identity.get("sessionContext", {}).get("sessionIssuer", {})
    return issuer.get("arn") or identity.get("arn") or identity.get("invokedBy")


def uses(record):
    """What one event moves: (service, meter, region, operation, resource, account, units)."""
    name, source, region = record["eventName"], record["eventSource"], record["awsRegion"]
    category, account = record.get("eventCategory"), record.get("recipientAccountId")
    if category in ("Insight", "NetworkActivity"):
        return
    if category == "Data":
        yield "AWSCloudTrail", "DataEventsRecorded", region, "None", "", account, 1
    if source == "kms.amazonaws.com":
        keys = [r.get("ARN") for r in record.get("resources") or []]
        yield "awskms", "KMS-Requests", region, name, keys[0] if keys else "", record["userIdentity"].get("accountId") or account, 1
    if source != "s3.amazonaws.com" or record.get("errorCode") in FREE:
        return
    owners = [r["accountId"] for r in record.get("resources") or [] if r.get("accountId")]
    owner = owners[0] if owners else account
    if record["userIdentity"].get("accountId") not in (None, owner) and record.get("errorCode") == "AccessDenied":
        return
    if record.get("sharedEventID") and owner != account:
        return
    bucket = (record.get("requestParameters") or {}).get("bucketName", "")
    put = name.startswith(("Put", "Create", "Update", "List")) or name in ("CopyObject", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload")
    if not name.startswith("Delete") and name != "AbortMultipartUpload":
        yield "AmazonS3", "Requests-Tier1" if put else "Requests-Tier2", region, OPERATIONS.get(name, name), bucket, owner, 1
    sent = D(str((record.get("additionalEventData") or {}).get("bytesTransferredOut", 0)))
    if sent > 0:
        address = record.get("sourceIPAddress", "")
        inside = record.get("vpcEndpointId") or is_private(address)
        if address.endswith(".amazonaws.com") or address == "AWS Internal":
            return
        meter = "C3DataTransfer-Out-Bytes" if inside else "DataTransfer-Out-Bytes"
        yield "AmazonS3", meter, region, OPERATIONS.get(name, name), bucket, owner, sent / GB


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("logs"), parser.add_argument("out")
    parser.add_argument("--form", choices=("cur2", "legacy", "focus"), default="cur2")
    parser.add_argument("--discount", type=D, default=D(0))
    parser.add_argument("--extra", action="store_true")
    options = parser.parse_args()
    quantities, shares, seen = collections.Counter(), collections.defaultdict(collections.Counter), set()
    for record in events(options.logs):
        for service, meter, region, operation, resource, account, units in uses(record):
            if meter != "DataEventsRecorded" and record.get("eventID"):
                if (record["eventID"], meter) in seen:
                    continue
                seen.add((record["eventID"], meter))
            hour = record["eventTime"][:13]
            key = hour, account, region, service, meter, operation, resource
            quantities[key] += units
            shares[key][caller(record)] += units
    rows, callers = [], collections.Counter()
    for key, quantity in sorted(quantities.items()):
        hour, account, region, service, meter, operation, resource = key
        usd = (D(quantity) * PRICES[meter] * (1 - options.discount)).quantize(D("1e-10"))
        code = region if service == "awskms" else CODES[region]
        rows.append((hour, account, region, service, f"{code}-{meter}", operation, resource, "Usage", D(quantity), usd))
        for who, units in shares[key].items():
            callers[who] += usd * D(units) / D(quantity)
    explained = sum(row[-1] for row in rows)
    if options.extra:
        hour, account = rows[0][0], rows[0][1]
        rows += [
            (hour, account, "eu-west-1", "AmazonS3", "EU-TimedStorage-ByteHrs", "StandardStorage", "amzn-s3-demo-bucket", "Usage", D(100), D("2.3")),
            (hour, account, "eu-west-1", "AmazonS3", "EU-Requests-Tier2", "GetObject", "amzn-s3-demo-unlogged", "Usage", D(5_000_000), D("2")),
            (hour, account, "eu-west-1", "AmazonEC2", "EU-BoxUsage:m5.large", "RunInstances", "i-1234567890abcdef0", "Usage", D(24), D("2.57")),
            (hour, account, "", "AmazonS3", "", "", "", "Credit", D(0), D("-1.5")),
            (hour, account, "", "AmazonS3", "", "", "", "Tax", D(0), D("0.75")),
        ]
    write(options, rows)
    json.dump({"whole": str(sum(row[-1] for row in rows)), "explained": str(explained),
               "callers": {str(k): f"{v:.10f}" for k, v in callers.most_common()}}, sys.stdout, indent=1)


COLUMNS = {
    "cur2": "line_item_usage_start_date line_item_usage_end_date line_item_usage_account_id product_region_code line_item_product_code line_item_usage_type line_item_operation line_item_resource_id line_item_line_item_type line_item_usage_amount line_item_unblended_cost line_item_currency_code line_item_line_item_description",
    "legacy": "lineItem/UsageStartDate lineItem/UsageEndDate lineItem/UsageAccountId product/region lineItem/ProductCode lineItem/UsageType lineItem/Operation lineItem/ResourceId lineItem/LineItemType lineItem/UsageAmount lineItem/UnblendedCost lineItem/CurrencyCode lineItem/LineItemDescription",
    "focus": "ChargePeriodStart ChargePeriodEnd SubAccountId RegionId x_ServiceCode x_UsageType x_Operation ResourceId ChargeCategory ConsumedQuantity BilledCost BillingCurrency ChargeDescription",
}


def write(options, rows):
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS[options.form].split())
    for hour, account, region, service, usage, operation, resource, kind, quantity, usd in rows:
        begin = datetime.datetime.fromisoformat(hour + ":00:00")
        times = [t.strftime("%Y-%m-%dT%H:%M:%S.000Z") for t in (begin, begin + datetime.timedelta(hours=1))]
        out.writerow(times + [account, region, service, usage, operation, resource, kind, f"{quantity:f}", f"{usd:f}", "USD", "made by scripts/bill/cur.py"])
    data = gzip.compress(text.getvalue().encode(), mtime=0)
    with open(options.out, "wb") as file:
        file.write(data)


if __name__ == "__main__":
    main()
