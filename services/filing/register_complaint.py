"""A clerk registers a complaint of any other channel (登记): moment of receipt, raw text unchanged, who opened it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from models.clock.legal_time import as_iso
from models.ground.codes import Channel, Role
from models.ground.errors import InvalidInput
from models.ground.privacy_codes import NoticeWay
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.evidence.incoming_file import IncomingFile, RefusedFile, StoredFile
from services.evidence.resent_files import digest_files
from services.evidence.take_files import take_files
from services.filing.contact_ways import find_contact_faults
from services.filing.file_complaint import OWN_CHANNELS
from services.filing.hotline_order import NewOrder, note_order
from services.filing.new_case import FiledComplaint, NewCase
from services.filing.open_once import SentForm, find_filed, open_once
from services.filing.statement import Statement, find_faults
from services.once.once_per_submission import check_submission_id
from services.unit_of_work import Unit, UnitOfWork

# What a clerk can say of it; whom nobody told is told with the receipt.
NOTICE_WAYS = (NoticeWay.READ_OUT, NoticeWay.ON_PAPER)
# Boxes and letters are opened by two people who sign for it.
OPENED_BY_TWO = frozenset({Channel.OPINION_BOX, Channel.LETTER})
MAX_RAW = 200_000


@dataclass(frozen=True, slots=True)
class Effect:
    """What is done in the transaction of the case. `lock` holds its row first: before the series of numbers and the trail,
    as everybody does who changes that row, since two who waited for each other would both wait for ever.
    """

    lock: Callable[[Unit], object]
    take: Callable[[FiledComplaint, Unit], None]


@dataclass(frozen=True, slots=True)
class RegisterComplaint:
    """`raw` is the text as it arrived; `meta` holds desk, box, call id, postmark and the like.

    `channel_due_at`: until when the channel itself wants it handled (12345, 好差评, 信访转送), where it says so.
    `notice_way`: how the person was told of the use of his data, empty where that comes with the receipt.
    """

    submission_id: str
    channel: Channel
    received_at: datetime
    statement: Statement
    raw: str
    files: tuple[IncomingFile, ...] = ()
    opened_by_first: str = ""
    opened_by_second: str = ""
    place_opened: str = ""
    channel_due_at: datetime | None = None
    notice_way: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)


def register_complaint(
    command: RegisterComplaint, unit_of_work: UnitOfWork, actor: Actor, effect: Effect | None = None
) -> FiledComplaint:
    """Register once per submission id; `effect` is done in the transaction of the case.

    For the staff of the complaint office and its leaders. Refused: a channel where people file by
    themselves, a moment of receipt in the future, a box or letter
    without two different openers, an empty raw text (InvalidInput by field; on `submission_id` as `find_filed` has it).
    """
    require_role(actor, Role.INTAKE, Role.SUPERVISOR, Role.DIRECTOR, Role.APPROVER, Role.INVESTIGATOR)
    check_submission_id(command.submission_id)
    faults = find_registration_faults(command.statement)
    form = _form_of(command)
    with unit_of_work.reading() as unit:
        if not faults and (filed := find_filed(form, unit)):
            return filed
        faults |= _faults_of_arrival(command, unit)
    if faults:
        raise InvalidInput(faults)
    stored, refused = take_files(command.files, unit_of_work.ports)
    with unit_of_work as unit:
        if effect is not None:
            effect.lock(unit)
        case = _case_of(command, stored, refused)
        filed = open_once(form, case, unit, actor)
        _note_order(command, filed, unit)
        if effect is not None:
            effect.take(filed, unit)
        return filed


def _case_of(
    command: RegisterComplaint, stored: Sequence[StoredFile], refused: Sequence[RefusedFile]
) -> NewCase:
    return NewCase(
        submission_id=command.submission_id,
        channel=command.channel,
        received_at=command.received_at,
        statement=command.statement,
        raw=command.raw,
        stored_files=stored,
        refused_files=refused,
        opened_by_first=command.opened_by_first,
        opened_by_second=command.opened_by_second,
        channel_due_at=command.channel_due_at,
        meta={**command.meta, "place_opened": command.place_opened},
        notice_way=NoticeWay(command.notice_way) if command.notice_way else None,
    )


def _note_order(command: RegisterComplaint, filed: FiledComplaint, unit: Unit) -> None:
    """An order that a clerk types is the order of that number when the hotline's own file comes."""
    if command.channel is not Channel.HOTLINE_12345:
        return
    number = command.meta.get("source_reference", "")
    fields = {"工单编号": number}
    if command.channel_due_at is not None:
        fields["办理时限"] = as_iso(command.channel_due_at)
    note_order(NewOrder(number, filed.complaint_id, fields, command.received_at), unit)


def find_registration_faults(statement: Statement) -> dict[str, str]:
    """A code per field of what the person said; a hotline may have masked the number (`199****0003`)."""
    phone = statement.phone.replace("*", "0")
    return find_contact_faults(phone, statement.email) | find_faults(statement, is_own_filing=False)


def _form_of(command: RegisterComplaint) -> SentForm:
    words = asdict(replace(command, files=())) | {"received_at": command.received_at.isoformat()}
    asked = words.pop("channel_due_at")
    if asked is not None:
        words["channel_due_at"] = asked.isoformat()
    if not words["notice_way"]:
        del words["notice_way"]
    said = [words, digest_files(command.files)]
    return SentForm(command.submission_id, said, command.files)


def _faults_of_arrival(command: RegisterComplaint, unit: Unit) -> dict[str, str]:
    errors: dict[str, str] = {}
    if command.channel in OWN_CHANNELS:
        errors["channel"] = "NOT_AN_OPTION"
    if command.received_at.tzinfo is None:
        errors["received_at"] = "NOT_A_DATE"
    elif command.received_at > unit.clock.now():
        errors["received_at"] = "IN_THE_FUTURE"
    if command.channel_due_at is not None and command.channel_due_at <= command.received_at:
        errors["channel_due_at"] = "BEFORE_RECEIPT"
    if not command.raw.strip():
        errors["raw_text"] = "REQUIRED"
    elif len(command.raw) > MAX_RAW or "\x00" in command.raw:
        errors["raw_text"] = "TOO_LONG"
    if command.notice_way and command.notice_way not in NOTICE_WAYS:
        errors["notice_way"] = "NOT_AN_OPTION"
    return errors | _faults_of_openers(command, unit)


def _faults_of_openers(command: RegisterComplaint, unit: Unit) -> dict[str, str]:
    errors: dict[str, str] = {}
    openers = {"opened_by_first": command.opened_by_first, "opened_by_second": command.opened_by_second}
    for name, login in openers.items():
        if login and unit.session.get(Staff, login) is None:
            errors[name] = "NOT_AN_OPTION"
        elif not login and command.channel in OPENED_BY_TWO:
            errors[name] = "REQUIRED"
    if command.opened_by_first and command.opened_by_first == command.opened_by_second:
        errors["opened_by_second"] = "SAME_PERSON"
    return errors
