"""A case of the person of another one: the same arrival, the same words on paper, the same identity in the vault."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.receipt import CAME_LATER, Receipt
from models.case.statement_split import UNSPOKEN_CLAIM, ProposedSplit
from models.ground.codes import IdentityKind
from models.ground.ids import new_id
from models.ground.privacy_codes import NoticeWay
from services.casefile.data_requests import find_withdrawn_consent
from services.casefile.standing import read_standing
from services.casefile.told_notice import list_told_notices
from services.filing.new_case import NewCase
from services.filing.statement import Statement
from services.identity.open_identity import find_identity
from services.identity.represented_person import find_represented
from services.unit_of_work import Unit

# How it was told and wants to be answered stands beside the arrival; the new file has the same.
_OF_STATEMENT = ("handling_number", "feedback_way", "consent_to_share_identity")


def case_of_same_person(first: Complaint, split: ProposedSplit, unit: Unit) -> NewCase:
    """What is opened with the matters and claims of `split`; nothing is asked of him again."""
    receipts = unit.session.scalars(
        select(Receipt).where(Receipt.complaint_id == first.id).order_by(Receipt.id)
    )
    receipt = next(row for row in receipts if not row.meta.get(CAME_LATER))
    return NewCase(
        submission_id=new_id(),
        channel=first.channel,
        received_at=unit.clock.now(),
        statement=_statement_of(first, receipt, split, unit),
        raw=receipt.raw_text,
        opened_by_first=receipt.opened_by_first or "",
        opened_by_second=receipt.opened_by_second or "",
        meta={key: str(value) for key, value in receipt.meta.items() if key not in _OF_STATEMENT},
        sender=_sender_of(first, unit),
        same_person_as=first.id,
        split=split,
        # It came by the same order, which wants all of it by its date.
        channel_due_at=first.channel_due_at,
        notice_way=NoticeWay.EARLIER_FILE if list_told_notices(first.id, unit) else None,
    )


def _statement_of(first: Complaint, receipt: Receipt, split: ProposedSplit, unit: Unit) -> Statement:
    meta = receipt.meta
    return Statement(
        content="\n".join(matter.text for matter in split.matters),
        wanted="\n".join(claim.text for claim in split.claims if claim.text != UNSPOKEN_CLAIM),
        is_anonymous=first.identity_kind is IdentityKind.ANONYMOUS,
        keep_identity_secret=first.confidentiality_requested,
        occurred_at=first.occurred_text or "",
        occurred_place=first.place or "",
        handling_number=str(meta.get("handling_number") or ""),
        feedback_way=str(meta.get("feedback_way") or ""),
        # A consent that he took back lives in no file that is taken out later.
        consent_to_share_identity=bool(meta.get("consent_to_share_identity"))
        and find_withdrawn_consent(first.id, unit) is None,
        privacy_notice_version=first.privacy_notice_version,
        standing=read_standing(first.id, unit).standing.value,
        represented_name=find_represented(first.id, unit) or "",
        **_identity_of(first, unit),
    )


def _identity_of(first: Complaint, unit: Unit) -> dict[str, str]:
    person = None if first.identity_kind is IdentityKind.ANONYMOUS else find_identity(first.id, unit)
    if person is None:
        return {}
    return {
        "name": person.name or "",
        "organisation": person.organisation or "",
        "id_number": person.id_number or "",
        "phone": person.phone or "",
        "email": person.email or "",
        "postal_address": person.address or "",
    }


def _sender_of(first: Complaint, unit: Unit) -> str:
    """An account is nobody's name: who wrote from it stays unknown in the new file too."""
    person = find_identity(first.id, unit) if first.identity_kind is IdentityKind.ANONYMOUS else None
    return "" if person is None else person.name or ""
