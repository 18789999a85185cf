"""Which files a backup may have, and where each stands in the data folder of an office."""

from __future__ import annotations

from typing import Final

from deploy.backup.manifest import LIST_OF_FILES
from deploy.cli.replay import BOOKMARK_FILE
from deploy.demo_past import DONE_FILE
from deploy.history.truths import TRUTHS_FILE
from engine.state.opening import STORE_FILE

DATABASE_FILE: Final = "jieban.sqlite3"
DATABASE_DUMP: Final = "database.dump"
ENGINE_STORE: Final = f"engine/{STORE_FILE}"
KEY_FILE: Final = "keys/vault.json"
DESTROYED: Final = "keys/vault.json.destroyed"
# Its being there says that an office was made to the end, so a restore puts it last.
OFFICE_FILE: Final = "office.json"
# Copied before the cut: a replay that goes on from an older mark meets what it did already, never skips what it did not.
SMALL_FILES: Final = (
    OFFICE_FILE,
    "installed-forms.json",
    BOOKMARK_FILE,
    "demo-replay.done",
    DONE_FILE,
    TRUTHS_FILE,
    "trail.heads",  # those noted before the cut stand in its trail; noted elsewhere they say of a restore what is cut off
)
KNOWN: Final = frozenset(
    {*SMALL_FILES, DATABASE_FILE, DATABASE_DUMP, ENGINE_STORE, KEY_FILE, DESTROYED, LIST_OF_FILES}
)
