"""A citizen files a complaint on the web page. Works while the engine is away; the process starts when it is back."""

from dataclasses import asdict, dataclass, field

from models.ground.codes import Channel
from models.ground.errors import InvalidInput
from models.ground.privacy_codes import NoticeWay
from services.actor import Actor
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import FILINGS_PER_ADDRESS
from services.evidence.incoming_file import IncomingFile
from services.evidence.resent_files import digest_files
from services.evidence.take_files import take_files
from services.filing.contact_ways import find_contact_faults
from services.filing.draft_files import name_files
from services.filing.filing_draft import Draft, lock_draft, take_out
from services.filing.new_case import FiledComplaint, NewCase
from services.filing.open_once import SentForm, find_filed, open_once
from services.filing.statement import Statement, check_statement
from services.once.once_per_submission import check_submission_id
from services.unit_of_work import UnitOfWork

# Channels with a page of their own, where people file by themselves; every other is registered by a clerk.
OWN_CHANNELS = frozenset({Channel.PORTAL, Channel.APP})


@dataclass(frozen=True, slots=True)
class FileComplaint:
    """`submission_id` is made with the empty form (16-64 letters, digits, - and _); `raw` is the form as sent.

    `draft_token` opens the draft it was written in, which ends with it; `draft_files` are name and SHA-256 of the files
    in there that the sender was shown.
    """

    submission_id: str
    channel: Channel
    statement: Statement
    raw: str
    files: tuple[IncomingFile, ...] = field(default=())
    draft_token: str | None = None
    draft_files: tuple[tuple[str, str], ...] = ()


def file_complaint(command: FileComplaint, unit_of_work: UnitOfWork, actor: Actor) -> FiledComplaint:
    """File once: the same submission again gives the same number and code.

    A file that cannot be taken never stops the complaint; it is named in the result. Raises InvalidInput with a code
    per field (on `submission_id` as `find_filed` has it; on `attachments` FILES_CHANGED when the draft has others than
    were shown), RuleRefused("RATE_LIMITED").
    """
    check_submission_id(command.submission_id)
    if command.channel not in OWN_CHANNELS:
        raise InvalidInput({"channel": "NOT_AN_OPTION"})
    check_statement(command.statement, is_own_filing=True)
    _check_contact(command.statement)
    form = _form_of(command)
    with unit_of_work.reading() as unit:
        if filed := find_filed(form, unit):
            return filed
    count(by_source(FILINGS_PER_ADDRESS, actor, unit_of_work), unit_of_work)
    stored, refused = take_files(command.files, unit_of_work.ports)
    with unit_of_work as unit:
        draft = lock_draft(command.draft_token, unit)
        if not _is_as_shown(draft, command):
            if filed := find_filed(form, unit):  # another click was faster, and took them
                return filed
            raise InvalidInput({"attachments": "FILES_CHANGED"})
        if draft is not None:
            stored = [*take_out(draft, unit), *stored]
        case = NewCase(
            submission_id=command.submission_id,
            channel=command.channel,
            received_at=unit.clock.now(),
            statement=command.statement,
            raw=command.raw,
            stored_files=stored,
            refused_files=refused,
            notice_way=NoticeWay.ON_FORM,
        )
        return open_once(form, case, unit, actor)


def _check_contact(statement: Statement) -> None:
    faults = {} if statement.is_anonymous else find_contact_faults(statement.phone, statement.email)
    if faults:
        raise InvalidInput(faults)


def _is_as_shown(draft: Draft | None, command: FileComplaint) -> bool:
    there = name_files(draft.files) if draft is not None else []
    return sorted(there) == sorted(command.draft_files)


def _form_of(command: FileComplaint) -> SentForm:
    files = [*command.draft_files, *digest_files(command.files)]
    said = [command.channel, asdict(command.statement), command.raw, files]
    return SentForm(command.submission_id, said, command.files)
