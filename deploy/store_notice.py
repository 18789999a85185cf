"""What a command says of the engine's store before anything else."""

from __future__ import annotations

from deploy.settings import Settings
from deploy.wiring import build_ports, open_database
from services.anchor.store_notice import find_strange_store
from services.unit_of_work import UnitOfWork


def tell_store(settings: Settings) -> list[str]:
    """A line where the workers found it not to be the office's as it was left; nothing without an office."""
    if not (settings.database_url or settings.sqlite_file.exists()):
        return []
    database = open_database(settings)
    try:
        with UnitOfWork(database, build_ports(settings, database)).reading() as unit:
            state = find_strange_store(unit)
    finally:
        database.dispose()
    if state is None:
        return []
    return [
        f"the engine's store is not this office's as it was left ({state.value}): compare with jieban reconcile"
        f" / 引擎的存储不是本机构停下时的那一份（{state.value}）：请用 jieban reconcile 核对"
    ]
