"""What a form says, by which it is known when it is sent again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol


class Worded(Protocol):
    """The answers of a form, what becomes of words about third persons in what leaves with it, and what a page sent."""

    @property
    def answers(self) -> Mapping[str, object]:
        """As the form gives them."""

    @property
    def decided(self) -> Any:
        """A dataclass; None where nobody was asked."""

    @property
    def said(self) -> Mapping[str, str] | None:
        """What a page sent that keeps the answers here meanwhile; None where the form itself was sent."""


def words_of(form: Worded) -> object:
    """As JSON knows them: those of the page where there was one, and not the answers."""
    if form.said is not None:
        return {"page": dict(form.said)}
    answers = dict(form.answers)
    return answers if form.decided is None else [answers, asdict(form.decided)]
