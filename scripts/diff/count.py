#!/usr/bin/env python3
"""Count again what `trailq diff` prints, with Python's own gzip and json.

It shares no code with trailq. It reads the answer as JSON lines, and the logs, and
compares every figure: of the causes and their traits, in time, of all values, and of what
is new and gone.

  trailq diff LOGS --before 2023-11-01 --after 2023-11-02 -n 0 -o jsonl |
    scripts/diff/count.py LOGS --before 2023-11-01 --after 2023-11-02

Windows are days, or FROM..TO with times as in eventTime. It counts events, not bytes or
dollars, and knows no address ranges. It exits with 1 if a figure differs.
"""
import argparse, collections, datetime, gzip, ipaddress, json, math, pathlib, re, sys

PRIVATE = [ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")]
FLEETING = PRIVATE + [ipaddress.ip_network(n) for n in ("127.0.0.0/8", "169.254.0.0/16", "fe80::/16")]


def at(value, *steps):
    """Return the value at the end of a path, None where there is none."""
    for step in steps:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and len(value) > step else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def text(value):
    """Return a value as SQL shows it, "" for NULL."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def first(*values):
    """Return the first text that is not empty."""
    return next((t for t in map(text, values) if t), "")


def caller(r):
    """Return who called, before callers that have only an ID are named."""
    u = r.get("userIdentity") if isinstance(r.get("userIdentity"), dict) else {}
    kind, account, behind = u.get("type"), text(u.get("accountId")), text(at(u, "onBehalfOf", "userId"))
    arn = text(u.get("arn"))
    session = re.match(r"([^/]*):sts:([^/]*):assumed-role/([^/]*)", arn)
    if session:
        arn = f"{session[1]}:iam:{session[2]}:role/{session[3]}"
    own = text(u.get("userName"))
    if kind == "AWSService":
        own = text(u.get("invokedBy"))
    elif kind == "IdentityCenterUser":
        own = behind
    elif kind in ("AWSAccount", "WebIdentityUser", "SAMLUser"):
        own = account if account == "ANONYMOUS_PRINCIPAL" else ""
    return first(at(u, "sessionContext", "sessionIssuer", "arn"), arn, own, u.get("principalId"), u.get("userName"), behind,
                 account if kind == "AWSAccount" else "", u.get("invokedBy"), account, kind)


def principal(r):
    """Return the unique ID of the user or role that called, "" for none."""
    whole = text(at(r, "userIdentity", "principalId")).split(":")[0]
    return whole if whole[:4] in ("AROA", "AIDA") else ""


def failure(r):
    """Return what a call failed with, "" for nothing."""
    code, message = text(r.get("errorCode")), text(r.get("errorMessage"))
    if code and code != "Success":
        return code
    if not code and message:
        return message
    marks = (at(r, "responseElements", "ConsoleLogin"), at(r, "serviceEventDetails", "UserAuthentication"), at(r, "serviceEventDetails", "CredentialVerification"))
    return "Failed authentication" if "Failure" in marks else ""


def account(r):
    """Return the account whose trail has the record."""
    own = r.get("recipientAccountId")
    return text(at(r, "userIdentity", "accountId")) if own is None else text(own)


def make_arn(r, service, kind, name, is_global=False):
    """Return the ARN of a resource, "" if it has no name."""
    if not name or name.startswith("arn:"):
        return name
    region = text(r.get("awsRegion"))
    partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
    return f"arn:{partition}:{service}:{'' if is_global else region}:{account(r)}:{kind}{name}"


def resource(r):
    """Return the ARN of what a call to a service other than S3 is about."""
    source = text(r.get("eventSource"))
    if not source or source == "s3.amazonaws.com":
        return ""
    arn = text(at(r, "resources", 0, "ARN"))
    if arn or not source.endswith(".amazonaws.com"):
        return arn
    service = source[:-len(".amazonaws.com")]
    request = lambda *steps: text(at(r, "requestParameters", *steps))
    response = lambda *steps: text(at(r, "responseElements", *steps))
    if service == "dynamodb":
        return make_arn(r, service, "table/", request("tableName"))
    if service == "kms":
        key = first(request("keyId"), response("keyMetadata", "keyId"))
        return make_arn(r, service, "" if key.startswith("alias/") else "key/", key)
    if service == "lambda":
        parts = request("functionName").split(":")
        return make_arn(r, service, "function:", ":".join(parts[:-1] if len(parts) in (2, 8) else parts))
    if service == "sqs":
        parts = request("queueUrl").split("/")
        return make_arn(r, service, "", first(parts[4] if len(parts) > 4 else "", request("queueName")))
    if service == "sns":
        return make_arn(r, service, "", first(request("topicArn"), request("targetArn"), response("topicArn")))
    if service == "secretsmanager":
        secret = request("secretId")
        if secret.startswith("arn:"):
            secret = re.sub(r"-[A-Za-z0-9]{6}$", "", secret)
        return make_arn(r, service, "secret:", first(secret, request("name")))
    if service == "ec2":
        return make_arn(r, service, "instance/", first(request("instanceId"), request("instancesSet", "items", 0, "instanceId"),
                                                       response("instancesSet", "items", 0, "instanceId")))
    if service == "logs":
        return make_arn(r, service, "log-group:", request("logGroupName"))
    if service == "cloudtrail":
        return make_arn(r, service, "trail/", first(request("trailName"), request("name")))
    if service == "iam":
        for parameter, kind in (("roleName", "role/"), ("userName", "user/"), ("policyArn", "policy/")):
            if request(parameter):
                return make_arn(r, service, kind, request(parameter), is_global=True)
    return ""


ADDRESSES = {}


def address(ip):
    """Return an IP address, None for other origins."""
    if ip not in ADDRESSES:
        try:
            ADDRESSES[ip] = ipaddress.ip_address(ip)
        except ValueError:
            ADDRESSES[ip] = None
    return ADDRESSES[ip]


def network(ip, four, six):
    """Return the network around an address, "" for none."""
    a = address(ip)
    bits = 0 if a is None else four if a.version == 4 else six
    return str(ipaddress.ip_network((a, bits), strict=False)) if bits else ""


def is_in(ip, networks):
    a = address(ip)
    return a is not None and any(a.version == n.version and a in n for n in networks)


def origin_class(ip, vpce):
    """Return the network path of the answer, without AWS's ranges."""
    a = address(ip)
    if vpce:
        return "VPC endpoint"
    if a is None:
        if not ip:
            return ""
        return "AWS service" if ip == "AWS Internal" or ip.endswith((".amazonaws.com", ".amazonaws.com.cn")) else "unknown"
    if is_in(ip, PRIVATE):
        return "VPC endpoint"
    return "unknown" if a.is_loopback or a.is_multicast or a.is_link_local or a.is_unspecified or str(a) == "255.255.255.255" else "internet or AWS"


NETWORKS, FAMILIES = {}, {}


def describe(r):
    """Return the values of all dimensions of a record, without those that it lacks."""
    source, name = r.get("eventSource"), r.get("eventName")
    bucket, key = text(at(r, "requestParameters", "bucketName")), at(r, "requestParameters", "key")
    key = text(at(r, "requestParameters", "prefix") if key is None else key)
    ip, vpce, agent = text(r.get("sourceIPAddress")), text(r.get("vpcEndpointId")), text(r.get("userAgent"))
    if (ip, vpce) not in NETWORKS:
        NETWORKS[ip, vpce] = network(ip, 24, 48), network(ip, 16, 0), origin_class(ip, vpce)
    if agent not in FAMILIES:
        family = re.match(r"\[?([^\]\[/ ,;()]+)", agent)
        FAMILIES[agent] = family[1] if family else ""
    narrow, wide, path = NETWORKS[ip, vpce]
    values = {
        "caller": caller(r), "call": "" if source is None or name is None else source.replace(".amazonaws.com", "") + ":" + name,
        "prefix": bucket and bucket + "/" + key[:key.find("/") + 1], "bucket": bucket, "resource": resource(r), "error": failure(r),
        "ip": ip, "network": narrow, "network16": wide, "agent": agent, "agentFamily": FAMILIES[agent], "class": path,
        "vpce": vpce, "account": account(r), "region": text(r.get("awsRegion")),
    }
    return {d: v for d, v in values.items() if v}


def is_write(r):
    """Report whether a call changed something other than data."""
    category = r.get("eventCategory") or ("Data" if text(r.get("eventName")).startswith("Invoke") else "Management")
    return text(r.get("readOnly")) == "false" and category == "Management"


def read_records(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.json*")):
        if "/CloudTrail-Digest/" in str(path):
            continue
        raw = path.read_bytes()
        try:
            whole = json.loads(gzip.decompress(raw) if path.name.endswith(".gz") else raw)
        except (ValueError, EOFError, OSError) as damage:
            print(f"{path}: left out: {damage}", file=sys.stderr)
            continue
        if isinstance(whole, dict):
            whole = whole["Records"] if "Records" in whole else [whole]
        yield from whole


class Window:
    def __init__(self, words):
        start, _, end = words.partition("..")
        self.start, self.end = (w + "T00:00:00Z" if len(w) == 10 else w for w in (start, end or start))
        if not end:
            day = datetime.date.fromisoformat(start) + datetime.timedelta(days=1)
            self.end = day.isoformat() + "T00:00:00Z"

    def seconds(self):
        parse = lambda t: datetime.datetime.fromisoformat(t.replace("Z", "+00:00"))
        return (parse(self.end) - parse(self.start)).total_seconds()

    def has(self, time):
        return self.start <= time < self.end


class Answer:
    """What was printed, by table, and what it says of the hours that are compared."""

    def __init__(self, lines):
        self.tables = collections.defaultdict(list)
        for line in lines:
            row = json.loads(line)
            self.tables[row["table"]].append(row)
        self.left, covered = collections.defaultdict(list), {"before": 0.0, "after": 0.0}
        for row in self.tables["coverage"]:
            place = row["account"] or "", row["region"] or ""
            self.left[place] += [(part["from"], part["to"]) for part in row["leftOut"]]
            covered[row["window"]] = max(covered[row["window"]], row["compared"] / row["units"])
        self.covered = covered

    def compares(self, place, time):
        return not any(start <= time < end for start, end in self.left.get(place, ()))


class Event:
    """An event of one of the windows."""
    __slots__ = ("side", "time", "values", "write")

    def __init__(self, side, time, values, write):
        self.side, self.time, self.values, self.write = side, time, values, write


def read_events(folder, windows, answer):
    """Return the events that are compared, with callers that have only an ID named."""
    events, arns, unnamed = [], collections.defaultdict(set), []
    interned = {}
    for r in read_records(folder):
        time = text(r.get("eventTime"))
        side = next((s for s, w in enumerate(windows) if w.has(time)), None)
        if side is None:
            continue
        values = {d: interned.setdefault(v, v) for d, v in describe(r).items()}
        who, named = principal(r), values.get("caller", "")
        if who and named.startswith("arn:"):
            arns[who].add(named)
        event = Event(side, time, values, is_write(r))
        if who and not named.startswith("arn:"):
            unnamed.append((who, event))
        events.append(event)
    for who, event in unnamed:
        if len(arns[who]) == 1:
            event.values["caller"] = next(iter(arns[who]))
    place = lambda e: (e.values.get("account", ""), e.values.get("region", ""))
    return [e for e in events if answer.compares(place(e), e.time)]


class Checker:
    """Counts the figures that are wrong, and those that are right."""

    def __init__(self, answer, ratio):
        self.answer, self.ratio, self.right, self.wrong = answer, ratio, 0, 0

    def compare(self, what, got, want):
        if got == want:
            self.right += 1
            return
        self.wrong += 1
        if self.wrong <= 20:
            print(f"{what}: trailq says {got}, Python counts {want}")

    def compare_scaled(self, what, got, want):
        """Compare an amount of the first window, which is scaled and rounded."""
        want *= self.ratio
        self.compare(what, got, got if abs(got - want) <= (0.0051 if abs(want) < 100 else 0.51) else want)

    def check_changes(self, events):
        counts = collections.defaultdict(lambda: [0, 0])
        names = {row["dimension"] for row in self.answer.tables["changes"]}
        for event in events:
            for name in names:
                counts[name, event.values.get(name)][event.side] += 1
        listed = set()
        for row in self.answer.tables["changes"]:
            key = row["dimension"], row["value"]
            listed.add(key)
            self.compare_scaled(f"before of {key}", row["before"], counts[key][0])
            self.compare(f"after of {key}", row["after"], counts[key][1])
        missing = [k for k, (before, after) in counts.items() if abs(before * self.ratio - after) > 1e-6 and k not in listed]
        self.compare("changes that are not listed", missing[:5], [])

    def check_causes(self, events):
        causes = self.answer.tables["causes"]
        meets = lambda e, parts: all(e.values.get(p["dimension"]) == p["value"] or "replaced" in p and e.values.get(p["dimension"]) == p["replaced"] for p in parts)
        series = collections.Counter()
        starts = sorted({row["time"] for row in self.answer.tables["timeline"]})
        step_length = find_step(starts)
        traits = [[[0, 0] for _ in c["traits"]] for c in causes]
        sums = [[0, 0] for _ in causes]
        for event in events:
            side, step = ("before", "after")[event.side], cut_time(event.time, step_length)
            series[0, side, step] += 1
            own = [meets(event, c["conditions"]) for c in causes]
            for i, c in enumerate(causes):
                if not own[i] or any(own[rank - 1] for rank in c["except"]):
                    continue
                series[c["rank"], side, step] += 1
                sums[i][event.side] += 1
                for j, trait in enumerate(c["traits"]):
                    if event.values.get(trait["dimension"]) == trait["value"]:
                        traits[i][j][event.side] += 1
        for i, c in enumerate(causes):
            self.compare_scaled(f"before of {c['cause']}", c["before"], sums[i][0])
            self.compare(f"after of {c['cause']}", c["after"], sums[i][1])
            side = int(sums[i][1] >= sums[i][0] * self.ratio)
            for trait, counted in zip(c["traits"], traits[i]):
                share = math.floor(1e6 * counted[side] / max(sums[i][side], 1)) / 1e6
                self.compare(f"share of {trait}", trait["share"], share)
        for row in self.answer.tables["timeline"]:
            key = row["cause"], row["window"], row["time"]
            self.compare(f"events of {key}", row["events"], series.pop(key, 0))
        self.compare("times that are not listed", sorted(series)[:5], [])

    def check_news(self, events, kind):
        """Check the calls that only one window has. The answer lists 200 at most."""
        side = int(kind == "new")
        rows = self.answer.tables[kind]
        seen = [collections.defaultdict(set), collections.defaultdict(set)]
        for e in events:
            for name in ("agent", "region", "network"):
                seen[e.side][name].add(e.values.get(name))
            seen[e.side]["pair"].add((e.values.get("caller"), e.values.get("call")))
        only = {name: seen[side][name] - seen[1 - side][name] - {None} for name in seen[side]}
        found = {}
        for e in events:
            if e.side != side:
                continue
            pair, ip = (e.values.get("caller"), e.values.get("call")), e.values.get("ip", "")
            own = pair in only["pair"]
            marks = (ip if e.values.get("network") in only["network"] and not is_in(ip, FLEETING) else None,
                     e.values.get("agent") if e.values.get("agent") in only["agent"] else None,
                     e.values.get("region") if e.values.get("region") in only["region"] else None)
            if not own and not any(marks):
                continue
            n = found.setdefault(pair, {"events": 0, "writes": 0, "failures": 0, "own": own, "marks": [set(), set(), set()], "times": []})
            n["events"] += 1
            n["writes"] += e.write
            n["failures"] += "error" in e.values
            n["times"].append(e.time)
            for mark, all_marks in zip(marks, n["marks"]):
                all_marks.update({mark} - {None})
        for row in rows:
            pair = row["caller"], row["call"]
            n = found.get(pair)
            self.compare(f"{kind} {pair}", n is not None, True)
            if n is None:
                continue
            shown = [row[kind + name] for name in ("Address", "Agent", "Region")]
            self.compare(f"{kind} {pair}", (row["events"], row["writes"], row["failures"], row[kind + "Call"], row["first"], row["last"]),
                         (n["events"], n["writes"], n["failures"], n["own"], min(n["times"]), max(n["times"])))
            self.compare(f"{kind} {pair}: address, agent, region", shown, [max(m) if m else None for m in n["marks"]])
        self.compare(f"number of {kind} calls", len(rows), min(200, len(found)))


def find_step(starts):
    """Return the length of the timeline's steps in minutes."""
    parse = lambda t: datetime.datetime.fromisoformat(t.replace("Z", "+00:00"))
    gaps = [(parse(b) - parse(a)).total_seconds() / 60 for a, b in zip(starts, starts[1:])]
    return int(min(gaps)) if gaps else 1


def cut_time(time, step):
    """Return the start of a time's step: a minute, ten of them, an hour or a day."""
    if step >= 1440:
        return time[:10] + "T00:00:00Z"
    if step >= 60:
        return time[:13] + ":00:00Z"
    return time[:15] + "0:00Z" if step >= 10 else time[:16] + ":00Z"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs")
    parser.add_argument("--before", required=True, type=Window)
    parser.add_argument("--after", required=True, type=Window)
    options = parser.parse_args()
    answer = Answer(sys.stdin)
    windows = [options.before, options.after]
    lengths = [w.seconds() for w in windows]
    ratio = 1.0
    if lengths[0] != lengths[1]:
        ratio = lengths[1] * answer.covered["after"] / (lengths[0] * answer.covered["before"])
    events = read_events(options.logs, windows, answer)
    checker = Checker(answer, ratio)
    checker.check_causes(events)
    checker.check_changes(events)
    for kind in ("new", "gone"):
        checker.check_news(events, kind)
    print(f"{len(events)} events compared, {checker.right} figures right, {checker.wrong} wrong")
    return checker.wrong > 0


if __name__ == "__main__":
    sys.exit(main())
