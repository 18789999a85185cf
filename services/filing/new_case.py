"""Opens a case inside the caller's unit: every row of it, its acceptance clock and the message that starts its process."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.category_ranking import WordsOfKinds, rank_categories
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RunReason, Stage
from models.case.matter import Matter
from models.case.number_series import take_number
from models.case.receipt import Receipt
from models.case.statement_split import ProposedSplit, split_statement
from models.clock.calendar_days import CalendarYearMissing
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date, to_beijing
from models.ground.codes import Channel, IdentityKind
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput, NotFound
from models.ground.ids import ComplaintId, new_id
from models.ground.privacy_codes import NoticeWay
from models.ground.standing_codes import Standing
from models.office.centre import Centre
from services.actor import Actor
from services.casefile.post_list import RECEIPT, put_where_wished
from services.casefile.standing import NewStanding, record_standing
from services.casefile.take_in_words import take_in_words
from services.casefile.told_notice import record_told_notice
from services.clocks.open_clock import OpenClock, open_clock
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.evidence.incoming_file import RefusedFile, StoredFile
from services.filing.name_leaders import name_leaders
from services.filing.occurrence import parse_occurrence
from services.filing.statement import Statement
from services.filing.suggested_respondent import suggest_respondent
from services.identity.carry_earlier import carry_earlier
from services.identity.query_code import derive_query_code, digest_query_code
from services.identity.represented_person import store_represented
from services.identity.store_identity import StoreIdentity, store_identity
from services.office.category_words import read_category_words
from services.outbox.publish_message import start_run
from services.restriction.follow_route import follow_route
from services.restriction.title_question import ask_about_title
from services.unit_of_work import Unit

FIRST_RUN = 1
FIRST_ROUND = 1


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case is opened with; files are in the object store already.

    `sender` is an account that is nobody's name: it goes to the vault and makes nobody known. `split` is how a person has
    split it already, `counts_from` a moment of receipt for the limits other than the one of the file,
    `channel_due_at` the date that the channel asks for, `notice_way` how the version that the statement names was told;
    `same_person_as` is a case whose person was known by other values before, which are his here too.
    """

    submission_id: str
    channel: Channel
    received_at: datetime
    statement: Statement
    raw: str
    stored_files: Sequence[StoredFile] = ()
    refused_files: Sequence[RefusedFile] = ()
    opened_by_first: str = ""
    opened_by_second: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    sender: str = ""
    same_person_as: str | None = None
    split: ProposedSplit | None = None
    counts_from: datetime | None = None
    channel_due_at: datetime | None = None
    notice_way: NoticeWay | None = None


@dataclass(frozen=True, slots=True)
class FiledComplaint:
    """What the complainant is told at once. `effective_received` is the Beijing day that counts as day of receipt."""

    complaint_id: str
    number: str
    query_code: str
    received_at: datetime
    effective_received: date
    acceptance_due_at: datetime
    is_provisional: bool
    refused_files: tuple[RefusedFile, ...] = ()


def hash_raw(raw: str) -> str:
    """The proof that what arrived was kept unchanged: SHA-256 in hex over the UTF-8 bytes of the text as it arrived."""
    return hashlib.sha256(raw.encode()).hexdigest()


def open_case(case: NewCase, unit: Unit, actor: Actor) -> FiledComplaint:
    """Write the whole case in this unit; the process starts when the outbox has told the engine.

    InvalidInput on the day that its limits count from, where no limit was in force or the work calendar does not have its year.
    """
    words = read_category_words(unit)
    complaint = _complaint_row(case, words, unit, actor)
    unit.session.add(complaint)
    unit.session.flush()
    unit.session.add(_receipt_row(complaint.id, case))
    split = case.split or split_statement(case.statement.content, words, case.statement.wanted)
    _add_matters(complaint.id, split, unit)
    if case.split is None:
        _note_split(complaint.id, split, unit, actor)
    suggest_respondent(complaint, case.statement, unit)
    _keep_identity(complaint.id, case, unit)
    _keep_standing(complaint, case.statement, unit, actor)
    take_in_words(complaint, unit)
    unit.session.add(CaseRun(complaint_id=complaint.id, run_no=FIRST_RUN, reason=RunReason.REGISTERED.value))
    clock = _open_acceptance(complaint, case, unit)
    complaint.effective_received = clock.started_on
    enter_files(complaint.id, case.stored_files, unit, actor)
    note_refused_files(complaint.id, case.refused_files, unit, actor)
    told = _keep_told_notice(case.notice_way, complaint, unit, actor)
    payload = {"channel": case.channel.value, "number": complaint.number, **told}
    unit.trail.add(complaint.id, "complaint.registered", payload, actor)
    name_leaders(complaint, unit)
    # Before the commit: not even who takes it down opens it afterwards where a route leads past him.
    follow_route(complaint, unit)
    ask_about_title(complaint, unit)
    start_run(complaint.id, FIRST_RUN, unit)
    return receipt_of(complaint, clock, case.refused_files)


def _open_acceptance(complaint: Complaint, case: NewCase, unit: Unit) -> Clock:
    opened_at = case.counts_from or case.received_at
    command = OpenClock(ComplaintId(complaint.id), ClockKind.ACCEPTANCE, FIRST_ROUND, opened_at)
    counted_from = "first_told_on" if case.counts_from else "received_at"
    try:
        return open_clock(command, unit)
    except CalendarYearMissing:
        raise InvalidInput({counted_from: "YEAR_UNKNOWN"}) from None
    except NotFound:
        raise InvalidInput({counted_from: "NO_LIMIT_THEN"}) from None


