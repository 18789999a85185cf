"""What the workers' process needs to know; values come from deploy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import grpc.aio

from models.ground.ways import Way
from services.anchor.anchor_step import PATIENCE
from services.incoming.doors_step import Doors
from services.ports.carrier import Carrier
from services.ports.webhook import Webhook
from services.unit_of_work import UnitFactory
from workers.hardened.observer import UNOBSERVED, Observer


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """`gateway_address` is host:port of the Zeebe gateway; the heartbeat file is touched while all pollers live."""

    gateway_address: str
    heartbeat_path: Path
    make_unit: UnitFactory
    # Installs what is missing of the diagrams; how many files it deployed.
    install: Callable[[], int] = lambda: 0
    # Warns of a clock that is off.
    look_at_clock: Callable[[], int] = lambda: 0
    # Notes the head of the trail outside the database, once a day.
    note_head: Callable[[], int] = lambda: 0
    clock_seconds: float = 60.0
    observer: Observer = UNOBSERVED
    # A channel to the gateway, with what it takes to be let in there.
    open_channel: Callable[[str], grpc.aio.Channel] = grpc.aio.insecure_channel
    threads: int = 8
    install_seconds: float = 15.0
    # Between two questions whether to look at the anchor; how often it is looked at, the step knows.
    anchor_seconds: float = 0.2
    # A search may be behind for so long before people are told that the engine's store is not the office's.
    anchor_patience: timedelta = PATIENCE
    outbox_seconds: float = 0.1
    tasks_seconds: float = 0.2
    runs_seconds: float = 2.0
    sweep_seconds: float = 5.0
    forms_seconds: float = 15.0
    versions_seconds: float = 15.0
    standstill_seconds: float = 15.0
    reconcile_seconds: float = 60.0
    retention_seconds: float = 30.0
    letters_seconds: float = 2.0
    tables_seconds: float = 2.0
    files_seconds: float = 2.0
    alerts_seconds: float = 10.0
    # Who is told of alerts outside; None: they stand on their page alone.
    webhook: Webhook | None = None
    dispatch_seconds: float = 2.0
    # Where complaints come in without a clerk.
    doors: Doors = field(default_factory=Doors)
    incoming_seconds: float = 30.0
    scans_seconds: float = 5.0
    figures_seconds: float = 15.0
    summaries_seconds: float = 30.0
    waves_seconds: float = 60.0
    what_ifs_seconds: float = 2.0
    scores_seconds: float = 10.0
    file_health_seconds: float = 15.0
    # Who carries notices to complainants, by way; of a way that is missing they are kept.
    carriers: Mapping[Way, Carrier] = field(default_factory=dict)
    # Where the pages are for people outside (`https://host/`); empty where the office has not said it.
    pages: str = ""
    # The key file of the office, beside which stands what was destroyed.
    key_file: Path | None = None
    # For how long it stays on record which data left.
    record_years: int = 3
