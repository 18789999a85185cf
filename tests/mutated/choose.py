"""`python -m tests.mutated.choose`: which stories and races come to which step and flow of the diagrams; writes `chosen.json`.

Walking every story takes too long to be done wherever tests are listed, so what came of it is kept. To be run again when a
diagram or a story changes; a test says so.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.state.sequence_flow_taken import SequenceFlowTaken
from models.store.migrations import migrate
from models.vault.keyring import use_keyring
from tests.database import keys_of_this_process, sqlite_at
from tests.full_office import FullOffice
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import Place, list_flows, list_flows_beside, list_steps
from tests.mutated.limits import running_legal_clocks
from tests.mutated.races import RACES, RacingOffice
from tests.mutated.stories import STORIES
from tests.mutated.walk import Story, Walk
from tests.office import Office

FILE = Path(__file__).with_name("chosen.json")
RENEW = f"the diagrams have changed: run `python -m tests.mutated.choose` for {FILE.name}"
Chosen = dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Told:
    """What a story comes to; `under_limit`: the flows after which a legal clock still ran. `cost`: commands of the engine."""

    story: str
    cost: int
    steps: frozenset[str]
    flows: frozenset[str]
    under_limit: frozenset[str]


def tell(walk: Walk, name: str = "") -> Told:
    """Walk to the end and tell what the walk came to, by the name of its story or its own."""
    office, seen, under_limit = walk.office, set[str](), set[str]()

    def look() -> None:
        new = _flows_of(office) - seen
        seen.update(new)
        if new and running_legal_clocks(walk):
            under_limit.update(new)

    walk.on_quiet = look
    walk.to_end()
    look()
    steps = frozenset(f"{process_id}:{element_id}" for process_id, element_id in office.engine.entered())
    return Told(
        name or walk.story.name, office.engine.commands, steps, frozenset(seen), frozenset(under_limit)
    )


def choose(told: Iterable[Told], raced: Iterable[Told]) -> Chosen:
    """For a step the cheapest story and one in the middle of those that come to it; for a flow one, under a limit if any.

    For a flow of the diagrams beside the case, and one that no story comes to, a race.
    """
    stories, races = (sorted(told, key=lambda entry: (entry.cost, entry.story)) for told in (told, raced))
    flows = {str(place): _first(stories, str(place)) for place in list_flows()}
    beside = [*map(str, list_flows_beside()), *(place for place, found in flows.items() if not found)]
    return {
        "steps": {
            str(place): _spread([s.story for s in stories if str(place) in s.steps]) for place in list_steps()
        },
        "flows": flows,
        "beside": {place: _first(races, place) for place in beside},
    }


def read_chosen() -> Chosen:
    """What was chosen last."""
    chosen: Chosen = json.loads(FILE.read_text("utf-8"))
    return chosen


def rows_of(kind: str) -> list[tuple[Place, Story]]:
    """Every step (or flow) with each story that walks its mutated diagrams."""
    by_name = {story.name: story for story in STORIES}
    return [
        (Place(*name.split(":")), by_name[story])
        for name, stories in read_chosen()[kind].items()
        for story in stories
    ]


def some_of(kind: str) -> list[tuple[Place, Story]]:
    """Every twentieth of them; all on demand (PROVE=1), which takes half an hour."""
    rows = rows_of(kind)
    return rows if os.environ.get("PROVE") == "1" else rows[::20]


def tell_all(new_office: Callable[[], FullOffice]) -> Chosen:
    """Walk every story and race, each in an office of its own."""
    return choose(
        [tell(Walk(CoreOffice(new_office()), story)) for story in STORIES],
        [tell(Walk(RacingOffice(new_office(), race), race.story), race.name) for race in RACES],
    )


def _flows_of(office: CoreOffice) -> set[str]:
    return {f"{row.process_id}:{row.flow_id}" for row in office.engine.rows(SequenceFlowTaken)}


def _spread(stories: list[str]) -> list[str]:
    middle = stories[len(stories) // 2 : len(stories) // 2 + 1]
    return list(dict.fromkeys([*stories[:1], *middle]))


def _first(stories: list[Told], flow: str) -> list[str]:
    under = [entry.story for entry in stories if flow in entry.under_limit]
    return (under or [entry.story for entry in stories if flow in entry.flows])[:1]


def write(chosen: Chosen, *, file: Path = FILE) -> None:
    """One line a step or flow, so that a change is readable."""
    parts = []
    for kind, rows in chosen.items():
        lines = [f"  {json.dumps(name)}: {json.dumps(stories)}" for name, stories in rows.items()]
        parts.append(f'"{kind}": {{\n' + ",\n".join(lines) + "\n }")
    file.write_text("{\n " + ",\n ".join(parts) + "\n}\n", "utf-8")


def main() -> None:
    """Write the file, and name what no story comes to."""
    use_keyring(keys_of_this_process())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sqlite_at(folder / "template.db") as database:
            migrate(database)
            Office(database).set_up()
        with sqlite_at(folder / "office.db") as database:

            def new_office() -> FullOffice:
                database.dispose()
                for tail in ("", "-wal", "-shm"):
                    (folder / f"office.db{tail}").unlink(missing_ok=True)
                shutil.copyfile(folder / "template.db", folder / "office.db")
                return FullOffice(database, folder=folder)

            chosen = tell_all(new_office)
    write(chosen)
    for kind, rows in chosen.items():
        print(f"{kind}: {len(rows)}, without a story: {[name for name, found in rows.items() if not found]}")


if __name__ == "__main__":
    main()
