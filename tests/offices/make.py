"""`python -m tests.offices.make NAME`: lives through an office with the code of this checkout and packs it.

Its processes run, its people use the pages, an owner deploys from Modeler; then the engine goes away while they work on,
and all is stopped. Nothing is packed in which something is missing that this code knows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from deploy.replay.samples import load_stories
from deploy.running_office import DEMO_STORIES
from deploy.wiring import build_replay
from models.case.lifecycle import Stage
from services.outbox.registry import KINDS
from services.requests import kinds as requests
from tests.office_process import OfficeProcess, running_office
from tests.offices.desk import Desk
from tests.offices.holdings import read_holdings
from tests.offices.outage import prepare_outage, work_without_engine
from tests.offices.owner import deploy_own_step, make_owned_case
from tests.offices.packing import compact, pack
from tests.offices.side_cases import make_answered_requests, make_side_cases
from tests.offices.way_cases import make_way_cases

OFFICES = Path(__file__).parent
# One story of each way to an end, and those that are open at the moment.
STORIES = frozenset(
    (
        *("S002", "S004", "S005", "S006", "S007", "S009", "S012", "S011", "S020", "S041", "W1", "W2", "W5"),
        *("S008", "S019", "S023", "S026", "S028", "S030", "S031", "S042", "W4"),
    )
)
ABOUT_FILE = "made.json"


def make(name: str) -> Path:
    """Make the office of this name; the archive."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        data = Path(folder) / "office"
        with running_office(data) as office:
            live_stories(office)
            desk = live_on(office, Path(folder) / "owner")
            stop(desk, name)
        compact(data)
        missing = list(list_missing(data))
        if missing:
            raise SystemExit(f"not packed, since it does not hold: {', '.join(missing)}")
        archive = OFFICES / f"{name}.tar.gz"
        pack(data, archive)
        return archive


def live_stories(office: OfficeProcess) -> None:
    """The past of the office: stories lived to their ends, and some that stand somewhere."""
    until = datetime.fromisoformat(json.loads(DEMO_STORIES.read_text("utf-8"))["until"])
    replay = build_replay(office.settings, office.passwords, office.data / "demo-replay.json")
    try:
        replay.live(load_stories(DEMO_STORIES, STORIES), until, lambda done, of, _: say(f"{done}/{of} lived"))
        replay.mover.move_to(until)
        assert replay.bookmark.refusals == {}, replay.bookmark.refusals
    finally:
        replay.close()
    # So that a later `up --demo` leaves the office as it is.
    (office.data / "demo-replay.done").touch()


def live_on(office: OfficeProcess, folder: Path) -> Desk:
    """The present of the office: a case at every form, an owner's step, and work without an engine."""
    desk = Desk(office)
    for work in (make_way_cases, make_side_cases, make_answered_requests, prepare_outage):
        work(desk)
        say(f"{len(desk.cases)} cases stand")
    deploy_own_step(desk, folder)
    make_owned_case(desk)
    office.settle()
    work_without_engine(desk)
    return desk


def stop(desk: Desk, name: str) -> None:
    """Stop what still runs, and leave a word about what stands where and when."""
    office = desk.office
    about = {
        "name": name,
        "commit": subprocess.check_output(("git", "rev-parse", "HEAD"), text=True).strip(),
        "moment": office.now().isoformat(timespec="minutes"),
        "cases": {word: [case.number, case.query_code] for word, case in desk.cases.items()},
    }
    for process in ("workers", "web"):
        office.stop(process)
    (office.data / ABOUT_FILE).write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")


def list_missing(data: Path) -> Iterator[str]:
    """What this code knows and the office does not hold."""
    kinds = frozenset(requests.KINDS)
    held = read_holdings(data, kinds)
    yield from (f"stage {word}" for word in sorted({stage.value for stage in Stage} - held.stages))
    yield from (f"request {word}" for word in sorted(kinds - held.requests))
    yield from (f"open form {word}" for word in sorted(held.linked_forms - held.forms))
    yield from (f"outbox {word}" for word in sorted(set(KINDS) - held.outbox))
    if not held.drafts:
        yield "draft"


def say(text: str) -> None:
    """Tell whoever waits."""
    print(text, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="The release, as 0.2.0")
    print(make(parser.parse_args().name))
