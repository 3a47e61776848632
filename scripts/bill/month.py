#!/usr/bin/env python3
"""Make a month of logs, and beside it the bill that AWS would send for them.

It shares no code with trailq. What it writes to expected.json is what
`trailq cost LOGS --bill cur.csv.gz --by user` must find.

  scripts/bill/month.py FOLDER EVENTS

The bill has a discount of 10 %, two price steps of transfer in one usage type, a bucket
of STANDARD_IA with retrieval, a bucket whose data events are not logged, and lines that
no event explains.
"""
import collections, csv, gzip, io, json, pathlib, random, sys
from decimal import Decimal as D

GB, DISCOUNT, STEP = 2**30, D("0.9"), 100  # GB of the month at the first price
ACCOUNT, REGION = "111122223333", "eu-west-1"
USERS = ["alice", "bob", "carol", "exporter"]
STANDARD, COLD, UNLOGGED = "amzn-s3-demo-bucket", "amzn-s3-demo-archive", "amzn-s3-demo-unlogged"
OPERATIONS = {"GetObject": "GetObject", "PutObject": "PutObject", "ListObjects": "ListBucket"}
PRICES = {"EU-Requests-Tier1": "0.000005", "EU-Requests-Tier2": "0.0000004", "EU-Requests-SIA-Tier1": "0.00001",
          "EU-Requests-SIA-Tier2": "0.000001", "EU-Retrieval-SIA": "0.01", "EU-DataEventsRecorded": "0.000001"}


