"""Hands a copy of his own data to the person who asked: at his query code after one more proof, or at the counter."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.ground.errors import NotFound, RuleRefused
from models.ground.privacy_codes import DataRequestState
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from models.vault.identity_reveal import IdentityReveal
from services.access.case_by_code import find_case_by_code
from services.actor import Actor, require_role
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.casefile.record_provision import Provision, record_provision
from services.privacy.copy_of_data import TITLE, CopyOfData, write_copy
from services.privacy.handing_rights import HANDING_ROLES, require_may_hand_over
from services.privacy.list_requests import get_request_row
from services.privacy.request_lines import COPIES
from services.unit_of_work import Unit, UnitOfWork

PROOF_OVER = "PROOF_OVER"
PURPOSE = "向本人交付个人信息副本"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a ZIP: the same content is the same file


@dataclass(frozen=True, slots=True)
class FetchCopy:
    """What the page of the progress sends."""

    number: str
    query_code: str
    request_id: str


@dataclass(frozen=True, slots=True)
class HandedCopy:
    """A ZIP under its name."""

    name: str
    content: bytes


def fetch_copy(
    command: FetchCopy, unit_of_work: UnitOfWork, actor: Actor, has_proved: Callable[[str], bool]
) -> HandedCopy | None:
    """His own copy; None for a wrong number or code.

    RuleRefused(PROOF_OVER) without the proof, NotFound where none was granted.
    """
    complaint_id = find_case_by_code(command.number, command.query_code, unit_of_work, actor)
    if complaint_id is None:
        return None
    if not has_proved(complaint_id):
        raise RuleRefused(PROOF_OVER)
    with unit_of_work.reading() as unit:
        row = unit.session.get(DataRequest, command.request_id)
        if row is None or row.complaint_id != complaint_id:
            raise NotFound
        copy = _write(row, unit)
    return _hand_over(command.request_id, copy, unit_of_work, actor)


def print_copy(request_id: str, unit_of_work: UnitOfWork, actor: Actor) -> HandedCopy:
    """For the counter; it counts as a look at the identity, and is refused as one is.

    NotPermitted for other roles, with IDENTITY_WITHHELD or DATA_RESTRICTED; NotFound for whom the case is not.
    TriedTooOften("LOOKED_TOO_OFTEN") beyond thirty looks of his in an hour.
    """
    login = require_role(actor, *HANDING_ROLES)
    with unit_of_work.reading() as unit:
        row, complaint = get_request_row(request_id, unit, actor)
        require_may_hand_over(complaint, unit, actor)
        copy = _write(row, unit)
    count_attempt(LOOKS_AT_IDENTITIES, login, unit_of_work)
    return _hand_over(request_id, copy, unit_of_work, actor)


def _write(row: DataRequest, unit: Unit) -> CopyOfData:
    if row.state is not DataRequestState.GRANTED or row.kind not in COPIES:
        raise NotFound
    return write_copy(unit.session.get_one(Complaint, row.complaint_id), unit)


def _hand_over(request_id: str, copy: CopyOfData, unit_of_work: UnitOfWork, actor: Actor) -> HandedCopy:
    """On record before it leaves: what, when, and by whom it was asked for."""
    content = _pack(copy, unit_of_work.ports.press.print(copy.letter))
    digest = hashlib.sha256(content).hexdigest()
    with unit_of_work as unit:
        row = unit.session.get_one(DataRequest, request_id, with_for_update=True)
        now = unit.clock.now()
        row.copied_at, row.copy_sha256 = row.copied_at or now, digest
        if actor.staff_id is not None:
            look = IdentityReveal(
                complaint_id=row.complaint_id,
                purpose=PURPOSE,
                viewer=actor.staff_id,
                at=now,
                fields=copy.fields,
            )
            unit.session.add(look)
        provision = Provision(
            f"copy:{row.id}:{digest}",
            row.complaint_id,
            Recipient.PERSON,
            ProvisionPurpose.COPY,
            ProvisionWay.FILE if actor.staff_id is None else ProvisionWay.HAND,
            (DataKind.IDENTITY, DataKind.MATTER),
        )
        record_provision(provision, unit, actor)
        payload = {"request_id": row.id, "sha256": digest}
        unit.trail.add(row.complaint_id, "data-request.copied", payload, actor)
    return HandedCopy(f"{TITLE}-{copy.letter.number}.zip", content)


def _pack(copy: CopyOfData, page: bytes) -> bytes:
    stream = io.BytesIO()
    files = {f"{TITLE}.pdf": page, f"{TITLE}.json": copy.document}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["sha256.json"] = json.dumps(digests, ensure_ascii=False, indent=1).encode()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
