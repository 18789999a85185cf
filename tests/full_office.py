"""An office with every port of the product: files in a folder, the EICAR scanner, the engine's own FEEL."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import Integer, select

from adapters.duck_figures import DuckFigures
from adapters.feel import FeelEvaluator
from adapters.file_folder import FileFolder
from adapters.picture_process import PictureProcess
from adapters.scan_process import ScanProcess
from adapters.sealed_files import SealedObjectStore
from adapters.typst_press import TypstPress
from adapters.virus_scan import EicarOnlyScanner
from adapters.workbook_process import WorkbookProcess
from deploy import feel
from deploy.resources import build_rule_tables
from models.case.statement_split import split_wishes
from models.ground.codes import Channel, Role
from models.office.staff import Staff
from services.actor import Actor, ActorKind, citizen
from services.evidence.incoming_file import IncomingFile
from services.figures.columns import SHAPE
from services.filing.file_complaint import FileComplaint, file_complaint
from services.filing.new_case import FiledComplaint
from services.filing.statement import Statement
from services.ports.outside import Clock, Ports, VirusScan
from services.unit_of_work import UnitOfWork
from tests.office import Office, SetClock

# What is told, one matter each; a case of so many wishes tells of as many matters.
TOLD = (
    "9月3日下午两点半左右，我到C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。",
    "办事员态度生硬，不说依据。",
    "排队等了半天，没有人叫号。",
    "几个窗口互相推，都说不归这里。",
)
CONTENT = "".join(TOLD[:2])
WANTED = "一、按公布的办事指南收件；二、说明多要一份证明的依据。"
# A database promises no order of rows: PostgreSQL reads a changed one after those that did not change.
AS_THEY_CAME = ("round", "no", "attempt", "opened_at", "created_at")


@dataclass
class FullOffice(Office):
    """A set-up office on one database with files under `folder`."""

    folder: Path = field(default_factory=Path)
    system_clock: Clock = field(default_factory=SetClock)
    virus_scan: VirusScan = field(default_factory=EicarOnlyScanner)
    addresses: Iterator[int] = field(default_factory=count)

    def unit_of_work(self) -> UnitOfWork:
        ports = Ports(
            clock=self.clock,
            system_clock=self.system_clock,
            object_store=SealedObjectStore(FileFolder(self.folder / "files")),
            virus_scan=self.virus_scan,
            feel=FeelEvaluator(feel.evaluate, feel.find_fault, feel.names_read),
            pictures=PictureProcess(self.folder / "run" / "pictures.lock"),
            workbooks=WorkbookProcess(self.folder / "run" / "workbooks.lock"),
            scans=ScanProcess(self.folder / "run" / "scans.lock"),
            press=TypstPress(),
            figures=DuckFigures(self.folder, SHAPE),
            rule_tables=build_rule_tables(),
        )
        return UnitOfWork(self.database, ports)

    def actor(self, login: str) -> Actor:
        """A member of the demo staff with his own roles."""
        with self.unit_of_work().reading() as unit:
            staff = unit.session.get_one(Staff, login)
        return Actor(ActorKind.STAFF, login, frozenset(Role(role) for role in staff.roles), "127.0.0.1")

    def file(
        self, *files: IncomingFile, submission_id: str = "", address: str = "", **fields: object
    ) -> FiledComplaint:
        """File a complaint on the portal, each from an address of its own: filings of one address are limited.

        An office that serves the tests of many files would refuse the eleventh filing of an hour, in whichever file it falls.
        """
        known = {"content": CONTENT, "wanted": WANTED, "name": "简一趟", "phone": "199-0000-0201"}
        if "wanted" in fields:
            known["content"] = "".join(TOLD[: len(split_wishes(str(fields["wanted"]))) or 1])
        known |= {
            "respondent_window": "C03",
            "occurred_at": "2026-09-03",
            "privacy_notice_version": "2026-07",
        }
        command = FileComplaint(
            submission_id=submission_id or secrets.token_hex(16),
            channel=Channel.PORTAL,
            statement=Statement(**{**known, **fields}),  # type: ignore[arg-type]  # fields by name in tests
            raw='{"content": "..."}',
            files=files,
        )
        return file_complaint(command, self.unit_of_work(), citizen(address or self._next_address()))

    def _next_address(self) -> str:
        third, fourth = divmod(next(self.addresses), 256)
        return f"198.18.{third}.{fourth}"

    def rows(self, table: type, **where: object) -> list:
        """All rows of a table with these column values; as they came, where columns tell it."""
        with self.unit_of_work().reading() as unit:
            numbers = (key for key in table.__table__.primary_key.columns if isinstance(key.type, Integer))
            told = (getattr(table, name) for name in AS_THEY_CAME if hasattr(table, name))
            query = select(table).order_by(*numbers, *told)
            for name, value in where.items():
                query = query.where(getattr(table, name) == value)
            return list(unit.session.scalars(query))
