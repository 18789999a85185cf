"""For how long a file is kept, by which row of the table, and what holds it whatever its term."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.file_freeze import FileFreeze
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Outcome, RequestState, Stage
from models.clock.legal_time import parse_moment
from models.ground.codes import RequestedSide
from models.ground.errors import InvalidInput, NotPermitted
from models.ground.ids import new_id
from models.ground.keeping_codes import FileKind, Hold, KeepingClass, KeepingStart
from models.ledger.trail_event import TrailEvent
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.holds import map_holds
from services.keeping.keep_files_step import keep_files_step
from services.keeping.release_file import ReleaseFile, release_file
from services.keeping.schedule import ChangeKeeping, change_keeping, list_schedule
from services.keeping.term import reckon_term
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import (
    ADMINISTRATOR,
    HANDLER,
    SUPERVISOR,
    change,
    close,
    keeping_of,
    seal,
)


@pytest.mark.parametrize(
    ("closed", "keeping", "starts", "term"),
    [
        ("2026-12-31", "years_10", "next_year", ("2027-01-01", "2036-12-31")),
        ("2027-01-01", "years_30", "next_year", ("2028-01-01", "2057-12-31")),
        ("2028-02-29", "years_10", "closing_day", ("2028-02-29", "2038-02-28")),
        ("2026-09-07", "years_10", "closing_day", ("2026-09-07", "2036-09-06")),
    ],
)
def test_a_term_ends_with_the_day_before_its_anniversary(
    closed: str, keeping: str, starts: str, term: tuple[str, str]
) -> None:
    told = reckon_term(date.fromisoformat(closed), KeepingClass(keeping), KeepingStart(starts))
    assert (str(told.starts_on), str(told.ends_on)) == term


def test_the_seal_says_the_term_by_what_the_case_came_to_on_its_beijing_day(office: FullOffice) -> None:
    """By the table of the organ."""
    handled = seal(office, close(office, "2026-12-31T23:30"))
    assert (handled.kind, handled.closed_on, handled.ends_on) == (
        FileKind.WITH_RESULT,
        date(2026, 12, 31),
        date(2056, 12, 31),
    )
    refused = seal(office, close(office, "2026-12-31T23:30", Outcome.REFUSED))
    assert (refused.kind, refused.ends_on) == (FileKind.WITHOUT_RESULT, date(2036, 12, 31))
    upward = seal(office, close(office, "2026-10-08T09:00", Outcome.REFUSED, upward=True))
    assert (upward.keeping, upward.ends_on) == (KeepingClass.PERMANENT, None)
    (event,) = [e for e in office.rows(TrailEvent, complaint_id=upward.complaint_id)]
    assert (event.kind, event.payload["keeping"]) == ("file.keeping_set", "permanent")
    seal(office, upward.complaint_id)
    assert len(office.rows(TrailEvent, complaint_id=upward.complaint_id)) == 1, "a supplement changes nothing"


def test_a_file_closed_anew_keeps_the_longer_end(office: FullOffice) -> None:
    case = close(office, "2026-10-08T09:00")
    assert seal(office, case).ends_on == date(2056, 12, 31)
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.closed_at, complaint.outcome = parse_moment("2028-03-01T09:00"), Outcome.WITHDRAWN
    row = seal(office, case)
    assert (row.ends_on, row.closed_on) == (date(2056, 12, 31), date(2028, 3, 1))
    hasty = close(office, "2026-10-08T09:00", Outcome.REFUSED)
    assert seal(office, hasty).ends_on == date(2036, 12, 31)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, hasty).outcome = Outcome.ACCEPTED
    assert seal(office, hasty).ends_on == date(2056, 12, 31), "opened and closed again on the same day"


def test_a_changed_table_is_for_later_files_and_for_earlier_ones_as_far_as_was_decided(
    office: FullOffice,
) -> None:
    """Nothing is shortened silently, and each file that changed says so in its trail."""
    old = close(office, "2026-10-08T09:00", Outcome.REFUSED)
    seal(office, old)
    for keeping, reach, ends in (
        ("years_30", "later", date(2036, 12, 31)),
        ("years_30", "lengthen", date(2056, 12, 31)),
        ("years_10", "lengthen", date(2056, 12, 31)),
        ("permanent", "lengthen", None),
        ("years_30", "lengthen", None),
        ("years_10", "all", date(2036, 12, 31)),
    ):
        change(office, "without_result", keeping, reach)
        while keep_files_step(office.unit_of_work):
            pass
        assert keeping_of(office, old).ends_on == ends, (keeping, reach)
        new = seal(office, close(office, "2026-10-08T09:00", Outcome.REFUSED))
        assert new.keeping == keeping
    changed = [e for e in office.rows(TrailEvent, complaint_id=old) if e.kind == "file.keeping_changed"]
    assert [(e.payload["before"], e.payload["ends_on"]) for e in changed] == [
        ("2036-12-31", "2056-12-31"),
        ("2056-12-31", None),
        (None, "2036-12-31"),
    ]
    schedule = list_schedule(office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert [row.keeping.value for row, _ in schedule.earlier][-1] == "years_30"
    assert len(schedule.earlier) == 5


def test_files_that_an_earlier_release_sealed_get_their_term_from_the_workers(office: FullOffice) -> None:
    closed = [close(office, "2025-10-08T09:00") for _ in range(3)]
    with office.unit_of_work() as unit:
        unit.session.add_all(FileKeeping(complaint_id=case) for case in closed)
        unit.session.get_one(Complaint, closed[2]).stage = Stage.INTAKE
    assert keep_files_step(office.unit_of_work) == 2
    assert keep_files_step(office.unit_of_work) == 0
    assert [keeping_of(office, case).ends_on for case in closed] == [*[date(2055, 12, 31)] * 2, None]


def test_the_table_is_changed_by_an_administrator_who_has_read_what_holds(office: FullOffice) -> None:
    whole = ChangeKeeping("with_result", "years_10", "next_year", "later", "批复", "0")
    with pytest.raises(NotPermitted):
        change_keeping(whole, office.unit_of_work(), office.actor(SUPERVISOR))
    change_keeping(whole, office.unit_of_work(), office.actor(ADMINISTRATOR))
    with pytest.raises(InvalidInput) as refused:
        change_keeping(whole, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert refused.value.errors == {"keeping": "CHANGED_MEANWHILE"}
    wrong = ChangeKeeping("with_result", "years_7", "", "silently", " ", "0")
    with pytest.raises(InvalidInput) as refused:
        change_keeping(wrong, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert refused.value.errors == {
        "keeping": "NOT_AN_OPTION",
        "starts": "REQUIRED",
        "reach": "NOT_AN_OPTION",
        "reason": "REQUIRED",
    }


def holds_of(office: FullOffice, case: str) -> frozenset[Hold]:
    with office.unit_of_work().reading() as unit:
        return map_holds([case], unit)[case]


def test_an_open_review_holds_the_file_by_itself_and_ends_with_it(office: FullOffice) -> None:
    """Frozen without anybody's doing."""
    case = close(office, "2026-10-08T09:00")
    assert holds_of(office, case) == frozenset()
    with office.unit_of_work() as unit:
        review = Review(id=new_id(), complaint_id=case, no=1, round=1, requested_by="citizen")
        review.reason, review.requested_side, review.requested_at = (
            "不服",
            RequestedSide.COMPLAINANT,
            unit.clock.now(),
        )
        unit.session.add(review)
    assert holds_of(office, case) == {Hold.REVIEW}
    with office.unit_of_work() as unit:
        unit.session.get_one(Review, review.id).state = RequestState.ANSWERED
    assert holds_of(office, case) == frozenset()
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.INTAKE
    assert holds_of(office, case) == {Hold.OPEN}


