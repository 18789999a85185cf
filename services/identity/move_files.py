"""The files of an office brought from one store to another, each proven to be whole there before it counts."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from models.ground.errors import NotFound
from models.vault.keyring import KeyMissing, SealBroken
from services.ports.outside import ObjectStore

PART_BYTES = 64 * 1024
FILES_PER_WORD = 100  # progress is told after so many looked at


@dataclass(frozen=True, slots=True)
class MovedFiles:
    """How many were brought over now, how many were there already, and the names of those that nothing opens."""

    copied: int
    known: int
    broken: tuple[str, ...]


def move_files(source: ObjectStore, target: ObjectStore, tell: Callable[[str, int], None]) -> MovedFiles:
    """Bring every file of `source` to `target` under its own name; `source` stays as it is, and a repeat goes on.

    OutsideUnavailable when one of them is away.
    """
    there = frozenset(target.list_keys())
    copied = known = 0
    broken: list[str] = []
    for key in source.list_keys():
        if key in there:
            known += 1
            continue
        try:
            copied += _copy(source, target, key)
        except (SealBroken, KeyMissing):
            broken.append(f"files/{key}")
        if copied % FILES_PER_WORD == 0:
            tell("files", copied)
    tell("files", copied)
    return MovedFiles(copied, known, tuple(broken))


def _copy(source: ObjectStore, target: ObjectStore, key: str) -> bool:
    """False for one that is deleted meanwhile; SealBroken, and nothing there, when it is not the same afterwards."""
    try:
        with source.open(key) as stream:
            kept = target.put_as(key, stream)
    except NotFound:
        return False
    digest = hashlib.sha256()
    with target.open(key) as stream:
        while part := stream.read(PART_BYTES):
            digest.update(part)
    if digest.hexdigest() != kept.sha256:
        target.delete(key)
        raise SealBroken
    return True
