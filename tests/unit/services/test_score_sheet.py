"""Score sheet: each line that a rule judges is kept by a whole file, and broken by what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from models.beside.extension import Extension
from models.beside.respondent_request import RespondentRequest
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.evidence_item import EvidenceItem
from models.case.file_entry import FileEntry
from models.case.file_health import FileHealth, FileHealthGap, FileHealthMark
from models.case.file_volume import FileVolume
from models.case.improvement_verdict import ImprovementVerdict
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, DecisionKind, FileEntryKind, Outcome, RequestState, Stage
from models.case.matter import Matter
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.clock.clock import Clock
from models.ground.codes import MatterDecision
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.evidence_codes import EvidenceKind
from models.ground.file_review_codes import LineStanding
from models.ground.ids import new_id
from models.ground.letter_codes import LetterReaders
from models.ground.ways import Way
from services.actor import SYSTEM
from services.case.completeness import Piece, list_pieces
from services.clocks.open_clock import OpenClock, open_clock
from services.file_review import health_step as step
from services.file_review.draft_sheet import BY_EXAMINER, FIELDS, DraftSheet, draft_sheet
from services.file_review.facts import TELLS_ACCEPTANCE, FileFacts, read_facts
from services.file_review.health_step import file_health_step
from services.file_review.judge_file import Health
from services.file_review.list_gaps import AskedGaps, list_gaps
from services.file_review.publish_sheet import publish_sheet
from services.file_review.read_sheets import read_sheets
from services.file_review.sheet import SHIPPED, SheetLine, shipped_sheet
from services.letters.kinds import KINDS
from services.unit_of_work import Unit
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.reviewed_files import (
    APPROVER,
    CLERK,
    INVESTIGATOR,
    add_whole_file,
    change,
    gaps_of,
    health_of,
)
from tests.web_staff.cases import restrict_to

SUPERVISOR, DIRECTOR, THIRD = "jian.rujing", "zong.lanyun", "du.daodi"
AFTER = "2026-09-28T09:00"


def of_case(table: type, case: str) -> object:
    return table.complaint_id == case  # type: ignore[attr-defined]  # tables of one case


def without(table: type) -> Callable[[Unit, str], None]:
    """The file without any row of a table."""

    def spoil(unit: Unit, case: str) -> None:
        unit.session.execute(delete(table).where(of_case(table, case)))  # type: ignore[arg-type]  # a condition

    return spoil


def put(table: type, **values: object) -> Callable[[Unit, str], None]:
    """These values in every row of a table that the file has."""

    def spoil(unit: Unit, case: str) -> None:
        for row in unit.session.scalars(select(table).where(of_case(table, case))):  # type: ignore[arg-type]  # a condition
            for name, value in values.items():
                setattr(row, name, value)

    return spoil


def decide(kind: DecisionKind, by: str) -> Callable[[Unit, str], None]:
    def spoil(unit: Unit, case: str) -> None:
        of_kind = (Decision.complaint_id == case, Decision.kind == kind)
        unit.session.execute(update(Decision).where(*of_kind).values(by=by))

    return spoil


def late(kind: ClockKind) -> Callable[[Unit, str], None]:
    def spoil(unit: Unit, case: str) -> None:
        for clock in unit.session.scalars(
            select(Clock).where(Clock.complaint_id == case, Clock.kind == kind)
        ):
            clock.stopped_at = clock.due_at + timedelta(minutes=1)

    return spoil


def owe_visit(unit: Unit, case: str) -> None:
    unit.session.execute(delete(ReturnVisit).where(ReturnVisit.complaint_id == case))
    row = unit.session.get_one(Complaint, case)
    clock = open_clock(OpenClock(case, ClockKind.RETURN_VISIT, 1, row.received_at), unit)  # type: ignore[arg-type]  # an id
    clock.stopped_at = clock.opened_at


def refuse_without_basis(unit: Unit, case: str) -> None:
    unit.session.add(
        Matter(id=new_id(), complaint_id=case, no=2, text="要求赔偿。", decision=MatterDecision.REFUSE)
    )


def register_late(unit: Unit, case: str) -> None:
    row = unit.session.get_one(Complaint, case)
    row.registered_at = row.received_at + timedelta(days=3)


def lose_records(unit: Unit, case: str) -> None:
    put(EvidenceItem, act_id=None)(unit, case)
    unit.session.flush()
    without(InvestigationAct)(unit, case)


def add_thing(unit: Unit, case: str) -> None:
    thing = EvidenceItem(id=new_id(), complaint_id=case, no=2, kind=EvidenceKind.PHYSICAL, title="印章")
    thing.registered_by, thing.registered_at = INVESTIGATOR, unit.clock.now()
    unit.session.add(thing)


def exclude(unit: Unit, case: str) -> None:
    put(EvidenceItem, excluded_at=unit.clock.now(), excluded_by=APPROVER)(unit, case)


SPOILT: dict[str, Callable[[Unit, str], None]] = {
    "registered_in_time": register_late,
    "original_kept": without(Receipt),
    "first_contact_made": late(ClockKind.FIRST_CONTACT),
    "every_matter_decided": lambda unit, case: unit.session.add(
        Matter(id=new_id(), complaint_id=case, no=2, text="另有一项。")
    ),
    "told_of_acceptance": put(FileEntry, ways=["query_code"]),
    "refusal_grounded": refuse_without_basis,
    "nobody_judged_himself": put(Respondent, staff_id=INVESTIGATOR),
    "decided_by_another": decide(DecisionKind.APPROVAL, INVESTIGATOR),
    "investigation_recorded": lose_records,
    "two_investigators": put(InvestigationAct, details={"whom_kind": "respondent"}),
    "respondent_heard": put(
        InvestigationAct, details={"second_investigator": CLERK, "whom_kind": "informed"}
    ),
    "findings_recorded": put(Matter, facts=None),
    "findings_cite_evidence": put(Matter, cited_evidence=[]),
    "cited_evidence_stands": exclude,
    "evidence_assessed": put(EvidenceItem, relevance=None),
    "evidence_in_custody": add_thing,
    "records_signed": put(EvidenceItem, file_id=None),
    "opinion_reasoned": put(Matter, opinion_basis=None),
    "responsibility_stated": put(Matter, responsibility=None),
    "told_limits_kept": late(ClockKind.ACCEPTANCE),
    "inner_limits_kept": late(ClockKind.FIRST_CONTACT),
    "answer_given": without(Answer),
    "answer_delivered": put(AnswerSending, ways=["registered_letter"]),
    "return_visit_made": owe_visit,
    "improvement_judged": without(ImprovementVerdict),
    "volume_bound": without(FileVolume),
}


@pytest.fixture
def later(office: FullOffice) -> FullOffice:
    office.clock.set(AFTER)
    return office


def test_a_whole_file_has_no_gap_and_each_thing_that_is_missing_shows_at_its_own_line(
    later: FullOffice,
) -> None:
    whole = health_of(later, add_whole_file(later))
    assert not whole.gaps and whole.points == whole.of_points > 80
    persons = {line.code for line in shipped_sheet().lines if line.check is None}
    assert {code for code, one in whole.standings.items() if one is LineStanding.BY_PERSON} == persons
    for line, spoil in SPOILT.items():
        case = add_whole_file(later)
        change(later, case, spoil)
        assert line in gaps_of(later, case), line


def test_who_was_heard_after_the_findings_was_not_heard_before_them(later: FullOffice) -> None:
    case = add_whole_file(later)
    change(later, case, lambda unit, case: put(InvestigationAct, done_at=unit.clock.now())(unit, case))
    assert "respondent_heard" in gaps_of(later, case)
    for days, replied, kept in ((1, None, True), (5, None, False), (5, 1, True), (5, 4, False), (1, 4, True)):
        change(later, case, ask_unit(days, replied))
        assert ("respondent_heard" not in gaps_of(later, case)) is kept, (days, replied)


def ask_unit(window: int, replied: int | None) -> Callable[[Unit, str], None]:
    """The unit complained about was asked; days after the receipt. The findings are of the second."""

    def ask(unit: Unit, case: str) -> None:
        unit.session.execute(delete(RespondentRequest).where(RespondentRequest.complaint_id == case))
        received = unit.session.get_one(Complaint, case).received_at
        row = RespondentRequest(id=new_id(), complaint_id=case, no=1, round=1, requested_by=INVESTIGATOR)
        row.unit_code, row.questions, row.requested_at = "RS", "请说明经过。", received
        row.window_ends_at = received + timedelta(days=window)
        row.replied_at = None if replied is None else received + timedelta(days=replied)
        unit.session.add(row)

    return ask


def test_only_a_letter_of_the_decision_to_the_complainant_tells_of_the_acceptance(later: FullOffice) -> None:
    for purpose, kind, to_name, kept in (
        (DeliveryPurpose.LETTER, "acceptance_notice", None, True),
        (DeliveryPurpose.LETTER, "referral_notice", "区人社局", False),
        (DeliveryPurpose.LETTER, "recusal_notice", None, False),
        (DeliveryPurpose.RECEIPT, "acceptance_notice", None, False),
    ):
        case = add_whole_file(later)
        change(later, case, SPOILT["told_of_acceptance"])
        change(later, case, post(purpose, kind, to_name))
        assert ("told_of_acceptance" in gaps_of(later, case)) is not kept, (purpose, kind, to_name)
    assert set(TELLS_ACCEPTANCE) <= KINDS.keys()


def post(purpose: DeliveryPurpose, kind: str, to_name: str | None) -> Callable[[Unit, str], None]:
    """A letter that was posted an hour after the acceptance was decided."""

    def add(unit: Unit, case: str) -> None:
        at = unit.session.get_one(Complaint, case).received_at + timedelta(hours=5)
        letter = CaseLetter(id=new_id(), complaint_id=case, kind=kind, subject="round-1", worded_by=CLERK)
        letter.readers, letter.worded_at = LetterReaders.COMPLAINANT, at
        sent = LetterDelivery(id=new_id(), complaint_id=case, purpose=purpose, subject=letter.id, attempt=1)
        sent.way, sent.to_name, sent.made_at, sent.sent_at = Way.REGISTERED_LETTER, to_name, at, at
        unit.session.add_all([letter, sent])

    return add


def test_each_round_is_told_of_its_own_acceptance_within_its_own_limit(later: FullOffice) -> None:
    case = add_whole_file(later)
    change(later, case, decide_anew)
    assert "told_of_acceptance" in gaps_of(later, case), (
        "what was told in the first round tells nothing of the second"
    )
    change(later, case, contact_later(hours=8 * 24 + 1))
    assert "told_of_acceptance" not in gaps_of(later, case)
    missed = add_whole_file(later)
    change(later, missed, SPOILT["told_of_acceptance"])
    change(later, missed, decide_anew)
    change(later, missed, contact_later(hours=8 * 24 + 1))
    assert "told_of_acceptance" in gaps_of(later, missed), "the second round makes good nothing of the first"


def decide_anew(unit: Unit, case: str) -> None:
    """The acceptance of a second round, eight days after the first."""
    at = unit.session.get_one(Complaint, case).received_at + timedelta(days=8)
    decision = Decision(
        id=new_id(), complaint_id=case, kind=DecisionKind.ACCEPTANCE, round=2, by=CLERK, content={}
    )
    decision.at = at
    unit.session.add(decision)
    clock = open_clock(OpenClock(case, ClockKind.ACCEPTANCE, 2, at), unit)  # type: ignore[arg-type]  # an id
    clock.stopped_at = at


def contact_later(hours: int) -> Callable[[Unit, str], None]:
    def add(unit: Unit, case: str) -> None:
        at = unit.session.get_one(Complaint, case).received_at + timedelta(hours=hours)
        entry = FileEntry(id=new_id(), complaint_id=case, kind=FileEntryKind.FIRST_CONTACT, at=at)
        entry.by, entry.text, entry.ways = CLERK, "电话告知已受理。", [Way.PHONE]
        unit.session.add(entry)

    return add


def test_what_the_pieces_of_a_file_say_the_sheet_says_too(later: FullOffice) -> None:
    same = {
        Piece.RECEIPT: "original_kept",
        Piece.SIGNED_RECORD: "records_signed",
        Piece.ANSWER: "answer_given",
        Piece.DELIVERY: "answer_delivered",
        Piece.IMPROVEMENT: "improvement_judged",
    }
    for spoil in (None, *(SPOILT[line] for line in same.values())):
        case = add_whole_file(later)
        if spoil is not None:
            change(later, case, spoil)
        gaps = gaps_of(later, case)
        with later.unit_of_work().reading() as unit:
            pieces = {
                line.piece: line.is_there for line in list_pieces(unit.session.get_one(Complaint, case), unit)
            }
        # Without an answer nothing was delivered; the pieces count what was sent all the same.
        told = {
            piece: line not in gaps
            for piece, line in same.items()
            if piece is not Piece.DELIVERY or pieces[Piece.ANSWER]
        }
        assert told == {piece: pieces[piece] for piece in told}


def test_what_is_not_due_yet_is_no_gap_and_another_way_is_not_asked(later: FullOffice) -> None:
    case = add_whole_file(later, received="2026-09-25T09:00", closed=None)
    standings = health_of(later, case).standings
    assert standings["answer_given"] is standings["volume_bound"] is LineStanding.NOT_DUE
    assert standings["findings_cite_evidence"] is LineStanding.KEPT
    change(later, case, put_stage(Stage.INTAKE, None))
    fresh = later.add_complaint("2026-09-28T08:50")
    early = health_of(later, fresh)
    assert set(early.gaps) == {"original_kept"}, "nothing else is due of what has just come in"
    refused = later.add_complaint("2026-09-21T09:00")
    change(later, refused, put_stage(Stage.ARCHIVED, Outcome.REFUSED))
    told = health_of(later, refused).standings
    assert told["findings_recorded"] is told["decided_by_another"] is LineStanding.NOT_ASKED
    assert told["answer_given"] is LineStanding.GAP


def test_more_time_that_was_not_needed_is_no_gap_and_what_nobody_told_is(later: FullOffice) -> None:
    """Approved, and the answer came within the old date: nothing was to be told any more."""
    case = add_whole_file(later)
    for state, standing in (
        (RequestState.LAPSED, LineStanding.NOT_ASKED),
        (RequestState.EXPIRED, LineStanding.GAP),
    ):
        change(later, case, ask_for_time(state))
        assert health_of(later, case).standings["extensions_told_in_time"] is standing, state


def ask_for_time(state: RequestState) -> Callable[[Unit, str], None]:
    def add(unit: Unit, case: str) -> None:
        no = len(unit.session.scalars(select(Extension).where(of_case(Extension, case))).all()) + 1  # type: ignore[arg-type]  # a condition
        row = Extension(id=new_id(), complaint_id=case, no=no, round=1, reason="等外地单位确认", amount=5)
        row.unit, row.state, row.requested_by, row.is_approved = "wd", state, INVESTIGATOR, True
        clock = unit.session.scalars(select(Clock).where(of_case(Clock, case))).first()  # type: ignore[arg-type]  # a condition
        assert clock is not None
        row.extended_clock_id, row.old_due_at = clock.id, clock.due_at
        row.requested_at = row.ended_at = clock.opened_at
        unit.session.add(row)

    return add


def put_stage(stage: Stage, outcome: Outcome | None) -> Callable[[Unit, str], None]:
    def spoil(unit: Unit, case: str) -> None:
        row = unit.session.get_one(Complaint, case)
        row.stage, row.outcome = stage, outcome

    return spoil


def test_a_hundred_files_are_judged_by_as_many_statements_as_one(later: FullOffice) -> None:
    numbers = []
    for size in (1, 6):
        cases = [add_whole_file(later) for _ in range(size)]
        with later.unit_of_work().reading() as unit:
            with statements(later) as seen:
                assert len(read_facts(cases, unit)) == size
            numbers.append(len(seen))
    assert numbers[0] + 1 >= numbers[1] <= 22


def gaps_page(office: FullOffice, login: str = SUPERVISOR, **asked: str):
    return list_gaps(AskedGaps(**asked), office.unit_of_work(), office.actor(login))


def look_through(office: FullOffice) -> int:
    """Until nothing waits."""
    total = 0
    while (seen := file_health_step(office.unit_of_work)) > 0:
        total += seen
    return total


def test_gaps_of_open_files_show_before_closing(later: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """N8: live file health: the reviewers' sheet runs continuously, so gaps show before closing."""
    monkeypatch.setattr(step, "FILES_AT_ONCE", 2)
    whole, spoilt, closed = (
        add_whole_file(later, closed=None),
        add_whole_file(later, closed=None),
        add_whole_file(later),
    )
    change(later, spoilt, SPOILT["findings_cite_evidence"])
    assert not gaps_page(later).is_whole, "nobody has looked yet"
    look_through(later)
    page = gaps_page(later)
    assert page.is_whole and page.opened == 2 and page.with_gaps == 1
    assert [(row.complaint_id, list(row.gaps)) for row in page.rows] == [(spoilt, ["findings_cite_evidence"])]
    assert page.by_line == {"findings_cite_evidence": 1}
    assert set(page.rows[0].gaps) == gaps_of(later, spoilt), "the list and the page of the case say the same"
    assert file_health_step(later.unit_of_work) == 0, "nothing moved"
    change(
        later,
        spoilt,
        lambda unit, case: (put(Matter, uncited_reason="当场目睹。")(unit, case), note(unit, case)),
    )
    change(later, whole, lambda unit, case: (SPOILT["evidence_assessed"](unit, case), note(unit, case)))
    look_through(later)
    assert [row.complaint_id for row in gaps_page(later).rows] == [whole]
    change(
        later,
        whole,
        lambda unit, case: (put_stage(Stage.ARCHIVED, Outcome.ACCEPTED)(unit, case), note(unit, case)),
    )
    look_through(later)
    assert not gaps_page(later).rows and {row.complaint_id for row in later.rows(FileHealth)} == {spoilt}
    assert closed not in {row.complaint_id for row in later.rows(FileHealth)}
    assert not later.rows(FileHealthGap)


