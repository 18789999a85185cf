"""`jieban reconcile`: whether database and process engine agree on every case."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click

from deploy.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Collection

    from deploy.reconciling import Stores
    from models.office.engine_anchor import StoreState
    from services.anchor.judge_store import Judged
    from services.reconcile.difference import Differing, Reconciled

_SHOWN = 50
_BEHIND = (
    "nothing was repaired: the engine does not show the newest jobs of this office. Either its searches are behind: wait, and"
    " compare again; or its store was lost, is older or another office's: look, and repeat with --lost"
    " / 未修复：引擎查询不到本机构最近的作业。或者查询滞后，请稍后再核对；或者其存储已丢失、变旧或更换，确认后加 --lost 再执行"
)
_VERSION_LOST = (
    "nothing was repaired: the engine goes no more by versions of this office, and what begins anew would go without them."
    " Deploy these files first where the engine is the office's, or name each by --without: {files}"
    " / 未修复：流程引擎不再按本机构的版本办理，重新启动的件会缺少其中的步骤。请先部署这些文件，或逐个用 --without 指明：{files}"
)
_NO_ANCHOR = (
    "the engine has no anchor of this office: the workers begin it, unless its diagram was refused, as"
    " jieban deploy --shipped says"
    " / 引擎中没有本机构的锚点：由工作进程建立；若锚点流程图被拒绝，用 jieban deploy --shipped 查看原因"
)
_STORES = {
    "unknown": "the engine does not know this office: its store was lost, or is another office's; the workers do no job there"
    " / 引擎中没有本机构：其存储已丢失，或属于另一机构；工作进程不办理其中的作业",
    "engine_older": "the engine's store is older than the database; the workers do no job there"
    " / 引擎存储比数据库旧；工作进程不办理其中的作业",
    "database_older": "the database is older than the engine's store; the workers do no job there"
    " / 数据库比引擎存储旧；工作进程不办理其中的作业",
}
# Where a search that is behind, or a wrong address, would look the same.
_LOST = ("unknown", "engine_older")
EXIT_DIFFERENT = 1
EXIT_AWAY = 2
EXIT_LEFT = 3
EXIT_BEHIND = 4


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs / 以JSON输出")
@click.option(
    "--wait",
    default=15,
    show_default=True,
    type=click.IntRange(0, 600),
    help="Seconds between the two looks, longer than searches lag / 两次核对的间隔秒数",
)
@click.option("--repair", is_flag=True, help="Begin anew what the engine has lost / 按在案记录重新启动")
@click.option(
    "--lost",
    is_flag=True,
    help="The store was lost, is older or another one; searches are not behind / 引擎存储确已丢失、变旧或更换，不是查询滞后",
)
@click.option(
    "--end",
    "keys",
    multiple=True,
    metavar="KEY",
    help="End this run of no complaint (RUN_OF_NOBODY) / 终止这个不属于任何投诉件的办理流程",
)
@click.option(
    "--without",
    "files",
    multiple=True,
    metavar="FILE",
    help="Repair although the engine does not go by this file (VERSION_LOST) / 引擎不再按该文件办理仍然修复",
)
@click.option("--yes", is_flag=True, help="Do not ask before the repair / 修复前不再询问")
def reconcile(
    *,
    as_json: bool,
    wait: int,
    repair: bool,
    lost: bool,
    keys: tuple[str, ...],
    files: tuple[str, ...],
    yes: bool,
) -> None:
    """Compare database and engine; exit 1 where they differ, 2 while the engine is away / 核对数据库与流程引擎。"""
    from deploy.reconciling import open_stores
    from models.ground.errors import OutsideUnavailable
    from models.office.engine_anchor import STRANGE

    settings = load_settings()
    with open_stores(settings) as stores:
        try:
            found, judged = _look(stores, wait)
        except OutsideUnavailable:
            click.echo("the engine is away, nothing was compared / 流程引擎不可用，未能核对", err=True)
            raise SystemExit(EXIT_AWAY) from None
        _tell(found, judged, as_json=as_json)
        if keys:
            _end(keys, found, stores, judged.state)
            return
        if not found.differing and judged.state not in STRANGE:
            return
        if repair and (refusal := find_refusal(found, judged.state, files, lost=lost)):
            click.echo(refusal, err=True)
            raise SystemExit(EXIT_BEHIND)
        if repair and (yes or _is_wanted(found, settings.rest_address)):
            if stores.take_in_ends(judged):
                found = stores.compare(lambda: time.sleep(wait))
            _repair(found, judged, stores)
    raise SystemExit(EXIT_DIFFERENT if judged.state in STRANGE else exit_code(found))


def _repair(found: Reconciled, judged: Judged, stores: Stores) -> None:
    mended = stores.repair(found, judged)
    click.echo(
        f"{len(mended)} differences mended, {len(found.differing) - len(mended)} left to people;"
        f" the workers begin the runs, compare again then"
        f" / 已修复 {len(mended)} 处，其余需人工处理；工作进程随后启动办理，届时请再核对",
        err=True,
    )


def _look(stores: Stores, wait: int) -> tuple[Reconciled, Judged]:
    from models.office.engine_anchor import STRANGE

    found = stores.compare(lambda: time.sleep(wait))
    judged = stores.judge()
    if judged.state in STRANGE and not found.differing:
        # A search that is behind shows a store as older for a moment.
        time.sleep(wait)
        judged = stores.judge()
    return found, judged


def find_refusal(found: Reconciled, state: StoreState, files: Collection[str], *, lost: bool) -> str | None:
    """Why nothing is repaired before a person has said more: `lost`, or each file whose version the engine has lost.

    Nothing of the latter is asked where nothing begins anew.
    """
    from models.office.engine_anchor import STRANGE
    from services.reconcile.difference import Difference

    if not lost and (found.is_behind or state in _LOST):
        return _BEHIND
    if state not in STRANGE and exit_code(found) == EXIT_LEFT:
        return None
    gone = {one.recorded for one in found.differing if one.difference is Difference.VERSION_LOST}
    if unnamed := sorted(gone - set(files)):
        return _VERSION_LOST.format(files=", ".join(unnamed))
    return None


def _end(keys: tuple[str, ...], found: Reconciled, stores: Stores, state: StoreState) -> None:
    """Exit code 4 on a store that is not the office's, 3 where a key is of no run of nobody."""
    from models.office.engine_anchor import STRANGE

    if found.is_behind or state in STRANGE:
        click.echo(
            "nothing was ended: first let the store be this office's again (--repair)"
            " / 未终止任何流程：请先用 --repair 使存储恢复为本机构的存储",
            err=True,
        )
        raise SystemExit(EXIT_BEHIND)
    ended = stores.end_runs(keys, found)
    click.echo(
        f"{len(ended)} runs are being ended by the workers / 由工作进程终止 {len(ended)} 个流程", err=True
    )
    if others := sorted(set(keys) - set(ended)):
        click.echo(f"no run of nobody / 不是无主流程: {', '.join(others)}", err=True)
        raise SystemExit(EXIT_LEFT)


