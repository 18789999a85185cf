"""C14: a limit is one word: kind of clock = key of its policy = end of the watch in the diagram."""

from __future__ import annotations

from api.staff.instance_diagram import WATCH_OF_KIND
from bpmn.diagram import Diagram
from models.case.lifecycle import WATCHED_ALONE, ClockKind
from models.store.seeds import read_seed
from services.clocks.time_limits import SEEDS, policy_key_of
from tests.contract.shipped import DIAGRAMS, find_diagram, with_node

SHIPPED = [kind for kind in ClockKind if kind is not ClockKind.OWNER_LIMIT]


def watches_without_kind(diagrams: list[Diagram]) -> set[str]:
    watches = {node.id for diagram in diagrams for node in diagram.nodes if node.id.startswith("Call_Watch")}
    return watches ^ set(WATCH_OF_KIND.values())


def keys_without_kind(keys: set[str]) -> set[str]:
    return {policy_key_of(kind) for kind in SHIPPED} - keys


def test_every_kind_of_clock_has_its_watch_and_every_watch_its_kind() -> None:
    """C14, HS-9, HS-12, HS-23: the badge on a diagram is found by the word of the limit."""
    assert set(WATCH_OF_KIND) == set(SHIPPED) - WATCHED_ALONE
    assert watches_without_kind(DIAGRAMS) == set()


def test_every_kind_of_clock_has_shipped_amounts_under_its_own_word() -> None:
    """C14, HS-12, HS-21."""
    keys = {limit["key"] for seed in SEEDS for limit in read_seed(seed)["limits"]}
    assert len(keys) > len(SHIPPED)
    assert keys_without_kind(keys) == set()


def test_another_word_in_a_diagram_or_a_policy_is_found() -> None:
    """C14 probe."""
    watch = with_node(find_diagram("referral"), "Call_WatchReferralSignOff", id="Call_WatchSignOff")
    others = [diagram for diagram in DIAGRAMS if diagram.process_id != "referral"]
    assert watches_without_kind([*others, watch]) == {"Call_WatchSignOff", "Call_WatchReferralSignOff"}
    keys = {kind.value for kind in SHIPPED} - {"investigation"} | {"investigate"}
    assert keys_without_kind(keys) == {"investigation"}
