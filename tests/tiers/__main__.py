"""`python -m tests.tiers [NAME ...]`: run these shards of `make check`, or all; say how long each took; 1 if one failed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import IO

from prove.in_turn import run_in_turn
from tests.tiers.shards import ROOT, Shard, load_shards

WHAT = "shard of make check"


def main(names: list[str]) -> int:
    """Run one shard after the other, also after one that failed; what may run beside them does, one after the other too.

    What holds seconds to a bound comes last, when nothing else runs.
    """
    shards = {shard.name: shard for shard in load_shards()}
    chosen = [name for name in names or shards if name in shards]
    with ThreadPoolExecutor(max_workers=1) as beside:
        begun = {
            name: beside.submit(run_beside, shards[name])
            for name in chosen
            if shards[name].is_beside and len(chosen) > 1
        }
        rows = {name: partial(run, shard) for name, shard in shards.items() if name not in begun}
        rows |= {name: partial(tell, future) for name, future in begun.items()}
        timed = [name for name, shard in shards.items() if shard.is_timed]
        rows |= {name: rows.pop(name) for name in timed}
        order = [name for name in rows if name in names]
        return run_in_turn([*order, *(name for name in names if name not in rows)], rows, WHAT)


def run(shard: Shard) -> tuple[int, str]:
    """Run a shard; the exit code of pytest, which is not 0 when no test was found, and a line about it."""
    print(f"\nshard {shard.name}: {shard.about}", flush=True)
    return ask_pytest(shard, None)


def run_beside(shard: Shard) -> tuple[int, str, str]:
    """Run a shard without a word; what pytest said is told at its end."""
    print(f"\nshard {shard.name} goes on beside the others: {shard.about}", flush=True)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        code, line = ask_pytest(shard, said)
        said.seek(0)
        return code, line, said.read()


def tell(future: Future[tuple[int, str, str]]) -> tuple[int, str]:
    """The exit code and the line of a shard that ran beside the others, once it has ended."""
    code, line, said = future.result()
    print(said, flush=True)
    return code, line


def ask_pytest(shard: Shard, out: IO[str] | None) -> tuple[int, str]:
    """The exit code of pytest and a line about it; its words go to `out`."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *shard.command()]
    code = subprocess.run(command, cwd=ROOT, check=False, stdout=out, stderr=out).returncode
    seconds = time.monotonic() - began
    end = "passed" if code == 0 else f"FAILED (exit code {code})"
    return code, f"shard {shard.name}: {end} in {seconds:.0f} s (table: {shard.seconds} s)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
