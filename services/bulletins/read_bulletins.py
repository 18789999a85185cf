"""Bulletins as people find them: whoever works here the published ones, writers drafts, named units what they may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from models.clock.legal_time import beijing_date
from models.ground.bulletin_codes import BulletinState
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.bulletin import Bulletin, BulletinEdition, BulletinReply, BulletinVersion
from services.actor import Actor
from services.bulletins.lines import BulletinLine, from_json
from services.bulletins.publish_bulletin import list_hands
from services.bulletins.sight import (
    current_version,
    find_answering,
    get_bulletin,
    is_writer,
    list_awaited_units,
    list_heard_units,
    list_named_units,
    reads_drafts,
    require_reader,
)
from services.identity.find_complainants import Span
from services.identity.published_words import find_untellable
from services.office.people_names import map_people_names
from services.summaries.period import Period
from services.unit_of_work import Unit, UnitOfWork

NEWEST = 200


@dataclass(frozen=True, slots=True)
class ListedBulletin:
    """One; `awaits` while units may answer, `answers` where this person has to say something for one of them."""

    bulletin: Bulletin
    period: Period
    is_published: bool
    awaits: bool
    answers: bool


@dataclass(frozen=True, slots=True)
class BulletinPage:
    """One as this person sees it. `edition` is the published one that is shown, None where it is the version being written.

    `lines` are those of what is shown, `proposed` all that may be kept; `marks` are places in the words that name somebody.
    Who had a hand in it may decide and not publish: he sends it back. `awaited` are the units that may still answer, `silent`
    those that are named and have nobody who could.
    """

    bulletin: Bulletin
    period: Period
    edition: BulletinEdition | None
    editions: tuple[BulletinEdition, ...]
    version: BulletinVersion
    versions: tuple[BulletinVersion, ...]
    lines: tuple[BulletinLine, ...]
    proposed: tuple[BulletinLine, ...]
    replies: tuple[BulletinReply, ...]
    marks: tuple[Span, ...]
    answers_for: tuple[str, ...]
    awaited: frozenset[str]
    silent: tuple[str, ...]
    may_write: bool
    may_decide: bool
    may_publish: bool
    may_correct: bool
    names: Mapping[str, str]


def list_bulletins(unit_of_work: UnitOfWork, actor: Actor) -> tuple[ListedBulletin, ...]:
    """The newest first; for whoever works here."""
    require_reader(actor)
    published = exists().where(BulletinEdition.bulletin_id == Bulletin.id)
    with unit_of_work.reading() as unit:
        query = (
            select(Bulletin, published).order_by(Bulletin.begins_on.desc(), Bulletin.id.desc()).limit(NEWEST)
        )
        found = unit.session.execute(query).all()
        listed = [
            ListedBulletin(
                row,
                Period(row.kind, row.begins_on),
                is_out,
                bool(list_awaited_units(row, unit)),
                bool(find_answering(row, actor, unit)),
            )
            for row, is_out in found
        ]
        unit.session.expunge_all()
    return tuple(one for one in listed if one.is_published or one.answers or reads_drafts(actor))


def read_bulletin(
    bulletin_id: str, edition_no: int | None, unit_of_work: UnitOfWork, actor: Actor
) -> BulletinPage:
    """NotFound for one that he does not see yet. Who writes or answers sees the version at work, others the last edition."""
    login = require_reader(actor)
    with unit_of_work.reading() as unit:
        row = get_bulletin(bulletin_id, unit)
        editions = unit.session.scalars(
            select(BulletinEdition).where(BulletinEdition.bulletin_id == row.id).order_by(BulletinEdition.no)
        ).all()
        answers = find_answering(row, actor, unit)
        at_work = row.state is not BulletinState.PUBLISHED and (reads_drafts(actor) or bool(answers))
        edition = _choose(edition_no, tuple(editions), at_work=at_work)
        version = _version_of(row, edition, unit)
        replies = _list_replies(version, unit)
        at_desk = edition is None and reads_drafts(actor)
        versions = _list_versions(row, unit) if at_desk else ()
        may_decide = at_desk and row.state is BulletinState.HEARD and Role.DIRECTOR in actor.roles
        page = BulletinPage(
            bulletin=row,
            period=Period(row.kind, row.begins_on),
            edition=edition,
            editions=tuple(editions),
            version=version,
            versions=versions,
            lines=tuple(from_json(version.lines)),
            proposed=tuple(from_json(row.proposed)) if at_desk else (),
            replies=replies,
            marks=tuple(find_untellable(version.words, unit)) if at_desk else (),
            answers_for=_list_open(row, answers, replies, unit),
            awaited=list_awaited_units(row, unit) if edition is None else frozenset(),
            silent=_list_silent(row, version, unit) if at_desk else (),
            may_write=at_desk and is_writer(actor) and row.state is BulletinState.DRAFT,
            may_decide=may_decide,
            may_publish=may_decide and login not in list_hands(row, unit),
            may_correct=is_writer(actor) and _is_newest(row, edition, editions),
            names=map_people_names(unit, logins=_logins(row, editions, versions, replies)),
        )
        unit.session.expunge_all()
    return page


def _is_newest(row: Bulletin, edition: BulletinEdition | None, editions: Sequence[BulletinEdition]) -> bool:
    """Whether it is what is published, with nothing being written beside it."""
    is_last = edition is not None and edition.no == editions[-1].no
    return is_last and row.state is BulletinState.PUBLISHED


def _choose(
    no: int | None, editions: tuple[BulletinEdition, ...], *, at_work: bool
) -> BulletinEdition | None:
    if no is not None:
        chosen = next((edition for edition in editions if edition.no == no), None)
        if chosen is None:
            raise NotFound
        return chosen
    if at_work:
        return None
    if not editions:
        raise NotFound
    return editions[-1]


def _version_of(row: Bulletin, edition: BulletinEdition | None, unit: Unit) -> BulletinVersion:
    if edition is None:
        return current_version(row, unit)
    return unit.session.get_one(BulletinVersion, (row.id, edition.version_no))


def _list_replies(version: BulletinVersion, unit: Unit) -> tuple[BulletinReply, ...]:
    of_version = BulletinReply.bulletin_id == version.bulletin_id, BulletinReply.version_no == version.no
    return tuple(
        unit.session.scalars(select(BulletinReply).where(*of_version).order_by(BulletinReply.unit_code))
    )


def _list_versions(row: Bulletin, unit: Unit) -> tuple[BulletinVersion, ...]:
    newest = select(BulletinVersion).where(BulletinVersion.bulletin_id == row.id)
    return tuple(unit.session.scalars(newest.order_by(BulletinVersion.no.desc()).limit(NEWEST)))


def _list_open(
    row: Bulletin, answers: frozenset[str], replies: tuple[BulletinReply, ...], unit: Unit
) -> tuple[str, ...]:
    """Units that may still answer."""
    if row.say_until is not None and beijing_date(unit.clock.now()) > row.say_until:
        return ()
    return tuple(sorted(answers - {reply.unit_code for reply in replies}))


def _list_silent(row: Bulletin, version: BulletinVersion, unit: Unit) -> tuple[str, ...]:
    """While it is heard."""
    if row.state is not BulletinState.HEARD:
        return ()
    return tuple(sorted(list_named_units(version, unit) - list_heard_units(version, unit)))


def _logins(
    row: Bulletin,
    editions: Sequence[BulletinEdition],
    versions: tuple[BulletinVersion, ...],
    replies: tuple[BulletinReply, ...],
) -> set[str]:
    told = {row.opened_by, row.sent_by, row.returned_by, *(edition.published_by for edition in editions)}
    told |= {version.by for version in versions} | {reply.by for reply in replies}
    return {login for login in told if login}
