"""`jieban trail`: the chained history of the office, and its heads that were noted outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from models.ledger.digest_check import DigestReport, RowFault
    from models.ledger.look_check import LookReport
    from models.ledger.trail_check import TrailReport
    from models.ledger.trail_head import HeadFault, TrailHead
    from models.ledger.trail_verified import TrailVerified

EXIT_BROKEN = 1
EXIT_CUT = 3
EXIT_ROWS = 4
EXIT_UNNOTED = 5
# By exit code, as models/ledger/trail_verified.py calls it; that is loaded by the command alone.
_VERDICTS = {0: "holds", EXIT_BROKEN: "broken", EXIT_CUT: "cut", EXIT_ROWS: "rows", EXIT_UNNOTED: "unnoted"}
_SHOWN = 20
_TOLD_EVERY = 5_000
_ROW_SAID = {
    "changed": "was changed past the application / 被绕过系统改动",
    "gone": "was taken away past the application / 被绕过系统删除",
    "added": "was put in past the application / 被绕过系统加入",
    "unreadable": "cannot be opened / 无法打开",
}
_SAID = {
    "emptied": "the trail has no row: it was emptied / 留痕链已被清空",
    "another": "the trail begins with another row: emptied and begun anew, or the head is another office's"
    " / 链首不同：曾被清空重建，或所记链尾属于另一机构",
    "cut": "the trail has fewer rows: it was cut / 行数少于所记，链尾被截去",
    "changed": "the row of that number is another one / 该行已不是所记的一行",
}

_SAID_OF_LOOKS = {
    "cut": "there are fewer looks: the record was cut / 查看记录少于所记，链尾被截去",
    "changed": "the look of that number is another one / 该行查看记录已不是所记的一行",
}
_UNNOTED = (
    "{place} is not there, and the trail has rows of before today: the workers note a head each day, so it was taken away or"
    " could never be written / 链尾记录文件不存在，而留痕早于今日即有：该文件已被移走，或工作进程一直无法写入"
)
_NOT_YET = (
    "no head was written to {place} yet: the workers note the first in their first round"
    " / 尚未向 {place} 写入链尾记录，工作进程首轮运行时写入"
)
_BESIDE = (
    "that file lies in the data folder: whoever can change the database can change both; have them noted on another machine's"
    " disk by JIEBAN_TRAIL_HEADS / 链尾记录就在数据目录中，能改数据库的人也能改它，请用 JIEBAN_TRAIL_HEADS 记到另一台机器的磁盘上"
)


@click.group()
def trail() -> None:
    """History of the office / 操作留痕。"""


@trail.command()
@click.option("--out", type=click.Path(path_type=Path), help="Add it to this file / 追加到文件")
def head(out: Path | None) -> None:
    """Tell the head of the trail, to be noted outside; exit 1 of an empty one / 给出留痕链尾，供另处记录。"""
    from deploy.wiring import unit_factory
    from models.ledger.trail_head import find_head, note_head

    with unit_factory(load_settings())().reading() as unit:
        found = find_head(unit.session, unit.clock.now())
    if found is None:
        raise click.ClickException("the trail has no row / 留痕链没有任何行")
    if out is not None:
        try:
            note_head(out, found)
        except OSError as fault:
            raise click.ClickException(f"{out} cannot be written / 无法写入: {fault.strerror}") from fault
    click.echo(found.tell())


@trail.command()
@click.option(
    "--head",
    "file",
    type=click.Path(path_type=Path),
    help="File of noted heads; without it the one that the workers keep / 所记链尾的文件，默认为工作进程所记",
)
def verify(file: Path | None) -> None:
    """Walk the chain, compare heads and rows; exit 1 broken, 3 cut, 4 rows, 5 no head / 校验留痕链、链尾和投诉件数据。"""
    from deploy.wiring import unit_factory
    from models.clock.legal_time import beijing_date
    from models.ground.errors import DomainError
    from models.ledger.look_check import verify_looks
    from models.ledger.trail_check import has_lost_all, verify_trail
    from models.ledger.trail_head import find_head_faults, find_look_faults, has_row_before
    from models.ledger.trail_verified import TrailVerified, Verdict

    settings = load_settings()
    place, heads = _read_heads(file, settings)
    try:
        with unit_factory(settings)().reading() as unit:
            differing = find_head_faults(heads, unit.session)
            is_lost = has_lost_all(unit.session)
            report = verify_trail(unit.session)
            looks, cut_looks = verify_looks(unit.session), find_look_faults(heads, unit.session)
            rows = 0 if report.fault else _tell_rows(unit.session)
            at = unit.clock.now()
            # The workers note one a day: where there is none somebody took them away, or no workers could write.
            is_unnoted = place is None and has_row_before(beijing_date(at), unit.session)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _tell_heads(place, heads, differing, settings.data)
    if place is None:
        said = _UNNOTED if is_unnoted else _NOT_YET
        click.echo(said.format(place=settings.trail_heads_file), err=True)
    if is_lost:
        click.echo(f"there are cases, and {_SAID['emptied']}", err=True)
    else:
        _tell_chain(report)
    _tell_looks(looks, cut_looks)
    is_broken = report.fault is not None or looks.broken_seq is not None
    code = _exit_code(rows, is_broken=is_broken, is_cut=bool(differing or cut_looks) or is_lost)
    code = code or (EXIT_UNNOTED if is_unnoted else 0)
    verdict = Verdict(_VERDICTS[code])
    _note(settings.trail_verified_file, TrailVerified(at, report.checked, report.head, len(heads), verdict))
    if code:
        raise SystemExit(code)


def _exit_code(rows: int, *, is_broken: bool, is_cut: bool) -> int:
    """What weighs most."""
    if is_broken:
        return EXIT_BROKEN
    if is_cut:
        return EXIT_CUT
    return EXIT_ROWS if rows else 0


def _note(file: Path, told: TrailVerified) -> None:
    """For the page of whoever audits; what was found stands on the screen in any case."""
    from models.ledger.trail_verified import note_verified

    try:
        note_verified(file, told)
    except OSError as fault:
        click.echo(f"{file} cannot be written / 无法写入: {fault.strerror}", err=True)


def _read_heads(file: Path | None, settings: Settings) -> tuple[Path | None, Sequence[TrailHead]]:
    """Where from, None for nowhere, and the heads. One that was asked for must be there and say something."""
    from models.ledger.trail_head import read_heads

    place = file or settings.trail_heads_file
    try:
        noted = read_heads(place)
    except OSError as fault:
        # The workers make the file and never its folder: where the one that was set is not there, nothing is mounted.
        is_mounted = settings.trail_heads is None or place.parent.is_dir()
        if file is None and isinstance(fault, FileNotFoundError) and is_mounted:
            return None, ()
        raise click.ClickException(f"{place} cannot be read / 无法读取: {fault.strerror}") from fault
    if noted.unreadable:
        click.echo(
            f"{noted.unreadable} lines of {place} say nothing / {place} 中有 {noted.unreadable} 行无法识别",
            err=True,
        )
    # A power cut tears one line; whoever cuts the trail makes more of them unreadable.
    if noted.unreadable > 1:
        raise click.ClickException(f"lines of {place} were destroyed / {place} 中的记录遭到破坏")
    if not noted.heads:
        raise click.ClickException(f"no head stands in {place} / 文件中没有链尾记录")
    return place, noted.heads


def _tell_heads(
    place: Path | None,
    heads: Sequence[TrailHead],
    differing: Sequence[tuple[TrailHead, HeadFault]],
    data: Path,
) -> None:
    if place is None:
        click.echo(
            "compared with no noted head: a cut end would not show; give one by --head FILE"
            " / 未与所记链尾比对，截去的链尾看不出来，请用 --head 指定文件",
            err=True,
        )
        return
    for one, fault in differing[:_SHOWN]:
        click.echo(f"row {one.rows}, noted {one.at.isoformat(timespec='seconds')}: {_SAID[fault]}", err=True)
    click.echo(
        f"{len(heads) - len(differing)} of {len(heads)} heads noted in {place} hold"
        f" / {place} 所记 {len(heads)} 个链尾中 {len(heads) - len(differing)} 个相符",
        err=bool(differing),
    )
    if place.absolute().is_relative_to(data.absolute()):
        click.echo(_BESIDE, err=True)


def _tell_chain(report: TrailReport) -> None:
    if report.fault is not None:
        click.echo(
            f"row {report.fault.seq}: {report.fault.reason}; {report.checked} rows before it hold"
            f" / 第 {report.fault.seq} 行有问题，此前 {report.checked} 行完整",
            err=True,
        )
        return
    if report.emptied:
        click.echo(
            f"{report.emptied} of them emptied with their destroyed files, each proven by its event"
            f" / 其中 {report.emptied} 行的内容已随案卷销毁，均有销毁记录为证"
        )
    click.echo(f"{report.checked} rows hold / 行完整; head / 链尾 {report.head}")


def _tell_looks(report: LookReport, cut: Sequence[tuple[TrailHead, HeadFault]]) -> None:
    for one, fault in cut[:_SHOWN]:
        said = _SAID_OF_LOOKS[fault]
        click.echo(f"look {one.looks}, noted {one.at.isoformat(timespec='seconds')}: {said}", err=True)
    if report.broken_seq is not None:
        click.echo(
            f"look {report.broken_seq}: {report.reason}; {report.checked} looks before it hold"
            f" / 查看记录第 {report.broken_seq} 行有问题，此前 {report.checked} 行完整",
            err=True,
        )
        return
    click.echo(f"{report.checked} looks hold / 行查看记录完整; head / 链尾 {report.head}")


def _tell_rows(session: Session) -> int:
    """A line for each row that is not as the trail says, as they are found, and what was compared; how many such rows."""
    from models.ledger.digest_check import DigestReport, check_digests

    found, report = 0, DigestReport()
    for found, fault in enumerate(check_digests(session, report, _tell_progress), start=1):
        if found <= _SHOWN:
            click.echo(_word_fault(fault), err=True)
    if found > _SHOWN:
        click.echo(f"... {found - _SHOWN} more / 另有 {found - _SHOWN} 处", err=True)
    _tell_covered(report, found)
    return found


def _tell_progress(done: int, of: int) -> None:
    if done % _TOLD_EVERY == 0:
        click.echo(f"rows: {done} of {of} cases / 已核对 {done} 件，共 {of} 件", err=True)


def _word_fault(fault: RowFault) -> str:
    what = _ROW_SAID[fault.kind]
    fields = f": {', '.join(fault.fields)}" if fault.fields else ""
    return f"{fault.case}  {fault.table} {fault.key}  {what}{fields}"


def _tell_covered(report: DigestReport, found: int) -> None:
    said = (
        f"{report.rows} rows of {report.whole + report.in_part} cases compared with the trail, {found} differ"
    )
    told = f"按留痕核对 {report.whole + report.in_part} 件 {report.rows} 行，{found} 处不符"
    click.echo(f"{said} / {told}", err=bool(found))
    if report.in_part:
        click.echo(
            f"{report.in_part} of these cases were filed before there were digests: what was not changed since is not compared"
            f" / 其中 {report.in_part} 件登记在前，此后未变动的内容无从核对"
        )
    if report.uncovered:
        click.echo(
            f"{report.uncovered} cases are not covered: the trail vouches for none of their rows"
            f" / {report.uncovered} 件没有校验记录，未核对"
        )
    if report.destroyed:
        click.echo(
            f"{report.destroyed} of them destroyed lawfully on record; what stays of these was compared"
            f" / 其中 {report.destroyed} 件已依规销毁并有记录，仅核对留存内容"
        )
