#!/usr/bin/env python3
"""Writes logs of another make than trailgen's, for the benchmarks.

    scripts/bench/corpus.py KIND FOLDER [--events N]

KIND is one of
    sessions    data and management events of 1.9 KB, 4,000 in a file, from 30,000
                addresses and thousands of sessions
    management  management events only, 50 in a file, as a trail without data events

The same KIND and N give the same logs.
"""

import argparse
import datetime
import gzip
import json
import os
import random

START = datetime.datetime(2023, 11, 1)
DAYS = 2
ACCOUNT = "111122223333"
REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

DATA = [("s3.amazonaws.com", name, read) for name, read in
        [("GetObject", True)] * 12 + [("HeadObject", True)] * 3 + [("PutObject", False)] * 3 + [("ListObjects", True)]]
MANAGEMENT = [
    ("sts.amazonaws.com", "AssumeRole", True), ("ec2.amazonaws.com", "DescribeInstances", True),
    ("ec2.amazonaws.com", "DescribeVolumes", True), ("ec2.amazonaws.com", "DescribeTags", True),
    ("kms.amazonaws.com", "Decrypt", True), ("kms.amazonaws.com", "GenerateDataKey", True),
    ("logs.amazonaws.com", "CreateLogStream", False), ("iam.amazonaws.com", "GetRole", True),
    ("iam.amazonaws.com", "ListAttachedRolePolicies", True), ("s3.amazonaws.com", "GetBucketAcl", True),
    ("ssm.amazonaws.com", "UpdateInstanceInformation", False), ("ssm.amazonaws.com", "GetParameter", True),
    ("autoscaling.amazonaws.com", "DescribeAutoScalingGroups", True), ("ecs.amazonaws.com", "DescribeTasks", True),
    ("lambda.amazonaws.com", "GetFunction20150331v2", True), ("rds.amazonaws.com", "DescribeDBInstances", True),
    ("secretsmanager.amazonaws.com", "GetSecretValue", True), ("sqs.amazonaws.com", "ListQueues", True),
]
AGENTS = ["aws-cli/2.13.32 Python/3.11.6 Linux/6.1.0 exe/x86_64 prompt/off", "Boto3/1.28.80 md/Botocore#1.31.80 ua/2.0 os/linux",
          "aws-sdk-java/2.20.162 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.9", "[aws-sdk-go-v2/1.21.2 os/linux lang/go#1.21.4]",
          "Terraform/1.6.3 (+https://www.terraform.io) terraform-provider-aws/5.24.0"]


class Maker:
    def __init__(self, kind):
        self.random = random.Random("trailq " + kind)
        self.calls = MANAGEMENT if kind == "management" else DATA + MANAGEMENT
        self.addresses = [f"{self.random.randint(11, 223)}.{self.random.randint(0, 255)}.{self.random.randint(0, 255)}.{self.random.randint(1, 254)}"
                          for _ in range(30_000)]
        self.sessions = [self.session(n) for n in range(6_000)]

    def text(self, letters, length):
        return "".join(self.random.choices(letters, k=length))

    def uuid(self):
        text = self.text("0123456789abcdef", 32)
        return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])

    def session(self, n):
        role, name = f"app-role-{n % 240}", f"session-{self.uuid()}"
        principal = "AROA" + self.text(LETTERS, 17)
        return {
            "type": "AssumedRole", "principalId": f"{principal}:{name}", "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name}",
            "accountId": ACCOUNT, "accessKeyId": "ASIA" + self.text(LETTERS, 16),
            "sessionContext": {
                "sessionIssuer": {"type": "Role", "principalId": principal, "arn": f"arn:aws:iam::{ACCOUNT}:role/{role}",
                                  "accountId": ACCOUNT, "userName": role},
                "attributes": {"creationDate": "2023-11-01T00:00:00Z", "mfaAuthenticated": "false"},
            },
        }

    def record(self, at, region):
        source, name, read = self.random.choice(self.calls)
        record = {
            "eventVersion": "1.09", "userIdentity": self.random.choice(self.sessions), "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "eventSource": source, "eventName": name, "awsRegion": region, "sourceIPAddress": self.random.choice(self.addresses),
            "userAgent": self.random.choice(AGENTS),
        }
        if self.random.random() < 0.03:
            record["errorCode"], record["errorMessage"] = "AccessDenied", "User is not authorized to perform this operation"
        is_data = (source, name, read) in DATA
        record["requestParameters"] = self.data_parameters() if is_data else {"resourceId": self.text(LETTERS, 20), "maxResults": 100}
        record["responseElements"] = None
        if is_data:
            record["additionalEventData"] = {
                "SignatureVersion": "SigV4", "CipherSuite": "ECDHE-RSA-AES128-GCM-SHA256", "bytesTransferredIn": 0,
                "AuthenticationMethod": "AuthHeader", "x-amz-id-2": self.text(LETTERS.lower(), 76),
                "bytesTransferredOut": self.random.randint(0, 4_000_000) if name == "GetObject" else 0,
            }
            bucket = record["requestParameters"]["bucketName"]
            record["resources"] = [
                {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/{record['requestParameters'].get('key', '')}"},
                {"accountId": ACCOUNT, "type": "AWS::S3::Bucket", "ARN": f"arn:aws:s3:::{bucket}"},
            ]
        record.update({
            "requestID": self.text(LETTERS, 16), "eventID": self.uuid(), "readOnly": read, "eventType": "AwsApiCall",
            "managementEvent": not is_data, "recipientAccountId": ACCOUNT, "eventCategory": "Data" if is_data else "Management",
            "tlsDetails": {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256", "clientProvidedHostHeader": f"{source.split('.')[0]}.{region}.amazonaws.com"},
        })
        return record

    def data_parameters(self):
        bucket = f"amzn-s3-demo-bucket{self.random.randint(1, 60)}"
        return {"bucketName": bucket, "key": f"data/{self.random.randint(0, 999):03}/{self.uuid()}.parquet", "Host": f"{bucket}.s3.amazonaws.com"}


def write_file(maker, folder, number, files, size):
    """Writes the log file of that number, with the events of its share of the time."""
    span = datetime.timedelta(days=DAYS) / files
    region = REGIONS[number % len(REGIONS)]
    records = []
    for n in range(size):
        records.append(maker.record(START + span * number + span * n / size, region))
    delivered = START + span * (number + 1) + datetime.timedelta(minutes=5)
    path = os.path.join(folder, "AWSLogs", ACCOUNT, "CloudTrail", region, delivered.strftime("%Y/%m/%d"))
    os.makedirs(path, exist_ok=True)
    name = f"{ACCOUNT}_CloudTrail_{region}_{delivered.strftime('%Y%m%dT%H%MZ')}_{maker.text(LETTERS, 16)}.json.gz"
    # Without a time in its header, the file is the same each time.
    with open(os.path.join(path, name), "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        packed.write(json.dumps({"Records": records}, separators=(",", ":")).encode())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["sessions", "management"])
    parser.add_argument("folder")
    parser.add_argument("--events", type=int, default=1_000_000)
    arguments = parser.parse_args()
    size = 4_000 if arguments.kind == "sessions" else 50
    files = -(-arguments.events // size)
    maker = Maker(arguments.kind)
    for number in range(files):
        write_file(maker, arguments.folder, number, files, min(size, arguments.events - number * size))


if __name__ == "__main__":
    main()
