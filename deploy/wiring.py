"""Constructs adapters and binds them to ports, one function per process; nothing else constructs any."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask

from adapters.camunda_clock import CamundaClock
from adapters.camunda_deployments import CamundaDeployments
from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from adapters.camunda_resources import CamundaResources
from adapters.camunda_rest import CamundaEngine, list_all
from adapters.clock import ShiftedClock, SystemClock
from adapters.feel import FeelEvaluator
from adapters.form_lookup import FormLookup
from adapters.picture_process import PictureProcess
from adapters.scan_process import ScanProcess
from adapters.typst_press import TypstPress
from adapters.virus_scan import ClamdAddress, ClamdScanner, EicarOnlyScanner
from adapters.workbook_process import WorkbookProcess
from bpmn.names import ProcessId
from deploy import feel
from deploy.accounts import Accounts
from deploy.backup.unfinished_restore import refuse_half_restored
from deploy.carrier_settings import read_pages
from deploy.carriers import build_carriers, build_doors, build_webhook
from deploy.clockwork import Engine, OfficeClock
from deploy.cluster import open_http, open_messages, open_workers_channel
from deploy.demo_people import read_demo_people
from deploy.demo_time import pin_engine, read_office_shift
from deploy.file_stores import build_figures, build_store
from deploy.heartbeat import workers_heartbeat
from deploy.installer import Installer, tell_installed
from deploy.log_setup import configure_logging
from deploy.replay.office import Office
from deploy.replay.progress import Bookmark
from deploy.replay.run import Replay
from deploy.resources import Installed, build_rule_tables, install
from deploy.settings import Settings, read_roles
from deploy.source_settings import read_shared_sources
from models.ground.errors import OutsideUnavailable
from models.store.database import Database
from models.store.write_lock import Patience
from models.vault.watched_keys import use_key_file
from services.audit.read_chain import ChainFiles
from services.health.clock_skew import warn_of_clock_step
from services.health.note_head import HeadKeeper
from services.health.office_state import OfficeWatch
from services.ports.outside import Ports, VirusScan
from services.resource_check.check_resource import File, diagrams_of
from services.resource_check.read_surroundings import (
    shipped_surroundings,
    with_engine,
    with_forms_asked_for,
    with_office,
)
from services.resource_check.surroundings import Surroundings
from services.unit_of_work import UnitOfWork

# Who looks waits beside the writers of the pages, not behind them: four that wait must not keep everybody from reading.
_LOOKS_PATIENCE = Patience(seconds=3.0, foreign_seconds=2.0, writers=1)
# A person waits for a page: rather a word that it is busy soon, and threads left for those who only read.
_PAGES_PATIENCE = Patience(seconds=6.0, foreign_seconds=3.0, writers=4)


def system_now() -> datetime:
    """The machine's moment, for what is made before an office has a clock."""
    return SystemClock().now()


def use_office_keys(settings: Settings) -> None:
    """Load the office's keys for this process; raises with what to do when they are lost or open to others."""
    use_key_file(settings.vault_key_file)


def open_database(settings: Settings, patience: Patience | None = None) -> Database:
    """The office's database; `patience` is that of its writers."""
    return Database(settings.sqlalchemy_url, patience)


def build_ports(settings: Settings, database: Database) -> Ports:
    """All ports of the use cases."""
    return Ports(
        clock=ShiftedClock(lambda: read_office_shift(database).offset_seconds),
        system_clock=SystemClock(),
        object_store=build_store(settings),
        virus_scan=build_virus_scan(settings),
        feel=build_feel(),
        pictures=PictureProcess(settings.data / "run" / "pictures.lock"),
        workbooks=WorkbookProcess(settings.data / "run" / "workbooks.lock"),
        scans=ScanProcess(settings.data / "run" / "scans.lock"),
        press=TypstPress(),
        figures=build_figures(settings),
        rule_tables=build_rule_tables(),
        shared_sources=read_shared_sources(settings.shared_sources),
        second_factor_roles=read_roles(settings.second_factor),
        takes_all_passwords=not settings.oidc_only,
    )


