"""An office with published rules and a month of closed complaints, for tests of performance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.ground.codes import Finding
from models.ground.ids import ComplaintId
from models.office.staff import Staff
from services.performance.ask_scores import ask_scores
from services.performance.decide_scores import DecideScores, decide_scores
from services.performance.draft_rules import FIRST_VALUES, DraftRules, draft_rules
from services.performance.publish_rules import publish_rules
from services.performance.read_rules import read_rules
from services.performance.read_scores import ScoresPage, read_scores
from services.performance.scores_step import scores_step
from tests.full_office import FullOffice
from tests.unit.services.summarised_cases import Lived, live, visit

SUPERVISOR, DIRECTOR = "jian.rujing", "zong.lanyun"
MONTH = "2026-11"


@dataclass(frozen=True)
class Scored:
    """One complaint of November; `about` is the login whom it is about, `rating` None where nobody said anything."""

    finding: Finding | None = Finding.SUBSTANTIATED
    about: str | None = None
    rating: int | None = None
    outcome: Outcome = Outcome.ACCEPTED
    is_late: bool = False
    handler: str | None = None


def values_of(**other: str) -> dict[str, str]:
    """The first values of the form, each indicator saying something from one complaint on, with these instead."""
    values = {}
    for indicator, (points, cap, _) in FIRST_VALUES.items():
        values |= {f"points_{indicator.value}": str(points), f"cap_{indicator.value}": str(cap)}
        values[f"least_{indicator.value}"] = "1"
    return values | other


def publish(office: FullOffice, in_force_from: str = "2026-10-20", **values: str) -> None:
    """Drafted by the supervisor, published by the director."""
    supervisor = office.actor(SUPERVISOR)
    draft = DraftRules(in_force_from, "3", "10", values_of(**values))
    no = draft_rules(draft, office.unit_of_work(), supervisor)
    row = read_rules(office.unit_of_work(), supervisor).sets[0]
    publish_rules(no, row.drafted_at.isoformat(), office.unit_of_work(), office.actor(DIRECTOR))


def close(office: FullOffice, scored: Scored) -> ComplaintId:
    """A complaint that was closed in the month."""
    lived = Lived(
        "2026-11-02T09:00",
        closed="2026-11-24T10:00",
        contacted="2026-11-02T10:00",
        decided="2026-11-20T10:00" if scored.is_late else "2026-11-03T10:00",
        answered="2026-11-23T09:00",
        outcome=scored.outcome,
    )
    case = live(office, lived)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).handler_id = scored.handler
        for matter in unit.session.query(Matter).filter_by(complaint_id=case):
            matter.finding = scored.finding
        for row in unit.session.query(Respondent).filter_by(complaint_id=case):
            row.staff_id = scored.about
            if scored.about is not None:
                row.unit = unit.session.get_one(Staff, scored.about).unit
    visit(office, case, "2026-11-24T09:00", scored.rating, is_solved=True)
    return case


def score(office: FullOffice) -> ScoresPage:
    """The month as counted on 1 December."""
    office.clock.set("2026-12-01T09:00")
    ask_scores(MONTH, office.unit_of_work(), office.actor(SUPERVISOR))
    assert scores_step(office.unit_of_work) == 1
    return page_of(office)


def release(office: FullOffice) -> None:
    """By another than who asked."""
    row = page_of(office).round
    assert row is not None and row.computed_at is not None
    command = DecideScores(MONTH, "release", "", row.computed_at.isoformat())
    decide_scores(command, office.unit_of_work(), office.actor(DIRECTOR))


def page_of(office: FullOffice, login: str = SUPERVISOR, unit_code: str | None = None) -> ScoresPage:
    """The month as a person reads it."""
    return read_scores(MONTH, unit_code, office.unit_of_work(), office.actor(login))


def close_all(office: FullOffice, cases: Sequence[Scored]) -> list[ComplaintId]:
    """One after another."""
    return [close(office, one) for one in cases]
