"""The `flask` commands: set-up, import and reports. stdout carries reports, everything else stderr."""

from flask import Flask

from dashboard.cli.importing import import_command
from dashboard.cli.reports import report
from dashboard.cli.setting_up import catalogue, districts, init, schools, users
from dashboard.cli.upkeep import check, results


def register(server: Flask) -> None:
    for command in (init, districts, schools, catalogue, users, import_command, report, results, check):
        server.cli.add_command(command)
