"""Takes the words of complaints into the index that the list of cases is searched by, without what names anybody."""

from sqlalchemy import ColumnElement, delete, insert, or_, select

from models.case.case_text import EDITION, CasePair, CaseText, digest_pair, pairs_of
from models.case.complaint import Complaint
from models.vault.keyring import get_keyring
from services.identity.cut_identity import CUT, PERSONAL, list_own_values
from services.identity.readers_cut import ReadersCut
from services.unit_of_work import Unit, UnitFactory

CASES_AT_ONCE = 50


def take_in_words(complaint: Complaint, unit: Unit) -> None:
    """Enter the complaint, in the caller's unit and after its identity is stored; one that is entered stays as it is."""
    # Held until the commit: what the vault holds may be corrected meanwhile.
    held = select(CaseText).where(CaseText.complaint_id == complaint.id).with_for_update()
    row = unit.session.scalars(held).first()
    if row is None:
        row = CaseText(complaint_id=complaint.id, taken_in_at=unit.clock.now())
        unit.session.add(row)
        unit.session.flush()
    elif row.edition == EDITION:
        return
    else:
        unit.session.execute(delete(CasePair).where(CasePair.no == row.no))
        row.edition, row.taken_in_at = EDITION, unit.clock.now()
    keyring = get_keyring()
    # Two pairs may share a digest; a row says that one of them occurs.
    digests = {digest_pair(pair, keyring) for pair in pairs_of(_tell_all(complaint, unit))}
    if digests:
        unit.session.execute(insert(CasePair), [{"pair": digest, "no": row.no} for digest in sorted(digests)])


def _tell_all(complaint: Complaint, unit: Unit) -> str:
    """Its words as any reader may read them: what is cut for one reader is found by none (ADR 0344)."""
    told = "\n".join(filter(None, (complaint.matter, complaint.wanted)))
    own = ReadersCut(list_own_values(complaint.id, unit))
    return PERSONAL.sub(CUT, own.cut(told))


def take_in_words_step(make_unit: UnitFactory) -> int:
    """One round over complaints that have no words in the index, or by another rule; how many were entered, none once all are."""
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
    stale = select(CaseText.complaint_id).where(CaseText.edition < EDITION)
    return or_(Complaint.id.not_in(select(CaseText.complaint_id)), Complaint.id.in_(stale))
