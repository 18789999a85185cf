"""What a rule says of one record: of whom it is, and what does not go together in it, if anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.ground.signal_codes import SignalCode
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Evidence:
    """`what` is a code; `ref` the id of a row, the number of an entry of the trail, or the id of another case."""

    what: str
    at: datetime | None = None
    ref: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """As the row of a signal keeps it."""
        return {"what": self.what, "at": None if self.at is None else self.at.isoformat(), "ref": self.ref}


@dataclass(frozen=True, slots=True)
class Looked:
    """One record that a rule was asked about; it fires where there is evidence. `key` is the record within the case."""

    complaint_id: str
    key: str
    person: str
    at: datetime
    evidence: tuple[Evidence, ...] = ()


Judge = Callable[[Sequence[str], Unit], Iterator[Looked]]


@dataclass(frozen=True, slots=True)
class SignalRule:
    """A rule; its `judge` only reads. The words of rule and lawful causes are `signal_rule.<code>` and `signal_lawful.<code>`."""

    code: SignalCode
    judge: Judge