def exit_code(found: Reconciled) -> int:
    """1 where a repair has something to mend, 3 where all that differs is left to people."""
    return EXIT_DIFFERENT if any(one.is_repaired for one in found.differing) else EXIT_LEFT


def _tell(found: Reconciled, judged: Judged, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_told(found, judged.state), ensure_ascii=False))
        return
    for one in found.differing[:_SHOWN]:
        click.echo(
            f"{found.numbers.get(one.complaint_id, '-')}  {one.difference.value}  {one.key}{_say_more(one)}"
        )
    if len(found.differing) > _SHOWN:
        click.echo(f"... {len(found.differing) - _SHOWN} more / 另有未列出，用 --json 看全部")
    if line := _STORES.get(judged.state.value):
        click.echo(line, err=True)
    if judged.known is None or judged.known.key is None:
        click.echo(_NO_ANCHOR, err=True)
    if found.differing:
        click.echo(
            f"{len(found.differing)} differences, {found.open_cases} open cases compared"
            f" / {found.open_cases} 件在办，{len(found.differing)} 处不一致；--repair 按在案记录重新启动",
            err=True,
        )
    else:
        click.echo(f"{found.open_cases} open cases agree / {found.open_cases} 件在办全部一致")


def _say_more(one: Differing) -> str:
    """Of a run elsewhere both places, of a version its file."""
    if one.stands_at:
        return f"  on record / 在案: {one.recorded}, the run stands at / 流程停在: {one.stands_at}"
    return "" if one.complaint_id or not one.recorded else f"  {one.recorded}"


def _told(found: Reconciled, state: StoreState) -> dict[str, object]:
    rows = [
        {
            "case": found.numbers.get(one.complaint_id),
            "difference": one.difference.value,
            "key": one.key,
            "is_repaired": one.is_repaired,
            "recorded": one.recorded or None,
            "stands_at": one.stands_at.split(",") if one.stands_at else [],
        }
        for one in found.differing
    ]
    return {
        "open_cases": found.open_cases,
        "is_behind": found.is_behind,
        "store": state.value,
        "differences": rows,
    }


def _is_wanted(found: Reconciled, address: str) -> bool:
    cases = len({one.complaint_id for one in found.differing if one.is_repaired})
    return click.confirm(
        f"Begin up to {cases} of {found.open_cases} open cases anew in the engine at {address}?"
        f" / 在该引擎中按在案记录重新启动至多 {cases} 件？",
        err=True,
    )
