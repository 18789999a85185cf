"""The opinion as it was drafted: matter by matter what was found and is to be done, wish by wish what is answered."""

from dataclasses import dataclass

from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from services.casefile.decisions import find_decision
from services.casefile.disposal_words import word_disposal
from services.casefile.get_case import list_accepted_matters
from services.casefile.matter_disposals import list_disposals
from services.extracts.claims import ClaimLine
from services.extracts.claims import read as read_claims
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.office.unit_options import map_unit_names
from services.tasks.extract import Extract
from services.tasks.part_words import word_parts
from services.tasks.statement_words import word_told
from services.views.evidence_part import EvidenceLine, read_evidence_lines


@dataclass(frozen=True, slots=True)
class JudgedMatter:
    """`told` are the complainant's words, `steps` its measures by kind with their words, `cited` the evidence that the finding
    rests on, `parts` what other units report of it.
    """

    row: Matter
    told: str
    steps: tuple[tuple[str, str], ...]
    cited: tuple[EvidenceLine, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """`decision` tells who drafted it when, `summary` its last words; both are missing before it is drafted."""

    matters: tuple[JudgedMatter, ...]
    claims: tuple[ClaimLine, ...]
    decision: Decision | None
    summary: str


def read(scene: Scene) -> Opinion:
    """Of the present round, before the opinion what was found so far."""
    complaint, unit = scene.complaint, scene.unit
    names, lines = map_unit_names(unit), read_evidence_lines(complaint, scene.login, unit)
    steps: dict[int, list[tuple[str, str]]] = {}
    for disposal in list_disposals(complaint.id, unit, round_no=complaint.round):
        told = (disposal.kind.value, word_disposal(disposal, names))
        steps.setdefault(disposal.matter_no, []).append(told)
    matters = list_accepted_matters(complaint.id, unit)
    said = word_told(matters, scene)
    decision = find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit)
    return Opinion(
        matters=tuple(
            JudgedMatter(
                matter,
                said[matter.no],
                tuple(steps.get(matter.no, [(kind, "") for kind in matter.disposals])),
                tuple(line for line in lines if line.item.id in matter.cited_evidence),
                tuple(word_parts(matter, scene)),
            )
            for matter in matters
        ),
        claims=read_claims(scene),
        decision=decision,
        summary="" if decision is None else str(decision.content.get("summary") or ""),
    )


PART = Part(name=Extract.OPINION, read=read, instead_of=frozenset({"opinion", "evidence_list"}))
