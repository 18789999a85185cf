"""What a mandate opens, and which numbers stand in none: small ones, and those that would tell them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ground.small_group import is_small
from models.office.oversight import OversightRead
from models.office.staff import Staff
from services.actor import Actor, ActorKind
from services.figures.append_step import append_figures_step
from services.office.active_staff import list_active_staff
from services.office.staff_fields import find_faults, read_values
from services.oversight.decide_mandate import DecideMandate, decide_mandate, withdraw_mandate
from services.oversight.grant_mandate import GrantMandate, grant_mandate
from services.oversight.list_files import list_oversight_files
from services.oversight.read_figures import _show, read_oversight_figures
from services.oversight.record_outside_review import (
    RecordOutsideOutcome,
    RecordOutsideReview,
    record_outside_outcome,
    record_outside_review,
)
from services.oversight.suppress import list_hidden
from services.ports.figures import Line
from tests.full_office import FullOffice
from tests.unit.services.summarised_cases import Lived, live
from tests.web_staff.cases import restrict_to

ADMINISTRATOR, SUPERVISOR, OVERSEER = "guan.xitong", "jian.rujing", "du.cha"
FIELDS = {
    "staff_id": OVERSEER,
    "kind": "congress",
    "body": "云河市人大常委会",
    "paper_no": "云人常〔2026〕12号",
    "units": (),
    "items": (),
    "received_from": "2026-11-01",
    "received_until": "2026-11-30",
    "reach": "files",
    "valid_from": "2026-12-01",
    "valid_until": "2026-12-31",
}

OUTCOME = {
    "outcome": "anew",
    "decided_on": "2026-12-01",
    "effect": "reopen",
    "asks": "三十日内重新作出处理",
    "do_by": "2026-12-31",
}


def overseer(office: FullOffice) -> Actor:
    with office.unit_of_work() as unit:
        if unit.session.get(Staff, OVERSEER) is None:
            unit.session.add(
                Staff(login=OVERSEER, name="督察远", unit="YH-DC", roles=["overseer"], active=True)
            )
    return Actor(ActorKind.STAFF, OVERSEER, frozenset({Role.OVERSEER}), "127.0.0.1")


def granted(office: FullOffice, **other: object) -> str:
    overseer(office)
    command = GrantMandate(submission_id=new_id(), **(FIELDS | other))  # type: ignore[arg-type]  # as a form has them
    return grant_mandate(command, office.unit_of_work(), office.actor(ADMINISTRATOR))


def confirmed(office: FullOffice, **other: object) -> str:
    mandate_id = granted(office, **other)
    decide_mandate(DecideMandate(mandate_id, "confirm", ""), office.unit_of_work(), office.actor(SUPERVISOR))
    return mandate_id


def append(office: FullOffice) -> None:
    while append_figures_step(office.unit_of_work):
        pass


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ({"a": 12, "b": 7}, set()),
        ({"a": 12, "b": 7, "c": 0}, set()),
        # One alone would be the total less the others.
        ({"a": 12, "b": 7, "c": 3}, {"b", "c"}),
        ({"a": 12, "b": 2, "c": 4}, {"a", "b", "c"}),
        ({"a": 12, "b": 7, "c": 1, "d": 2}, {"b", "c", "d"}),
        # Hidden alone, three of 4 are told by their sum.
        ({"a": 4, "b": 4, "c": 4, "d": 6, "e": 50}, {"a", "b", "c", "d"}),
        # A hidden 6 beside a shown 6 can only be 5 or 6.
        ({"a": 4, "b": 6, "c": 6, "d": 20}, {"a", "b", "c"}),
        ({"c": 3}, {"c"}),
        # With no line beside them, the total would be their sum; a nought would say of how many.
        ({"a": 4, "b": 4, "c": 0}, {"a", "b", "c"}),
    ],
)
def test_a_small_number_can_not_be_reckoned_from_the_total(numbers: dict[str, int], hidden: set[str]) -> None:
    assert list_hidden(numbers) == hidden


@pytest.mark.parametrize(
    "numbers",
    [(1,) * 6, (4, 4), (1, 5), (4, 6, 6, 7), (4, 4, 9, 9), (1, 1, 1, 5), (3, 12, 7), (2, 5, 0), (4, 6, 20)],
)
def test_whoever_knows_total_lines_and_rule_finds_three_values_for_each_small_number(
    numbers: tuple[int, ...],
) -> None:
    possible = [table for table in tables_of(sum(numbers), len(numbers)) if seen(table) == seen(numbers)]
    for at, number in enumerate(numbers):
        if is_small(number):
            assert len({table[at] for table in possible}) >= 3, (seen(numbers), possible)


def tables_of(total: int, lines: int) -> list[tuple[int, ...]]:
    """All tables of so many lines with this total."""
    if lines == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in tables_of(total - first, lines - 1)]


def seen(table: tuple[int, ...]) -> tuple[tuple[int, int | None], ...] | None:
    """What an overseer reads of the complaints of each line: the number, None where it is hidden; None of the whole table."""
    lines = [Line(str(at), {"cases": number}, {}) for at, number in enumerate(table) if number]
    group = _show("channel", lines)
    return None if group.is_withheld else tuple(sorted((int(x.value), x.numbers[0]) for x in group.lines))


def test_of_a_line_that_is_hidden_nothing_is_told_small_or_not() -> None:
    parts = {"A": {"cases": 1, "overdue": 1}, "B": {"cases": 9, "evaluated": 9, "satisfied": 9}}
    parts["C"] = {"cases": 30, "evaluated": 30, "satisfied": 30}
    group = _show("channel", [Line(code, part, {}) for code, part in parts.items()])
    assert {line.value for line in group.lines if set((*line.numbers, *line.rates)) == {None}} == {"A", "B"}
    (told,) = (line for line in group.lines if line.value == "C")
    assert told.numbers[0] == 30 and 100 in told.rates


def test_a_mandate_opens_nothing_before_it_is_confirmed_nor_outside_its_days(office: FullOffice) -> None:
    office.clock.set("2026-11-20T09:00")
    mandate_id, reader = granted(office), overseer(office)

    def read() -> None:
        read_oversight_figures(mandate_id, None, office.unit_of_work(), reader)

    append(office)
    office.clock.set("2026-12-01T09:00")
    with pytest.raises(NotPermitted):
        read()
    decision = DecideMandate(mandate_id, "confirm", "")
    with pytest.raises(NotPermitted):
        decide_mandate(decision, office.unit_of_work(), office.actor(ADMINISTRATOR))
    decide_mandate(decision, office.unit_of_work(), office.actor(SUPERVISOR))
    with pytest.raises(Conflict):
        decide_mandate(decision, office.unit_of_work(), office.actor(SUPERVISOR))
    read()
    office.clock.set("2026-12-31T23:59")
    read()
    office.clock.set("2027-01-01T00:00")
    with pytest.raises(NotPermitted):
        read()
    assert len(office.rows(OversightRead, mandate_id=mandate_id)) == 2


def test_a_withdrawn_mandate_opens_nothing_and_nobody_reads_by_another_s(office: FullOffice) -> None:
    office.clock.set("2026-12-02T09:00")
    mandate_id, reader = confirmed(office), overseer(office)
    other = Actor(ActorKind.STAFF, "bei.ren", frozenset({Role.OVERSEER}), "127.0.0.1")
    with pytest.raises(NotFound):
        list_oversight_files(mandate_id, None, office.unit_of_work(), other)
    list_oversight_files(mandate_id, None, office.unit_of_work(), reader)
    withdraw_mandate(mandate_id, "督查结束", office.unit_of_work(), office.actor(SUPERVISOR))
    with pytest.raises(NotPermitted):
        list_oversight_files(mandate_id, None, office.unit_of_work(), reader)


def test_figures_and_files_are_of_the_scope_without_small_groups_and_what_is_for_named_readers(
    office: FullOffice,
) -> None:
    cases = [live(office, Lived(f"2026-11-{day:02}T09:00")) for day in range(1, 9)]
    live(office, Lived("2026-10-31T09:00"))
    other = live(office, Lived("2026-11-20T09:00"))
    restrict_to(office, cases[0], "du.daodi")
    filed = RecordOutsideReview(
        other, new_id(), "litigation", "云河区人民法院", "（2026）行初9号", "2026-11-25"
    )
    office.clock.set("2026-11-28T09:00")
    record_outside_review(filed, office.unit_of_work(), office.actor(SUPERVISOR))
    office.clock.set("2026-12-02T09:00")
    append(office)
    mandate_id, reader = confirmed(office), overseer(office)
    found = read_oversight_figures(mandate_id, None, office.unit_of_work(), reader)
    assert found.total.numbers[0] == 8
    (unit_lines,) = (group.lines for group in found.groups if group.group == "respondent_units")
    assert [(line.value, line.numbers[0]) for line in unit_lines] == [("RS", 8)]
    assert found.outside == (("pending", None),)
    files = list_oversight_files(mandate_id, None, office.unit_of_work(), reader)
    assert [no for no, _ in files.files] == list(range(1, 9))
    assert cases[0] not in {row.complaint_id for _, row in files.files}
    elsewhere = confirmed(office, units=["GA"])
    assert read_oversight_figures(elsewhere, None, office.unit_of_work(), reader).total.numbers[0] == 0
    assert list_oversight_files(elsewhere, None, office.unit_of_work(), reader).files == ()
    alone = confirmed(office, reach="figures")
    with pytest.raises(NotPermitted):
        list_oversight_files(alone, None, office.unit_of_work(), reader)


def test_an_overseer_has_no_other_role_and_is_offered_for_nothing_here(office: FullOffice) -> None:
    overseer(office)
    with office.unit_of_work().reading() as unit:
        values = read_values(unit.session.get_one(Staff, OVERSEER))
        faults = find_faults(OVERSEER, values | {"roles": "intake,overseer"}, values, unit)
        assert faults == {"roles": "OVERSEER_APART"}
        assert OVERSEER not in {person.login for person in list_active_staff(unit)}


def test_an_outcome_that_the_office_lost_asks_something_by_a_day(office: FullOffice) -> None:
    case = live(office, Lived("2026-11-02T09:00"))
    office.clock.set("2026-12-02T09:00")
    supervisor = office.actor(SUPERVISOR)
    filed = RecordOutsideReview(
        case, new_id(), "reconsideration", "云河市司法局", "云复〔2026〕3号", "2026-11-20"
    )
    review = record_outside_review(filed, office.unit_of_work(), supervisor)
    assert record_outside_review(filed, office.unit_of_work(), supervisor) == review
    with pytest.raises(InvalidInput):
        record_outside_review(replace(filed, docket_no="云复〔2026〕4号"), office.unit_of_work(), supervisor)
    for wrong, field in (
        ({"effect": "nothing"}, "effect"),
        ({"decided_on": "2026-11-19"}, "decided_on"),
        ({"decided_on": "2026-12-03"}, "decided_on"),
        ({"do_by": "9999-12-31"}, "do_by"),
        ({"do_by": "2026-11-01"}, "do_by"),
        ({"asks": " "}, "asks"),
    ):
        with pytest.raises(InvalidInput) as refused:
            told = {**OUTCOME, **wrong}
            record_outside_outcome(RecordOutsideOutcome(review, **told), office.unit_of_work(), supervisor)
        assert field in refused.value.errors
    record_outside_outcome(RecordOutsideOutcome(review, **OUTCOME), office.unit_of_work(), supervisor)
    other = RecordOutsideOutcome(review, **(OUTCOME | {"outcome": "revoked"}))
    with pytest.raises(Conflict):
        record_outside_outcome(other, office.unit_of_work(), supervisor)
