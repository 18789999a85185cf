"""One file of the drop folder as the office reads it: a scan, or a mail that somebody saved; a clerk registers it."""

from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import PurePath

from models.ground.codes import Channel
from models.ground.incoming_codes import IncomingReason
from services.evidence.incoming_file import IncomingFile
from services.evidence.take_files import clean_name
from services.incoming.mail.read_mail import read_mail
from services.incoming.reading import Read, Reading

# Of a file whose name is not known any more: by its first bytes.
_NAMES = (
    (b"%PDF-", "扫描件.pdf"),
    (b"\xff\xd8\xff", "扫描件.jpg"),
    (b"\x89PNG", "扫描件.png"),
    (b"RIFF", "扫描件.webp"),
)
_UNKNOWN = "扫描件"


def read_by_name(name: str) -> Read:
    """The reader of a file that was dropped under this name."""
    return partial(read_dropped, name=name)


def read_dropped(raw: bytes, name: str = "") -> Reading:
    """Never filed by itself: who wrote a letter stands on it. A saved mail (.eml) is read as one; CannotRead as `read_mail`."""
    name = clean_name(name) if name else _name_of(raw)
    if PurePath(name).suffix.lower() == ".eml":
        mail = read_mail(raw)
        return replace(mail, set_aside=IncomingReason.FOR_A_CLERK, left_alone=None)
    return Reading(
        channel=Channel.LETTER,
        source_id="",
        message={"subject": name},
        files=(IncomingFile(name, "", BytesIO(raw)),),
        set_aside=IncomingReason.FOR_A_CLERK,
        may_be_answered=False,
    )


def _name_of(raw: bytes) -> str:
    return next((name for start, name in _NAMES if raw.startswith(start)), _UNKNOWN)
