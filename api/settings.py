"""What the pages need to know besides the ports; deploy/wiring.py builds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.audit.read_chain import ChainFiles
from services.unit_of_work import UnitOfWork

# In a request's environment: the server found no turn for it in time; it is to be told so, and nothing else is done.
CROWDED = "jieban.crowded"
MAX_UPLOAD_BYTES = 100 * 1024 * 1024  # a whole request; one file has a limit of its own in the services
MAX_TEXT_BYTES = 2 * 1024 * 1024  # all text fields of one form; the longest raw text fits


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who works in a demo office, with the password that lies in its folder."""

    login: str
    name: str
    role: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`heartbeat_path` is touched by the workers every second; `is_secure` means that people come by https."""

    make_unit: Callable[[], UnitOfWork]
    heartbeat_path: Path
    is_demo: Callable[[], bool]
    # Asked in a demo office only.
    demo_people: Callable[[], Sequence[DemoPerson]] = tuple
    trusted_proxies: int = 0
    is_secure: bool = False
    # Looked at for administrators only; None where the keys lie elsewhere.
    key_file: Path | None = None
    has_scanner: bool = False
    # Looked at for auditors only; None where nobody notes them.
    chain_files: ChainFiles | None = None
    # Where looks are put on record: a database of its own patience; None for that of the pages.
    make_look_unit: Callable[[], UnitOfWork] | None = None
    # Of the pages for people outside (`https://host/`), where the office has said it; else where somebody sits.
    pages: str = ""
    # Told the route, the status and the seconds of each answer.
    observe: Callable[[str, int, float], None] = lambda _route, _status, _seconds: None
    max_upload_bytes: int = MAX_UPLOAD_BYTES
