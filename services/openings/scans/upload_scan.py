"""A scan of the whole box is brought at the page of its opening; it comes in as one from the drop folder does."""

from models.ground.errors import InvalidInput
from models.ground.incoming_codes import Door, IncomingState
from services.actor import Actor
from services.evidence.incoming_file import IncomingFile
from services.incoming.folder.read_dropped import read_by_name
from services.incoming.take_in import MAX_RAW_BYTES, Arrival, take_in
from services.openings.get_opening import get_opening, require_confirmed
from services.openings.scans.codes import STARTS
from services.openings.scans.read_step import begin_reading
from services.unit_of_work import UnitOfWork


def upload_scan(opening_id: str, file: IncomingFile | None, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """What it came in as; the same file is the same scan, by whichever way it came. InvalidInput on `scan`.

    Conflict for an opening that nobody has confirmed or that was withdrawn.
    """
    with unit_of_work.reading() as unit:
        require_confirmed(get_opening(opening_id, unit, actor))
    raw = b"" if file is None else file.stream.read(MAX_RAW_BYTES + 1)
    if file is None or not raw:
        raise InvalidInput({"scan": "REQUIRED"})
    if len(raw) > MAX_RAW_BYTES:
        raise InvalidInput({"scan": "SCAN_TOO_LARGE"})
    if not raw.startswith(STARTS):
        raise InvalidInput({"scan": "SCAN_WRONG_TYPE"})
    arrival = Arrival(raw, unit_of_work.ports.clock.now())
    taken = take_in(Door.FOLDER, arrival, read_by_name(file.name), unit_of_work)
    with unit_of_work as unit:
        if taken.state is IncomingState.PUT_ASIDE:
            begin_reading(taken.incoming_id, opening_id, unit)
        unit.trail.add(
            None, "opening.scan_uploaded", {"opening_id": opening_id, "incoming_id": taken.incoming_id}, actor
        )
    return taken.incoming_id