def test_a_freeze_holds_until_who_watches_releases_it(office: FullOffice) -> None:
    """Whatever day it was to be looked at again."""
    case = close(office, "2026-10-08T09:00")
    command = FreezeFile(case, "court", "区法院（2026）行初 12 号", "2026-12-01")
    with pytest.raises(NotPermitted):
        freeze_file(command, office.unit_of_work(), office.actor("ji.luqing"))
    for _ in range(2):
        freeze_file(command, office.unit_of_work(), office.actor(HANDLER))
    (row,) = office.rows(FileFreeze, complaint_id=case)
    with pytest.raises(InvalidInput) as refused:
        freeze_file(FreezeFile(case, "court", "另一案"), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == {"freeze_reason": "FROZEN_FOR_IT"}
    freeze_file(FreezeFile(case, "superior", "市局要求"), office.unit_of_work(), office.actor(SUPERVISOR))
    office.clock.set("2027-12-01T10:00")
    release = ReleaseFile(case, row.id, "判决已生效")
    with pytest.raises(NotPermitted):
        release_file(release, office.unit_of_work(), office.actor(HANDLER))
    for _ in range(2):
        release_file(release, office.unit_of_work(), office.actor(SUPERVISOR))
    assert holds_of(office, case) == {Hold.FROZEN}, "the other reason holds"
    (other,) = [one for one in office.rows(FileFreeze, complaint_id=case) if one.released_at is None]
    release_file(ReleaseFile(case, other.id, "已答复"), office.unit_of_work(), office.actor(SUPERVISOR))
    assert holds_of(office, case) == frozenset()
    kinds = [event.kind for event in office.rows(TrailEvent, complaint_id=case)]
    assert kinds == ["file.frozen", "file.frozen", "file.released", "file.released"]


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        (("", "", ""), {"freeze_reason": "REQUIRED", "freeze_words": "REQUIRED"}),
        (("mood", "x" * 501, ""), {"freeze_reason": "NOT_AN_OPTION", "freeze_words": "TOO_LONG"}),
        (("court", "诉讼", "soon"), {"look_again_on": "NOT_A_DATE"}),
        (("court", "诉讼", "2026-09-06"), {"look_again_on": "DATE_PASSED"}),
    ],
)
def test_a_freeze_says_why(office: FullOffice, fields: tuple[str, str, str], faults: dict[str, str]) -> None:
    case = close(office, "2026-10-08T09:00")
    with pytest.raises(InvalidInput) as refused:
        freeze_file(FreezeFile(case, *fields), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == faults
