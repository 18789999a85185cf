"""Marks of third persons in words that a form has typed in it: shown under them, and decided with the same form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import request

from models.ground.errors import InvalidInput
from services.beside.sheets.settle_leaving import LONGEST_REASON, PATH, UNDECIDED, Decided

CUT, LEAVE = "cut", "leave"


@dataclass(frozen=True, slots=True)
class TypedMarks:
    """The marked words of the form `of`, in order."""

    of: str
    words: tuple[str, ...]
    # Of what is said why one stands.
    longest: ClassVar[int] = LONGEST_REASON


def read_marks() -> Decided | None:
    """As the form has them, each beside its own words: what was typed may be other words by now. None before they were shown."""
    form = request.form
    if "word-0" not in form:
        return None
    reasons: dict[str, str | None] = {}
    for name, words in form.items():
        at = name.removeprefix("word-")
        if at != name and (answer := form.get(f"mark-{at}")) in (CUT, LEAVE):
            reasons[words] = form.get(f"reason-{at}", "") if answer == LEAVE else None
    return Decided(reasons, form.get("checked") == "yes")


def list_marks(of: str, fault: InvalidInput) -> TypedMarks | None:
    """What is to be decided in this form; None where the fault is another."""
    told = [fault.facts[path]["words"] for path in fault.facts if path.startswith(f"{PATH}.")]
    return TypedMarks(of, tuple(map(str, told))) if told else None


def at_places(of: str, errors: Mapping[str, str]) -> dict[str, str]:
    """The faults by the fields of the form; that all is undecided is said once, before anything was shown."""
    told = {path: code for path, code in errors.items() if code != UNDECIDED or PATH not in errors}
    return {f"{path}-{of}": "REQUIRED" if code == UNDECIDED else code for path, code in told.items()}