def make_event(rng, n, hour):
    name = rng.choices(list(OPERATIONS), (70, 25, 5))[0]
    bucket = rng.choices((STANDARD, COLD), (80, 20))[0]
    user = rng.choices(USERS, (40, 30, 20, 10))[0]
    sent = 0
    if name == "GetObject":
        sent = rng.randrange(1, 200 << 20 if user == "exporter" else 4 << 20)
    minute, second = rng.randrange(60), rng.randrange(60)
    day, clock = divmod(hour, 24)
    record = {
        "eventVersion": "1.09", "eventID": f"9f1c6a3e-0000-4000-8000-{n:012x}", "eventTime": f"2024-06-{day + 1:02}T{clock:02}:{minute:02}:{second:02}Z",
        "eventSource": "s3.amazonaws.com", "eventName": name, "eventCategory": "Data", "awsRegion": REGION, "sourceIPAddress": "203.0.113.7",
        "recipientAccountId": ACCOUNT, "userIdentity": {"type": "IAMUser", "accountId": ACCOUNT, "userName": user},
        "requestParameters": {"bucketName": bucket, "key": f"data/{n % 1000}"},
        "additionalEventData": {"bytesTransferredIn": 0, "bytesTransferredOut": sent},
        "resources": [{"type": "AWS::S3::Object"}, {"accountId": ACCOUNT, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{bucket}"}],
    }
    return record, user, name, bucket, sent


def count(usage, hour, user, name, bucket, sent):
    """What the call moves: units by (hour, usage type, operation, resource) and user."""
    cold, tier = bucket == COLD, "Tier2" if name == "GetObject" else "Tier1"
    is_cold = cold and name == "GetObject"
    usage[hour, f"EU-Requests-{'SIA-' if is_cold else ''}{tier}", OPERATIONS[name], bucket][user] += 1
    usage[hour, "EU-DataEventsRecorded", "None", ""][user] += 1
    if sent:
        usage[hour, "EU-DataTransfer-Out-Bytes", OPERATIONS[name], bucket][user] += D(sent) / GB
        if cold:
            usage[hour, "EU-Retrieval-SIA", OPERATIONS[name], bucket][user] += D(sent) / GB


def write_logs(folder, events):
    rng, usage, number = random.Random(7), collections.defaultdict(collections.Counter), 0
    hours = 30 * 24
    for hour in range(hours):
        records = []
        for _ in range(events * (hour + 1) // hours - events * hour // hours):
            record, *moved = make_event(rng, number, hour)
            count(usage, hour, *moved)
            records.append(json.dumps(record, separators=(",", ":")))
            number += 1
        day, clock = divmod(hour, 24)
        path = folder / "logs" / "AWSLogs" / ACCOUNT / "CloudTrail" / REGION / "2024" / "06" / f"{day + 1:02}"
        path.mkdir(parents=True, exist_ok=True)
        name = f"{ACCOUNT}_CloudTrail_{REGION}_202406{day + 1:02}T{clock:02}55Z_{hour:016x}.json.gz"
        with gzip.open(path / name, "wb", compresslevel=1) as file:
            file.write(('{"Records":[' + ",".join(records) + "]}").encode())
    return usage


def price_lines(usage):
    """The rows of the bill, and the dollars of each user."""
    rows, users, before = [], collections.defaultdict(D), D(0)
    for (hour, kind, operation, resource), shares in sorted(usage.items()):
        quantity = sum(shares.values())
        parts = [(D(quantity), D(PRICES.get(kind, "0")))]
        if kind == "EU-DataTransfer-Out-Bytes":
            first = max(D(0), min(quantity, STEP - before))
            parts = [(first, D("0.09")), (quantity - first, D("0.085"))]
            before += quantity
        amount = D(0)
        for part, usd in parts:
            if part:
                cost = (part * usd * DISCOUNT).quantize(D("1e-10"))
                rows.append((hour, kind, operation, resource, "Usage", part, cost))
                amount += cost
        for user, units in shares.items():
            users[user] += amount * units / quantity
    return rows, users


UNEXPLAINED = [
    (0, "EU-TimedStorage-ByteHrs", "StandardStorage", STANDARD, "Usage", D(100), D("2.07")),
    (5, "EU-Requests-Tier2", "GetObject", UNLOGGED, "Usage", D(9_000_000), D("3.24")),
    (5, "EU-DataTransfer-Out-Bytes", "GetObject", UNLOGGED, "Usage", D(50), D("4.05")),
    (0, "", "", "", "Tax", D(0), D("7.31")),
]
COLUMNS = ("line_item_usage_start_date line_item_usage_end_date line_item_usage_account_id product_region_code line_item_product_code line_item_usage_type "
           "line_item_operation line_item_resource_id line_item_line_item_type line_item_usage_amount line_item_unblended_cost line_item_currency_code").split()


def write_bill(path, rows):
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    for hour, kind, operation, resource, line, quantity, usd in rows:
        times = [f"2024-06-{h // 24 + 1:02}T{h % 24:02}:00:00.000Z" if h < 720 else "2024-07-01T00:00:00.000Z" for h in (hour, hour + 1)]
        service = "AWSCloudTrail" if "DataEvents" in kind else "AmazonS3"
        out.writerow(times + [ACCOUNT, REGION, service, kind, operation, resource, line, f"{quantity:f}", f"{usd:f}", "USD"])
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def main():
    folder = pathlib.Path(sys.argv[1])
    usage = write_logs(folder, int(sys.argv[2]))
    rows, users = price_lines(usage)
    lines = collections.defaultdict(lambda: [D(0), D(0)])
    for _, kind, operation, resource, _, quantity, usd in rows:
        lines[f"{kind} {operation} {resource}"][0] += quantity
        lines[f"{kind} {operation} {resource}"][1] += usd
    write_bill(folder / "cur.csv.gz", rows + UNEXPLAINED)
    whole = sum(r[-1] for r in rows + UNEXPLAINED)
    with open(folder / "expected.json", "w") as file:
        json.dump({"whole": f"{whole}", "unexplained": f"{sum(r[-1] for r in UNEXPLAINED)}",
                   "users": {u: f"{usd:.10f}" for u, usd in users.items()},
                   "lines": {name: [f"{q:f}", f"{usd:f}"] for name, (q, usd) in lines.items()}}, file, indent=1)


if __name__ == "__main__":
    main()
