"""Tells what is wrong with the parts that the locks pin, as of today.

`python -m deploy.parts`: exit code 1 when a part is older than a year without a reason, has no row or an unweighed licence.
`python -m deploy.parts tell`: the same, and never fails; `make lint` runs it (ADR 0328).
`python -m deploy.parts refresh`: asks the registries and writes parts.csv. `python -m deploy.parts sbom`: the list of parts.
"""

from __future__ import annotations

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from deploy.parts.ask_registries import make_table
from deploy.parts.locked_parts import list_parts
from deploy.parts.part_faults import list_faults
from deploy.parts.part_rules import load_rules
from deploy.parts.part_table import PATH, load_table, table_text
from deploy.parts.sbom_text import sbom_text

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Exit code 1 when there are faults, else 0; 0 too where they are only told."""
    parts, rules, today = list_parts(ROOT), load_rules(), datetime.now(UTC).date()
    if arguments == ["sbom"]:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        sys.stdout.write(sbom_text(parts, load_table(), project["version"]))
        return 0
    if arguments == ["refresh"]:
        PATH.write_text(table_text(make_table(parts, ROOT, rules, today)), "utf-8")
    faults = list_faults(parts, load_table(), rules, today)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults and arguments != ["tell"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
