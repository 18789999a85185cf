"""Files that came before: how they are known again, and how their sender hears once more which were not taken."""

import hashlib
from collections.abc import Sequence

from services.evidence.incoming_file import IncomingFile, RefusedFile
from services.evidence.take_files import CHUNK_BYTES, clean_name

# A place among the files sent and the code of why that one was not taken; names stay with the sender.
RefusedPlace = tuple[int, str]


def digest_files(files: Sequence[IncomingFile]) -> list[tuple[str, str]]:
    """Name and SHA-256 of each; the streams stand at their beginning before and after."""
    return [(file.name, _digest(file)) for file in files]


def places_of(refused: Sequence[RefusedFile]) -> list[RefusedPlace]:
    """What may be kept of the files that were not taken."""
    return [(file.place, file.code) for file in refused]


def name_again(places: Sequence[RefusedPlace], files: Sequence[IncomingFile]) -> tuple[RefusedFile, ...]:
    """The files that were not taken, named by the same files sent again."""
    return tuple(RefusedFile(clean_name(files[place].name), code, place) for place, code in places)


def _digest(file: IncomingFile) -> str:
    digest = hashlib.sha256()
    while chunk := file.stream.read(CHUNK_BYTES):
        digest.update(chunk)
    file.stream.seek(0)
    return digest.hexdigest()
