"""`python -m prove [PART ...]`: run these parts of `make prove`, or all; keep the figures of those that passed; 1 if one failed.

`SEED=n` draws the same again. The figures go to prove/PART.json; `python -m deploy.docs` makes docs/reliability.md of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from prove.in_turn import run_in_turn
from prove.parts import ROOT, Part, load_parts
from prove.record import OUT_VARIABLE, read_rows


def main(names: list[str]) -> int:
    """Run one part after the other, also after one that failed."""
    rows = {part.name: partial(run, part) for part in load_parts()}
    return run_in_turn(names, rows, "part of make prove")


def run(part: Part) -> tuple[int, str]:
    """Run a part; its exit code, which is not 0 when it left no figures, and a line about it."""
    print(f"\npart {part.name}: {part.about}", flush=True)
    began, commit, digest = time.monotonic(), commit_now(), part.digest()
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        place = Path(folder) / "rows.json"
        environment = os.environ | {"PROVE": "1", OUT_VARIABLE: str(place)}
        command = [sys.executable, "-m", "pytest", "-s", *part.tests]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        rows = read_rows(place)
    seconds = round(time.monotonic() - began)
    if code == 0 and not rows:
        return 1, f"part {part.name}: FAILED, it left no figures"
    if code != 0:
        return code, f"part {part.name}: FAILED (exit code {code}) in {seconds} s"
    about = {
        "part": part.name,
        "version": version(),
        "commit": commit,
        "day": datetime.now(UTC).date().isoformat(),
        "seconds": seconds,
        "proves": digest,
        "records": rows,
    }
    part.figures.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0, f"part {part.name}: passed in {seconds} s (at most {part.minutes} min); {told(rows)}"


def told(rows: list[dict[str, Any]]) -> str:
    """The counts in one line."""
    return "; ".join(
        f"{row['attempts']:,} {row['unit']}, {row['lost']} lost, {row['duplicated']} doubled, {row['leaked']} leaked"
        for row in rows
    )


def commit_now(root: Path = ROOT) -> str:
    """The commit of this tree, with `+` when files differ from it: others than figures, which the part before leaves."""
    commit = subprocess.check_output(("git", "rev-parse", "--short=12", "HEAD"), cwd=root, text=True).strip()
    ours = (".", ":!prove/*.json", ":!prove/parts.toml", ":!docs/reliability.md")
    changed = subprocess.check_output(
        ("git", "status", "--porcelain", "--untracked-files=no", "--", *ours), cwd=root, text=True
    )
    return commit + ("+" if changed.strip() else "")


def version() -> str:
    """The project's version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
