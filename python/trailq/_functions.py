"""The functions of the package: one for each command that asks."""

from __future__ import annotations

from typing import Any, Iterator, Optional, Sequence

from ._answer import Answer, parse_json
from ._command import Process, Sources, build_arguments, run_lines


def events(
    source: Sources,
    *,
    since: Any = None,
    from_: Any = None,
    to: Any = None,
    where: Optional[Sequence[str]] = None,
    fields: Optional[Sequence[str]] = None,
    limit: Optional[int] = None,
    **flags: Any,
) -> Iterator[dict[str, Any]]:
    """Yield the events of a folder, a file or a bucket (``s3://…``) as dicts.

    ``fields`` are paths to yield instead of the whole record, such as
    ``userIdentity.arn``: several times as fast. ``where`` are conditions such as
    ``bucket=logs-*``; all must hold. Leaving the loop ends the command.
    """
    given = dict(flags, since=since, from_=from_, to=to, where=where, limit=limit)
    if fields is not None:
        given["fields"] = ",".join(fields)
    return _read_events(build_arguments("events", source, dict(given, output="jsonl", summary="none")))


def _read_events(arguments: list[str]) -> Iterator[dict[str, Any]]:
    # One array for all lines that have come: parsing each line takes twice as long.
    with Process(arguments) as process:
        for lines in process.read_batches():
            yield from parse_json(b"[" + lines.replace(b"\n", b",") + b"]")


def sql(source: Sources, query: str, **flags: Any) -> Answer:
    """Return the answer of a query in Athena's SQL over the table ``cloudtrail_logs``."""
    arguments = build_arguments("sql", source, dict(flags, output="jsonl", summary="none"))
    return Answer.read(*run_lines([*arguments, query]))


def _ask(command: str, source: Sources, flags: dict[str, Any], *rest: str) -> Answer:
    return Answer.read(*run_lines([*build_arguments(command, source, dict(flags, output="jsonl", summary="none")), *rest]))


def top(source: Sources, **flags: Any) -> Answer:
    """Return the most common calls: ``top("logs/", by="caller", sum="bytesOut", limit=0)``."""
    return _ask("top", source, flags)


def cost(source: Sources, **flags: Any) -> Answer:
    """Return what calls cost: ``cost("logs/", by="role,class", ip_ranges="ip-ranges.json")``."""
    return _ask("cost", source, flags)


def diff(source: Sources, **flags: Any) -> Answer:
    """Return what changed between two windows, and why: ``diff("logs/", at="2023-11-02T02:00")``."""
    return _ask("diff", source, flags)


def timeline(source: Sources, **flags: Any) -> Answer:
    """Return events in time: ``timeline("logs/", by="role", every="1h")``."""
    return _ask("timeline", source, flags)


def coverage(source: Sources, **flags: Any) -> Answer:
    """Return which hours of which accounts and regions the logs cover."""
    return _ask("coverage", source, flags)


def who(source: Sources, what: str, **flags: Any) -> Answer:
    """Return who is behind a key, a role, an address or a name: ``who("logs/", "ASIA…")``."""
    return _ask("who", source, flags, what)
