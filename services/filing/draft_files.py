"""The files of a complaint that is being written: each is checked when it comes, not when the complaint is sent."""

from collections.abc import Sequence
from dataclasses import replace

from models.ground.errors import NotFound
from services.evidence.incoming_file import MAX_FILES, IncomingFile, RefusedFile, StoredFile
from services.evidence.take_files import clean_name, take_files
from services.filing.filing_draft import Draft, delete_files, find_draft, get_locked_draft, write_draft
from services.unit_of_work import UnitOfWork


def add_draft_files(
    draft: Draft, files: Sequence[IncomingFile], unit_of_work: UnitOfWork
) -> tuple[Draft, list[RefusedFile]]:
    """The draft with what could be taken, and why the others were not; NotFound when it is gone meanwhile."""
    room = max(0, MAX_FILES - len(draft.files))
    stored, refused = take_files(files[:room], unit_of_work.ports)
    refused += [
        RefusedFile(clean_name(file.name), "TOO_MANY", room + number)
        for number, file in enumerate(files[room:])
    ]
    try:
        with unit_of_work as unit:
            known = get_locked_draft(draft.token, unit)
            kept = (*known.files, *stored)[:MAX_FILES]
            draft = replace(known, files=kept)
            write_draft(draft, unit)
    except NotFound:
        delete_files(tuple(stored), unit_of_work)
        raise
    return draft, refused


def remove_draft_file(draft: Draft, key: str, unit_of_work: UnitOfWork) -> Draft:
    """The draft without this file; one that is not there is removed already."""
    with unit_of_work as unit:
        known = get_locked_draft(draft.token, unit)
        gone = tuple(file for file in known.files if file.storage_key == key)
        draft = replace(known, files=tuple(file for file in known.files if file.storage_key != key))
        write_draft(draft, unit)
    delete_files(gone, unit_of_work)
    return draft


def open_draft_picture(token: str | None, key: str, unit_of_work: UnitOfWork) -> tuple[str, bytes]:
    """Media type and content of the copy without metadata, for the browser that brought the picture; else NotFound."""
    draft = find_draft(token, unit_of_work)
    file = (
        next((file for file in draft.files if file.storage_key == key), None) if draft is not None else None
    )
    if file is None or file.safe_copy_key is None:
        raise NotFound
    return file.media_type, unit_of_work.ports.object_store.get(file.safe_copy_key)


def name_files(files: Sequence[StoredFile]) -> list[tuple[str, str]]:
    """Name and SHA-256 of each, as a form that is sent says which files go with it."""
    return [(file.name, file.sha256) for file in files]
