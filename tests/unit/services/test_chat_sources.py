"""Messages of registered sources: signed, once each, joined to their case when certain, and told back without a name."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64encode
from datetime import timedelta

import pytest

from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.incoming import Incoming
from models.ground.codes import Channel
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from models.ground.ways import Way
from models.office.message_source import MessageSource, SourceDelivery
from services.identity.known_ways import find_known_ways
from services.incoming.chat.chat_message import MAX_TEXT, parse_chat
from services.incoming.chat.deliver_chat import ToldBack, deliver_chat, find_delivered
from services.incoming.chat.read_chat import read_chat
from services.incoming.chat.signed_request import SignedRequest
from services.incoming.chat.sources import RegisterSource, SourceStep, change_source, register_source
from services.incoming.reading import CannotRead
from services.incoming.settle_message import CloseMessage, JoinMessage, close_message, join_message
from services.incoming.take_in import take_up_step
from services.retention.policy import DELIVERIES
from services.retention.sweep_expired import sweep_expired
from tests.full_office import FullOffice

ADMINISTRATOR, CLERK = "guan.xitong", "wen.rusheng"
SOURCE = "wechat-mp"
WORDS = "9月3日下午在C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。"


def register(office: FullOffice, code: str = SOURCE, channel: str = "chat") -> str:
    command = RegisterSource(code, "微信公众号", channel)
    return register_source(command, office.unit_of_work(), office.actor(ADMINISTRATOR))


def body(text: str = WORDS, **told: object) -> dict[str, object]:
    return {
        "source": SOURCE,
        "channel": "chat",
        "message_id": secrets.token_hex(8),
        "conversation_id": "c-1",
        "is_complaint": True,
        "sender": {"id": "oABC", "nickname": "云上"},
        "text": text,
        **told,
    }


def signed(office: FullOffice, secret: str, told: bytes, *, shift: timedelta = timedelta()) -> SignedRequest:
    moment = str(int((office.system_clock.now() + shift).timestamp()))
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + told, hashlib.sha256).hexdigest()
    return SignedRequest(SOURCE, moment, f"sha256={digest}", told)


def deliver(office: FullOffice, secret: str, told: dict[str, object] | bytes, delivery: str = "") -> ToldBack:
    raw = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
    asked = signed(office, secret, raw)
    return deliver_chat(asked, delivery or secrets.token_hex(8), office.unit_of_work())


def test_a_complaint_is_filed_once_and_told_back_without_a_name(office: FullOffice) -> None:
    """Again under its delivery, under another, and in other bytes it is the first one; its bytes are kept, its account hidden."""
    secret = register(office)
    told = body(
        files=[{"name": "门牌.txt", "type": "text/plain", "content_base64": b64encode(b"C03").decode()}]
    )
    first = deliver(office, secret, told, "d-1")
    (case,) = office.rows(Complaint)
    assert (first.state, first.number, case.channel) == (IncomingState.FILED, case.number, Channel.CHAT)
    assert first.acknowledgement.count(case.number) == 1
    assert str(first.query_code) in first.acknowledgement
    for again in (told, json.dumps(told, indent=2).encode()):
        assert deliver(office, secret, again, secrets.token_hex(4)) == first
    assert deliver(office, secret, told, "d-1") == first
    assert len(office.rows(Complaint)) == 1
    assert [row.name for row in office.rows(Evidence, complaint_id=case.id)] == ["门牌.txt"]
    row = office.rows(Incoming, state=IncomingState.FILED)[0]
    assert row.raw_sha256 == hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    assert (row.content, row.door) == (None, Door.CHAT)
    with office.unit_of_work().reading() as unit:
        assert find_known_ways(unit.session.get_one(Complaint, case.id), unit) == {Way.PLATFORM}


def test_a_delivery_is_answered_as_before_and_never_for_another_message(office: FullOffice) -> None:
    secret = register(office)
    told = body(is_complaint=False)
    first = deliver(office, secret, told, "d-1")
    assert (first.state, first.reason) == (IncomingState.PUT_ASIDE, IncomingReason.NO_COMPLAINT_SAID)
    (row,) = office.rows(Incoming)
    close_message(CloseMessage(row.id, "咨询"), office.unit_of_work(), office.actor(CLERK))
    assert deliver(office, secret, told, "d-1") == first
    by_now = find_delivered(
        signed(office, secret, str(told["message_id"]).encode()),
        str(told["message_id"]),
        office.unit_of_work(),
    )
    assert by_now.state is IncomingState.CLOSED
    with pytest.raises(Conflict):
        deliver(office, secret, body(), "d-1")
    with pytest.raises(NotFound):
        find_delivered(signed(office, secret, b"other"), "other", office.unit_of_work())
    assert len(office.rows(Incoming)) == 1
    office.system_clock.moment += DELIVERIES.after
    assert sweep_expired(office.unit_of_work) == 0
    office.system_clock.moment += timedelta(seconds=1)
    assert sweep_expired(office.unit_of_work) == 1


def test_the_same_account_in_the_same_conversation_adds_to_its_case_and_nobody_else(
    office: FullOffice,
) -> None:
    """Greetings wait for a clerk; what is certain to belong to a case goes into it."""
    secret = register(office)
    assert deliver(office, secret, body("在吗", is_complaint=False)).state is IncomingState.PUT_ASIDE
    assert deliver(office, secret, body()).state is IncomingState.FILED
    (case,) = office.rows(Complaint)
    joined = deliver(office, secret, body("窗口号是C03。", is_complaint=False))
    assert (joined.state, joined.number) == (IncomingState.JOINED, None)
    (supplement,) = office.rows(Supplement, complaint_id=case.id)
    assert (supplement.text, supplement.way) == ("窗口号是C03。", "platform")
    for other, reason in (
        (body("我也是。", sender={"id": "oXYZ"}, is_complaint=False), IncomingReason.OTHER_SENDER),
        (body("我也是。", sender={}, is_complaint=True), IncomingReason.OTHER_SENDER),
        (body("你好", conversation_id="c-2", is_complaint=False), IncomingReason.NO_COMPLAINT_SAID),
    ):
        taken = deliver(office, secret, other)
        assert (taken.state, taken.reason) == (IncomingState.PUT_ASIDE, reason)
    assert len(office.rows(Supplement)) == 1
    assert len(office.rows(Complaint)) == 1
    said = body("我也要投诉：E03窗口没有人。", sender={"id": "oXYZ"}, is_complaint=True)
    assert deliver(office, secret, said).state is IncomingState.FILED, "another person of the conversation"
    assert len(office.rows(Supplement)) == 1


def test_a_message_that_a_clerk_adds_to_a_case_opens_its_conversation(office: FullOffice) -> None:
    secret, case = register(office), office.file()
    deliver(office, secret, body("关于我上周的投诉", is_complaint=False))
    (row,) = office.rows(Incoming)
    join_message(JoinMessage(row.id, case.number), office.unit_of_work(), office.actor(CLERK))
    assert deliver(office, secret, body("再补充一点。", is_complaint=False)).state is IncomingState.JOINED
    assert {told.way for told in office.rows(Supplement)} == {"platform"}


def test_who_tells_a_name_is_known_by_it(office: FullOffice) -> None:
    secret = register(office)
    deliver(office, secret, body(sender={"id": "oABC", "name": "柴不撤", "phone": "13800000001"}))
    (case,) = office.rows(Complaint)
    assert case.identity_kind.value == "real_name"


def test_whatever_is_wrong_with_a_signature_is_told_alike(office: FullOffice) -> None:
    secret = register(office)
    raw = json.dumps(body()).encode()
    sound = signed(office, secret, raw)
    edge, late = timedelta(minutes=5), timedelta(minutes=5, seconds=2)
    wrong = [
        signed(office, "other", raw),
        signed(office, secret, raw, shift=-late),
        signed(office, secret, raw, shift=late),
        SignedRequest("nobody", sound.moment, sound.signature, raw),
        SignedRequest(SOURCE, sound.moment, sound.signature, raw + b" "),
        SignedRequest(SOURCE, str(int(sound.moment) + 1), sound.signature, raw),
        SignedRequest(SOURCE, "", "", raw),
        SignedRequest(SOURCE, "٣", "签名", raw),
        SignedRequest(SOURCE, "9" * 5000, sound.signature, raw),
    ]
    told = set()
    for asked in wrong:
        with pytest.raises(NotPermitted) as refused:
            deliver_chat(asked, "d", office.unit_of_work())
        told.add((refused.value.code, str(refused.value)))
    assert len(told) == 1
    assert office.rows(Incoming) == []
    deliver_chat(signed(office, secret, raw, shift=-edge), "d", office.unit_of_work())


def test_two_secrets_hold_until_the_earlier_one_is_dropped(office: FullOffice) -> None:
    first = register(office)

    def step(step: SourceStep) -> str:
        return change_source(SOURCE, step, office.unit_of_work(), office.actor(ADMINISTRATOR)) or ""

    lost, second = step(SourceStep.NEW_SECRET), step(SourceStep.NEW_SECRET)
    for secret in (first, second):
        deliver(office, secret, body())
    step(SourceStep.DROP_EARLIER)
    for secret in (first, lost):
        with pytest.raises(NotPermitted):
            deliver(office, secret, body())
    step(SourceStep.STOP)
    with pytest.raises(NotPermitted):
        deliver(office, second, body())
    step(SourceStep.RESUME)
    deliver(office, second, body())
    raw = office.rows(MessageSource)[0]
    assert raw.secret == second


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"channel": "letter"}, "channel"),
        ({"message_id": "../x"}, "message_id"),
        ({"is_complaint": "yes"}, "is_complaint"),
        ({"text": ""}, "text"),
        ({"text": 7}, "text"),
        ({"text": "\x00"}, "text"),
        ({"text": "长" * (MAX_TEXT + 1)}, "text"),
        ({"sender": {"openid": "x"}}, "sender"),
        ({"more": 1}, "more"),
        ({"files": [{"name": "", "content_base64": "QQ=="}]}, "files.0.name"),
        ({"files": [{"name": "a", "content_base64": "Q?"}]}, "files.0.content_base64"),
        ({"files": [{"name": "a"}]}, "files.0.content_base64"),
        ({"files": [7] * 11}, "files"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_by_field(told: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_chat(json.dumps(body(**told)).encode())
    assert list(refused.value.errors) == [named]


@pytest.mark.parametrize("raw", [b"\xff", b"[]", b'{"text": "\\ud800"}', b"[" * 100_000, b"1" * 5000])
def test_bytes_that_are_no_form_are_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse_chat(raw)
    with pytest.raises(CannotRead):
        read_chat(raw)


def test_a_source_speaks_for_itself_alone_and_what_is_faulty_is_not_kept(office: FullOffice) -> None:
    secret = register(office)
    for told, named in (
        ({"source": "other"}, "source"),
        ({"channel": "social"}, "channel"),
        ({"text": ""}, "text"),
    ):
        with pytest.raises(InvalidInput) as refused:
            deliver(office, secret, body(**told))
        assert list(refused.value.errors) == [named]
    assert office.rows(Incoming) == []


def test_a_process_that_ended_in_between_loses_nothing(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept and not read: the workers go on with it, and the delivery again is told what became of it."""
    secret, told = register(office), body()

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("services.incoming.take_in.become", end)
        with pytest.raises(KeyboardInterrupt):
            deliver(office, secret, told, "d-1")
    assert office.rows(SourceDelivery) == []
    office.system_clock.moment += timedelta(minutes=6)
    assert take_up_step(Door.CHAT, read_chat, office.unit_of_work) == 1
    assert deliver(office, secret, told, "d-1").state is IncomingState.FILED
    assert len(office.rows(Complaint)) == 1


def test_only_an_administrator_registers_and_a_code_is_taken_once(office: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        register_source(RegisterSource("a-b", "x", "chat"), office.unit_of_work(), office.actor(CLERK))
    register(office)
    for code, channel, named in (
        (SOURCE, "chat", "code"),
        ("X", "chat", "code"),
        ("x-y", "letter", "channel"),
    ):
        with pytest.raises(InvalidInput) as refused:
            register(office, code, channel)
        assert list(refused.value.errors) == [named]
