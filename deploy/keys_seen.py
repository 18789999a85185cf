"""The newest key that the office has seen of the embedded engine: a store that is older must not give it out again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine, Select, String, column, func, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from deploy.backup.unfinished_restore import MARK
from deploy.settings import Settings
from engine.keys import FIRST_KEY, LAST_KEY
from engine.start_refused import StartPostponed
from models.store.database import Database

# Beside a case, each with a process of its own.
_REQUESTS: Final = (
    "disciplinary_transfer",
    "entrustment",
    "extension",
    "rectification",
    "recusal",
    "referral",
    "respondent_request",
    "review",
    "supervision",
    "supplement_request",
    "withdrawal",
)
# Where keys stand that came last; those of instances and tokens are older than the jobs and tasks in them, but the instance may
# be all that the office has seen yet.
PLACES: Final = (
    ("inbox", "job_key"),
    ("inbox", "element_instance_key"),
    ("task", "user_task_key"),
    ("office_task", "user_task_key"),
    ("case_run", "process_instance_key"),
    *((request, "process_instance_key") for request in _REQUESTS),
    ("study", "instance_key"),
    ("measure", "instance_key"),
    ("periodic_summary", "waiting_in"),
    ("engine_anchor", "process_instance_key"),
    ("deployed_version", "key"),
    ("deployed_form", "form_key"),
    ("incident_care", "incident_key"),
    ("retry_item", "incident_key"),
)


def read_newest_key(settings: Settings) -> int:
    """0 before there is an office; keys of a cluster's other partitions do not count, since this engine gives none of them out.

    StartPostponed while the database is away, or a restore is under way: which keys are used is not known then.
    """
    if (settings.data / MARK).exists():
        raise StartPostponed(
            "a restore into this data folder has not come to its end / 数据目录的恢复尚未完成，完成后自动启动"
        )
    if not settings.database_url and not settings.sqlite_file.exists():
        return 0
    # Not by the wiring, which would read the adapters and services of the office: a second of the start of an engine.
    database = Database(settings.sqlalchemy_url)
    try:
        return find_newest_key(database.engine)
    except SQLAlchemyError as error:
        told = f"{type(error).__name__}: the database that knows which keys are used is away / 数据库不可用"
        raise StartPostponed(f"{told}，无法得知已用的键，稍后自动重试") from error
    finally:
        database.dispose()


def find_newest_key(engine: Engine) -> int:
    """Over all that the office keeps of its engine; 0 where it has seen none yet."""
    look = inspect(engine)
    # An office of an earlier release has not all of them yet.
    tables = {name for name, _ in PLACES}.intersection(look.get_table_names())
    there = {(name, column["name"]) for name in sorted(tables) for column in look.get_columns(name)}
    with engine.connect() as connection:
        found = [connection.scalar(_newest(name, key)) for name, key in PLACES if (name, key) in there]
    return max((int(key) for key in found if key is not None), default=0)


def _newest(name: str, key: str) -> Select[str]:
    of_keys = column(key, String)
    return (
        select(func.max(of_keys))
        .select_from(table(name, of_keys))
        # Keys are texts: of the same length they stand in the order of their numbers.
        .where(
            of_keys >= str(FIRST_KEY), of_keys <= str(LAST_KEY), func.length(of_keys) == len(str(FIRST_KEY))
        )
    )
