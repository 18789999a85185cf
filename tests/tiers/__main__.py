"""`python -m tests.tiers [NAME ...]`: run these shards of `make check`, or all; say how long each took; 1 if one failed."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.tiers.shards import ROOT, Shard, load_shards


def main(names: list[str]) -> int:
    """Run one shard after the other, also after one that failed."""
    shards = {shard.name: shard for shard in load_shards()}
    if unknown := sorted(set(names) - set(shards)):
        print(f"no shard {', '.join(unknown)}; there are {', '.join(shards)}", file=sys.stderr)
        return 2
    told = []
    has_failed = False
    for name in names or shards:
        code, line = run(shards[name])
        print(line, flush=True)
        told.append(line)
        has_failed |= code != 0
    if len(told) > 1:
        print("", "shards of make check:", *told, sep="\n")
    return int(has_failed)


def run(shard: Shard) -> tuple[int, str]:
    """Run a shard; the exit code of pytest, which is not 0 when no test was found, and a line about it."""
    print(f"\nshard {shard.name}: {shard.about}", flush=True)
    began = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *shard.command()], cwd=ROOT, check=False
    ).returncode
    seconds = time.monotonic() - began
    end = "passed" if code == 0 else f"FAILED (exit code {code})"
    return code, f"shard {shard.name}: {end} in {seconds:.0f} s (table: {shard.seconds} s)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
