"""Proposals at elements of diagrams: bound to a version, answered by another, and carried by what really changed the step."""

from __future__ import annotations

from datetime import date

import pytest

from models.clock.legal_time import at_time
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.proposal_codes import ProposalSource, ProposalState
from models.ground.study_codes import StudyOrigin, StudyState
from models.office.deployed_version import DeployedVersion
from models.office.process_proposal import ProcessProposal, ProcessProposalAnswer
from models.office.study import Study
from services.proposals.answer_proposal import AnswerProposal, answer_proposal, confirm_answer
from services.proposals.due import is_late as late
from services.proposals.elements import Element, RecordedVersion
from services.proposals.follow_versions import Followed, compare
from services.proposals.freeze_figures import Learnt
from services.proposals.list_own_work import list_own_work
from services.proposals.proposal_form import read_proposal_form
from services.proposals.read_proposals import ProposalsAsked, list_open_of, list_proposals
from services.proposals.send_proposal import SendProposal, send_proposal
from tests.full_office import FullOffice
from tests.unit.services.planted_versions import PROCESS, STEP, STEP_NAME, diagram, record

SUPERVISOR, DIRECTOR, ADMINISTRATOR = "jian.rujing", "zong.lanyun", "guan.xitong"
HAND = Learnt(ProposalSource.HAND)


@pytest.fixture
def drawn(office: FullOffice) -> FullOffice:
    """An office whose own diagram is on record."""
    record(office, 1, diagram())
    return office


def send(office: FullOffice, by: str = DIRECTOR, learnt: Learnt = HAND, **of: str) -> ProcessProposal:
    fields = {
        "process_id": PROCESS,
        "element_id": STEP,
        "seen": "两级审批重复，办件多等五日",
        "proposed": "取消科室再次审批",
        "workdays": "10",
    }
    command = SendProposal(of.pop("sending", "a" * 32), learnt, "", **(fields | of))
    sent = send_proposal(command, office.unit_of_work, office.actor(by))
    return next(row for row in office.rows(ProcessProposal) if row.id == sent)


def only(office: FullOffice) -> ProcessProposal:
    (row,) = office.rows(ProcessProposal)
    return row


def answer(office: FullOffice, how: str, by: str = ADMINISTRATOR, **of: str) -> ProcessProposal:
    row = only(office)
    told = {"words": "下一版修改", "until": "", "seen": str(row.answers)} | of
    answer_proposal(AnswerProposal(row.id, how, **told), office.unit_of_work(), office.actor(by))
    return only(office)


def work(office: FullOffice, login: str) -> list[str]:
    return [one.what for one in list_own_work(office.unit_of_work(), office.actor(login))]


def test_a_proposal_stands_at_a_step_of_the_newest_version_and_is_sent_once(drawn: FullOffice) -> None:
    record(drawn, 2, diagram("director"))
    row, again = send(drawn), send(drawn)
    assert (row.id, row.version, row.element_name, row.state) == (again.id, 2, STEP_NAME, ProposalState.OPEN)
    assert row.due_on > date(2026, 9, 7)
    assert [one.id for one in list_open_of({PROCESS}, drawn.unit_of_work())] == [row.id]
    assert list_open_of({"intake"}, drawn.unit_of_work()) == []


WRONG: tuple[dict[str, str], ...] = (
    {"process_id": "no-such"},
    {"process_id": "a\x00"},
    {"element_id": "UserTask_Gone"},
    {"element_id": "f1"},
    {"seen": " "},
    {"proposed": "长" * 2_001},
    {"workdays": "9" * 5_000},
    {"workdays": "0"},
)


def test_what_is_wrong_of_it_is_told_at_its_field(drawn: FullOffice) -> None:
    for wrong in WRONG:
        with pytest.raises(InvalidInput) as refused:
            send(drawn, **wrong)
        assert set(refused.value.errors) == set(wrong)
    assert drawn.rows(ProcessProposal) == []


