"""An answer by each way that a complainant may wish: what leaves, and what the file says of it afterwards."""

from __future__ import annotations

import pytest

from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.ground.ways import ContactOutcome, Way
from models.ledger.trail_event import TrailEvent
from services.casefile.wished_way import find_wished_way, read_wish, show_wish
from tests.contract.shipped import FORMS
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.test_answer_sending import HANDLER, LETTER, give, ready, sendings
from tests.unit.services.test_mailed_documents import freeze


@pytest.mark.parametrize(
    ("wish", "wished", "told"),
    [
        ("请寄挂号信", Way.REGISTERED_LETTER, LETTER),
        ("短信", Way.SMS, {"ways": ["sms"]}),
        ("发邮件给我", Way.EMAIL, {"ways": ["email"]}),
        ("打电话", Way.PHONE, {"ways": ["phone"]}),
    ],
    ids=["registered_letter", "sms", "email", "phone"],
)
def test_an_answer_leaves_by_the_way_that_was_wished_and_the_file_says_who_sent_it_and_when(
    outside: Outside, wish: str, wished: Way, told: dict[str, object]
) -> None:
    """R61: letter, SMS, e-mail and telephone; the wish stays in the file, and a call is on record like a letter."""
    office = outside.office
    case = ready(office, feedback_way=wish, email=MAIL)
    give(office, case, **told)
    if wished is Way.EMAIL:
        freeze(office, case)
    outside.send()
    assert (bool(outside.sms.took), bool(outside.mail.came)) == (wished is Way.SMS, wished is Way.EMAIL)
    with office.unit_of_work().reading() as unit:
        kept = find_wished_way(case, unit)
    assert kept is not None
    assert kept.way is wished
    (row,) = sendings(office, case)
    assert wished in row.ways
    assert (row.sent_at, row.sent_by) == (office.clock.now(), HANDLER)
    (event,) = office.rows(TrailEvent, complaint_id=case, kind="answer.sent")
    assert (event.actor, event.at) == (HANDLER, row.sent_at)
    if wished is Way.PHONE:
        (call,) = office.rows(FileEntry, complaint_id=case, kind=FileEntryKind.FIRST_CONTACT)
        assert (call.ways, call.by, call.happened_at) == (["phone"], HANDLER, row.sent_at)
        assert (call.text, call.outcome) == ("告知答复。", ContactOutcome.REACHED)


@pytest.mark.parametrize(
    "form_id", ["give-answer", "give-interim-answer", "send-answer-again", "decide-review"]
)
@pytest.mark.parametrize("wish", ["", "电话", "书面", "挂号信", "查询码", "请寄到家里"])
def test_each_form_asks_why_exactly_where_no_chosen_way_is_as_wished(
    office: FullOffice, form_id: str, wish: str
) -> None:
    """One rule, kept by the server, which every form that chooses ways follows."""
    case = office.file(feedback_way=wish).complaint_id
    (field,) = [part for part in FORMS[form_id]["components"] if part.get("key") == "other_way_reason"]
    hide, kept = field["conditional"]["hide"], read_wish(wish)
    with office.unit_of_work().reading() as unit:
        shown = show_wish(case, unit)
        for ways in [[way] for way in Way] + [[Way.QUERY_CODE, way] for way in (Way.LETTER, Way.PHONE)]:
            seen = {**shown, "ways": [way.value for way in ways]}
            is_met = kept is None or not kept.met_by.isdisjoint(ways)
            assert (unit.ports.feel.evaluate(hide, seen) is True) == is_met, ways
        for not_yet in ({"ways": None}, {"ways": list[str]()}):
            assert unit.ports.feel.evaluate(hide, {**shown, **not_yet}) is True
