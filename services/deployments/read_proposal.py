"""One proposal with what its files say beside what runs: line by line, and each of both files to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from models.ground.errors import NotFound
from models.office.deployed_version import DeployedVersion
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.deployments.decide_deployment import DECIDING
from services.deployments.line_difference import LineDifference, compare_lines
from services.deployments.list_deployments import ChangedFile, read_changed_files
from services.office.people_names import map_people_names
from services.office.version_text import TextMissing, VersionText, read_kept_forms, read_texts
from services.ports.monitor import Monitor
from services.unit_of_work import Unit, UnitOfWork

FILES_A_PAGE = 10
# Of what all differences on a page take of it.
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """`no` is its place among the files by name, `runs_key` the version beside it, None for none.

    `difference` None where nothing is beside it, where that is `missing`, where both say the same, or `is_too_much` to compare.
    """

    no: int
    file: ChangedFile
    runs_key: str | None
    difference: LineDifference | None
    missing: TextMissing | None
    is_too_much: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Files that change something stand first; `page` of `pages`, from 1 on."""

    id: str
    state: DeploymentState
    proposed_by: str
    proposed_at: datetime
    files: tuple[ComparedFile, ...]
    number: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What the office has on record of the files of one page: their contents, and the version beside each, by name."""

    page: ProposalPage
    shown: Sequence[tuple[int, ChangedFile]]
    contents: Mapping[str, bytes]
    newest: Mapping[str, DeployedVersion]
    forms: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A page of a proposal; the nearest one that there is."""

    proposal_id: str
    page: int = 1


def read_proposal(asked: AskedPage, unit_of_work: UnitOfWork, actor: Actor, engine: Monitor) -> ProposalPage:
    """For who may decide about one, NotPermitted for others; NotFound. While the engine is away the page says so."""
    require_role(actor, *DECIDING)
    found = _find(asked, unit_of_work)
    beside = [
        found.newest[file.name] for _, file in found.shown if file.name in found.newest and not file.is_same
    ]
    texts = read_texts(beside, found.forms, engine)
    room = MOST_BYTES // max(1, len(beside))
    return replace(
        found.page, files=tuple(_compare(no, found, texts, room) for no in range(len(found.shown)))
    )


def read_proposed_file(
    proposal_id: str, no: int, unit_of_work: UnitOfWork, actor: Actor
) -> tuple[str, bytes]:
    """Name and content of one of its files as it was brought, by its place. NotFound, NotPermitted."""
    require_role(actor, *DECIDING)
    with unit_of_work.reading() as unit:
        names = _list_names(proposal_id, unit)
        if not 0 < no <= len(names):
            raise NotFound
        content = unit.session.get_one(DeploymentFile, (proposal_id, names[no - 1])).content
    return names[no - 1], content


def _list_names(proposal_id: str, unit: Unit) -> Sequence[str]:
    query = select(DeploymentFile.name).where(DeploymentFile.proposal_id == proposal_id)
    return unit.session.scalars(query.order_by(DeploymentFile.name)).all()


def _find(asked: AskedPage, unit_of_work: UnitOfWork) -> _Found:
    with unit_of_work.reading() as unit:
        row = unit.session.get(DeploymentProposal, asked.proposal_id)
        if row is None:
            raise NotFound
        files, newest = read_changed_files([row.id], unit)
        numbered = sorted(enumerate(files.get(row.id, ()), 1), key=lambda one: (one[1].is_same, one[0]))
        pages = max(1, -(-len(numbered) // FILES_A_PAGE))
        page = min(max(asked.page, 1), pages)
        shown = numbered[(page - 1) * FILES_A_PAGE : page * FILES_A_PAGE]
        names = [file.name for _, file in shown]
        contents = select(DeploymentFile.name, DeploymentFile.content).where(
            DeploymentFile.proposal_id == row.id, DeploymentFile.name.in_(names)
        )
        beside = {name: newest[row.id, name] for name in names if (row.id, name) in newest}
        by = map_people_names(unit, logins={row.proposed_by}).get(row.proposed_by, "")
        told = ProposalPage(row.id, row.state, by, row.proposed_at, (), len(numbered), page, pages)
        read = {name: content for name, content in unit.session.execute(contents)}
        forms = read_kept_forms(beside.values(), unit)
        unit.session.expunge_all()
    return _Found(told, shown, read, beside, forms)


def _compare(place: int, found: _Found, texts: Mapping[str, VersionText], room: int) -> ComparedFile:
    no, file = found.shown[place]
    runs = found.newest.get(file.name)
    text = texts.get(runs.key) if runs else None
    difference = None
    if text is not None and text.content is not None:
        difference = compare_lines(file.name, text.content, found.contents[file.name], room)
    return ComparedFile(
        no,
        file,
        runs.key if runs else None,
        difference,
        text.missing if text else None,
        text is not None and text.content is not None and difference is None,
    )
