"""The bench's result: rows of measured value against a baseline of the same run, as a table and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, the bound it should keep, and whether less or more is better."""

    what: str
    measured: float
    unit: str
    bound: float
    at_most: bool = True

    @property
    def reached(self) -> bool:
        """Whether the bound is kept."""
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound


@dataclass(slots=True)
class Report:
    """Everything one run of the bench found."""

    size: str
    rows: list[Row] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Keep a row and show it at once: a run takes minutes."""
        self.rows.append(row)
        print(self._line(row), flush=True)

    def detail(self, name: str, value: Any) -> None:
        """Keep a figure that explains the rows."""
        self.details[name] = value
        print(f"    {name}: {value}", flush=True)

    def table(self) -> str:
        """Return all rows, one a line."""
        return "\n".join(self._line(row) for row in self.rows)

    def write(self, path: Path) -> None:
        """Write the whole report as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(row) | {"reached": row.reached} for row in self.rows]
        path.write_text(json.dumps({"size": self.size, "rows": rows, "details": self.details}, indent=1))

    @staticmethod
    def _line(row: Row) -> str:
        sign = "<=" if row.at_most else ">="
        verdict = "reached" if row.reached else "MISSED"
        return f"{row.what:<78} {row.measured:>9.3g} {row.unit:<9} {sign} {row.bound:<6g} {verdict}"
