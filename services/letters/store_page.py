"""The PDF of a frozen letter: laid out once, kept with its digest, and laid out again where that did not come to its end."""

import hashlib

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.errors import NotFound, OutsideUnavailable
from services.actor import Actor
from services.letters.kept_letter import read_kept
from services.unit_of_work import UnitOfWork


def store_page(letter_id: str, unit_of_work: UnitOfWork, actor: Actor) -> bytes:
    """The PDF; its digest goes on the trail when it is first kept.

    NotFound for what is not frozen or was destroyed, OutsideUnavailable for a kept file that has changed.
    """
    with unit_of_work.reading() as unit:
        row = unit.session.get(CaseLetter, letter_id)
        if row is None or row.content is None:
            raise NotFound
        letter, key, sha256 = read_kept(row.content), row.storage_key, row.sha256
        complaint_id = row.complaint_id
    store = unit_of_work.ports.object_store
    if key is not None:
        content = store.get(key)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OutsideUnavailable
        return content
    content = unit_of_work.ports.press.print(letter)
    stored = store.put(content)
    with unit_of_work as unit:
        # The case first, as whoever destroys its file notes the keys of its letters under this lock.
        complaint = unit.session.get_one(Complaint, complaint_id, with_for_update=True)
        row = unit.session.get_one(CaseLetter, letter_id, with_for_update=True)
        is_gone = complaint.destroyed_at is not None
        is_first = not is_gone and row.storage_key is None
        if is_first:
            row.storage_key, row.sha256 = stored.key, stored.sha256
            payload = {"letter": row.kind, "number": letter.number, "sha256": stored.sha256}
            unit.trail.add(row.complaint_id, "letter.printed", payload, actor)
    if is_gone:
        # The file was destroyed while it was laid out.
        store.delete(stored.key)
        raise NotFound
    if not is_first:
        # Somebody else laid it out at the same moment: his is the one that the trail tells of.
        store.delete(stored.key)
        return store_page(letter_id, unit_of_work, actor)
    return content
