"""A decision as a form has it, of which one is nothing without words: what is sent back says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from models.ground.errors import InvalidInput
from services.forms.typed import read_words

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class DecisionForm(Generic[Choice]):
    """`wants_words` is the one that needs them; `field` is what the form calls them, `longest` in characters."""

    choices: type[Choice]
    wants_words: Choice
    field: str
    longest: int

    def read(self, decision: str, words: str) -> tuple[Choice, str]:
        """The decision and the words without blanks around; InvalidInput on `decision` or the field of the words."""
        told, fault = read_words(words, self.longest)
        errors = {}
        if decision not in set(self.choices):
            errors["decision"] = "REQUIRED"
        if fault == "TOO_LONG" or (fault and decision == self.wants_words):
            errors[self.field] = fault
        if errors:
            raise InvalidInput(errors)
        return self.choices(decision), told
