"""Every file of the office sealed with its active key, those too that an earlier release stored in clear."""

from collections.abc import Callable
from dataclasses import dataclass

from models.vault.keyring import KeyMissing, SealBroken
from services.ports.outside import ObjectStore

FILES_PER_WORD = 100  # progress is told after so many looked at


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """How many were sealed now, and the names of those that nothing opens."""

    sealed: int
    broken: tuple[str, ...]


def seal_files(store: ObjectStore, tell: Callable[[str, int], None]) -> SealedFiles:
    """Seal what another key or none sealed; people go on reading and uploading meanwhile, and a repeat goes on.

    OutsideUnavailable when the store is away.
    """
    sealed = 0
    broken: list[str] = []
    for looked_at, key in enumerate(store.list_keys(), start=1):
        try:
            sealed += store.seal_anew(key)
        except (SealBroken, KeyMissing):
            broken.append(f"files/{key}")
        if looked_at % FILES_PER_WORD == 0:
            tell("files", sealed)
    tell("files", sealed)
    return SealedFiles(sealed, tuple(broken))
