"""The panels, actions and files of decisions."""

from flask import Flask

from dashboard.pages.meeting.decision_actions import register_decisions
from dashboard.pages.meeting.decision_files import register_decision_files
from dashboard.pages.meeting.evidence import register_evidence


def register_decision_doors(server: Flask) -> None:
    register_decisions(server)
    register_decision_files(server)
    register_evidence(server)