def note(unit: Unit, case: str) -> None:
    unit.trail.add(case, "entry.recorded", {}, SYSTEM)


def test_a_limit_that_passes_is_a_gap_without_anybody_doing_anything(later: FullOffice) -> None:
    case = later.add_complaint("2026-09-28T08:50")
    with later.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        due = open_clock(OpenClock(case, ClockKind.ACCEPTANCE, 1, row.received_at), unit).due_at
        unit.session.add(
            Receipt(id=new_id(), complaint_id=case, channel=row.channel, raw_text="来信", raw_sha256="0" * 64)
        )
    look_through(later)
    assert not gaps_page(later).rows
    later.clock.set((due + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M"))
    look_through(later)
    assert "told_limits_kept" in gaps_page(later).rows[0].gaps


def test_who_must_keep_away_finds_a_file_in_no_row_and_no_number(later: FullOffice) -> None:
    case = add_whole_file(later, closed=None)
    change(later, case, SPOILT["findings_cite_evidence"])
    look_through(later)
    restrict_to(later, case, DIRECTOR)
    hidden = gaps_page(later)
    assert not hidden.rows and not hidden.by_line and hidden.opened == 0
    assert [row.complaint_id for row in gaps_page(later, DIRECTOR).rows] == [case]


def test_a_process_that_was_overtaken_writes_nothing(later: FullOffice) -> None:
    add_whole_file(later, closed=None)
    with later.unit_of_work().reading() as unit:
        stale = step._read(unit)
    look_through(later)
    mark = later.rows(FileHealthMark)
    with later.unit_of_work() as unit:
        assert not step._keep(stale, unit)
    assert [row.seq for row in later.rows(FileHealthMark)] == [row.seq for row in mark]


def test_a_file_that_no_rule_can_look_at_keeps_the_look_from_no_other(
    later: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, *others = (add_whole_file(later, closed=None) for _ in range(4))
    judge = step.judge_file

    def judge_or_fail(lines: Sequence[SheetLine], facts: FileFacts) -> Health:
        if facts.complaint.id == odd:
            raise ValueError("nobody foresaw it")
        return judge(lines, facts)

    monkeypatch.setattr(step, "judge_file", judge_or_fail)
    assert look_through(later) == 4
    assert {row.complaint_id for row in later.rows(FileHealth)} == set(others)
    monkeypatch.undo()
    change(later, odd, note)
    look_through(later)
    monkeypatch.setattr(step, "judge_file", judge_or_fail)
    later.clock.set("2026-09-30T09:00")
    look_through(later)
    assert {
        row.complaint_id for row in later.rows(FileHealth, look_at=later.clock.now() + timedelta(days=1))
    } == {
        odd,
        *others,
    }, "what is known of it stays, and it is tried again in a day"


def rows_of(*changed: dict[str, str]) -> list[dict[str, str]]:
    lines = shipped_sheet().lines[:3]
    rows = [{name: str(getattr(line, name)) for name in FIELDS} for line in lines]
    return [*rows, *changed]


OWN = {
    "code": "own_line",
    "part": "fairness",
    "name_zh": "用语文明",
    "name_en": "Polite wording",
    "source": "本中心制度",
    "points": "4",
    "check": BY_EXAMINER,
}


def test_a_sheet_is_published_by_a_second_person_and_its_unknown_rules_are_refused_by_line(
    later: FullOffice,
) -> None:
    supervisor, director = later.actor(SUPERVISOR), later.actor(DIRECTOR)
    assert read_sheets(later.unit_of_work(), supervisor).in_force.no == SHIPPED
    wrong = [
        {**OWN, "check": "no_such_rule"},
        {**OWN, "points": "9" * 5_000},
        {**OWN, "code": "坏", "part": "x"},
    ]
    with pytest.raises(InvalidInput) as refused:
        draft_sheet(DraftSheet(rows_of(*wrong)), later.unit_of_work(), supervisor)
    assert refused.value.errors == {
        "check_3": "NO_SUCH_CHECK",
        "points_4": "NOT_1_TO_100",
        "code_4": "TWICE",
        "code_5": "PATTERN",
        "part_5": "REQUIRED",
    }
    no = draft_sheet(DraftSheet(rows_of(OWN)), later.unit_of_work(), supervisor)
    assert draft_sheet(DraftSheet(rows_of(OWN)), later.unit_of_work(), supervisor) == no == 1
    draft = read_sheets(later.unit_of_work(), director).draft
    assert draft is not None
    seen = draft.drafted_at.isoformat()
    with pytest.raises(NotPermitted):
        publish_sheet(no, seen, later.unit_of_work(), supervisor)
    with pytest.raises(Conflict):
        publish_sheet(no, "2026-09-01T00:00:00+00:00", later.unit_of_work(), director)
    add_whole_file(later, closed=None)
    look_through(later)
    third = later.actor(THIRD)
    assert draft_sheet(DraftSheet(rows_of(OWN)), later.unit_of_work(), third) == no, "it says the same"
    other = draft_sheet(DraftSheet(rows_of({**OWN, "code": "more"}, OWN)), later.unit_of_work(), third)
    with pytest.raises(Conflict):
        publish_sheet(no, seen, later.unit_of_work(), director)
    newer = read_sheets(later.unit_of_work(), director)
    assert newer.draft is not None and newer.drafters == {SUPERVISOR, THIRD}
    seen = newer.draft.drafted_at.isoformat()
    for drafter in (supervisor, third):
        with pytest.raises(NotPermitted):
            publish_sheet(other, seen, later.unit_of_work(), drafter)
    for number in (0, 10**20):
        with pytest.raises(NotFound):
            publish_sheet(number, seen, later.unit_of_work(), director)
    publish_sheet(other, seen, later.unit_of_work(), director)
    in_force = read_sheets(later.unit_of_work(), supervisor).in_force
    assert [line.code for line in in_force.lines][-1] == "own_line" and len(in_force.lines) == 5
    assert not gaps_page(later).is_whole, "open files are looked at anew by another sheet"
    look_through(later)
    assert {row.sheet_key for row in later.rows(FileHealth)} == {in_force.key}
    assert draft_sheet(DraftSheet(rows_of()), later.unit_of_work(), supervisor) == 3, (
        "what is published stays"
    )
