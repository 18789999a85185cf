"""`jieban check`: what a changed diagram, decision or form would break, before it is deployed."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.settings import load_settings


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Say what these .bpmn, .dmn and .form files would break / 检查流程图、决策表和表单。

    They are held against each other and against what is deployed and entered in the office of the data folder.
    Exit code 1 when there is a fault.
    """
    from deploy.resource_files import check_files
    from deploy.store_notice import tell_store
    from deploy.wiring import read_office_surroundings

    given = [(path.name, path.read_bytes()) for path in files]
    settings = load_settings()
    around, notes = read_office_surroundings(settings, given)
    for note in [*notes, *tell_store(settings)]:
        click.echo(note, err=True)
    faults = check_files(given, around)
    for fault in faults:
        click.echo(f"{fault}\n    {fault.remedy}")
    if faults:
        raise SystemExit(1)
    click.echo(f"{len(files)} files, no fault / 未发现问题")
