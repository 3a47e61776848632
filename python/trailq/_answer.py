"""Tables of answers, and what they become."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Iterator, Optional

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

try:  # three times as fast
    from orjson import loads as parse_json
except ImportError:
    parse_json = json.loads  # type: ignore[assignment]

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$")


class Table:
    """Rows of an answer. Iterating over it gives dicts."""

    def __init__(self, name: str, rows: list[dict[str, Any]]) -> None:
        self.name = name
        self.rows = rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<trailq.Table {self.name or 'rows'}: {len(self.rows)} rows>"

    def _time_columns(self) -> list[str]:
        """Return the columns whose values are all times, or null."""
        columns = []
        for name in self._columns():
            values = [row.get(name) for row in self.rows if row.get(name) is not None]
            if values and all(isinstance(value, str) and _TIME.match(value) for value in values):
                columns.append(name)
        return columns

    def _columns(self) -> list[str]:
        columns: dict[str, None] = {}
        for row in self.rows:
            columns.update(dict.fromkeys(row))
        return list(columns)

    def df(self) -> "pandas.DataFrame":
        """Return a pandas DataFrame: numbers are numbers, and times are in UTC."""
        import pandas

        frame = pandas.DataFrame(self.rows, columns=self._columns())
        for name in self._time_columns():
            frame[name] = pandas.to_datetime(frame[name], utc=True, format="ISO8601")
        return frame

    def pl(self) -> "polars.DataFrame":
        """Return a polars DataFrame: numbers are numbers, and times are in UTC."""
        import polars

        frame = polars.DataFrame(self.rows, schema=self._columns(), infer_schema_length=None, orient="row")
        return frame.with_columns(polars.col(name).str.to_datetime(time_zone="UTC") for name in self._time_columns())

    def arrow(self) -> "pyarrow.Table":
        """Return a table of Arrow: numbers are numbers, and times are in UTC."""
        import pyarrow
        import pyarrow.compute

        table = pyarrow.Table.from_pylist([{name: row.get(name) for name in self._columns()} for row in self.rows])
        for name in self._time_columns():
            at = table.schema.get_field_index(name)
            column = pyarrow.compute.assume_timezone(
                pyarrow.compute.strptime(_without_fraction(table[name]), "%Y-%m-%dT%H:%M:%SZ", "us"), "UTC"
            )
            table = table.set_column(at, name, column)
        return table


def _without_fraction(column: Any) -> Any:
    """Return times with seconds and without a fraction of one, as texts."""
    import pyarrow.compute

    column = pyarrow.compute.replace_substring_regex(column, r"\.\d+Z$", "Z")
    return pyarrow.compute.replace_substring_regex(column, r"(T\d{2}:\d{2})Z$", r"\1:00Z")


class Answer(Table):
    """The tables of an answer. Itself it is the first of them.

    ``tables`` has all of them by name; ``notes`` are the doubts that belong to the
    answer.
    """

    def __init__(self, tables: dict[str, Table], notes: list[str]) -> None:
        first = next(iter(tables.values()), Table("", []))
        super().__init__(first.name, first.rows)
        self.tables = tables
        self.notes = notes

    @classmethod
    def read(cls, lines: list[bytes], notes: list[str]) -> "Answer":
        """Read the JSON lines of an answer, which name their table if there are several."""
        tables: dict[str, Table] = {}
        for line in lines:
            row = parse_json(line)
            name = row.pop("table", "") if _has_table(row) else ""
            tables.setdefault(name, Table(name, [])).rows.append(row)
        return cls(tables, notes)


def _has_table(row: dict[str, Any]) -> bool:
    """Report whether a row begins with the name of its table."""
    first: Optional[str] = next(iter(row), None)
    return first == "table"
