#!/usr/bin/env python3
"""Plan the lives of resources, and write the logs that they leave.

It shares no code with trailq. expected.json has what was planned, which
`trailq cost LOGS --of started --prices prices.csv` must find in the logs.

  scripts/bill/started.py FOLDER RESOURCES
"""
import datetime, gzip, json, pathlib, random, sys

ACCOUNT, REGION, BEGIN = "111122223333", "eu-west-1", datetime.datetime(2024, 6, 1)
MONTH = 30 * 24 * 3600
PEOPLE = ["alice", "bob", "carol"]
PRICES = {"instance": 0.1, "volume": 0.09, "nat": 0.05, "database": 0.2, "address": 0.005}


def identity(person):
    return {"type": "IAMUser", "accountId": ACCOUNT, "userName": person, "arn": f"arn:aws:iam::{ACCOUNT}:user/{person}"}


def record(second, source, name, person, request, response, **more):
    when = BEGIN + datetime.timedelta(seconds=second)
    return second, {"eventTime": when.strftime("%Y-%m-%dT%H:%M:%SZ"), "eventSource": source + ".amazonaws.com", "eventName": name, "awsRegion": REGION,
                    "recipientAccountId": ACCOUNT, "userIdentity": identity(person), "requestParameters": request, "responseElements": response, **more}


def items(*names):
    return {"instancesSet": {"items": [{"instanceId": n} for n in names]}}


class Kind:
    """How the calls about one kind of resource look."""

    def __init__(self, kind, number):
        self.kind = kind
        self.name = {"instance": f"i-{number:017x}", "volume": f"vol-{number:017x}", "nat": f"nat-{number:017x}", "database": f"db-{number}", "address": f"eipalloc-{number:017x}"}[kind]

    def start(self, second, person):
        n = self.name
        return {
            "instance": lambda: record(second, "ec2", "RunInstances", person, {"instanceType": "m5.large"}, {"instancesSet": {"items": [{"instanceId": n, "instanceType": "m5.large"}]}}),
            "volume": lambda: record(second, "ec2", "CreateVolume", person, {"size": "50"}, {"volumeId": n, "size": "50", "volumeType": "gp3"}),
            "nat": lambda: record(second, "ec2", "CreateNatGateway", person, {}, {"CreateNatGatewayResponse": {"natGateway": {"natGatewayId": n}}}),
            "database": lambda: record(second, "rds", "CreateDBInstance", person, {}, {"dBInstanceIdentifier": n, "dBInstanceClass": "db.t3.micro", "engine": "postgres", "multiAZ": True}),
            "address": lambda: record(second, "ec2", "AllocateAddress", person, {}, {"allocationId": n, "publicIp": "192.0.2.1"}),
        }[self.kind]()

    def end(self, second, person):
        n = self.name
        return {
            "instance": lambda: record(second, "ec2", "TerminateInstances", person, items(n), items(n)),
            "volume": lambda: record(second, "ec2", "DeleteVolume", person, {"volumeId": n}, {"_return": True}),
            "nat": lambda: record(second, "ec2", "DeleteNatGateway", person, {"DeleteNatGatewayRequest": {"NatGatewayId": n}}, {"DeleteNatGatewayResponse": {"natGatewayId": n}}),
            "database": lambda: record(second, "rds", "DeleteDBInstance", person, {"dBInstanceIdentifier": n}, {"dBInstanceIdentifier": n}),
            "address": lambda: record(second, "ec2", "ReleaseAddress", person, {"allocationId": n}, {"_return": True}),
        }[self.kind]()

    def pause(self, second, person, verb):
        if self.kind == "instance":
            return record(second, "ec2", verb + "Instances", person, items(self.name), items(self.name))
        return record(second, "rds", verb + "DBInstance", person, {"dBInstanceIdentifier": self.name}, {"dBInstanceIdentifier": self.name})


