"""What went wrong or needs saying, as a code with values that becomes a sentence in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from totalpetview.domain.sentences import SENTENCES

Language = Literal["en", "de"]
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should know.

    Attributes
    ----------
    code
        A key of `SENTENCES`; stable, for machines.
    values
        What the sentence names: instance numbers, positions, counts. Never a patient's name.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """Return the sentence in English, or in German if `language` starts with "de"."""
        template = SENTENCES.get(self.code)
        if template is None:
            return f"{self.code} {dict(self.values)}" if self.values else self.code
        german = language.lower().startswith("de")
        words = {name: _written(value, german=german) for name, value in self.values.items()}
        return template[1 if german else 0].format_map(_Known(words))

    def to_json(self) -> dict[str, Any]:
        """Return {"code", "values"}."""
        return {"code": self.code, "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Problem:
        """Return the problem that `to_json` described."""
        return cls(str(data["code"]), dict(data.get("values", {})))

    def __hash__(self) -> int:
        """Hash by content; the mapping itself has no hash."""
        return hash((self.code, tuple(sorted((name, str(value)) for name, value in self.values.items()))))


class Refusal(Exception):
    """Something cannot be done, for a reason that a person can read."""

    def __init__(self, problem: Problem) -> None:
        """Carry the reason."""
        super().__init__(problem.sentence())
        self.problem = problem


class _Known(dict[str, str]):
    """A value that a sentence wants and nobody gave shows as a question mark instead of failing."""

    def __missing__(self, key: str) -> str:
        return "?"


def _written(value: Value, *, german: bool) -> str:
    if isinstance(value, float):
        text = f"{value:.6g}"
        return text.replace(".", ",") if german else text
    return str(value)


def refuse(code: str, **values: Value) -> Refusal:
    """Return the refusal to raise for a problem."""
    return Refusal(Problem(code, values))
