"""Whoever sends words to a unit decides of each mark of a third person: cut, or left standing with a reason (ADR 0340)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.ground.errors import InvalidInput
from models.ground.left_words import UNDECIDED as NOTHING_DECIDED
from models.ground.left_words import Decisions, LeftWords
from models.ground.third_person_codes import ThirdKind
from models.vault.keyring import get_keyring
from services.beside.sheets.leaving import Leaving
from services.casefile.leaving_words import mark_third_persons
from services.forms.task_case import OfCase
from services.identity.find_third_persons import ThirdMark

PATH = "third_persons"
LONGEST_REASON = 500
NOT_CHECKED, UNDECIDED, CHANGED = "THIRD_PERSONS_NOT_CHECKED", "THIRD_PERSON_UNDECIDED", "CHANGED_MEANWHILE"


@dataclass(frozen=True, slots=True)
class Decided:
    """By the marked words the reason why they stand, None where they are cut.

    `is_checked`: that he has looked at what leaves. `digest` is of what he was shown; empty asks for no comparison.
    """

    reasons: Mapping[str, str | None]
    is_checked: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands with its reason and what goes, how many marks there were, and what the trail is told: counts and no words."""

    decided: Decisions = NOTHING_DECIDED
    marks: int = 0
    payload: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marked:
    """What leaves with the marks of each part, the marked words once each in order with their kind, and the digest of all."""

    leaving: Leaving
    marks: tuple[tuple[ThirdMark, ...], ...]
    words: dict[str, ThirdKind]
    digest: str


def mark_leaving(leaving: Leaving, case: OfCase) -> Marked:
    """As of now."""
    texts = [part.text for part in leaving.parts]
    marks = mark_third_persons(texts, case.complaint.id, case.unit)
    words = {
        text[mark.begins : mark.ends]: mark.kind
        for text, found in zip(texts, marks, strict=True)
        for mark in found
    }
    digest = get_keyring().digest("leaving", "\0".join([leaving.receiver, *texts, *words]))
    return Marked(leaving, tuple(tuple(found) for found in marks), words, digest)


def settle_leaving(leaving: Leaving, case: OfCase, decided: Decided | None) -> Settled:
    """InvalidInput on `third_persons` where marks are there and nobody said that he looked, or where he saw other words.

    On `third_persons.N` for the mark that is undecided, or stands without a reason; with the words as facts.
    """
    marked = mark_leaving(leaving, case)
    if not marked.words:
        _refuse_changed(marked, decided)
        return Settled()
    reasons = _require_decided(marked, decided)
    left = tuple(LeftWords(words, reason) for words in marked.words if (reason := reasons[words]))
    cut = tuple(words for words in marked.words if reasons[words] is None)
    payload: dict[str, object] = {
        "marks": len(marked.words),
        "cut": len(cut),
        "left": len(left),
        "digest": marked.digest,
    }
    return Settled(Decisions(left, cut), len(marked.words), payload)


def _refuse_changed(marked: Marked, decided: Decided | None) -> None:
    """Words without a mark too are sent by who read others only once he has read them."""
    if _has_changed(marked, decided):
        raise InvalidInput({PATH: CHANGED})


def _has_changed(marked: Marked, decided: Decided | None) -> bool:
    return decided is not None and decided.digest not in ("", marked.digest)


def _require_decided(marked: Marked, decided: Decided | None) -> dict[str, str | None]:
    errors: dict[str, str] = {}
    reasons = {} if decided is None else {words: _trim(why) for words, why in decided.reasons.items()}
    if decided is None or not decided.is_checked:
        errors[PATH] = NOT_CHECKED
    elif _has_changed(marked, decided):
        errors[PATH] = CHANGED
    for at, words in enumerate(marked.words):
        if code := _find_fault(words, reasons):
            errors[f"{PATH}.{at}"] = code
    if errors:
        facts = {f"{PATH}.{at}": {"words": words} for at, words in enumerate(marked.words)}
        raise InvalidInput(errors, facts=facts)
    return reasons


def _trim(reason: str | None) -> str | None:
    return None if reason is None else reason.strip()


def _find_fault(words: str, reasons: Mapping[str, str | None]) -> str | None:
    if words not in reasons:
        return UNDECIDED
    reason = reasons[words]
    if reason is None:
        return None
    if not reason:
        return "REQUIRED"
    return "TOO_LONG" if len(reason) > LONGEST_REASON else None
