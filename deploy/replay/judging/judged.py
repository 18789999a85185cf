"""A lived story with what was expected of it, and what a difference is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deploy.replay.cases import Offer, View
from deploy.replay.samples import Step, Story

Json = Mapping[str, Any]
# Field, what was expected, what is seen.
Pairs = list[tuple[str, object, object]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the case and the expectation disagree."""

    complaint: str
    field: str
    expected: object
    seen: object

    def __str__(self) -> str:
        return f"{self.complaint} {self.field}: expected {self.expected!r}, seen {self.seen!r}"


@dataclass(frozen=True, slots=True)
class Judged:
    """One story: `wish` and `clock` as expected, `case` as the API tells the file.

    A story that stopped before its last step is not complete and is compared in what it had reached by then. `numbers`
    are those of all complaints by story; `offers` are the deciding tasks that were put before people who may have to
    keep away; `views` are what units were shown or handed, `variables` all that the engine holds of all cases.
    """

    story: Story
    wish: Json
    clock: Json
    case: Json
    is_complete: bool = True
    numbers: Mapping[str, str] = field(default_factory=dict)
    offers: Sequence[Offer] = ()
    views: Sequence[View] = ()
    variables: str = ""

    @property
    def matters(self) -> Sequence[Json]:
        """What is judged in the file, each with its own decision."""
        rows: Sequence[Json] = self.case["matters"]
        return rows

    @property
    def claims(self) -> Mapping[int, Json]:
        """What is wanted and answered, by number; empty in an office that does not answer wishes apart."""
        return {row["no"]: row for row in self.case.get("claims", ())}

    @property
    def steps(self) -> Sequence[Step]:
        """The steps that the office had to take."""
        return [
            step
            for step in self.story.steps
            if step.expect_refusal is None and step.action != "findings_attempt"
        ]
