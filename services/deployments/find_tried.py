"""Whether a table of rules that waits to be confirmed was tried on the cases of a year, and what came of it."""

from __future__ import annotations

from collections.abc import Collection

from services.actor import Actor, require_role
from services.deployments.decide_deployment import DECIDING
from services.unit_of_work import UnitOfWork
from services.what_if.candidate import rules_target
from services.what_if.read_what_ifs import Answer, find_newest


def find_tried(digests: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> dict[str, Answer]:
    """By digest of a table the newest question about it; none for one that nobody tried. NotPermitted for who confirms none."""
    require_role(actor, *DECIDING)
    found = find_newest([rules_target(digest) for digest in digests], unit_of_work)
    return {digest: found[target] for digest in digests if (target := rules_target(digest)) in found}
