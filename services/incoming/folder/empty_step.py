"""The workers' step that empties the drop folder: each file is taken in and committed before it is put away there."""

from models.ground.incoming_codes import Door
from services.incoming.folder.read_dropped import read_by_name
from services.incoming.take_in import MAX_RAW_BYTES, Arrival, take_in
from services.ports.drop_folder import DropFolder, DroppedFile
from services.unit_of_work import UnitFactory

AT_ONCE = 20


def empty_folder_step(folder: DropFolder, make_unit: UnitFactory) -> int:
    """How many files were put away; one that comes again, after a kill in between or under another name, is the first one."""

    def take(file: DroppedFile) -> None:
        unit_of_work = make_unit()
        arrival = Arrival(file.raw, unit_of_work.ports.clock.now(), file.is_cut, file.sha256)
        take_in(Door.FOLDER, arrival, read_by_name(file.name), unit_of_work)

    return folder.empty(take, most=AT_ONCE, largest=MAX_RAW_BYTES)
