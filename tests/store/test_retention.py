"""EN-8: what has ended goes by policy, in small deletions between the commands, and nothing else goes."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sqlite3
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from engine.clock import EngineClock
from engine.core.answers import InstanceCreated, JobsActivated
from engine.core.commands import (
    ActivateJobs,
    CancelInstance,
    CompleteJob,
    CreateInstance,
    Deploy,
    EvaluateDecision,
    PublishMessage,
    Resource,
)
from engine.errors import CommandRejected
from engine.processing.core import Core
from engine.runtime import Runtime
from engine.runtime.batches import Batches, QueuedWork, SetClock
from engine.runtime.housekeeping import ROWS_AT_ONCE, Housekeeping, Kept
from engine.settings import EngineSettings
from engine.state import retention
from engine.state.batch import Batch
from engine.state.catalogue import ENTITY_TYPES
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.entity import Entity
from engine.state.message_subscription import MessageSubscription
from engine.state.opening import STORE_FILE, open_store
from engine.state.process_instance import InstanceState, ProcessInstance
from engine.state.reader import Searches
from engine.state.retention import HISTORY_OF_INSTANCE
from engine.state.store import Store, fill_batch, table_name
from engine.state.timer import Timer
from engine.state.unfinished_loop import UnfinishedLoop
from engine.state.variable import Variable
from tests.engine.diagrams import call, chain, diagram, end, message, process, receive, service, start
from tests.engine.rule_diagrams import rule
from tests.engine_dmn.tables import decision, dmn, table
from tests.store.samples import as_rows, sample_entity
from tests.store.shadow import differences

A_DAY_MS = 86_400_000
A_MEGABYTE = 1024 * 1024
SEPTEMBER = 1_788_138_000_000
CASE = diagram(
    message("M", "papers", "=number"),
    process(
        "case",
        start(),
        rule("route", "route", "route"),
        receive("papers", "M"),
        call("step", "step", down=True),
        service("close"),
        end(),
        chain("start", "route", "papers", "step", "close", "end"),
    ),
    process("step", start(), service("work"), end(), chain("start", "work", "end")),
)
RULES = dmn(decision("route", table("UNIQUE", ("number",), ("route",), (('"a"',), ('"desk"',)))))


def settings(folder: Path, **changes: Any) -> EngineSettings:
    return EngineSettings(data_dir=folder, **({"retention_days": 0, "shown_seconds": 0.0} | changes))


async def started(folder: Path, **changes: Any) -> Runtime:
    runtime = Runtime(settings(folder, **changes))
    runtime.start()
    await runtime.execute(Deploy((Resource("case.bpmn", CASE), Resource("route.dmn", RULES))))
    return runtime


async def begun(runtime: Runtime, number: str) -> int:
    """A case whose step is done and that waits for its last job."""
    created = await runtime.execute(CreateInstance("case", variables={"number": number, "note": "加急"}))
    await runtime.execute(PublishMessage("papers", number))
    await done(runtime, "work")
    return cast(InstanceCreated, created).process_instance_key


async def done(runtime: Runtime, job_type: str) -> None:
    poll = ActivateJobs(type=job_type, worker="w", timeout_ms=60_000, max_jobs=1)
    [job] = cast(JobsActivated, await runtime.execute(poll)).jobs
    await runtime.execute(CompleteJob(job.key))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


def keys(runtime: Runtime, noun: type[Entity], column: str = "process_instance_key") -> set[int]:
    rows = runtime.read().execute(f"SELECT DISTINCT {column} FROM {table_name(noun)}")  # noqa: S608 - names of nouns
    return {row[0] for row in rows}


def instances(runtime: Runtime) -> list[str]:
    return [row[0] for row in runtime.read().execute("SELECT process_id FROM process_instance ORDER BY key")]


def counted(runtime: Runtime) -> list[tuple[Any, ...]]:
    """Elements by the rows that are left, as the counters must have them."""
    sql = (
        "SELECT element_id, sum(state = 'COMPLETED'), sum(state = 'TERMINATED') FROM element_instance"
        " WHERE scope_key IS NOT NULL GROUP BY process_definition_key, element_id"
        " ORDER BY process_definition_key, element_id"
    )
    return [tuple(row) for row in runtime.read().execute(sql)]


def test_every_noun_of_an_instance_is_deleted_with_it_or_ends_with_what_waits() -> None:
    deleted = {noun for noun, _ in HISTORY_OF_INSTANCE} | {ElementInstance}
    of_instances = {
        noun
        for noun in ENTITY_TYPES
        if "process_instance_key" in {field.name for field in dataclasses.fields(typing.cast(Any, noun))}
    }
    assert of_instances - deleted == {Timer, MessageSubscription, UnfinishedLoop}
    assert [table for noun, table in HISTORY_OF_INSTANCE if table != table_name(noun)] == []


@pytest.mark.parametrize("noun", [noun for noun, _ in HISTORY_OF_INSTANCE], ids=table_name)
def test_a_row_of_any_noun_goes_with_its_instance(tmp_path: Path, noun: type[Entity]) -> None:
    opened = open_store(tmp_path)
    sample: Any = sample_entity(noun)
    row: Entity = dataclasses.replace(sample, process_instance_key=1_000, ended_at=1)
    batch = Batch()
    fill_batch(batch, as_rows([*ended_instance(1, 0), row]), [])
    opened.store.write(batch)
    found = opened.store.find_expired(1, 100).rows
    assert found == [(noun, row.key), (ElementInstance, 1_001), (ProcessInstance, 1_000)]
    assert opened.store.find_expired(1, 1).rows == found[:1]
    assert opened.store.find_expired(0, 100).rows == []
    opened.close()


async def test_an_ended_root_goes_with_all_it_called_and_a_running_one_keeps_its_children(
    tmp_path: Path,
) -> None:
    """EN-8: rows of every noun go; what runs keeps its whole history; definitions, counters and memory fit."""
    runtime = await started(tmp_path, retention_days=30)
    await runtime.pin_clock(SEPTEMBER)
    await begun(runtime, "a")
    cancelled = await begun(runtime, "b")
    await begun(runtime, "c")
    await done(runtime, "close")
    await runtime.execute(CancelInstance(cancelled))
    await done(runtime, "close")
    still_running = await begun(runtime, "d")
    before = {noun: keys(runtime, noun) for noun, _ in HISTORY_OF_INSTANCE}
    assert {table_name(noun) for noun, found in before.items() if not found} == {"incident", "user_task"}
    await runtime.pin_clock(SEPTEMBER + 30 * A_DAY_MS - 1)
    await asyncio.sleep(1.2)
    assert instances(runtime) == ["case", "step"] * 4
    await runtime.pin_clock(SEPTEMBER + 30 * A_DAY_MS)
    await until(lambda: instances(runtime) == ["case", "step"])
    [kept, child] = sorted(keys(runtime, ProcessInstance, "key"))
    assert kept == still_running
    for noun, _ in (*HISTORY_OF_INSTANCE, (ElementInstance, "")):
        assert keys(runtime, noun) <= {kept, child}, noun
    assert {kept, child} <= keys(runtime, ElementInstance)
    assert differences(runtime.core, runtime.store_path) == []
    counters = runtime.read().execute(
        "SELECT element_id, completed, canceled FROM element_statistic"
        " WHERE active + completed + canceled > 0 ORDER BY process_definition_key, element_id"
    )
    assert [tuple(row) for row in counters] == counted(runtime)
    await done(runtime, "close")
    await runtime.close()


async def test_evaluations_outside_instances_go_and_what_is_deployed_stays(tmp_path: Path) -> None:
    runtime = await started(tmp_path)
    await runtime.execute(EvaluateDecision("route", variables={"number": "a"}))
    await begun(runtime, "a")
    await done(runtime, "close")
    await until(lambda: instances(runtime) == [])
    sql = "SELECT count(*) FROM decision_instance"
    await until(lambda: runtime.read().execute(sql)[0][0] == 0)
    tables = ("process_definition", "decision_definition", "decision_requirements", "deployment")
    left = [runtime.read().execute(f"SELECT count(*) FROM {name}")[0][0] for name in tables]  # noqa: S608 - fixed names
    assert left == [2, 1, 1, 1]
    await runtime.close()


async def test_a_message_id_is_known_for_its_time_to_live_whatever_became_of_the_instance(
    tmp_path: Path,
) -> None:
    runtime = await started(tmp_path)
    await runtime.pin_clock(SEPTEMBER)
    await runtime.execute(CreateInstance("case", variables={"number": "a"}))
    papers = PublishMessage("papers", "a", ttl_ms=60_000, message_id="one")
    await runtime.execute(papers)
    await done(runtime, "work")
    await done(runtime, "close")
    await until(lambda: instances(runtime) == [])
    with pytest.raises(CommandRejected):
        await runtime.execute(papers)
    await runtime.pin_clock(SEPTEMBER + 60_000)
    await runtime.execute(papers)
    await runtime.close()


def ended_instance(number: int, variables: int, ended_at: int = 1) -> list[Entity]:
    key = number * 1_000
    element = ElementInstance(
        key + 1, key, 1, "case", "close", "SERVICE_TASK", ElementState.COMPLETED, key, 0, ended_at
    )
    instance = ProcessInstance(key, 1, "case", 1, InstanceState.COMPLETED, 0, ended_at, root_instance_key=key)
    return [
        instance,
        element,
        *(Variable(key + 2 + n, key, key, 1, "case", f"v{n}", "x" * 200, ended_at) for n in range(variables)),
    ]


def fill(store: Store, instances: int, variables: int) -> int:
    """Ended instances; how many rows they have."""
    entities = [row for number in range(1, instances + 1) for row in ended_instance(number, variables)]
    batch = Batch()
    fill_batch(batch, as_rows(entities), [])
    store.write(batch)
    return len(entities)


class RecordingStore(Store):
    """Notes what each commit wrote."""

    def __init__(self, opened: Store) -> None:
        super().__init__(opened._connection)
        self.commits: list[tuple[int, bool]] = []

    def write(self, batch: Batch) -> None:
        deleted = sum(len(rows) for rows in batch.deletes.values())
        self.commits.append((deleted, bool(batch.meta)))
        super().write(batch)


async def test_a_command_waits_for_one_small_deletion_at_most(tmp_path: Path) -> None:
    """EN-8: the bound of rows a commit, and the order: with a long row of deletions ahead a command comes next."""
    opened = open_store(tmp_path)
    store = RecordingStore(opened.store)
    total = fill(store, 40, 80)
    store.commits.clear()
    house = Housekeeping(store, Kept(0, 0.0), tmp_path)
    batches = Batches(Core.load(store.load()), store, EngineClock(), house)
    asked_at: list[int] = []

    def released(_applied: object) -> None:
        # A command a round, put in as soon as the round before is committed.
        if len(asked_at) < 8:
            asked_at.append(len(store.commits))
            batches.add(QueuedWork(SetClock(SEPTEMBER + len(asked_at)), len(asked_at)))

    running = asyncio.create_task(batches.run(released))
    await until(lambda: sum(deleted for deleted, _ in store.commits) == total)
    batches.close()
    await running
    batches.stop_thread()
    opened.close()
    assert max(deleted for deleted, _ in store.commits) <= ROWS_AT_ONCE
    assert sum(deleted > 0 for deleted, _ in store.commits) >= total / ROWS_AT_ONCE
    assert len(asked_at) == 8
    assert [store.commits[position][1] for position in asked_at] == [True] * 8


def shrank(runtime: Runtime, sql: str, before: int) -> bool:
    return bool(runtime.read().execute(sql)[0][0] < before)


async def test_a_kill_between_two_deletions_loses_no_thread(tmp_path: Path) -> None:
    """EN-8: of an instance with more rows than one commit takes the header goes last, so nothing is left behind."""
    opened = open_store(tmp_path)
    fill(opened.store, 3, 450)
    opened.close()
    for _ in range(9):
        runtime = Runtime(settings(tmp_path))
        runtime.start()
        sql = "SELECT (SELECT count(*) FROM variable) + (SELECT count(*) FROM element_instance)"
        before = runtime.read().execute(sql)[0][0]
        if before:
            await until(lambda: shrank(runtime, sql, before))  # noqa: B023 - awaited in this round
            orphans = (
                "SELECT count(*) FROM variable WHERE process_instance_key NOT IN"
                " (SELECT key FROM process_instance)"
            )
            assert runtime.read().execute(orphans)[0][0] == 0
        runtime.abandon()
    runtime = Runtime(settings(tmp_path))
    runtime.start()
    await until(lambda: instances(runtime) == [])
    assert runtime.read().execute(sql)[0][0] == 0
    await runtime.close()


def test_what_ended_is_shown_for_a_while_however_far_the_clock_jumps(tmp_path: Path) -> None:
    """A pinned clock may pass the whole retention in one step: whoever looks at ends still sees them."""
    opened = open_store(tmp_path)
    rows = fill(opened.store, 1, 3)
    seconds = [0.0]
    house = Housekeeping(opened.store, Kept(30 * A_DAY_MS, 60.0), tmp_path, lambda: seconds[0])
    assert house.do_round(0).rows == []
    for seconds[0] in (1.0, 30.0, 59.0, 60.0):
        assert house.do_round(SEPTEMBER).rows == []
    seconds[0] = 61.0
    assert len(house.do_round(SEPTEMBER).rows) == rows
    assert house.do_round(30 * A_DAY_MS).rows == []
    assert len(house.do_round(30 * A_DAY_MS + 1).rows) == rows
    opened.close()


async def test_the_file_gets_shorter_by_and_by(tmp_path: Path) -> None:
    """SE-43: pages that deletions left go back to the disk in small steps, but for what comes next."""
    opened = open_store(tmp_path)
    fill(opened.store, 60, 60)
    opened.close()
    grown = (tmp_path / STORE_FILE).stat().st_size
    runtime = Runtime(settings(tmp_path))
    runtime.start()
    await until(lambda: instances(runtime) == [])

    def length() -> int:
        return int(runtime.read().execute("PRAGMA page_count")[0][0])

    await until(lambda: length() < grown / 4096 / 4)
    await runtime.close()
    assert (tmp_path / STORE_FILE).stat().st_size < grown / 4


def test_no_look_reads_a_whole_table(tmp_path: Path) -> None:
    """The looks that come each second find what has ended by an index, however much still runs."""
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / STORE_FILE) as raw:
        asked = {
            "roots": (retention._OLDEST_ROOTS, (1, 1)),
            "tree": (retention._INSTANCES_OF_ROOT, (1, 1)),
            "elements": (retention._ELEMENTS, (1, 1)),
            "decisions": (retention._DECISIONS_OUTSIDE, (1, 1)),
        }
        plans = {
            name: [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            for name, (sql, values) in asked.items()
        }
    raw.close()
    assert json.dumps(plans) and not [
        step for plan in plans.values() for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step
    ], plans


def test_the_log_is_cut_back_though_searches_always_hold_an_old_view(tmp_path: Path) -> None:
    """SE-43: under a lag some snapshot is always open, so the log grew with each commit and was never started anew."""
    opened = open_store(tmp_path)
    searches = Searches(tmp_path / STORE_FILE, lag_ms=1_000)
    log = tmp_path / f"{STORE_FILE}-wal"
    longest = 0
    for second in range(40):
        searches.renew(float(second))
        variables = [
            Variable(second * 1_000 + n, 1, 1, 1, "case", "name", "x" * 40_000, None) for n in range(50)
        ]
        batch = Batch()
        fill_batch(batch, as_rows(variables), [])
        opened.store.write(batch)
        longest = max(longest, log.stat().st_size)
    # 40 commits of 2 MB; two rounds may pass until one of them finds no reader.
    assert longest < 48 * A_MEGABYTE
    assert log.stat().st_size < 32 * A_MEGABYTE
    searches.close()
    opened.close()
