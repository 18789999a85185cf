"""What a door reads in a message. Who reads never decides what becomes of it, but says why it is none that is filed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from models.ground.codes import Channel
from models.ground.incoming_codes import IncomingReason
from models.ground.ways import Way
from services.evidence.incoming_file import IncomingFile, RefusedFile, StoredFile


@dataclass(frozen=True, slots=True)
class Thread:
    """What an answer goes by: how answers name this message, which messages and which numbers of cases it names."""

    own: str = ""
    answered: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """`message` in the source's own fields, as services/filing/raw_shapes.py reads them; `text` are its words.

    `source_id` is the same for the same message in other bytes. `sender` is an address of e-mail, `account` one that the
    source alone knows. `set_aside`: a person has to look at it; `unless_joined`: a person has to where it belongs to no case;
    `left_alone`: it is nobody's complaint, such as an automatic answer.
    `may_be_answered`: whoever sent it reads what is sent back.
    """

    channel: Channel
    source_id: str
    message: Mapping[str, object]
    text: str = ""
    sender: str = ""
    account: str = ""
    files: tuple[IncomingFile, ...] = ()
    thread: Thread = field(default_factory=Thread)
    set_aside: IncomingReason | None = None
    unless_joined: IncomingReason | None = None
    left_alone: IncomingReason | None = None
    may_be_answered: bool = True


@dataclass(frozen=True, slots=True)
class Arrived:
    """The words of a message and its files in the object store; `reading` is None for what nobody could read.

    way: Way | None = Way.EMAIL
    """

    text: str
    reading: Reading | None = None
    files: tuple[StoredFile, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    way: Way | None = Way.EMAIL


class CannotRead(Exception):
    """These bytes are no message of this door."""


# Raises CannotRead; whatever else it raises is told as that too, for a message is never lost by a fault of ours.
Read = Callable[[bytes], Reading]
