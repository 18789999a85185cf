"""A cluster that was put back is brought past the keys that the office has seen, so that it gives none of them out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from models.ground.errors import Conflict, NotFound
from models.ledger.inbox import DoneJob, JobIdentity, record_result
from services.anchor.past_known_keys import MOST_KEYS, find_newest_keys, go_past_known_keys
from services.ports.engine import KEY_BITS, ProcessEngine
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task

OFFICE_ID = "0" * 32
EIGHT = 8


def key_in(partition: int, number: int) -> str:
    return str((partition << KEY_BITS) + number)


@dataclass
class Cluster:
    """Partitions that take turns, each with its own counter: a key for the instance, its token and each variable."""

    counters: dict[int, int]
    turns: list[int] = field(default_factory=list)
    open_keys: set[str] = field(default_factory=set)
    is_deployed: bool = True
    begun: int = 0

    def create_instance(self, process_id: str, variables: Mapping[str, object]) -> str:
        if not self.is_deployed:
            raise NotFound
        assert process_id == "office-anchor"
        self.turns = self.turns or sorted(self.counters)
        partition = self.turns.pop(0)
        key = key_in(partition, self.counters[partition] + 1)
        self.counters[partition] += 2 + len(variables)
        self.begun += 1
        self.open_keys.add(key)
        return key

    def cancel_instance(self, key: str) -> None:
        self.open_keys.remove(key)
        if self.begun % 2:
            raise Conflict


def see(office: FullOffice, *keys: str) -> None:
    """Jobs under these keys are done, each at a token of the key before."""
    with office.unit_of_work() as unit:
        for key in keys:
            job = JobIdentity(key, str(int(key) - 1), "complaint.archive-case", None)
            record_result(unit.session, DoneJob(job, {}, unit.clock.now()))


def go_past(office: FullOffice, cluster: Cluster) -> bool:
    return go_past_known_keys(OFFICE_ID, office.unit_of_work, cast(ProcessEngine, cluster))


def test_the_newest_key_of_each_partition_is_known_however_long_it_is(office: FullOffice) -> None:
    """Keys of the fourth partition are sixteen or seventeen figures long; numbers that are no keys count nowhere."""
    case = office.file().complaint_id
    longer = str(10**16 + 5)
    see(office, key_in(1, 700), key_in(1, 90), str(10**16 - 9), longer, key_in(EIGHT, 3), "99")
    add_task(office, case, "decide-acceptance", key_in(1, 701))
    with office.unit_of_work().reading() as unit:
        assert find_newest_keys(unit) == {
            1: int(key_in(1, 701)),
            4: int(longer),
            EIGHT: int(key_in(EIGHT, 3)),
        }


def test_a_cluster_that_is_behind_is_brought_past_what_the_office_has_seen(office: FullOffice) -> None:
    """SE-2 c: each partition on its own; nothing is left running, and where nothing is behind each is asked once."""
    see(office, key_in(1, 9_500), key_in(2, 40), key_in(3, 2_001))
    cluster = Cluster({1: 7_000, 2: 40, 3: 0})
    assert go_past(office, cluster)
    assert cluster.counters[1] > 9_500 and cluster.counters[2] > 40 and cluster.counters[3] > 2_001
    assert cluster.open_keys == set()
    cluster.begun = 0
    assert go_past(office, cluster)
    assert cluster.begun == 3


def test_one_that_is_too_far_behind_or_does_not_answer_for_a_partition_is_left_as_it_is(
    office: FullOffice,
) -> None:
    """It is said, so that somebody looks for tasks under used keys; nothing is filled for nothing."""
    see(office, key_in(1, 10), key_in(2, 2 * MOST_KEYS))
    for cluster in (Cluster({1: 20, 2: 0}), Cluster({1: 20}), Cluster({1: 20, 2: 0}, is_deployed=False)):
        assert not go_past(office, cluster)
        assert max(cluster.counters.values()) < 1_000
        assert cluster.open_keys == set()
