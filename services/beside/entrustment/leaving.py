"""The words of an entrustment as they leave: without who complained, and third persons as whoever asked for it decided."""

from dataclasses import dataclass

from models.beside.entrustment import Entrustment
from models.ground.left_words import Decisions, LeftWords, as_kept
from services.casefile.leaving_words import cut_leaving
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit

# Keys of what is kept with the entrustment.
_WORDS, _LEFT = "words", "left"


@dataclass(frozen=True, slots=True)
class EntrustedWords:
    """What is asked, and of the data that goes along what it is, what for and how it is kept; empty where none does."""

    scope: str
    items: str = ""
    purpose: str = ""
    secrecy: str = ""


def keep_words(row: Entrustment, decided: Decisions, unit: Unit) -> None:
    """Keep in the caller's unit what leaves once it may, and what of third persons was let stand in it with which reason."""
    row.leaving = {
        _WORDS: cut_leaving(_list_typed(row), row.complaint_id, unit, decided=decided),
        _LEFT: as_kept(decided),
    }


def read_words(row: Entrustment, unit: Unit) -> EntrustedWords:
    """As they were decided on, without what tells by now who complained; where nothing was kept, cut as of today."""
    kept = _find_kept(row)
    if kept is None:
        return EntrustedWords(*cut_leaving(_list_typed(row), row.complaint_id, unit))
    return EntrustedWords(*cut_identity(kept, row.complaint_id, unit))


def list_left(row: Entrustment) -> list[LeftWords]:
    """What may tell of a third person and leaves all the same, and why."""
    return [LeftWords(one["words"], one["reason"]) for one in (row.leaving or {}).get(_LEFT, ())]


def is_cut(row: Entrustment) -> bool:
    """Whether less leaves than was typed, as far as it was kept."""
    return _find_kept(row) not in (None, _list_typed(row))


def _list_typed(row: Entrustment) -> list[str]:
    return [row.scope, row.data_items or "", row.data_purpose or "", row.confidentiality or ""]


def _find_kept(row: Entrustment) -> list[str] | None:
    return None if row.leaving is None else row.leaving.get(_WORDS)
