"""Writes states.md, replay.md, requirements.md, reliability.md, security.md, licences.md and adr/README.md of docs/,
and the tables of both READMEs.

`python -m deploy.docs`; with `--check` nothing is written and a file that is not fresh gives exit code 1.
"""

from __future__ import annotations

import sys

from deploy.docs.decisions import DecisionFault
from deploy.docs.pages import ROOT, list_stale
from deploy.docs.security_text import CheckFault
from prove.reliability import ProofFault


def main(arguments: list[str]) -> int:
    """Exit code 1 when `--check` finds a stale file or what a page is made of names what is not there, else 0."""
    try:
        stale = list_stale()
    except DecisionFault as fault:
        sys.stderr.write(f"docs/adr/{fault}\n")
        return 1
    except CheckFault as fault:
        sys.stderr.write(f"docs/security.md: {fault}\n")
        return 1
    except ProofFault as fault:
        sys.stderr.write(f"docs/reliability.md: {fault}\n")
        return 1
    if "--check" in arguments:
        sys.stderr.writelines(f"stale: {path.relative_to(ROOT)}\n" for path in stale)
        return 1 if stale else 0
    for path, text in stale.items():
        path.write_text(text, "utf-8")
        sys.stdout.write(f"written: {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
