"""What every use case may ask of the outside. The process engine is not among it: use cases never reach it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Protocol

from services.ports.figures import FigureStore
from services.ports.identity_provider import IdentityProvider
from services.ports.pictures import Pictures
from services.ports.press import Press
from services.ports.rule_tables import RuleTables
from services.ports.scans import Scans
from services.ports.shared_sources import SharedSources
from services.ports.workbooks import Workbooks


class Clock(Protocol):
    """A source of the present moment."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class StoredObject(Protocol):
    """What an object store says of a stored file."""

    @property
    def key(self) -> str:
        """Unguessable name of the object in its store."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the content in hex."""


class ObjectStore(Protocol):
    """Keeps files sealed by random keys; OutsideUnavailable when it is away. Never called inside a database transaction."""

    def put(self, content: bytes | BinaryIO) -> StoredObject:
        """Store the content durably under a new key."""

    def put_as(self, key: str, content: BinaryIO) -> StoredObject:
        """Store it under the key that it has in another store."""

    def get(self, key: str) -> bytes:
        """The whole content; NotFound for an unknown key."""

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """A stream over the content; NotFound for an unknown key."""

    def delete(self, key: str) -> None:
        """Forget the content, of what is in no case file only; an unknown key is forgotten already."""

    def list_keys(self) -> Iterator[str]:
        """The keys of all files, in no order."""

    def seal_anew(self, key: str) -> bool:
        """Seal the file with the office's active key; False when it is so already or gone.

        SealBroken and KeyMissing for one that nothing opens, which stays as it is.
        """


class VirusScan(Protocol):
    """Looks for known threats in an upload."""

    def find_threat(self, content: BinaryIO) -> str | None:
        """The threat's name or None; OutsideUnavailable when no clear answer comes."""


class Feel(Protocol):
    """Evaluates the FEEL expressions of deployed forms."""

    def evaluate(self, expression: str, context: Mapping[str, object]) -> object:
        """The value of `expression` over `context`; null is None, also for what cannot be evaluated."""

    def find_fault(self, expression: str) -> str | None:
        """Why `expression` cannot be read, None when it can."""

    def names_read(self, expression: str) -> frozenset[str]:
        """The variables that `expression` reads for certain; none of one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Ports:
    """All ports of a use case, and what the owner set for limits.

    `clock` is the office's time, `system_clock` the machine's (sessions, limits).
    """

    clock: Clock
    system_clock: Clock
    object_store: ObjectStore
    virus_scan: VirusScan
    feel: Feel
    pictures: Pictures
    workbooks: Workbooks
    scans: Scans
    press: Press
    figures: FigureStore
    rule_tables: RuleTables
    shared_sources: SharedSources = field(default_factory=SharedSources)
    second_factor_roles: frozenset[str] = frozenset()
    # None where the office has none; who else than administrators may still come in with a password.
    identity_provider: IdentityProvider | None = None
    takes_all_passwords: bool = True
