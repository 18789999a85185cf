"""An answer that is told by telephone, with the record of the call: who answered it, when, and what was said (issue 12)."""

from __future__ import annotations

import pytest

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, FileEntryKind
from models.clock.legal_time import parse_moment
from models.ground.errors import InvalidInput
from models.ground.ways import ContactOutcome, Way
from services.acts.act_case import ActCase
from services.answer.asked_sending import read_sending
from services.answer.send_answer import SendAnswer, send_answer
from services.answer.talk import Talk
from services.casefile.answer_sendings import delivered_at
from services.casefile.wished_way import propose_ways
from tests.full_office import FullOffice
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import HANDLER, clock, give, ready, sendings
from tests.unit.services.test_ways_of_feedback import FORMS

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)
SAID = "告知了处理决定，对方表示知道了"
CALL = {"talk_with": "complainant", "talk_text": SAID}
AT = "2026-09-08T10:30"


def calls(office: FullOffice, case: str) -> list[FileEntry]:
    """What the file has of calls with their words."""
    rows = office.rows(FileEntry, complaint_id=case, kind=FileEntryKind.FIRST_CONTACT)
    return [row for row in rows if "电话记录" in row.text]


def test_a_call_in_which_the_complainant_was_told_meets_the_limit_at_its_moment(office: FullOffice) -> None:
    """R61: written down two days later; limit, sending and delivery count from the talk, whoever had called him before."""
    case = ready(office, feedback_way="电话")
    act(office, case, "record-contact", HANDLER, way="phone", outcome="reached", text="问过情况")
    office.clock.set("2026-09-10T15:00")
    give(office, case, **CALL, talk_at=AT, sent_on="2026-09-09")
    limit, (row,), (call,) = (
        clock(office, case, ClockKind.FEEDBACK),
        sendings(office, case),
        calls(office, case),
    )
    assert limit is not None
    assert limit.stopped_at == row.sent_at == delivered_at(row) == call.happened_at == parse_moment(AT)
    assert office.rows(Answer, complaint_id=case)[0].delivered_at == parse_moment(AT)
    assert (row.ways, call.ways, call.by, call.outcome) == (
        ["phone"],
        ["phone"],
        HANDLER,
        ContactOutcome.REACHED,
    )
    assert call.text == f"告知答复。电话记录——接听人：投诉人本人（或其代理人）。通话内容：{SAID}"


def test_a_call_that_names_no_moment_was_now_and_one_with_a_record_has_words(office: FullOffice) -> None:
    case = ready(office)
    with pytest.raises(InvalidInput) as refused:
        give(office, case, talk_with="complainant")
    assert refused.value.errors == {"talk_text": "REQUIRED"}
    give(office, case, **CALL)
    assert sendings(office, case)[0].sent_at == calls(office, case)[0].happened_at == office.clock.now()


@pytest.mark.parametrize("person", ["other", "nobody"])
def test_a_call_in_which_he_was_not_reached_is_an_attempt_and_meets_nothing(
    office: FullOffice, person: str
) -> None:
    """Alone it tells nothing; beside a letter that waits it is on file as tried, and the limit runs on."""
    case = ready(office, feedback_way="电话")
    office.clock.set("2026-09-10T15:00")
    tried = {"talk_with": person, "talk_text": "未能告知", "talk_at": AT}
    with pytest.raises(InvalidInput) as refused:
        give(office, case, **tried)
    assert refused.value.errors == {"talk_with": "NOT_TOLD_BY_CALL"}
    with pytest.raises(InvalidInput) as refused:
        give(office, case, **tried, ways=["phone", "letter"])
    assert refused.value.errors == {"other_way_reason": "REQUIRED"}
    give(office, case, **tried, ways=["phone", "letter"], other_way_reason="电话未能接通")
    limit, (call,) = clock(office, case, ClockKind.FEEDBACK), calls(office, case)
    assert limit is not None
    assert (limit.stopped_at, sendings(office, case)) == (None, [])
    assert (call.outcome, call.happened_at) == (ContactOutcome.NOT_REACHED, parse_moment(AT))
    assert office.rows(Answer, complaint_id=case)[0].ways == ["query_code"]


