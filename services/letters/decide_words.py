"""What somebody words anew in a letter to others: he decides of each mark of a third person in it (ADR 0374)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.letter_codes import LetterReaders
from services.beside.sheets.leaving import WORDS, Leaving, LeavingPart
from services.beside.sheets.settle_leaving import Decided, Settled, settle_leaving
from services.casefile.get_case import get_complaint
from services.casefile.leaving_words import cut_third_persons
from services.forms.task_case import JustACase
from services.letters.draft import Draft
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Worded:
    """What is said otherwise than proposed in a letter of this case, by block."""

    complaint_id: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DecidedWords:
    """The same as they leave, and what was decided."""

    words: Mapping[str, str]
    settled: Settled


def decide_words(draft: Draft, worded: Worded, decided: Decided | None, unit: Unit) -> DecidedWords:
    """InvalidInput on `third_persons` as where words leave with an act; the complainant's own letters ask nothing.

    What the office's own texts and the file propose was decided where it was written.
    """
    if draft.kind.readers is not LetterReaders.OTHERS or not worded.words:
        return DecidedWords(worded.words, Settled())
    texts = list(worded.words.values())
    leaving = Leaving(draft.kind.title, tuple(LeavingPart(WORDS, text) for text in texts))
    complaint = get_complaint(worded.complaint_id, unit)
    settled = settle_leaving(leaving, JustACase(unit, complaint), decided)
    cut = cut_third_persons(texts, complaint.id, unit, decided=settled.decided)
    return DecidedWords(dict(zip(worded.words, cut, strict=True)), settled)
