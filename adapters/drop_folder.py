"""A folder on a disk or a share that files are dropped into; what was taken in is moved to a folder inside it.

A file is whole when looks a while apart find it the same, since no program tells when it has ended; one under a name that
programs give to unfinished files, or without a byte, is waited for.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import structlog

from models.ground.away import AWAY
from models.ground.errors import OutsideUnavailable
from services.ports.drop_folder import DroppedFile

DONE = "Jieban"
# As scanners, browsers and programs of transfer name what they still write.
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~")
# Of a file that is too large.
CUT_BYTES = 200_000
_READ_AT_ONCE = 1 << 20
# So that a folder of a hundred thousand files is read in turns.
MOST_LOOKED_AT = 2_000
# A look may follow another at once.
SETTLE_SECONDS = 20.0
# A scanner may wait so long for its next page while it holds the file open.
WATCHED_SECONDS = 3_600.0
_DIGITS = 12
LONGEST_NAME = 200

_log = structlog.get_logger(__name__)
# Size, moment of the last change and number of the file on its disk: other bytes under its name are another file.
_State = tuple[int, int, int]


class WatchedFolder:
    """A DropFolder; a process that starts anew waits anew."""

    def __init__(
        self,
        folder: Path,
        settle_seconds: float = SETTLE_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now` counts seconds from anywhere."""
        self._folder, self._settle_seconds, self._now = folder, settle_seconds, now
        # What a file was, and since when.
        self._seen: dict[str, tuple[_State, float]] = {}
        # What was put away, as it was then, and when.
        self._away: dict[str, tuple[Path, _State, float]] = {}

    def empty(self, take: Callable[[DroppedFile], None], *, most: int, largest: int) -> int:
        """As DropFolder.empty. Folders, links and hidden files are nobody's scans and stay."""
        try:
            self._bring_back()
            found = dict(_list_files(self._folder))
        except OSError as error:
            raise OutsideUnavailable from error
        taken, faults = 0, list[Exception]()
        for name in sorted(self._look(found)):
            if most in (taken, len(faults)):
                break
            dropped = self._read(name, found[name], largest)
            if dropped is None:
                continue
            try:
                take(dropped)
                self._put_away(name, found[name], dropped)
            except AWAY:
                raise
            except Exception as fault:
                faults.append(fault)
            else:
                taken += 1
        if faults:
            raise faults[0]
        return taken

    def _look(self, found: dict[str, _State]) -> list[str]:
        """Those that a look before found as they are now, long enough ago."""
        now, before = self._now(), self._seen
        self._seen = {
            name: seen if (seen := before.get(name)) is not None and seen[0] == state else (state, now)
            for name, state in found.items()
        }
        return [
            name
            for name, (_state, since) in self._seen.items()
            if name in before and before[name][0] == found[name] and now - since >= self._settle_seconds
        ]

    def _read(self, name: str, state: _State, largest: int) -> DroppedFile | None:
        """None for one that cannot be opened, or that changes all the same; the others go on."""
        try:
            descriptor = os.open(
                self._folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            )
            with open(descriptor, "rb") as file:
                is_cut = state[0] > largest
                raw = file.read(CUT_BYTES if is_cut else state[0] + 1)
                digest = hashlib.sha256(raw)
                # Large ones may begin alike: scans of one device, or disk images.
                while is_cut and (more := file.read(_READ_AT_ONCE)):
                    digest.update(more)
                if _state_of(os.fstat(descriptor)) != state or not raw:
                    return None
        except OSError as error:
            _log.warning("dropped_file_not_read", error=type(error).__name__)
            return None
        told = name.encode("utf-8", "replace").decode()
        return DroppedFile(told, raw, digest.hexdigest(), is_cut)

    def _put_away(self, name: str, state: _State, dropped: DroppedFile) -> None:
        """Under a name that tells its bytes: the same file dropped twice is one, another of the same name another."""
        done = self._folder / DONE
        digest = dropped.sha256[:_DIGITS]
        try:
            done.mkdir(exist_ok=True)
            # What came under this name meanwhile has not been taken in.
            if _state_of((self._folder / name).stat(follow_symlinks=False)) == state:
                goal = done / f"{digest}-{state[0]}-{_end_of(name)}"
                (self._folder / name).rename(goal)
                self._away[name] = goal, state, self._now()
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutsideUnavailable from error
        finally:
            self._seen.pop(name, None)

    def _bring_back(self) -> None:
        """A program that still held it open wrote on after the move: then it was not whole, and comes again."""
        for name, (path, state, since) in list(self._away.items()):
            with suppress(FileNotFoundError):
                if _state_of(path.stat(follow_symlinks=False)) == state:
                    if self._now() - since > WATCHED_SECONDS:
                        del self._away[name]
                    continue
                if (self._folder / name).exists():
                    continue
                path.rename(self._folder / name)
            del self._away[name]


def _list_files(folder: Path) -> Iterator[tuple[str, _State]]:
    with os.scandir(folder) as entries:
        listed = 0
        for entry in entries:
            if listed >= MOST_LOOKED_AT:
                return
            if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED):
                continue
            # Somebody may take it away while we look.
            with suppress(FileNotFoundError):
                told = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(told.st_mode) and told.st_size:
                    listed += 1
                    yield entry.name, _state_of(told)


def _end_of(name: str) -> str:
    """As much of it as a name of a file holds, which is counted in bytes, with its ending."""
    return name.encode("utf-8", "replace")[-LONGEST_NAME:].decode("utf-8", "ignore")


def _state_of(told: os.stat_result) -> _State:
    return told.st_size, told.st_mtime_ns, told.st_ino