@pytest.mark.parametrize("person", ["complainant", "nobody"])
@pytest.mark.parametrize(
    ("at", "code"), [("2026-09-10T15:01", "IN_THE_FUTURE"), ("2026-09-04T10:00", "BEFORE_DECISION")]
)
def test_no_call_is_to_come_or_before_the_answer_was_due_to_be_written(
    office: FullOffice, person: str, at: str, code: str
) -> None:
    case = ready(office)
    office.clock.set("2026-09-10T15:00")
    with pytest.raises(InvalidInput) as refused:
        give(office, case, ways=["phone", "sms"], **{**CALL, "talk_with": person}, talk_at=at)
    assert refused.value.errors == {"talk_at": code}
    assert sendings(office, case) == calls(office, case) == []


def test_no_call_told_an_answer_before_its_letter_was_left_to_the_post_or_before_it_was_sent(
    office: FullOffice,
) -> None:
    case = ready(office)
    office.clock.set("2026-09-09T18:00:20")
    give(office, case, ways=["letter"])
    office.clock.set("2026-09-10T10:00")

    def tell(at: str) -> None:
        command = SendAnswer((Way.PHONE,), talk=Talk("complainant", parse_moment(at), SAID))
        with office.unit_of_work() as unit:
            send_answer(command, unit.session.get_one(Complaint, case), unit, office.actor(HANDLER))

    with pytest.raises(InvalidInput) as refused:
        tell("2026-09-09T17:59")
    assert refused.value.errors == {"talk_at": "BEFORE_LETTER"}
    tell("2026-09-09T18:00")
    assert sendings(office, case)[0].sent_at == parse_moment("2026-09-09T18:00:20"), "within the minute"
    with pytest.raises(InvalidInput) as refused:
        tell("2026-09-09T17:59")
    assert refused.value.errors == {"talk_at": "BEFORE_SENDING"}


def test_the_wished_telephone_is_ticked_where_the_answer_is_written_and_asks_for_its_record(
    office: FullOffice,
) -> None:
    case = office.file(feedback_way="电话").complaint_id
    with office.unit_of_work().reading() as unit:
        assert propose_ways(case, unit) == {"ways": ["phone"]}
    fields = {part.get("key"): part for part in FORMS["give-answer"]["components"]}
    assert "phone" in [value["value"] for value in fields["ways"]["values"]]
    assert 'list contains(ways, "phone")' in fields["talk_with"]["conditional"]["hide"]
    assert 'talk_with = "complainant"' in fields["sent_on"]["conditional"]["hide"], "one moment, not two"


def test_nobody_tells_an_answer_by_telephone_without_the_record_of_the_call(office: FullOffice) -> None:
    """Issue 12: a bare 电话 is no telephone record; where an owner's form has no place for one, another way is left."""
    case = ready(office)
    with pytest.raises(InvalidInput) as refused:
        give(office, case, talk_with=None, talk_text=SAID)
    assert refused.value.errors == {"talk_with": "REQUIRED"}
    give(office, case, ways=["registered_letter"], mail_no="XA00000000422")
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "send-answer-again", HANDLER, ways=["phone"], talk_with=None, talk_text=SAID)
    assert refused.value.errors == {"talk_with": "REQUIRED"}
    act(office, case, "send-answer-again", HANDLER, ways=["phone"], **CALL)
    (_, again), (call,) = sendings(office, case), calls(office, case)
    assert (again.ways, again.sent_at, call.happened_at) == (
        ["phone"],
        office.clock.now(),
        office.clock.now(),
    )
    with office.unit_of_work().reading() as unit:
        asked = ActCase(
            unit, unit.session.get_one(Complaint, case), office.actor(HANDLER), frozenset({"ways"})
        )
        with pytest.raises(InvalidInput) as refused:
            read_sending(asked, {"ways": ["phone"]})
    assert refused.value.errors == {"ways": "NO_RECORD_OF_CALL"}