def build_feel() -> FeelEvaluator:
    """The engine's FEEL for forms, and for the check of what owners change."""
    return FeelEvaluator(feel.evaluate, feel.find_fault, feel.names_read)


def build_virus_scan(settings: Settings) -> VirusScan:
    """The scanner of uploads: clamd where one is set, else the recogniser of the test file."""
    if (address := settings.clamd_address) is None:
        return EicarOnlyScanner()
    return ClamdScanner(ClamdAddress(path=address) if isinstance(address, str) else ClamdAddress(*address))


def unit_factory(settings: Settings) -> Callable[[], UnitOfWork]:
    """Makes units of work over the office; for commands that need no process of their own."""
    use_office_keys(settings)
    database = open_database(settings)
    return partial(UnitOfWork, database, build_ports(settings, database))


def build_accounts(settings: Settings) -> Accounts:
    """Accounts of the office, for the command line."""
    return Accounts(unit_factory(settings), settings.data)


def build_web(settings: Settings) -> Flask:
    """The pages of `jieban web`."""
    from api.app import create_app  # noqa: PLC0415 - only this process needs it
    from api.settings import WebSettings  # noqa: PLC0415 - as above
    from deploy.identity_provider import build_provider  # noqa: PLC0415 - as above

    configure_logging("web")
    use_office_keys(settings)
    database = open_database(settings, _PAGES_PATIENCE)
    ports = build_ports(settings, database)
    ports = replace(ports, identity_provider=build_provider(settings, ports.system_clock))
    looks = open_database(settings, _LOOKS_PATIENCE)
    web = WebSettings(
        make_unit=lambda: UnitOfWork(database, ports),
        make_look_unit=lambda: UnitOfWork(looks, ports),
        heartbeat_path=workers_heartbeat(settings),
        is_demo=lambda: read_office_shift(database).is_demo,
        demo_people=lambda: read_demo_people(settings.data),
        trusted_proxies=settings.trusted_proxies,
        is_secure=settings.trusted_proxies > 0,
        key_file=settings.vault_key_file,
        has_scanner=settings.clamd_address is not None,
        chain_files=ChainFiles(settings.trail_heads_file, settings.trail_verified_file),
        pages=read_pages(settings),
    )
    if settings.metrics_port:
        from deploy.metrics.showing import show_web  # noqa: PLC0415 - as above

        web = replace(web, observe=show_web(settings))
    return create_app(web, ports, CamundaMonitor(open_http(settings)))


def run_workers(settings: Settings) -> None:
    """Run `jieban workers` to its end."""
    from deploy.metrics.showing import show_workers  # noqa: PLC0415 - as below
    from workers.main import Workers  # noqa: PLC0415 - only this process needs it
    from workers.settings import WorkerSettings  # noqa: PLC0415 - as above

    refuse_half_restored(settings.data)
    configure_logging("workers")
    use_office_keys(settings)
    database, monitor = open_database(settings), CamundaMonitor(open_http(settings))
    ports = build_ports(settings, database)
    make_unit = partial(UnitOfWork, database, ports)
    watch = OfficeWatch(make_unit, monitor, ports, workers_heartbeat(settings))
    worker_settings = WorkerSettings(
        gateway_address=settings.gateway_address,
        open_channel=partial(open_workers_channel, settings),
        heartbeat_path=workers_heartbeat(settings),
        make_unit=make_unit,
        observer=show_workers(settings, watch, make_unit),
        look_at_clock=lambda: warn_of_clock_step(lambda: watch.read().parts),
        note_head=HeadKeeper(settings.trail_heads_file, make_unit).step,
        install=build_installer(settings, database, open_http(settings)).step,
        webhook=build_webhook(settings, ports.system_clock),
        carriers=build_carriers(settings, ports.system_clock),
        doors=build_doors(settings),
        pages=read_pages(settings),
        key_file=settings.vault_key_file,
        record_years=settings.data_record_years,
    )
    asyncio.run(Workers(worker_settings, build_engine(settings), build_deployments(settings), monitor).run())