def test_others_than_who_supervises_or_administers_propose_and_read_nothing(drawn: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        send(drawn, by="wen.rusheng")
    with pytest.raises(NotPermitted):
        send(drawn, by=ADMINISTRATOR, learnt=Learnt(ProposalSource.STUDY, "b" * 32))
    with pytest.raises(NotPermitted):
        list_proposals(ProposalsAsked.WAITING, "", drawn.unit_of_work(), drawn.actor("wen.rusheng"))


def test_who_proposed_it_does_not_answer_and_is_told_until_he_has_read(drawn: FullOffice) -> None:
    send(drawn, by=SUPERVISOR)
    assert (work(drawn, SUPERVISOR), work(drawn, ADMINISTRATOR), work(drawn, DIRECTOR)) == (
        [],
        ["answer"],
        [],
    )
    with pytest.raises(NotPermitted) as refused:
        answer(drawn, "taken_up", by=SUPERVISOR)
    assert refused.value.code == "OWN_PROPOSAL"
    with pytest.raises(NotPermitted):
        answer(drawn, "taken_up", by=DIRECTOR)
    row = answer(drawn, "refused", words="法律要求两级审批")
    assert (work(drawn, SUPERVISOR), work(drawn, ADMINISTRATOR)) == (["read"], [])
    with pytest.raises(NotFound):
        confirm_answer(row.id, drawn.unit_of_work(), drawn.actor(ADMINISTRATOR))
    confirm_answer(row.id, drawn.unit_of_work(), drawn.actor(SUPERVISOR))
    assert work(drawn, SUPERVISOR) == []
    with pytest.raises(Conflict):
        answer(drawn, "taken_up")


def test_two_who_answer_the_same_page_are_one_answer(drawn: FullOffice) -> None:
    send(drawn)
    answer(drawn, "taken_up")
    with pytest.raises(Conflict):
        answer(drawn, "refused", by=SUPERVISOR, seen="0")
    assert len(drawn.rows(ProcessProposalAnswer)) == 1


def test_what_was_put_off_waits_again_on_its_day(drawn: FullOffice) -> None:
    send(drawn)
    for until in ("", "2026-09-07", "9999-12-31", "2030-01-01", "x" * 3_000):
        with pytest.raises(InvalidInput) as refused:
            answer(drawn, "put_off", until=until, words="")
        assert set(refused.value.errors) == {"until", "words"}
    answer(drawn, "put_off", until="2026-09-09", words="等系统升级")
    assert work(drawn, SUPERVISOR) == []
    drawn.clock.set("2026-09-09T09:00")
    assert work(drawn, SUPERVISOR) == ["answer"]
    found = list_proposals(ProposalsAsked.WAITING, "", drawn.unit_of_work(), drawn.actor(SUPERVISOR))
    assert (found.numbers[ProposalsAsked.WAITING], found.numbers[ProposalsAsked.PUT_OFF]) == (1, 0)


def test_it_is_late_after_the_day_until_which_it_was_put_off(drawn: FullOffice) -> None:
    due_on = send(drawn).due_on
    answer(drawn, "put_off", until="2026-10-20", words="等系统升级")
    assert due_on < date(2026, 10, 1)
    for day, is_late in (("2026-10-20", False), ("2026-10-21", True)):
        drawn.clock.set(f"{day}T09:00")
        (waiting,) = list_own_work(drawn.unit_of_work(), drawn.actor(SUPERVISOR))
        row = only(drawn)
        assert waiting.is_late is is_late
        assert late(row.state, row.due_on, row.put_off_until, date.fromisoformat(day)) is is_late
        assert waiting.due_at == at_time(date(2026, 10, 20), "24:00")
    answer(drawn, "taken_up")
    assert not late(only(drawn).state, due_on, None, date(2027, 1, 1))


def test_an_answer_is_not_due_on_a_day_that_the_calendar_does_not_have(drawn: FullOffice) -> None:
    drawn.clock.set("2030-12-20T09:00")
    with pytest.raises(InvalidInput) as refused:
        send(drawn, workdays="60")
    assert refused.value.errors == {"workdays": "BEYOND_CALENDAR"}


def test_texts_that_are_longer_than_their_columns_are_cut_or_left_out(drawn: FullOffice) -> None:
    """As files drawn in Modeler may have them, and pages that were asked for much."""
    with drawn.unit_of_work() as unit:
        (version,) = unit.session.query(DeployedVersion)
        said = ["长" * 900, "userTask", "d" * 64]
        version.elements = {STEP: said, "U" * 201: said}
    fields = {"seen": "x", "proposed": "x", "workdays": "10"}
    command = SendProposal("c" * 32, HAND, "/analysis/stages?" + "a" * 400, PROCESS, STEP, **fields)
    send_proposal(command, drawn.unit_of_work, drawn.actor(DIRECTOR))
    assert (only(drawn).element_name, only(drawn).source_path) == ("长" * 400, None)
    with pytest.raises(InvalidInput) as refused:
        send(drawn, sending="d" * 32, element_id="U" * 201)
    assert refused.value.errors == {"element_id": "TOO_LONG"}


def test_only_a_version_that_really_changed_the_step_carries_it(drawn: FullOffice) -> None:
    send(drawn)
    answer(drawn, "taken_up")
    confirm_answer(only(drawn).id, drawn.unit_of_work(), drawn.actor(DIRECTOR))
    record(drawn, 2, diagram(lines="\n  <incoming>f1</incoming>\n  "))
    assert only(drawn).changed_version is None
    assert work(drawn, DIRECTOR) == []
    record(drawn, 3, diagram("director"))
    assert only(drawn).changed_version == 3
    assert work(drawn, DIRECTOR) == ["read"]
    assert list_open_of({PROCESS}, drawn.unit_of_work()) == []
    record(drawn, 4, diagram())
    assert (only(drawn).changed_version, only(drawn).undone_version) == (None, 4)


def test_what_stands_at_the_step_belongs_to_it(drawn: FullOffice) -> None:
    """The condition of a flow that leaves it, and the message of an event at its edge."""
    send(drawn)
    record(drawn, 2, diagram(message="other"))
    assert only(drawn).changed_version == 2
    record(drawn, 3, diagram())
    record(drawn, 4, diagram(condition="=false"))
    assert answer(drawn, "taken_up").changed_version == 4


def test_a_step_that_vanished_is_told_with_the_version_in_which_it_stood(drawn: FullOffice) -> None:
    send(drawn)
    record(drawn, 2, diagram())
    record(drawn, 3, diagram(has_step=False))
    row = only(drawn)
    assert (row.stood_version, row.gone_version, row.changed_version) == (2, 3, None)
    record(drawn, 4, diagram())
    assert (only(drawn).stood_version, only(drawn).gone_version) == (4, None)


def test_that_a_step_is_gone_carries_nothing_until_a_person_who_sees_it_says_so(drawn: FullOffice) -> None:
    """It may have been drawn anew under another id."""
    send(drawn)
    answer(drawn, "taken_up")
    record(drawn, 2, diagram(has_step=False))
    found = list_proposals(ProposalsAsked.TO_DEPLOY, "", drawn.unit_of_work(), drawn.actor(SUPERVISOR))
    assert [(one.changed_version, one.gone_version) for one in found.rows] == [(None, 2)]
    assert answer(drawn, "taken_up").changed_version == 2
    record(drawn, 3, diagram(has_step=False, message="other"))
    assert (only(drawn).changed_version, only(drawn).gone_version) == (2, 2)
    record(drawn, 4, diagram())
    assert (only(drawn).changed_version, only(drawn).gone_version) == (None, None)


def test_versions_that_count_from_one_again_come_after_those_before(drawn: FullOffice) -> None:
    """An engine whose store was lost."""
    for second, no in enumerate((3, 2)):
        # One round of recording brings the newest first.
        drawn.clock.set(f"2026-09-07T10:00:0{second}")
        record(drawn, no, diagram())
    assert send(drawn).version == 3
    answer(drawn, "taken_up")
    drawn.clock.set("2026-09-09T09:00")
    record(drawn, 1, diagram())
    assert only(drawn).changed_version is None
    drawn.clock.set("2026-09-10T09:00")
    record(drawn, 2, diagram("director"))
    assert only(drawn).changed_version == 2
    assert send(drawn, sending="b" * 32).version == 2
    form = read_proposal_form(PROCESS, drawn.unit_of_work(), drawn.actor(SUPERVISOR))
    assert (form.processes, form.version) == ([(PROCESS, "自设审批")], 2)
    drawn.clock.set("2026-09-11T09:00")
    record(drawn, 3, diagram())
    assert drawn.rows(ProcessProposal, id="b" * 32)[0].changed_version == 3


def test_versions_are_compared_in_their_order() -> None:
    """A pure rule: the first change counts, what is changed back does not, what is gone is gone since its first version."""
    said = [RecordedVersion(no, {STEP: Element(STEP, STEP, "userTask", one)} if one else {"X": Element("X", "X", "x", "x")})
            for no, one in enumerate(("b", "a", "", "", "c"), start=2)]  # fmt: skip
    assert compare(STEP, (1, "a"), said[:1]) == Followed(2, 2)
    assert compare(STEP, (1, "a"), said[:2]) == Followed(3, None, None, 3)
    assert compare(STEP, (1, "a"), said[:4]) == Followed(3, None, 4, 3)
    assert compare(STEP, (1, "a"), said) == Followed(6, 6, None, 3)


def test_numbers_are_frozen_and_small_groups_kept_away(drawn: FullOffice) -> None:
    """Of a study as it was opened; nor is a small rest told by the difference of two numbers."""
    lives = (
        (40, 12, [40, 12]),
        (4, 0, [None, None]),
        (40, 3, [40, None]),
        (40, 38, [40, None]),
        (0, 0, [0, 0]),
    )
    for no, (told, found, shown) in enumerate(lives):
        learnt = Learnt(ProposalSource.STUDY, f"{no:032x}")
        add_study(drawn, learnt.ref, told, found)
        send(drawn, sending=learnt.ref, learnt=learnt)
        (row,) = drawn.rows(ProcessProposal, id=learnt.ref)
        assert [one["value"] for one in row.figures] == shown
        assert row.figures[0]["since"] == "2026-06-01"
    with pytest.raises(NotFound):
        send(drawn, sending="c" * 32, learnt=Learnt(ProposalSource.MEASURE, "c" * 32))


def add_study(office: FullOffice, study_id: str, told: int, found: int) -> None:
    """As it was opened."""
    seen = {"since": "2026-06-01", "until": "2026-08-31", "told": told, "found": found, "open": 0}
    with office.unit_of_work() as unit:
        study = Study(
            id=study_id, origin=StudyOrigin.HAND, unit="RS", since=date(2026, 6, 1), until=date(2026, 8, 31)
        )
        study.figures, study.opened_by = {"seen": seen, "before": seen}, DIRECTOR
        study.opened_at, study.due_on = unit.clock.now(), date(2026, 9, 30)
        study.state, study.round = StudyState.PLANNING, 0
        unit.session.add(study)
