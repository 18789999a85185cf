"""`jieban check`: what a changed diagram, decision or form would break, before it is deployed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Say what these .bpmn, .dmn and .form files would break / 检查流程图、决策表和表单。

    Exit code 1 when there is a fault.
    """
    from deploy.resource_files import check_file, known_beside

    given = [(path.name, path.read_bytes()) for path in files]
    known = known_beside(given)
    faults = [fault for name, content in given for fault in check_file(name, content, known)]
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo(f"{len(files)} files, no fault / 未发现问题")
