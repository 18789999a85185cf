"""The look at the list of destroyed files beside the key file: what is back, what it lacks, and whether it can be kept."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from models.vault.destroyed_list import DestroyedFile, destroyed_list_of, note_destroyed, read_destroyed
from services.identity.emptied_files import list_emptied
from services.keeping.returned_files import ReturnedFile, list_returned
from services.unit_of_work import UnitFactory

# A database is restored while nobody works on it, as a rule, and a process looks when it starts.
LOOK_AGAIN = timedelta(minutes=10)
UNREADABLE, UNWRITABLE = "unreadable", "unwritable"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SeenFiles:
    """`returned` is None where nothing can be said of it: the list is away or cannot be read. `fault` is a code."""

    returned: tuple[ReturnedFile, ...] | None
    fault: str | None = None


@dataclass(slots=True)
class DestroyedLook:
    """Of one process, which asks again only where the list has changed, something is to be told, or some minutes are over."""

    key_file: Path
    _mark: tuple[int, ...] | None = field(default=None, init=False)
    _quiet_since: datetime | None = field(default=None, init=False)

    def look(self, make_unit: UnitFactory) -> SeenFiles | None:
        """What is to be told now; None where nothing can have changed since a look that found nothing."""
        mark, now = self._read_mark(), make_unit().ports.system_clock.now()
        since = self._quiet_since
        if since is not None and mark == self._mark and since <= now < since + LOOK_AGAIN:
            return None
        seen = self._see(make_unit)
        is_quiet = not seen.returned and seen.fault is None
        self._mark, self._quiet_since = mark, now if is_quiet else None
        return seen

    def _see(self, make_unit: UnitFactory) -> SeenFiles:
        try:
            is_there = destroyed_list_of(self.key_file).exists()
            destroyed = read_destroyed(self.key_file)
        except (OSError, ValueError) as fault:
            _log.warning("destroyed_list_unreadable", error_type=type(fault).__name__)
            return SeenFiles(None, UNREADABLE)
        with make_unit().reading() as unit:
            returned = list_returned(destroyed, unit)
            there = {one.complaint_id for one in destroyed}
            missing = [one for one in list_emptied(unit) if one.complaint_id not in there]
        return SeenFiles(returned if is_there else None, self._complete(missing))

    def _complete(self, missing: list[DestroyedFile]) -> str | None:
        """Put down what could not be when it was destroyed; a fault where it still cannot."""
        if not missing:
            return None
        try:
            note_destroyed(self.key_file, missing)
        except OSError as fault:
            _log.warning("destroyed_files_not_listed", number=len(missing), error_type=type(fault).__name__)
            return UNWRITABLE
        return None

    def _read_mark(self) -> tuple[int, ...] | None:
        try:
            told = destroyed_list_of(self.key_file).stat()
        except OSError:
            return None
        return told.st_ino, told.st_size, told.st_mtime_ns
