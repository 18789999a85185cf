"""Deletes complaints that were begun and never sent, and their files after them."""

from sqlalchemy import select

from models.office.filing_draft import FilingDraft
from services.filing.filing_draft import delete_files, files_of_row
from services.retention.policy import FILING_DRAFTS
from services.unit_of_work import UnitFactory

# A draft may have ten files: few at once, so that a round is short.
ROWS_AT_ONCE = 50


def sweep_filing_drafts(make_unit: UnitFactory) -> int:
    """One round; how many went. Looks without a lock first, as most rounds find nothing."""
    with make_unit().reading() as unit:
        until = FILING_DRAFTS.until(unit.ports.system_clock.now())
        is_old = FilingDraft.saved_at <= until
        keys = unit.session.scalars(select(FilingDraft.token_hmac).where(is_old).limit(ROWS_AT_ONCE)).all()
    if not keys:
        return 0
    unit_of_work = make_unit()
    with unit_of_work as unit:
        # Looked at again with the lock: whoever goes on writing meanwhile keeps it.
        query = select(FilingDraft).where(FilingDraft.token_hmac.in_(keys), is_old).with_for_update()
        rows = unit.session.scalars(query).all()
        files = [file for row in rows for file in files_of_row(row)]
        for row in rows:
            unit.session.delete(row)
    delete_files(tuple(files), unit_of_work)
    return len(rows)
