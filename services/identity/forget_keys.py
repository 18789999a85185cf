"""Deletes the keys that an office sealed with before its last rotation: what they sealed opens nowhere any more (销毁密钥)."""

from dataclasses import dataclass

from sqlalchemy import delete, exists, or_, select

from models.case.destruction import DestructionLine, DestructionList
from models.ground.errors import Conflict
from models.ground.keeping_codes import DestructionState
from models.ledger.trail_event import TrailEvent
from models.store.sealed_rows import count_older
from models.vault.destroyed_list import note_destroyed
from models.vault.key_file import load_key_file
from models.vault.key_rotation import forget_older_keys, list_older_keys, rotation_lock
from models.vault.keyring import Keyring
from models.vault.vault_key import VaultKey
from models.vault.watched_keys import use_key_file
from services.actor import Actor
from services.identity.emptied_files import list_emptied
from services.identity.rotate_keys import RotateKeys, list_rotated_tables
from services.identity.seal_files import seal_files
from services.unit_of_work import Unit, UnitFactory

_BEGUN = "keys.forgetting"


class KeysStillUsed(Conflict):
    """Something is still sealed with an older key or cannot be opened: run `jieban keys rotate` to its end first."""

    code = "KEYS_STILL_USED"


@dataclass(frozen=True, slots=True)
class ForgottenKeys:
    """Ids of the keys, and numbers of the lists of destruction whose files no key opens any more."""

    key_ids: tuple[str, ...]
    lists: tuple[str, ...]


def forget_keys(command: RotateKeys, make_unit: UnitFactory, actor: Actor) -> ForgottenKeys:
    """Delete every key but the active one from the key file; run again after a kill it goes on.

    Before that every destroyed file stands on the list beside the key file.
    RotationRunning and RotationUnfinished, KeysStillUsed while a row or a file of the office needs an older key,
    OutsideUnavailable when the files are away: then every key stays.
    """
    with rotation_lock(command.key_file):
        older = list_older_keys(command.key_file)
        use_key_file(command.key_file)
        keyring = load_key_file(command.key_file)
        _require_unused(keyring, command, make_unit)
        if older:
            with make_unit() as unit:
                # Before the file: a start of the office asks for every key that the database knows.
                unit.session.execute(delete(VaultKey).where(VaultKey.key_id.in_(older)))
                unit.trail.add(None, _BEGUN, {"key_ids": list(older)}, actor)
            with make_unit().reading() as unit:
                emptied = list_emptied(unit)
            note_destroyed(command.key_file, emptied)
            forget_older_keys(command.key_file)
        with make_unit() as unit:
            lists = _note(keyring, unit)
            if older or lists:
                payload = {"key_ids": list(older), "lists": list(lists)}
                unit.trail.add(None, "keys.forgotten", payload, actor)
    return ForgottenKeys(older, lists)


def _require_unused(keyring: Keyring, command: RotateKeys, make_unit: UnitFactory) -> None:
    with make_unit().reading() as unit:
        for entry in list_rotated_tables():
            if count_older(unit.session, entry, keyring):
                raise KeysStillUsed(f"{entry.name}: run `jieban keys rotate` first, then again")
    files = seal_files(make_unit().ports.object_store, command.tell)
    if files.broken:
        raise KeysStillUsed(f"{files.broken[0]} cannot be opened: every key stays")


def _note(keyring: Keyring, unit: Unit) -> tuple[str, ...]:
    """Lists whose files were emptied before the active key was made; their numbers. None of which every file was held."""
    line = DestructionLine.list_id == DestructionList.id
    is_held = exists().where(line, DestructionLine.state == DestructionState.HELD)
    is_emptied = exists().where(line, DestructionLine.state != DestructionState.HELD)
    done = (
        or_(~is_held, is_emptied),
        DestructionList.carried_out_at.is_not(None),
        DestructionList.forgotten_at.is_(None),
        DestructionList.sealed_by != keyring.active_key_id,
    )
    rows = unit.session.scalars(select(DestructionList).where(*done).order_by(DestructionList.number)).all()
    begun = select(TrailEvent).where(TrailEvent.kind == _BEGUN).order_by(TrailEvent.seq.desc()).limit(1)
    last = unit.session.scalars(begun).first()
    for row in rows:
        row.forgotten_at = unit.clock.now()
        row.forgotten_keys = list(last.payload["key_ids"]) if last is not None else []
    return tuple(row.number for row in rows)
