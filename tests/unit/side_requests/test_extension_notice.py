"""An extension is told by letter, mail or SMS when its 延期告知书 is on record as sent, by a person's word never."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.i18n import has_text
from models.beside.extension import Extension
from models.case.dispatch import Dispatch
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import RequestState
from models.case.task import Task
from models.clock.legal_time import as_iso, parse_moment
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import InvalidInput, NotFound
from models.ground.ways import Way
from services.casefile.post_list import NewDelivery, put_on_list
from services.dispatch.send_step import send_dispatches_step
from services.extracts.extension import read as read_extension
from services.extracts.scene import Scene
from services.letters.extension_notice import EXTENSION_NOTICE
from services.letters.freeze_letter import FreezeLetter, freeze_in
from services.letters.letter_kind import Wording
from services.letters.open_letter import OwnLetter, open_own_letter
from services.post.hall_documents import get_hall_case
from services.post.record_fate import Fate
from services.signals.told_without_attempt import judge
from services.views.progress import FindProgress, find_progress
from services.views.task_page import get_task
from tests.mail_server import serve_mail
from tests.sms_gateway import serve_sms
from tests.unit.services.notices_outside import MAIL, MOBILE, Outside
from tests.unit.services.test_notices import wishing
from tests.unit.services.test_post import NUMBER, post
from tests.unit.services.test_post import tell as tell_fate
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.unit.side_requests.test_extension import INSTANCE, approve, ask, check, prepare

CLERK, HANDLER = "wen.rusheng", "xun.wenshi"
OLD_DATE, NEW_DATE = "2026-09-14T17:00:00+08:00", "2026-09-20T17:00:00+08:00"
ADDRESS = "https://tousu.example.cn/"


@pytest.fixture
def outside(case: SideCase) -> Iterator[Outside]:
    """A mail server and an SMS gateway for the notices of this office."""
    with serve_mail() as mail, serve_sms() as sms:
        yield Outside(case.office, mail, sms)


def approved(case: SideCase) -> Extension:
    """Asked for and approved on the first day."""
    prepare(case, ask(case))
    approve(case)
    return case.one(Extension)  # type: ignore[no-any-return]  # a row of the table


def freeze(case: SideCase) -> str:
    """Its 延期告知书; the id. The page is laid out where it goes along with a mail."""
    subject = case.one(Extension).id
    command = FreezeLetter(case.complaint_id, "extension_notice", subject, {}, None, ADDRESS)
    with case.office.unit_of_work() as unit:
        return freeze_in(command, unit, case.office.actor(CLERK))


def list_for_post(case: SideCase, letter_id: str, way: Way = Way.REGISTERED_LETTER) -> LetterDelivery:
    with case.unit() as (unit, complaint):
        row_id = put_on_list(NewDelivery(DeliveryPurpose.LETTER, letter_id, way), complaint.id, unit).id
    return case.one(LetterDelivery, id=row_id)  # type: ignore[no-any-return]  # a row of the table


def posted(case: SideCase, moment: str) -> tuple[str, LetterDelivery]:
    """Written at once, handed to the post under a number at that moment."""
    letter_id = freeze(case)
    row = list_for_post(case, letter_id)
    case.office.clock.set(moment)
    post(case.office, (row.id, NUMBER))
    return letter_id, row


def tell(case: SideCase, *ways: str) -> None:
    case.submit("tell-extension", HANDLER, INSTANCE, ways=list(ways))


def refusal(case: SideCase, *ways: str) -> dict[str, str]:
    """Why the form is refused; nothing has moved by it."""
    with pytest.raises(InvalidInput) as refused:
        tell(case, *ways)
    row = case.one(Extension)
    assert (row.state, row.told_at, row.is_effective) == (RequestState.OPEN, None, False)
    assert as_iso(case.clock("resolve").due_at) == OLD_DATE
    assert case.trail("complainant.told") == []
    return dict(refused.value.errors)


def at_query_code(case: SideCase) -> list[str]:
    command = FindProgress(case.number, case.query_code)
    found = find_progress(command, case.office.unit_of_work(), case.office.actor(CLERK))
    assert found is not None
    return [line.title for line in found.letters]


def test_a_letter_tells_once_it_is_posted_under_a_number_and_not_before(case: SideCase) -> None:
    """R57: a tick moved the date on the day it was made, before there was a letter."""
    approved(case)
    assert refusal(case, "letter") == {"ways": "NOTICE_NOT_POSTED"}
    letter_id = freeze(case)
    content = str(case.one(CaseLetter, id=letter_id).content)
    dates = ("2026年9月14日17:00", "2026年9月20日17:00")
    for said in ("等外地单位确认", *dates, "云河市政务服务中心于2026年9月7日批准"):
        assert said in content, content
    plain, row = list_for_post(case, letter_id, Way.LETTER), list_for_post(case, letter_id)
    assert refusal(case, "phone", "letter") == {"ways": "NOTICE_NOT_POSTED"}
    post(case.office, (plain.id, ""))
    assert refusal(case, "letter") == {"ways": "NOTICE_NOT_POSTED"}, "of a plain letter nobody knows"
    case.office.clock.set("2026-09-10T10:00")
    post(case.office, (row.id, NUMBER))
    case.office.clock.set("2026-09-11T10:00")
    tell(case, "letter", "phone")
    told = case.one(Extension)
    assert (told.is_effective, told.told_at) == (True, parse_moment("2026-09-10T10:00"))
    assert as_iso(case.clock("resolve").due_at) == as_iso(told.new_due_at) == NEW_DATE
    with case.office.unit_of_work().reading() as unit:
        marks = [mark for mark in judge([case.complaint_id], unit) if mark.evidence]
    assert marks == [], "the letter shows how he was told"


@pytest.mark.parametrize("is_recorded", [True, False])
def test_what_was_posted_in_time_is_in_time_whoever_says_so_when(case: SideCase, is_recorded: bool) -> None:
    """At the old date by itself; by a person a minute later where the engine had not looked yet."""
    extension = approved(case)
    posted(case, "2026-09-11T10:00")
    case.office.clock.set("2026-09-14T17:01" if is_recorded else "2026-09-14T17:00")
    if is_recorded:
        tell(case, "letter")
    assert check(case, extension.id)
    row = case.one(Extension)
    assert (row.state, row.told_by, row.told_ways) == (
        RequestState.ANSWERED,
        HANDLER if is_recorded else CLERK,
        ["letter"],
    )
    assert (row.told_at, as_iso(row.new_due_at)) == (parse_moment("2026-09-11T10:00"), NEW_DATE)
    own = case.clock("extension")
    assert (own.stop_reason, own.stopped_at) == ("told", row.told_at), "its limit is met when the letter left"
    assert [told["ways"] for told in case.trail("complainant.told")] == [["letter"]]


def test_what_was_posted_in_time_counts_where_the_form_names_only_a_later_call(case: SideCase) -> None:
    """A minute after the old date: what he was told in time is not lost by telling him once more."""
    approved(case)
    posted(case, "2026-09-11T10:00")
    case.office.clock.set("2026-09-14T17:01")
    tell(case, "phone")
    row = case.one(Extension)
    assert (row.state, row.is_effective, row.told_by) == (RequestState.ANSWERED, True, HANDLER)
    assert (row.told_at, row.told_ways) == (parse_moment("2026-09-11T10:00"), ["letter", "phone"])
    assert as_iso(case.clock("resolve").due_at) == as_iso(row.new_due_at) == NEW_DATE


def test_a_bystander_gets_no_such_letter_and_is_told_by_the_word_of_the_form(case: SideCase) -> None:
    """Nothing leads to a letter that cannot be written; who is reached by post alone can still be told in time."""
    seen = side_case(case.office, address="198.51.100.9", standing="bystander")
    approved(seen)
    with pytest.raises(NotFound):
        freeze(seen)
    key = seen.open_task("tell-extension", INSTANCE)
    with seen.unit() as (unit, complaint):
        task = unit.session.get_one(Task, key)
        shown = read_extension(Scene(unit, complaint, seen.office.actor(HANDLER), task))
    assert shown is not None and shown.notice is None
    tell(seen, "letter")
    row = seen.one(Extension)
    assert (row.is_effective, row.told_at, row.told_ways) == (True, seen.office.clock.now(), ["letter"])
    assert as_iso(seen.clock("resolve").due_at) == NEW_DATE


def test_a_letter_that_came_back_told_nobody_and_is_void_when_the_extension_expires(case: SideCase) -> None:
    """Its date does not hold: it is shown, handed over and posted no more, and whoever posts is told why."""
    extension = approved(case)
    letter_id, row = posted(case, "2026-09-08T10:00")
    assert at_query_code(case) == ["延期告知书"]
    tell_fate(case.office, row, Fate.RETURNED)
    assert refusal(case, "letter") == {"ways": "NOTICE_NOT_POSTED"}
    again = list_for_post(case, letter_id)
    case.office.clock.set("2026-09-14T17:00")
    assert check(case, extension.id)
    assert case.one(Extension).end_reason == "NOTICE_TOO_LATE"
    with pytest.raises(InvalidInput) as refused:
        post(case.office, (again.id, "XA33000012346"))
    assert refused.value.errors == {f"number-{again.id}": "NOTICE_VOID"}
    assert at_query_code(case) == []
    hall = get_hall_case(case.complaint_id, case.office.unit_of_work(), case.office.actor(CLERK))
    assert hall.documents == ()
    with pytest.raises(NotFound):
        own = OwnLetter(case.number, case.query_code, letter_id)
        open_own_letter(own, case.office.unit_of_work(), case.office.actor(CLERK))
    with pytest.raises(NotFound):
        freeze(case)


def test_after_the_old_date_it_leaves_by_no_way_though_the_engine_has_not_looked(case: SideCase) -> None:
    """Its date does not hold any more; whoever tells it otherwise finds the extension expired."""
    approved(case)
    case.office.clock.set("2026-09-14T17:01")
    with pytest.raises(NotFound):
        freeze(case)
    case.office.clock.set("2026-09-14T17:00")
    listed = list_for_post(case, freeze(case))
    assert at_query_code(case) == ["延期告知书"]
    case.office.clock.set("2026-09-14T17:01")
    with pytest.raises(InvalidInput) as refused:
        post(case.office, (listed.id, NUMBER))
    assert refused.value.errors == {f"number-{listed.id}": "NOTICE_VOID"}
    assert at_query_code(case) == []
    hall = get_hall_case(case.complaint_id, case.office.unit_of_work(), case.office.actor(CLERK))
    assert hall.documents == ()
    assert refusal(case, "letter") == {"ways": "NOTICE_NOT_POSTED"}
    tell(case, "phone")
    row = case.one(Extension)
    assert (row.state, row.end_reason) == (RequestState.EXPIRED, "NOTICE_TOO_LATE")
    assert as_iso(case.clock("resolve").due_at) == OLD_DATE


def test_what_was_listed_a_moment_before_the_old_date_is_written_a_moment_after_it(case: SideCase) -> None:
    """It asked once more whether it may be written, found none and failed; what came too late is void and leaves by no way."""
    extension = approved(case)
    case.office.clock.set("2026-09-14T17:00")
    with case.unit() as (unit, complaint):
        assert EXTENSION_NOTICE.list_subjects(complaint, unit) == [extension.id]
        case.office.clock.set("2026-09-14T17:01")
        assert EXTENSION_NOTICE.list_subjects(complaint, unit) == []
        written = EXTENSION_NOTICE.write(complaint, extension.id, Wording(EXTENSION_NOTICE.texts), unit)
    for said in ("等外地单位确认", "2026年9月14日17:00", "2026年9月20日17:00"):
        assert said in str(written), written


def test_a_posting_of_an_earlier_day_counts_where_nobody_has_looked_before(case: SideCase) -> None:
    """What left in time is in time, whoever records it when; until then it is shown as what he holds."""
    extension = approved(case)
    row = list_for_post(case, freeze(case))
    case.office.clock.set("2026-09-14T17:01")
    post(case.office, (row.id, NUMBER), day="2026-09-11")
    assert at_query_code(case) == ["延期告知书"]
    assert check(case, extension.id)
    told = case.one(Extension)
    assert (told.is_effective, told.told_at) == (True, parse_moment("2026-09-11T17:00"))


@pytest.mark.parametrize(
    ("way", "known", "code"),
    [("email", {"email": MAIL}, "NOTICE_NOT_MAILED"), ("sms", {"phone": MOBILE}, "NOTICE_NOT_TEXTED")],
)
def test_by_mail_or_sms_he_is_told_when_it_was_taken(
    outside: Outside, way: str, known: dict[str, str], code: str
) -> None:
    """Nothing went before; kept in an office without a carrier it has not gone either."""
    case = side_case(outside.office, address="198.51.100.7", **known)
    wishing(case.office, case.complaint_id, way)
    approved(case)
    outside.send()
    outside.mail.came.clear()
    assert proposed(case) is None
    assert refusal(case, way) == {"ways": code}
    freeze(case)
    assert refusal(case, way) == {"ways": code}
    outside.send()
    stands_as(case, DispatchState.RETURNED)
    assert refusal(case, way) == {"ways": code}, "what came back told nobody"
    stands_as(case, DispatchState.TAKEN)
    assert proposed(case) == [way]
    tell(case, way)
    row = case.one(Extension)
    assert (row.is_effective, row.told_ways, as_iso(row.new_due_at)) == (True, [way], NEW_DATE)


def stands_as(case: SideCase, state: DispatchState) -> None:
    """What was sent of the letter, as a report of its carrier leaves it."""
    (letter,) = case.office.rows(CaseLetter, complaint_id=case.complaint_id)
    (row,) = case.office.rows(Dispatch, subject=letter.id)
    assert row.state in (DispatchState.TAKEN, DispatchState.RETURNED)
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Dispatch, row.id).state = state


def proposed(case: SideCase) -> object:
    """What the form has ticked."""
    key = case.open_task("tell-extension", INSTANCE)
    return get_task(key, case.office.unit_of_work(), case.office.actor(HANDLER)).data.get("ways")


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_a_notice_that_nobody_took_before_the_old_date_does_not_leave_after_it(
    outside: Outside, is_looked_at: bool
) -> None:
    """It would tell a date that does not hold, whether or not the engine has looked."""
    case = side_case(outside.office, address="198.51.100.8", email=MAIL)
    wishing(case.office, case.complaint_id, "email")
    extension = approved(case)
    letter_id = freeze(case)
    send_dispatches_step(case.office.unit_of_work, {})
    (row,) = case.office.rows(Dispatch, letter_id=letter_id)
    assert row.state is DispatchState.KEPT
    assert refusal(case, "email") == {"ways": "NOTICE_NOT_MAILED"}
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Dispatch, row.id).state = DispatchState.WAITING
    case.office.clock.set("2026-09-14T17:00" if is_looked_at else "2026-09-14T17:01")
    if is_looked_at:
        assert check(case, extension.id)
    outside.send()
    (row,) = case.office.rows(Dispatch, letter_id=letter_id)
    assert (row.state, row.reason, outside.came()) == (DispatchState.DROPPED, "NOTICE_VOID", 0)
    assert has_text("dispatch_reason.NOTICE_VOID")
