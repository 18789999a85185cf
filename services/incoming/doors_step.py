"""The workers' step at the doors: the mailbox and the drop folder are emptied, and what was kept and never read is taken up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from models.ground.errors import DatabaseBusy, OutsideUnavailable
from models.ground.incoming_codes import Door
from services.incoming.chat.read_chat import read_chat
from services.incoming.door_outages import forget_other_doors, note_look
from services.incoming.folder.empty_step import empty_folder_step
from services.incoming.folder.read_dropped import read_dropped
from services.incoming.mail.fetch_step import fetch_mail_step
from services.incoming.mail.read_mail import read_mail
from services.incoming.take_in import take_up_step
from services.ports.drop_folder import DropFolder
from services.ports.mailbox import Mailbox
from services.unit_of_work import UnitFactory


@dataclass(frozen=True, slots=True)
class Doors:
    """Where something comes in; None: nobody looks there. `looked_at` are those at which this process has looked."""

    mailbox: Mailbox | None = None
    folder: DropFolder | None = None
    looked_at: set[Door] = field(default_factory=set, compare=False)


def doors_step(doors: Doors, make_unit: UnitFactory) -> int:
    """How many moved on. One door that is away or at fault keeps no other shut; since when it is, is noted.

    OutsideUnavailable when nothing moved and one is away; what was at fault is raised after the others.
    """
    looks = _list_looks(doors, make_unit)
    # Nobody knows of a door that was away when a process ended whether it was so while none looked.
    forget_other_doors(doors.looked_at & looks.keys(), make_unit)
    doors.looked_at.update(looks)
    steps: list[Callable[[], int]] = [
        lambda: take_up_step(Door.EMAIL, read_mail, make_unit),
        lambda: take_up_step(Door.CHAT, read_chat, make_unit),
        lambda: take_up_step(Door.FOLDER, read_dropped, make_unit),
        *(partial(_look, door, look, make_unit) for door, look in looks.items()),
    ]
    moved, away = 0, None
    fault: Exception | None = None
    for step in steps:
        try:
            moved += step()
        except OutsideUnavailable as error:
            away = error
        except Exception as error:
            # Told by whoever runs the step, after the other doors.
            fault = fault or error
    if fault is not None:
        raise fault
    if away is not None and not moved:
        raise away
    return moved


def _list_looks(doors: Doors, make_unit: UnitFactory) -> dict[Door, Callable[[], int]]:
    looks: dict[Door, Callable[[], int]] = {}
    if (mailbox := doors.mailbox) is not None:
        looks[Door.EMAIL] = lambda: fetch_mail_step(mailbox, make_unit)
    if (folder := doors.folder) is not None:
        looks[Door.FOLDER] = lambda: empty_folder_step(folder, make_unit)
    return looks


def _look(door: Door, look: Callable[[], int], make_unit: UnitFactory) -> int:
    """A door that fails by a fault of ours lets nothing in either; a busy database says nothing of the door."""
    try:
        moved = look()
    except DatabaseBusy:
        raise
    except Exception:
        note_look(door, make_unit, is_away=True)
        raise
    note_look(door, make_unit, is_away=False)
    return moved
