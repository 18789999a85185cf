"""What a complaint leaves until it is decided whether it is accepted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from deploy.history.desk import opened_before, some_of
from deploy.history.life import BY_ITSELF, Life
from deploy.history.rows import ROUND, CaseRows, Limit
from deploy.history.words import Words
from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import (
    ClockKind,
    ClockStopReason,
    FileEntryKind,
    Outcome,
    RunEnd,
    RunReason,
    Stage,
)
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date, to_beijing
from models.ground.codes import Channel, IdentityKind, RespondentMatch, Route
from models.ground.ways import ContactOutcome, Way
from services.actor import ActorKind
from services.identity.query_code import derive_query_code, digest_query_code

# From this day on the office tells which text on personal data it goes by.
NOTICE, NOTICE_SINCE = "2026-07", date(2026, 7, 1)
_ROUTES = {
    Outcome.ACCEPTED: Route.INTERVENE,
    Outcome.SETTLED: Route.ON_SPOT,
    Outcome.REFUSED: None,
}


def enter_received(life: Life, words: Words, said: tuple[str, str, Sequence[str]], rows: CaseRows) -> None:
    """The complaint itself, its receipt and claims, whom it is about, and the first contact. `said`: matter, text, claims."""
    _, text, wants = said
    registered_by = None if life.channel in BY_ITSELF else life.clerk
    actor = ActorKind.CITIZEN.value if registered_by is None else registered_by
    _enter_complaint(life, (text, wants), registered_by, rows)
    raw = json.dumps({"content": text, "wanted": "；".join(wants)}, ensure_ascii=False, sort_keys=True)
    rows.add(
        Receipt,
        id=rows.new_id(),
        channel=life.channel,
        raw_text=raw,
        raw_sha256=hashlib.sha256(raw.encode()).hexdigest(),
        meta={"handling_number": "", "feedback_way": "", "consent_to_share_identity": False},
    )
    rows.add(
        CaseRun,
        run_no=1,
        reason=RunReason.REGISTERED.value,
        started_at=life.registered,
        ended_at=life.closed,
        end_reason=RunEnd.ARCHIVED.value,
    )
    _enter_claims(life, words, wants, rows)
    rows.tell(life.registered, actor, "matters.suggested", {"claims": len(wants), "count": 1})
    told = {"channel": life.channel.value, "number": ""}
    rows.tell(life.registered, actor, "complaint.registered", told)
    _enter_respondent(life, rows)
    if not life.is_anonymous:
        _enter_contact(life, words, rows)


def _enter_complaint(
    life: Life, said: tuple[str, Sequence[str]], registered_by: str | None, rows: CaseRows
) -> None:
    received = to_beijing(life.received)
    text, wants = said
    is_accepted = life.outcome is not Outcome.REFUSED
    limit = Limit(ClockKind.ACCEPTANCE, life.received, life.decided, ClockStopReason.DECIDED)
    submission = rows.new_id()
    rows.add(
        Complaint,
        id=life.id,
        number="",
        channel=life.channel,
        received_at=life.received,
        received_hour=received.hour,
        registered_at=life.registered,
        registered_by=registered_by,
        occurred_on=life.occurred,
        matter=text,
        wanted="；".join(wants),
        category=life.told.category,
        route=_ROUTES[life.outcome],
        complexity=life.complexity if is_accepted else None,
        identity_kind=IdentityKind.ANONYMOUS if life.is_anonymous else IdentityKind.REAL_NAME,
        first_contact_staff=None if life.is_anonymous else life.clerk,
        handling_unit=life.told.item.unit if life.outcome is Outcome.ACCEPTED else None,
        handler_id=life.handler if is_accepted else life.clerk,
        stage=Stage.ARCHIVED,
        outcome=life.outcome,
        round=ROUND,
        effective_received=rows.run(limit),
        accepted_at=life.decided if is_accepted else None,
        closed_at=life.closed,
        submission_id=submission,
        query_code_hmac=digest_query_code(derive_query_code(submission)),
        privacy_notice_version=NOTICE if received.date() >= NOTICE_SINCE else "",
    )


def _enter_claims(life: Life, words: Words, wants: Sequence[str], rows: CaseRows) -> None:
    is_answered = life.outcome is not Outcome.REFUSED
    for no, (want, answer) in enumerate(words.answers(wants), start=1):
        said = answer if is_answered else None
        rows.add(Claim, id=rows.new_id(), no=no, text=want, matter_nos=[1], answer=said)


def _enter_respondent(life: Life, rows: CaseRows) -> None:
    told = life.told
    sat = rows.places.directory.people_at(told.window, beijing_date(life.received))
    person = sat[0].login if len(sat) == 1 and rows.dice.random() < 0.3 else None
    if person in rows.places.related:
        person = None
    respondent = rows.new_id()
    rows.add(
        Respondent,
        id=respondent,
        no=1,
        unit=told.item.unit,
        window=told.window,
        item=told.item.code,
        staff_id=person,
        match=RespondentMatch.WINDOW if person is None else RespondentMatch.EXACT,
        roster_day=None if person is None else beijing_date(life.received),
        named_at=life.registered,
        confirmed_by=life.clerk,
        confirmed_at=life.decided,
    )
    named = {"respondent_id": respondent, "unit_code": told.item.unit, "who": person}
    rows.tell(life.decided - timedelta(milliseconds=2), life.clerk, "respondent.confirmed", named)


def _enter_contact(life: Life, words: Words, rows: CaseRows) -> None:
    way = Way.IN_PERSON if life.channel in (Channel.WINDOW, Channel.VISIT) else Way.PHONE
    since = opened_before(life.contacted, life.registered, rows.places)
    enter_contact((since, life.contacted), life.clerk, (words.pick("calls"), way), rows)
    rows.run(Limit(ClockKind.FIRST_CONTACT, life.received, life.contacted, ClockStopReason.CONTACTED))


def enter_contact(when: tuple[datetime, datetime], by: str, said: tuple[str, Way], rows: CaseRows) -> None:
    """Told some minutes before it was noted, after the first moment of `when`; `said` and by which way."""
    (since, at), (text, way) = when, said
    entry, told = rows.new_id(), [way.value]
    rows.add(
        FileEntry,
        id=entry,
        kind=FileEntryKind.FIRST_CONTACT,
        at=at,
        by=by,
        text=text,
        ways=told,
        happened_at=at - some_of(at - since, (0.2, 4), rows.dice),
        outcome=ContactOutcome.REACHED,
    )
    payload = {"entry_id": entry, "kind": "first_contact", "outcome": "reached", "ways": told}
    rows.tell(at, by, "entry.recorded", payload)