def build_engine(settings: Settings) -> CamundaEngine:
    """The process engine's commands and searches."""
    return CamundaEngine(open_http(settings), open_messages(settings))


def build_deployments(settings: Settings) -> CamundaDeployments:
    """What is deployed, and the way in for more."""
    return CamundaDeployments(open_http(settings))


def build_office_clock(settings: Settings) -> OfficeClock:
    """The movable clock of a demo office; `close` lets go of database and engine."""
    use_office_keys(settings)
    database = open_database(settings)
    http, messages = open_http(settings), open_messages(settings)

    def close() -> None:
        http.close()
        messages.close()
        database.dispose()

    engine = Engine(CamundaClock(http), CamundaEngine(http, messages))
    ports = build_ports(settings, database)
    make_unit = partial(UnitOfWork, database, ports)
    return OfficeClock(database, ports.clock, SystemClock(), engine, make_unit, close)


def build_replay(settings: Settings, passwords: dict[str, str], bookmark: Path | None) -> Replay:
    """A replay through the office's pages on its clock."""
    clock = build_office_clock(settings)
    address = f"http://{settings.bind}:{settings.web_port}"
    return Replay(
        office=Office(address, passwords),
        mover=clock,
        quiet=clock.make_quiet(),
        bookmark=Bookmark() if bookmark is None else Bookmark.open(bookmark),
        variables=lambda: read_variables(settings),
    )


def read_variables(settings: Settings) -> str:
    """All variables that the engine holds, whole, as one text."""
    with closing(open_http(settings)) as http:
        rows = list_all(http, "variables/search?truncateValues=false", {})
    return json.dumps([row["value"] for row in rows], ensure_ascii=False)


def build_installer(settings: Settings, database: Database, http: CamundaHttp) -> Installer:
    """What puts the shipped diagrams, tables and forms into the engine."""
    resources = CamundaResources(http)

    def deploy() -> Installed:
        # A timer that begins a process each day counts from the engine's time when its diagram comes.
        if settings.has_embedded_engine:
            pin_engine(database, http)
        return install(resources, settings.data / "installed-forms.json")

    return Installer(
        settings.data, database, deploy=deploy, is_known=lambda: resources.has_process(ProcessId.COMPLAINT)
    )


def install_resources(settings: Settings) -> list[str]:
    """Install the shipped diagrams and forms; returns a line per thing that was done or left alone."""
    database, http = open_database(settings), open_http(settings)
    try:
        return tell_installed(build_installer(settings, database, http).install())
    finally:
        http.close()
        database.dispose()


def read_office_surroundings(settings: Settings, files: Sequence[File]) -> tuple[Surroundings, list[str]]:
    """What stands around files that are to be checked, and what of it could not be asked, a line each."""
    around, notes = shipped_surroundings(build_feel()), []
    if settings.database_url or settings.sqlite_file.exists():
        around = _with_office_of(settings, around)
    else:
        notes.append(
            "no office in the data folder: shipped limits and forms only / 数据目录中没有机构，只核对随附的时限和表单"
        )
    http = open_http(settings)
    try:
        around = with_engine(around, CamundaMonitor(http))
        around = with_forms_asked_for(around, diagrams_of(files), FormLookup(http).find_latest)
    except OutsideUnavailable:
        notes.append("the engine is away: what is deployed is not known / 引擎未运行，未与已部署的版本核对")
    finally:
        http.close()
    return around, notes


def _with_office_of(settings: Settings, around: Surroundings) -> Surroundings:
    database = open_database(settings)
    try:
        with UnitOfWork(database, build_ports(settings, database)).reading() as unit:
            return with_office(around, unit)
    finally:
        database.dispose()
