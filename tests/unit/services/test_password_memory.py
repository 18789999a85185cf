"""A2: what a crowd at the sign-in takes of memory is bounded by the places, however many come."""

from __future__ import annotations

import subprocess
import sys

from argon2 import extract_parameters

from services.accounts import password_hash
from tests.architecture.source_tree import ROOT

PLACES = 2
MIB = 1024  # KiB
CROWD = 5
# What threads and the interpreter take besides.
SLACK = 24 * MIB
# A process of its own, since the highest that another had hides what was taken: of the whole run, in KiB.
PROGRAM = f"""
from concurrent.futures import ThreadPoolExecutor
from services.accounts.password_hash import hash_password, is_password, draw_password

def highest():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

before = highest()
known = hash_password("Kestrel-Harbour-1")
one = highest()
with ThreadPoolExecutor({CROWD}) as threads:
    assert not any(threads.map(lambda n: is_password(known, str(n)), range({CROWD})))
print(one - before, highest() - before)
"""


def test_five_at_once_take_the_memory_of_two() -> None:
    """A2: places times what one check takes by its parameters, and no more; measured as the highest of a process."""
    cost = extract_parameters(password_hash.hash_password("x")).memory_cost
    assert password_hash._SLOTS._initial_value == PLACES  # type: ignore[attr-defined]  # the standard library tells it nowhere else
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    one, crowd = (int(part) for part in done.stdout.split())
    assert cost == 64 * MIB
    assert cost * 0.9 < one < cost + SLACK, "one check takes what its parameter says"
    assert crowd < PLACES * cost + SLACK