def receipt_of(complaint: Complaint, clock: Clock, refused_files: Sequence[RefusedFile]) -> FiledComplaint:
    """What the complainant is told, now or when the form comes again; `clock` is the first acceptance limit."""
    return FiledComplaint(
        complaint_id=complaint.id,
        number=complaint.number,
        query_code=derive_query_code(complaint.submission_id),
        received_at=complaint.received_at,
        effective_received=complaint.effective_received,
        acceptance_due_at=clock.original_due_at,
        is_provisional=clock.is_provisional,
        refused_files=tuple(refused_files),
    )


def _complaint_row(case: NewCase, words: WordsOfKinds, unit: Unit, actor: Actor) -> Complaint:
    statement, received = case.statement, to_beijing(case.received_at)
    centre = unit.session.scalars(select(Centre)).one()
    occurrence = parse_occurrence(statement.occurred_at, statement.content, received)
    told = f"{statement.content}\n{statement.wanted}"
    suggested = [ranked.category for ranked in rank_categories(told, words)]
    return Complaint(
        id=new_id(),
        number=take_number(unit.session, centre.code, received.year),
        channel=case.channel,
        received_at=case.received_at,
        received_hour=received.hour,
        registered_at=unit.clock.now(),
        registered_by=actor.staff_id,
        occurred_on=occurrence.day,
        occurred_text=statement.occurred_at or None,
        occurred_hour=occurrence.hour,
        place=statement.occurred_place or None,
        matter=statement.content,
        wanted=statement.wanted or None,
        category=suggested[0] if suggested else None,
        other_categories=[category.value for category in suggested[1:3]],
        identity_kind=IdentityKind.REAL_NAME if statement.has_identity else IdentityKind.ANONYMOUS,
        confidentiality_requested=statement.keep_identity_secret,
        # More leaves the handling office only when the person who decides on the acceptance raises it.
        disclosure_level=0,
        stage=Stage.INTAKE,
        round=FIRST_ROUND,
        effective_received=beijing_date(case.received_at),
        channel_due_at=case.channel_due_at,
        submission_id=case.submission_id,
        query_code_hmac=digest_query_code(derive_query_code(case.submission_id)),
        privacy_notice_version=statement.privacy_notice_version,
    )


def _receipt_row(complaint_id: str, case: NewCase) -> Receipt:
    statement = case.statement
    about = {
        "handling_number": statement.handling_number,
        "feedback_way": statement.feedback_way,
        "consent_to_share_identity": statement.consent_to_share_identity,
    }
    return Receipt(
        id=new_id(),
        complaint_id=complaint_id,
        channel=case.channel,
        raw_text=case.raw,
        raw_sha256=hash_raw(case.raw),
        meta={**case.meta, **about},
        opened_by_first=case.opened_by_first or None,
        opened_by_second=case.opened_by_second or None,
    )


def _add_matters(complaint_id: str, split: ProposedSplit, unit: Unit) -> None:
    for matter in split.matters:
        unit.session.add(
            Matter(
                id=new_id(),
                complaint_id=complaint_id,
                no=matter.no,
                text=matter.text,
                kind=matter.kind,
                disposals=[],
            )
        )
    for claim in split.claims:
        unit.session.add(
            Claim(
                id=new_id(),
                complaint_id=complaint_id,
                no=claim.no,
                text=claim.text,
                matter_nos=list(claim.matters),
            )
        )


def _note_split(complaint_id: str, split: ProposedSplit, unit: Unit, actor: Actor) -> None:
    suggested = {"count": len(split.matters), "claims": len(split.claims)}
    unit.trail.add(complaint_id, "matters.suggested", suggested, actor)


def _keep_standing(complaint: Complaint, statement: Statement, unit: Unit, actor: Actor) -> None:
    """Whose matter it is, as it was told; what nobody asked has no row."""
    store_represented(complaint.id, statement.represented_name, unit)
    told = Standing(statement.standing or Standing.UNKNOWN)
    if told is not Standing.UNKNOWN:
        new = NewStanding(told, names_represented=bool(statement.represented_name.strip()))
        record_standing(new, complaint, unit, actor)


def _keep_told_notice(
    way: NoticeWay | None, complaint: Complaint, unit: Unit, actor: Actor
) -> dict[str, str]:
    """For the trail which text he was told and how; who was told nothing when he filed is told with his receipt."""
    if way is None:
        complaint.privacy_notice_version = ""
        return {}
    record_told_notice(complaint, way, unit, actor)
    version = complaint.privacy_notice_version
    return {"privacy_notice": version, "notice_way": way.value} if version else {}


def _keep_identity(complaint_id: str, case: NewCase, unit: Unit) -> None:
    statement = case.statement
    if case.same_person_as is not None:
        carry_earlier(case.same_person_as, complaint_id, unit)
    if statement.is_anonymous:
        if case.sender:
            store_identity(StoreIdentity(complaint_id=ComplaintId(complaint_id), name=case.sender), unit)
        return
    store_identity(
        StoreIdentity(
            complaint_id=ComplaintId(complaint_id),
            name=statement.name.strip(),
            phone=statement.phone.strip(),
            id_number=statement.id_number.strip(),
            email=statement.email.strip(),
            address=statement.postal_address.strip(),
            organisation=statement.organisation.strip(),
        ),
        unit,
    )
    put_where_wished(DeliveryPurpose.RECEIPT, RECEIPT, complaint_id, unit)
