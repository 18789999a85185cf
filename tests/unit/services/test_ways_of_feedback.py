"""An answer by each way that a complainant may wish: what leaves, and what the file says of it afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.case.receipt import Receipt
from models.ground.delivery_codes import IdentityDocument
from models.ground.errors import InvalidInput
from models.ground.ways import ContactOutcome, Way
from models.ledger.trail_event import TrailEvent
from models.office.deployed_form import DeployedForm
from services.casefile.wished_way import find_met_by, find_wished_way, read_wish, show_wish
from services.post.hand_over import HIMSELF, HandOver, hand_over
from services.worklist.submit_task import SubmitTask, submit_task
from tests.contract.shipped import FORMS
from tests.frozen_answer import freeze_answer
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.projected_task import add_task
from tests.unit.services.test_answer_sending import CLERK, HANDLER, LETTER, PARTS, give, ready, sendings
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
        assert call.outcome is ContactOutcome.REACHED and call.text.startswith(
            "告知答复。电话记录——接听人：投诉人本人"
        )


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
            is_met = not find_met_by(kept, case, unit).isdisjoint(ways)
            assert (unit.ports.feel.evaluate(hide, seen) is True) == is_met, ways
        for not_yet in ({"ways": None}, {"ways": list[str]()}):
            assert unit.ports.feel.evaluate(hide, {**shown, **not_yet}) is True


def test_of_two_arrivals_the_same_one_tells_the_wish_every_time(office: FullOffice) -> None:
    """Also where the database has the other one first."""
    case = office.file(feedback_way="打电话").complaint_id
    with office.unit_of_work() as unit:
        (came,) = unit.session.scalars(select(Receipt).where(Receipt.complaint_id == case))
        told = {"channel": came.channel, "raw_text": "补", "raw_sha256": came.raw_sha256}
        unit.session.add(Receipt(id="0" * 32, complaint_id=case, meta={"feedback_way": "短信"}, **told))
    with office.unit_of_work().reading() as unit:
        wish = find_wished_way(case, unit)
    assert wish is not None
    assert wish.way is Way.SMS


@pytest.mark.parametrize(("wish", "reason"), [("打电话", HIMSELF), ("当面", None)])
def test_what_is_fetched_in_the_hall_says_why_it_goes_by_no_other_way(
    office: FullOffice, wish: str, reason: str | None
) -> None:
    """That he came for it himself stands with its sending, and nothing where he wished it so."""
    case = ready(office, feedback_way=wish)
    give(office, case, **LETTER, other_way_reason="电话停机")
    freeze_answer(office, case)
    taken = HandOver(case, ("answer-round-1",), IdentityDocument.ID_CARD, is_slip_signed=True)
    hand_over(taken, office.unit_of_work(), office.actor(CLERK))
    assert [row.other_way_reason for row in sendings(office, case)] == ["电话停机", reason]


def test_a_form_without_a_field_for_the_reason_takes_it_in_its_note_and_says_so_there(
    office: FullOffice,
) -> None:
    """As it was before the field: an open task keeps such a form, and a process owner may have made one his own."""
    case = ready(office, feedback_way="打电话")
    key = add_task(office, case, "give-answer")
    with office.unit_of_work() as unit:
        (form,) = unit.session.scalars(select(DeployedForm).where(DeployedForm.form_id == "give-answer"))
        parts = [part for part in form.schema_json["components"] if part.get("key") != "other_way_reason"]
        form.schema_json = {**form.schema_json, "components": parts}
    told = {**PARTS, "ways": ["query_code"]}
    with pytest.raises(InvalidInput) as refused:
        submit_task(SubmitTask(key, told), office.unit_of_work(), office.actor(HANDLER))
    assert refused.value.errors == {"delivery_note": "OTHER_WAY_WISHED"}
    told["delivery_note"] = "电话停机"
    submit_task(SubmitTask(key, told), office.unit_of_work(), office.actor(HANDLER))
    assert [row.other_way_reason for row in sendings(office, case)] == ["电话停机"]
