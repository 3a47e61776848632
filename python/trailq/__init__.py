"""Answers from AWS CloudTrail logs where they lie, in a folder or an S3 bucket.

    import trailq

    for event in trailq.events("logs/", since="24h", where=["errorCode"]):
        print(event["eventTime"], event["eventName"])

    trailq.cost("s3://my-trail/AWSLogs/", by="role,class").df()
    trailq.sql("logs/", "SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1").pl()

Every function runs the trailq command that comes with this package; its keyword
arguments are the command's flags, with ``_`` for ``-`` (and ``from_`` for ``--from``).
"""

from ._answer import Answer, Table
from ._command import IncompleteWarning, TrailqError, find_command
from ._functions import cost, coverage, diff, events, sql, timeline, top, who

__all__ = [
    "Answer",
    "IncompleteWarning",
    "Table",
    "TrailqError",
    "cost",
    "coverage",
    "diff",
    "events",
    "find_command",
    "sql",
    "timeline",
    "top",
    "who",
]
