"""What a proposal was learnt from, as the address of its form says it, and its frozen numbers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.context import make_unit
from api.i18n import code_text, gettext
from api.staff.entries_form import entry_values, read_asked_entries
from api.staff.figures_form import page_address
from models.clock.legal_time import beijing_date
from models.ground.base import JsonObject
from models.ground.proposal_codes import ProposalSource
from services.proposals.freeze_figures import BETWEEN, Learnt

LONGEST_REFERENCE = 120
_PAGE_OF = {
    ProposalSource.STUDY: "/studies/",
    ProposalSource.MEASURE: "/measures/",
    ProposalSource.REVIEW: "/reviews/",
}
_LOOK_AT = {ProposalSource.STAGE: "/analysis/stages", ProposalSource.LIMIT: "/analysis/limits"}


@dataclass(frozen=True, slots=True)
class Origin:
    """`path` is the page that its numbers stand on, "" where there is none."""

    learnt: Learnt
    path: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A number with its definition; `value` says in words that a group is too small to be told."""

    label: str
    value: str
    days: str
    means: str


def origin_of(sent: Mapping[str, str]) -> Origin:
    """By what stands in the address; what it does not say was seen by the person himself."""
    told, ref = sent.get("source", ""), sent.get("ref", "")[:LONGEST_REFERENCE]
    source = ProposalSource(told) if told in set(ProposalSource) and ref else ProposalSource.HAND
    if source is ProposalSource.HAND:
        return Origin(Learnt(source), "")
    if source in _LOOK_AT:
        asked = read_asked_entries(sent, beijing_date(make_unit().ports.clock.now()))
        return Origin(Learnt(source, ref, asked), page_address(_LOOK_AT[source], entry_values(asked, sent)))
    if source is ProposalSource.COMMENT:
        return Origin(Learnt(source, ref), "/comments?state=passed_on")
    return Origin(Learnt(source, ref), _PAGE_OF[source] + ref.partition(BETWEEN)[0])


def word_figures(figures: Sequence[JsonObject]) -> list[FigureLine]:
    """From what was frozen alone."""
    return [
        FigureLine(
            code_text("proposal_figure", str(one["code"])),
            gettext("not told: a small group") if one["value"] is None else str(one["value"]),
            gettext("%(first)s to %(last)s", first=one["since"], last=one["until"]) if one["since"] else "",
            code_text("proposal_means", str(one["code"])),
        )
        for one in figures
    ]
