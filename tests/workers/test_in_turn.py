"""What one step meets is no matter of those that share its repeat."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

import workers.chains
from workers.chains import Chains
from workers.hardened.in_turn import in_turn
from workers.office_store import OfficeStore
from workers.settings import WorkerSettings

NOBODY: Any = None  # no step of these tests asks for anything
CHAINS = {
    "sync": ("absence_step", "sync_tasks_step"),
    "sweep": (
        "sweep_windows_step",
        "lapse_titles_step",
        "end_rated_visits_step",
        "sweep_clocks_step",
        "join_accepted_step",
        "carry_late_step",
        "propose_groups_step",
    ),
    "let_go": ("sweep_provisions", "take_in_words_step", "retention_step"),
    "summarise": ("summaries_step", "publish_step"),
    "watch_waves": ("waves_step", "studies_step", "signals_step"),
    "look_at_files": ("propose_round_step", "file_health_step"),
    "take_tables": ("take_tables_step", "collect_returns_step", "prior_tables_step"),
    "seal_files": ("seal_files_step", "transfers_step", "keep_files_step"),
    "dispatch": (
        "remind_units_step",
        "take_back_mails_step",
        "drop_needless_step",
        "remind_visitors_step",
        "send_dispatches_step",
    ),
}
WITH_PORT = ("sync", "let_go")


class Looked(int):
    """As the sweeps tell how many they looked at."""

    looked = 1


def test_each_is_done_and_the_first_fault_is_raised_after_all() -> None:
    done: list[int] = []

    def do(number: int) -> int:
        done.append(number)
        if number % 2:
            raise ValueError(number)
        return number

    assert in_turn(partial(do, 0), partial(do, 2), is_ending=lambda: False) == [0, 2]
    with pytest.raises(ValueError, match="1"):
        in_turn(*(partial(do, number) for number in (1, 3, 4)), is_ending=lambda: False)
    assert done == [0, 2, 1, 3, 4]


@pytest.mark.parametrize("fails", [False, True])
def test_once_the_process_is_to_end_no_further_part_begins(fails: bool) -> None:
    """The part that runs is waited for, and what it raised is not lost; whoever unpacks what each did finds all of them."""
    done: list[int] = []

    def do(number: int) -> int:
        done.append(number)
        if number == 2 and fails:
            raise ValueError(number)
        return number

    parts = [partial(do, number) for number in (1, 2, 3, 4)]
    if fails:
        with pytest.raises(ValueError, match="2"):
            in_turn(*parts, is_ending=lambda: len(done) == 2)
    else:
        assert in_turn(*parts, is_ending=lambda: len(done) == 2) == [1, 2, 0, 0]
    assert done == [1, 2]


def test_every_chain_of_the_workers_is_in_the_table() -> None:
    assert {name for name in vars(Chains) if not name.startswith("_")} == set(CHAINS)


@pytest.mark.parametrize("chain", CHAINS)
def test_a_step_that_fails_keeps_no_other_of_its_chain_from_its_work(
    chain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S6: one case that cannot be opened stopped retention, one mail every notice, one absence every task."""
    steps, done = CHAINS[chain], list[str]()

    def do(name: str, *_: object) -> Looked:
        done.append(name)
        if name == failing:
            raise LookupError(name)
        return Looked(1)

    for step in steps:
        monkeypatch.setattr(workers.chains, step, partial(do, step))
    store = OfficeStore(NOBODY, NOBODY, NOBODY, lambda: True)
    store.gate.is_open = True
    chains = Chains(WorkerSettings("", tmp_path / "beat", NOBODY), store, lambda: False)
    run = getattr(chains, chain)
    for failing in ("", *steps):
        done.clear()
        if failing:
            with pytest.raises(LookupError, match=failing):
                run(*([NOBODY] if chain in WITH_PORT else []))
        else:
            assert run(*([NOBODY] if chain in WITH_PORT else [])) >= 0
        assert sorted(done) == sorted(steps), failing


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_begins_none_of_its_steps_when_the_workers_end(
    chain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def do(name: str, *_: object) -> Looked:
        done.append(name)
        return Looked(1)

    for step in CHAINS[chain]:
        monkeypatch.setattr(workers.chains, step, partial(do, step))
    store = OfficeStore(NOBODY, NOBODY, NOBODY, lambda: True)
    store.gate.is_open = True
    chains = Chains(WorkerSettings("", tmp_path / "beat", NOBODY), store, lambda: True)
    assert getattr(chains, chain)(*([NOBODY] if chain in WITH_PORT else [])) == 0
    assert done == []
