"""A complaint that is being written: kept sealed for a day under what only its browser knows, gone once it is filed."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta

from models.ground.errors import NotFound
from models.ground.ids import new_id
from models.office.filing_draft import FilingDraft
from models.vault.keyring import get_keyring
from services.actor import Actor
from services.attempts.rate_limit import by_source, count
from services.attempts.rules import DRAFTS_PER_ADDRESS
from services.evidence.incoming_file import StoredFile
from services.unit_of_work import Unit, UnitOfWork

# Long enough to look for a paper at home, short enough for a computer that others use too.
DRAFT_LIFE = timedelta(days=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in it; `token` opens it and `submission_id` will be the id of what is filed from it."""

    token: str
    submission_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    files: tuple[StoredFile, ...] = ()


def find_draft(token: str | None, unit_of_work: UnitOfWork) -> Draft | None:
    """The draft of this browser; None when there is none, or it is older than a day."""
    if not token:
        return None
    with unit_of_work.reading() as unit:
        row = unit.session.get(FilingDraft, _key_of(token))
        return None if row is None or _is_over(row, unit) else _draft_of(row, token)


def keep_draft(token: str | None, values: Mapping[str, str], unit_of_work: UnitOfWork, actor: Actor) -> Draft:
    """Write these fields over those kept before; a new draft where there is none.

    RuleRefused("RATE_LIMITED") for too many new ones from one address.
    """
    known = find_draft(token, unit_of_work)
    if known is None:
        count(by_source(DRAFTS_PER_ADDRESS, actor, unit_of_work), unit_of_work)
    with unit_of_work as unit:
        draft = lock_draft(token, unit) if known is not None else None
        if draft is None:
            draft = Draft(secrets.token_urlsafe(_TOKEN_BYTES), new_id())
        draft = replace(draft, values={**draft.values, **values})
        write_draft(draft, unit)
    return draft


def drop_draft(token: str | None, unit_of_work: UnitOfWork) -> None:
    """Forget it with its files: what nobody sent is nobody's."""
    with unit_of_work as unit:
        draft = lock_draft(token, unit)
        if draft is not None:
            unit.session.delete(unit.session.get_one(FilingDraft, _key_of(draft.token)))
    if draft is not None:
        delete_files(draft.files, unit_of_work)


def lock_draft(token: str | None, unit: Unit) -> Draft | None:
    """The draft, locked in the caller's unit."""
    row = unit.session.get(FilingDraft, _key_of(token), with_for_update=True) if token else None
    return None if row is None or token is None or _is_over(row, unit) else _draft_of(row, token)


def get_locked_draft(token: str | None, unit: Unit) -> Draft:
    """As `lock_draft`; NotFound without one."""
    draft = lock_draft(token, unit)
    if draft is None:
        raise NotFound
    return draft


def write_draft(draft: Draft, unit: Unit) -> None:
    """Keep it as it is now; its day begins anew."""
    content = {
        "submission_id": draft.submission_id,
        "values": dict(draft.values),
        "files": [asdict(file) for file in draft.files],
    }
    saved_at = unit.ports.system_clock.now()
    unit.session.merge(FilingDraft(token_hmac=_key_of(draft.token), content=content, saved_at=saved_at))


def take_out(draft: Draft, unit: Unit) -> tuple[StoredFile, ...]:
    """End the draft in the unit that files it; its files belong to the case now."""
    unit.session.delete(unit.session.get_one(FilingDraft, _key_of(draft.token)))
    return draft.files


def delete_files(files: tuple[StoredFile, ...], unit_of_work: UnitOfWork) -> None:
    """From the object store, after the row that named them is gone."""
    for file in files:
        for key in (file.storage_key, file.safe_copy_key):
            if key is not None:
                unit_of_work.ports.object_store.delete(key)


def files_of_row(row: FilingDraft) -> tuple[StoredFile, ...]:
    """What lies in the object store for this row."""
    return tuple(StoredFile(**file) for file in row.content["files"])


def _draft_of(row: FilingDraft, token: str) -> Draft:
    content = row.content
    return Draft(token, content["submission_id"], content["values"], files_of_row(row))


def _is_over(row: FilingDraft, unit: Unit) -> bool:
    return row.saved_at <= unit.ports.system_clock.now() - DRAFT_LIFE


def _key_of(token: str) -> str:
    return get_keyring().digest("filing-draft", token)
