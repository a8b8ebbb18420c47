"""The command `touchstone`: begin an installation, serve it, look it over, and every command of `flask` besides."""

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

import serve
from app import HOME, create_app
from core import config, doctor, readiness
from core.errors import DomainError
from standards.services import load_frameworks

OWN = {"init", "serve", "doctor"}
WIDTH = max(map(len, doctor.PARTS))


class TouchstoneGroup(FlaskGroup):
    """Only `init` makes an instance folder: a command given in the wrong folder begins no second centre there."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        if config.instance_folder(HOME).is_dir():
            return super().list_commands(ctx)
        return sorted(OWN)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in OWN:
            _require_instance()
        return super().get_command(ctx, name)


def _require_instance() -> None:
    instance = config.instance_folder(HOME)
    if not instance.is_dir():
        raise click.ClickException(
            f"There is no folder {instance}. Run touchstone init first, or set INSTANCE_FOLDER to the one you mean."
        )


@click.group(cls=TouchstoneGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
@click.version_option(package_name="touchstone")
def main() -> None:
    """Touchstone: evidence, judgement, sign-off and a record that proves itself."""


@main.command("init")
def begin() -> None:
    """Make the instance folder and the tables, or bring them up to date, and load the published standards."""
    try:
        upgrade()
        loaded = load_frameworks()
    except SQLAlchemyError as error:
        fault = readiness.NO_DATABASE
        raise click.ClickException(f"{fault.problem} {fault.remedy} ({type(error).__name__})") from error
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The instance folder is {current_app.instance_path}.")
    click.echo(f"The tables are up to date, and {len(loaded)} frameworks are loaded.")
    click.echo("Next: touchstone accounts create-centre, or touchstone demo to look around; then touchstone serve.")


@main.command("serve", with_appcontext=False)
def start_server() -> None:
    """Serve Touchstone; HOST, PORT and WORKERS say where and with how many processes."""
    _require_instance()
    serve.main()


@main.command("doctor", with_appcontext=False)
def look_over() -> None:
    """Look over settings, database, migrations, files, mail and front-end files; end 1 when something is wrong."""
    wrong = 0
    for finding in doctor.examine(config.instance_folder(HOME), _make_app):
        wrong += finding.is_wrong
        mark = "wrong" if finding.is_wrong else "ok"
        click.echo(f"{finding.part:<{WIDTH}}  {mark:<5}  {finding.sentence} {finding.remedy}".rstrip())
    if wrong:
        raise SystemExit(1)


def _make_app() -> Flask:
    serve.read_settings()
    return create_app()


if __name__ == "__main__":
    main()
