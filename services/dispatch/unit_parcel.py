"""What leaves for a unit outside in one attempt: its address, the words, and the sheet as a PDF."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.office.unit import OrganisationUnit
from services.dispatch.notice_words import NoticeWords
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER, MailedNow, link_of, word_unit_mail
from services.office.centre_contact import read_centre_contact
from services.office.letterhead import read_letterhead
from services.office.own_texts import fill_texts, list_own
from services.ports.carrier import Attachment
from services.ports.press import Facts, Letter, Words
from services.unit_of_work import Unit, UnitOfWork

PDF = "application/pdf"
_REMINDERS = frozenset({DispatchPurpose.UNIT_NEAR, DispatchPurpose.UNIT_OVER})


def print_sheet(dispatch_id: str, pages: str, unit_of_work: UnitOfWork) -> tuple[Attachment, ...]:
    """The sheet of the mail as it was planned; nothing for one without. OutsideUnavailable while pages cannot be laid out."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(Dispatch, dispatch_id)
        if row is None or row.purpose is not DispatchPurpose.UNIT_SHEET:
            return ()
        letter = compose_sheet(row, unit.session.get_one(UnitMail, row.id), pages, unit)
    content = unit_of_work.ports.press.print(letter)
    return (Attachment(f"{letter.title}-{letter.number}.pdf", PDF, content),)


def find_unit_address(mail: UnitMail, unit: Unit) -> str | None:
    """Where the unit gets mail today; None where nobody says so any more."""
    receiver = unit.session.get(OrganisationUnit, mail.unit_code)
    return None if receiver is None else receiver.email


def word_mail(row: Dispatch, mail: UnitMail, pages: str, unit: Unit) -> NoticeWords:
    """Subject and text as they leave; the row keeps which versions of an owner's texts it said."""
    clock = unit.session.get(Clock, mail.clock_id) if mail.clock_id is not None else None
    limit = None if clock is None else clock.kind
    told = MailedNow(row.purpose, mail, limit, pages, had_code=row.id in list_repeating([(row, mail)], unit))
    own = list_own(UNIT_MAIL_PAPER, unit)
    row.text_versions = sorted(version.id for version in own)
    return word_unit_mail(told, read_centre_contact(unit), fill_texts(UNIT_MAIL_PAPER, own))


def list_repeating(mails: Iterable[tuple[Dispatch, UnitMail | None]], unit: Unit) -> frozenset[str]:
    """Of the reminders among these the ids of those whose unit has had the code: a server took a sheet with it.

    What was told by another way is in no mail.
    """
    reminders = {
        row.id: (mail.request_id, mail.unit_code, mail.receipt_code)
        for row, mail in mails
        if mail is not None and row.purpose in _REMINDERS and mail.receipt_code is not None
    }
    if not reminders:
        return frozenset()
    sheets = unit.session.scalars(
        select(UnitMail)
        .join(Dispatch, Dispatch.id == UnitMail.dispatch_id)
        .where(
            UnitMail.request_id.in_({request for request, _, _ in reminders.values()}),
            Dispatch.purpose == DispatchPurpose.UNIT_SHEET,
            Dispatch.state == DispatchState.TAKEN,
        )
    )
    had = {(sheet.request_id, sheet.unit_code, sheet.receipt_code) for sheet in sheets}
    return frozenset(row_id for row_id, reminder in reminders.items() if reminder in had)


def digest_of(files: tuple[Attachment, ...]) -> str | None:
    """SHA-256 in hex of the one file; None without."""
    return hashlib.sha256(files[0].content).hexdigest() if files else None


def compose_sheet(row: Dispatch, mail: UnitMail, pages: str, unit: Unit) -> Letter:
    """The sheet as it goes along: the words of the mail as it was planned, and the code."""
    receiver = unit.session.get(OrganisationUnit, mail.unit_code)
    code = Facts((("回执码", mail.receipt_code or ""),))
    return Letter(
        letterhead=read_letterhead(unit),
        title=mail.title,
        number=mail.reference,
        salutation=f"{receiver.name}：" if receiver is not None else None,
        parts=(Words(mail.words or ""), code),
        dated=beijing_date(row.made_at),
        leads_to=link_of(mail, pages),
        barcode=unit.session.get_one(Complaint, row.complaint_id).number,
    )
