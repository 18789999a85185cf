"""What a study is about: complaints of one problem type about one unit and item, each of them left open where it is empty."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.codes import Category
from models.office.study import Study


@dataclass(frozen=True, slots=True)
class Subject:
    """By codes; empty is all of them."""

    unit: str = ""
    item: str = ""
    category: Category | None = None
    cause: str = ""

    @property
    def key(self) -> str:
        """Names it as long as a study of it runs: of one thing one runs at a time."""
        return ":".join((self.unit, self.item, self.category or "", self.cause))


def subject_of(study: Study) -> Subject:
    """What a row is about."""
    return Subject(study.unit or "", study.item or "", study.category, study.cause or "")
