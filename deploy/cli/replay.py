"""`jieban replay`: live through a file of complaint stories and compare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from deploy.demo_people import ACCOUNTS_FILE
from deploy.first_steps import first_steps
from deploy.replay.must_not import load_predicates
from deploy.replay.report import CaseResult, as_json, table
from deploy.replay.run import Replay
from deploy.replay.samples import SamplesUnusable, Story, load_stories
from deploy.settings import Settings, load_settings
from models.clock.legal_time import ZONE as BEIJING

BOOKMARK_FILE = "demo-replay.json"


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--only", default="", help="Ids or tags, comma separated / 只回放这些编号或标签")
@click.option("--until", help="Stop at this ISO moment / 回放到此刻为止")
@click.option("--accounts", type=click.Path(path_type=Path), help="Passwords (JSON) / 账号文件")
@click.option(
    "--json", "out", type=click.Path(path_type=Path), help="Write a row per complaint / 结果写入文件"
)
@click.option("--resume", is_flag=True, help="Go on where an earlier replay stopped / 接着上次继续")
@click.option(
    "--when-done", type=click.Path(path_type=Path), help="Make this file at the end / 完成后建立此文件"
)
@click.option(
    "--must-not",
    "predicates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of predicates by story / 绝不允许事项的检查程序所在目录",
)
def replay(
    *,
    file: Path,
    only: str,
    until: str | None,
    accounts: Path | None,
    out: Path | None,
    resume: bool,
    when_done: Path | None,
    predicates: Path | None,
) -> None:
    """Replay complaint stories through the routes people use / 按样本故事回放办理全过程。"""
    settings = load_settings()
    try:
        stories = load_stories(file, frozenset(filter(None, only.split(","))))
    except SamplesUnusable as fault:
        raise click.ClickException(str(fault)) from fault
    passwords = _passwords(accounts or settings.data / ACCOUNTS_FILE)
    run = _build(settings, passwords, settings.data / BOOKMARK_FILE if resume else None)
    run.predicates = load_predicates(predicates) if predicates else {}
    _live(run, stories, _moment(until) if until else None)
    results = run.compare(file)
    if out is not None:
        out.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=1), encoding="utf-8")
    for line in table(results) if when_done is None else end_of_demo(results, settings):
        click.echo(line)
    if when_done is not None:
        when_done.touch()
    if any(result.differences for result in results):
        raise SystemExit(1)


def _build(settings: Settings, passwords: dict[str, str], bookmark: Path | None) -> Replay:
    from deploy.wiring import build_replay

    return build_replay(settings, passwords, bookmark)


def _live(run: Replay, stories: Sequence[Story], until: datetime | None) -> None:
    try:
        run.refuse_used_office(stories)
    except ValueError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    with Progress(console=Console(stderr=True)) as bar:
        line = bar.add_task("replay / 回放", total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(line, completed=done, total=total, description=f"replay {name}")

        run.live(stories, until, advance)


def end_of_demo(results: Sequence[CaseResult], settings: Settings) -> Iterator[str]:
    """What whoever starts a demo office reads last: how many are there, what differs, and where to go; no table."""
    yield f"the demo complaints are there: {len(results)} / 演示投诉已就绪：{len(results)} 件"
    for row in results:
        yield from (f"  {row.complaint} {row.number}: {difference}" for difference in row.differences)
    yield from first_steps(settings)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{text}: {error}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _passwords(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(
            f"{path}: {error}; give --accounts / 请用 --accounts 指定账号文件"
        ) from error
    return {login: str(entry["password"]) for login, entry in content.items()}
