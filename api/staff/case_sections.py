"""The sections of a case's file: one row a section, in the order of the list beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.views.section_counts import SectionCounts

OVERVIEW, EVIDENCE, LETTERS, VOLUMES, HISTORY = "overview", "evidence", "letters", "archive", "history"
HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Section:
    """`name` has a text `case_section.<name>`; `kinds` are the requests beside the way that are told there.

    `place` is its address below the case's, empty for the first page.
    """

    name: str
    place: str
    kinds: frozenset[str] = frozenset()
    count: Callable[[SectionCounts], int] | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the list beside the pages; the menu of acts, for whoever has no script, does not."""
        return self in SECTIONS


# A kind that no row names, an owner's too, is told with the investigation.
_ELSEWHERE = "investigation"
SECTIONS = (
    Section(OVERVIEW, ""),
    Section("matters", "matters"),
    Section(EVIDENCE, EVIDENCE, count=lambda counts: counts.evidence),
    Section(_ELSEWHERE, _ELSEWHERE, count=lambda counts: counts.investigation),
    Section("opinion", "opinion", frozenset({"rectification", "disciplinary_transfer"})),
    Section("answers", "answers", frozenset({"review", "withdrawal"}), count=lambda counts: counts.answers),
    Section(LETTERS, LETTERS, count=lambda counts: counts.letters),
    Section("limits", "limits", frozenset({"extension", "supervision"})),
    Section("units", "units", frozenset({"referral", "recusal"})),
    Section("related", "related"),
    Section("complainant", "complainant"),
    Section("entries", "entries", count=lambda counts: counts.entries),
    Section("forms", "forms", count=lambda counts: counts.forms),
    Section(HEALTH, HEALTH),
    Section(VOLUMES, VOLUMES),
    Section(HISTORY, HISTORY),
)
_MENU = Section("acts", "acts")
BY_NAME = {section.name: section for section in (*SECTIONS, _MENU)}


def kinds_of(section: str) -> list[RequestKind]:
    """The kinds of requests that are told in this section, in their order."""
    named = frozenset().union(*(row.kinds for row in SECTIONS))
    own = BY_NAME[section].kinds | (KINDS.keys() - named if section == _ELSEWHERE else frozenset())
    return sorted((KINDS[name] for name in own), key=lambda kind: (kind.page_order, kind.name))
