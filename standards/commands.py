"""`flask standards`: load the published frameworks, list them, show one."""

import json

import click
from flask.cli import AppGroup

from core.errors import DomainError
from standards import queries, services
from standards.schemas import FrameworkSummarySchema, FrameworkTreeSchema

cli = AppGroup("standards", help="Published frameworks.")

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


@cli.command("load")
def load_frameworks() -> None:
    """Load the frameworks that come with Touchstone; what is there already stays as it is."""
    try:
        results = services.load_frameworks()
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    for result in results:
        click.echo(f"{result.key}, version {result.version}: {'loaded' if result.is_new else 'already loaded'}")


@cli.command("list")
@_as_json
def list_frameworks(*, as_json: bool) -> None:
    """List the frameworks that are loaded."""
    frameworks = queries.list_frameworks()
    if as_json:
        click.echo(json.dumps(FrameworkSummarySchema(many=True).dump(frameworks), indent=2))
        return
    for framework in frameworks:
        counts = ", ".join(f"{number} {kind.value}" for kind, number in framework.counts.items())
        click.echo(f"{framework.key}  {framework.title}, version {framework.version} ({counts})")


@cli.command("show")
@click.argument("key")
@_as_json
def show_framework(key: str, *, as_json: bool) -> None:
    """Show the framework KEY with its units, criteria and alignments."""
    try:
        tree = queries.get_framework_tree(key)
    except DomainError as error:
        raise click.ClickException(f"{error} “flask standards list” names those that are loaded.") from error
    if as_json:
        click.echo(json.dumps(FrameworkTreeSchema().dump(tree), indent=2))
        return
    click.echo(f"{tree.framework.title}, version {tree.framework.version}")
    for unit in tree.units:
        click.echo(f"\n{unit.code}  {unit.title}")
        for part in unit.parts:
            click.echo(f"  {part.heading}" if part.heading else "")
            for criterion in part.criteria:
                click.echo(f"    {criterion.code}  {criterion.statement}")