def plan_life(rng, number, out):
    """Plans one life, adds its records, and returns what there is to find."""
    kind = rng.choice(list(PRICES))
    one = Kind(kind, number)
    person = rng.choice(PEOPLE)
    now = start = rng.randrange(MONTH - 3600)
    out.append(one.start(now, person))
    ran, state, by = 0, "running", None
    since = now
    while kind in ("instance", "database") and rng.random() < 0.5:
        # Databases stand still for less than seven days.
        stop, length = now + rng.randrange(60, 3 * 24 * 3600), rng.randrange(60, 6 * 24 * 3600)
        if stop + length >= MONTH:
            break
        by = rng.choice(PEOPLE)
        out.append(one.pause(stop, by, "Stop"))
        ran, state, now = ran + stop - since, "stopped", stop
        if rng.random() < 0.2:
            break
        now = since = stop + length
        out.append(one.pause(now, rng.choice(PEOPLE), "Start"))
        state, by = "running", None
    end = now + rng.randrange(60, 20 * 24 * 3600)
    if state == "stopped" and kind == "database":
        end = min(end, now + 6 * 24 * 3600)
        ended = end < MONTH  # or RDS starts it
    else:
        ended = rng.random() < 0.6 and end < MONTH
    if ended:
        by = rng.choice(PEOPLE)
        out.append(one.end(end, by))
        ran, state = ran + (end - since if state == "running" else 0), "deleted"
    elif state == "running":
        ran += MONTH - since
    elif kind == "database":
        again = now + 7 * 24 * 3600
        if again < MONTH:
            ran, state, by = ran + MONTH - again, "running", None
    size = 50 / 720 if kind == "volume" else 1
    return {"kind": kind, "startedBy": person, "started": start, "state": state, "endedBy": by, "hours": ran / 3600, "usd": ran / 3600 * PRICES[kind] * size}, one.name


def write_logs(folder, records):
    for i, (_, event) in enumerate(records):
        event["eventID"] = f"9f1c6a3e-0000-4000-8000-{i:012x}"
    days = {}
    for second, event in sorted(records, key=lambda r: r[0]):
        days.setdefault(second // 86400, []).append(event)
    for day, events in days.items():
        date = (BEGIN + datetime.timedelta(days=day)).strftime("%Y/%m/%d")
        # A second trail has the events of some days again.
        for trail in ("a", "b") if day % 3 == 0 else ("a",):
            path = folder / "logs" / trail / "AWSLogs" / ACCOUNT / "CloudTrail" / REGION / date
            path.mkdir(parents=True, exist_ok=True)
            name = f"{ACCOUNT}_CloudTrail_{REGION}_{date.replace('/', '')}T0010Z_{trail}{day:015x}.json.gz"
            path.joinpath(name).write_bytes(gzip.compress(json.dumps({"Records": events}).encode(), 1, mtime=0))


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    rng, records, expected = random.Random(18), [], {}
    for number in range(count):
        life, name = plan_life(rng, number, records)
        expected[name] = life
    for number in range(count // 10):
        # Failures start and end nothing; what is older than the logs is nobody's.
        broken = Kind("instance", 10**6 + number)
        records.append(record(rng.randrange(MONTH), "ec2", "RunInstances", "alice", {}, None, errorCode="Client.DryRunOperation"))
        second, event = Kind("instance", number).end(rng.randrange(MONTH), "bob")
        records.append((second, event | {"errorCode": "Client.UnauthorizedOperation", "responseElements": None}))
        records.append(broken.end(rng.randrange(MONTH), "carol"))
    records.append(record(MONTH, "sts", "GetCallerIdentity", "alice", None, None))
    write_logs(folder, records)
    folder.joinpath("prices.csv").write_text(
        "item,region,to,from_gb,per,usd\n" + "".join(
            f"hour:{item},{REGION},,,1,{usd}\n" for item, usd in (
                ("instance m5.large", 0.1), ("volume gp3", 0.09), ("nat", 0.05), ("database db.t3.micro postgres multi-az", 0.2), ("address", 0.005))))
    folder.joinpath("expected.json").write_text(json.dumps({"lives": expected, "older": count // 10, "failed": count // 10}, indent=1))


if __name__ == "__main__":
    main()
