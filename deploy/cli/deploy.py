"""`jieban deploy`: changed diagrams, tables and forms go in through the office's own door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from deploy.settings import load_settings
from services.unit_of_work import UnitOfWork


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", help="Login of who answers for it / 负责人登录名")
@click.option(
    "--shipped", is_flag=True, help="Install what is missing of this release's files / 安装本版随附的文件"
)
def deploy(files: tuple[Path, ...], by: str | None, shipped: bool) -> None:
    """Check these .bpmn, .dmn and .form files together and deploy them / 检查后部署流程图、决策表和表单。

    Outside demos they wait for a second person at /deployments first / 非演示机构须经第二人在 /deployments 确认后才部署。
    Refused, with exit code 1 and nothing deployed, when one of them would break what the law or the office needs.
    """
    if shipped:
        if files or by:
            raise click.UsageError("--shipped stands alone / --shipped 须单独使用")
        _install_shipped()
        return
    if not files or by is None:
        raise click.UsageError("name the files and --by, or --shipped / 请给出文件和 --by，或 --shipped")
    _deploy(files, by)


def _install_shipped() -> None:
    from deploy.wiring import install_resources
    from models.ground.errors import DomainError

    try:
        lines = install_resources(load_settings())
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    for line in lines or ["everything of this release is installed / 本版文件均已安装"]:
        click.echo(line)


def _list_proposals(given: Sequence[tuple[str, bytes]], unit_of_work: UnitOfWork) -> Iterator[str]:
    """Proposals at these diagrams that are not over; their words stay on their page."""
    from services.proposals.read_proposals import list_open_of
    from services.resource_check.check_resource import diagrams_of

    for row in list_open_of({diagram.process_id for diagram in diagrams_of(given)}, unit_of_work):
        place = f"{row.process_id}: {row.element_name} ({row.element_id})"
        yield f"open proposal / 未办结的改进建议: {place}, {row.due_on}, /proposals/{row.id}"


def _read(files: Sequence[Path]) -> tuple[tuple[str, bytes], ...]:
    from models.ground.errors import RuleRefused
    from services.deployments.propose_files import refuse_too_large

    try:
        refuse_too_large([path.stat().st_size for path in files])
    except RuleRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    return tuple((path.name, path.read_bytes()) for path in files)


def _deploy(files: tuple[Path, ...], by: str) -> None:
    from deploy.accounts import get_actor
    from deploy.office import is_demo_office
    from deploy.resource_files import check_files
    from deploy.wiring import build_deployments, read_office_surroundings, unit_factory
    from models.ground.errors import DomainError
    from services.deployments.deploy_files import DeployFiles, FilesRefused, deploy_files
    from services.deployments.propose_files import propose_files

    settings = load_settings()
    given = _read(files)
    make_unit = unit_factory(settings)
    around, notes = read_office_surroundings(settings, given)
    for note in notes:
        click.echo(note, err=True)
    faults = check_files(given, around)
    for fault in faults:
        click.echo(f"{fault}\n    {fault.remedy}")
    engine = build_deployments(settings)
    for line in _list_proposals(given, make_unit()):
        click.echo(line)
    try:
        command, actor = DeployFiles(given, tuple(faults)), get_actor(by, make_unit())
        if not is_demo_office(settings):
            propose_files(command, make_unit(), actor)
            click.echo("waits for a second person / 待第二人确认: /deployments")
            return
        made = deploy_files(command, make_unit, actor, engine)
    except FilesRefused:
        click.echo("nothing was deployed / 未部署任何文件", err=True)
        raise SystemExit(1) from None
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        engine.close()
    for version in made:
        click.echo(f"{version.file}: {version.id} {version.version} / 已部署，第 {version.version} 版")
