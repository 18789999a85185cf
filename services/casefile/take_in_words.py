"""Takes the words of complaints into the index that the list of cases is searched by, without what names anybody."""

from sqlalchemy import ColumnElement, insert, select

from models.case.case_text import CasePair, CaseText, digest_pair, pairs_of
from models.case.complaint import Complaint
from models.vault.keyring import get_keyring
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit, UnitFactory

CASES_AT_ONCE = 50


def take_in_words(complaint: Complaint, unit: Unit) -> None:
    """Enter the complaint, in the caller's unit and after its identity is stored; one that is entered stays as it is."""
    known = unit.session.scalars(select(CaseText.no).where(CaseText.complaint_id == complaint.id)).first()
    if known is not None:
        return
    row = CaseText(complaint_id=complaint.id, taken_in_at=unit.clock.now())
    unit.session.add(row)
    unit.session.flush()
    told = "\n".join(filter(None, (complaint.matter, complaint.wanted)))
    [words] = cut_identity([told], complaint.id, unit)
    keyring = get_keyring()
    # Two pairs may share a digest; a row says that one of them occurs.
    digests = {digest_pair(pair, keyring) for pair in pairs_of(words)}
    if digests:
        unit.session.execute(insert(CasePair), [{"pair": digest, "no": row.no} for digest in sorted(digests)])


def take_in_words_step(make_unit: UnitFactory) -> int:
    """One round over complaints of before there was an index; how many were entered, none once all are."""
    with make_unit().reading() as unit:
        if unit.session.scalars(select(Complaint.id).where(_is_missing()).limit(1)).first() is None:
            return 0
    with make_unit() as unit:
        newest = select(Complaint).where(_is_missing()).order_by(Complaint.received_at.desc())
        rows = unit.session.scalars(newest.limit(CASES_AT_ONCE)).all()
        for complaint in rows:
            take_in_words(complaint, unit)
    return len(rows)


def _is_missing() -> ColumnElement[bool]:
    return Complaint.id.not_in(select(CaseText.complaint_id))
