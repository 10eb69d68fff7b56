"""`--help` and `--version`: options that print something and stop."""

from __future__ import annotations

import click

from verifier import __version__
from verifier.frontends.output import Output


def _show_help(context: click.Context, parameter: click.Parameter, is_given: bool) -> None:
    if is_given:
        Output().write(context.get_help() + "\n")
        context.exit()


def _show_version(context: click.Context, parameter: click.Parameter, is_given: bool) -> None:
    if is_given:
        Output().write(f"verify {__version__}\n")
        context.exit()


help_option = click.option(
    "-h",
    "--help",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this, and stop.",
)
version_option = click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version, and stop.",
)
