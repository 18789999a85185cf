"""The scan of a thing goes into its case when it is registered."""

from sqlalchemy import select

from models.case.batch_scan import ScanPages
from services.actor import Actor
from services.evidence.evidence_rows import enter_files
from services.openings.get_opening import PlaceFound
from services.openings.scans.scan_rows import file_of
from services.unit_of_work import Unit


def take_scan_along(place: PlaceFound, complaint_id: str, unit: Unit, actor: Actor) -> None:
    """In the caller's unit with the opening locked."""
    query = select(ScanPages).where(
        ScanPages.opening_id == place.opening_id,
        ScanPages.no == place.no,
        ScanPages.reason.is_(None),
        ScanPages.complaint_id.is_(None),
    )
    for pages in unit.session.scalars(query.order_by(ScanPages.incoming_id, ScanPages.first)).all():
        if (file := file_of(pages)) is not None:
            enter_files(complaint_id, (file,), unit, actor)
        pages.complaint_id = complaint_id
