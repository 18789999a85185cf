"""Makes an office (keys, database, seeds, organisation, accounts) and opens one that exists."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from deploy.alone import Doing, alone
from deploy.backup.unfinished_restore import refuse_half_restored
from deploy.demo_people import ACCOUNTS_FILE
from deploy.settings import Settings
from deploy.supervise.lock import make_private_folder
from deploy.wiring import build_accounts, open_database, system_now, unit_factory, use_office_keys
from models.clock.clock_shift import ClockShift
from models.ground.sync import sync
from models.store.database import Database
from models.store.migrations import current_revision, head_revision, migrate
from models.vault.key_file import create_key_file
from models.vault.keyring import get_keyring
from services.actor import SYSTEM
from services.clocks.clock_shift import found_demo_office, read_shift
from services.clocks.time_limits import seed_time_limits
from services.health.clock_skew import FAR_BEHIND, read_behind_record
from services.identity.index_parties import index_parties
from services.identity.vault_key import check_key, register_key
from services.office.category_words import seed_category_words
from services.office.causes import seed_causes
from services.office.ground_texts import seed_ground_texts
from services.office.item_checklists import seed_checklists
from services.office.legal_bases import seed_legal_bases
from services.office.load_organisation import load_organisation, read_organisation
from services.office.privacy_notices import seed_privacy_notices
from services.office.seed_calendar import seed_calendar

DEMO_MOMENT = "2026-08-31T09:00+08:00"
_HERE = Path(__file__).parent

Say = Callable[[str], None]


class OfficeExists(Exception):
    """There is an office in this data folder already. (该数据目录已有机构。)"""


def office_exists(settings: Settings) -> bool:
    """True when `init` came to its end here; an office half made is made again from where it stopped."""
    return (settings.data / "office.json").exists()


def is_demo_office(settings: Settings) -> bool:
    """Whether the office was made with a movable clock; asks no database, which may be away."""
    try:
        told = json.loads((settings.data / "office.json").read_text("ascii"))
    except FileNotFoundError:
        return False
    return bool(told.get("demo"))


def make_office(settings: Settings, demo_at: datetime | None, say: Say) -> None:
    """Make an office; `demo_at` gives it the demo organisation and a movable clock at that moment.

    Raises OfficeExists, or what stops it; run again it goes on.
    """
    if office_exists(settings):
        raise OfficeExists(f"{settings.data}: {OfficeExists.__doc__}")
    refuse_half_restored(settings.data)
    make_private_folder(settings.data)
    say("office 1/5  keys / 密钥")
    if not settings.vault_key_file.exists():
        create_key_file(settings.vault_key_file)
    use_office_keys(settings)
    say("office 2/5  database / 数据库")
    database = open_database(settings)
    migrate(database)
    say("office 3/5  work calendar and time limits / 工作日历与时限")
    _seed(database, demo_at)
    say("office 4/5  organisation / 组织机构")
    folder = "empty" if demo_at is None else "demo"
    load_organisation(
        read_organisation(_HERE / folder / "organisation.json"), unit_factory(settings)(), SYSTEM
    )
    say("office 5/5  accounts / 账号")
    _make_accounts(settings, demo_at is not None, say)
    database.dispose()
    draft = settings.data / "office.new"
    draft.write_text(json.dumps({"demo": demo_at is not None}), encoding="ascii")
    draft.replace(settings.data / "office.json")


def open_office(settings: Settings, say: Say) -> None:
    """Check keys and bring the database to this release; a copy is put aside before a migration.

    One process at a time, whichever command it runs: the second waits, and finds it done. Killed, it is run again.
    """
    refuse_half_restored(settings.data)
    use_office_keys(settings)
    database = open_database(settings)
    try:
        with alone(Doing.MIGRATE, settings.data, database):
            _bring_to_release(settings, database, say)
    finally:
        database.dispose()


def _bring_to_release(settings: Settings, database: Database, say: Say) -> None:
    before = current_revision(database)
    copy = _copy_aside(settings, before) if database.is_sqlite else None
    if migrate(database):
        say(f"database migrated; the copy before is {copy} / 数据库已升级，升级前副本已保存")
    with database.read() as session:
        check_key(session, get_keyring())
        _refuse_clock_far_behind(session)
    with database.write_transaction() as session:
        index_parties(session, get_keyring())


def _refuse_clock_far_behind(session: Session) -> None:
    """A machine that woke up in the past would date everything wrongly; a demo office has a clock of its own."""
    if read_shift(session).is_demo:
        return
    behind = read_behind_record(session, system_now())
    if behind > FAR_BEHIND:
        raise click.ClickException(
            f"the machine's clock stands {behind.days} days before the last event on record: set it right (NTP) and start again"
            f" / 本机时钟比最后一条记录早 {behind.days} 天，请校准后再启动"
        )


def _seed(database: Database, demo_at: datetime | None) -> None:
    now = system_now()
    with database.write_transaction() as session:
        register_key(session, get_keyring(), now)
        seed_calendar(session)
        seed_time_limits(session)
        seed_legal_bases(session)
        seed_privacy_notices(session)
        seed_checklists(session)
        seed_ground_texts(session)
        seed_category_words(session)
        seed_causes(session)
        if demo_at is not None and session.get(ClockShift, 1) is None:
            found_demo_office(session, (demo_at - now).total_seconds())


def _make_accounts(settings: Settings, is_demo: bool, say: Say) -> None:
    accounts = build_accounts(settings)
    if not is_demo:
        password = accounts.create("admin")
        if password is not None:
            say(
                f"administrator / 管理员: admin  {password}  (to be changed at the first sign-in / 首次登录须修改)"
            )
        return
    path = settings.data / ACCOUNTS_FILE
    if path.exists():
        return
    entries = {
        person.login: {
            "password": accounts.create_demo(person.login),
            "name": person.name,
            "role": person.role,
        }
        for person in accounts.list_staff()
    }
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(entries, file, ensure_ascii=False, indent=1)
    draft.replace(path)


def _copy_aside(settings: Settings, revision: str | None) -> Path | None:
    source = settings.sqlite_file
    if revision is None or settings.database_url or revision == head_revision():
        return None
    target = settings.data / f"jieban.before-{head_revision()}.sqlite3"
    # What a kill leaves half has not the name of a whole one.
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o600))
    # Not a copy of the file: after a kill the last commits still stand in the write-ahead log beside it.
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy)
    # A power cut leaves no empty file under the name of a whole one.
    sync(unfinished)
    unfinished.replace(target)
    sync(settings.data)
    return target
