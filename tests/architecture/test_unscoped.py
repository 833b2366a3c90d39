"""Work outside any tenant, place by place. A new line here is a decision that somebody has looked at."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
REVIEWED = {
    ("dashboard/access/login.py", "a failed sign-in"),
    ("dashboard/access/login.py", "a new password of one's own"),
    ("dashboard/access/login.py", "a successful sign-in"),
    ("dashboard/access/login.py", "a switch is audited"),
    ("dashboard/access/login.py", "a try to sign in"),
    ("dashboard/access/login.py", "choice of a role is audited"),
    ("dashboard/access/login.py", "limits of signing in"),
    ("dashboard/access/login.py", "list of districts"),
    ("dashboard/access/login.py", "roles of one person"),
    ("dashboard/access/login.py", "signing in is audited"),
    ("dashboard/access/login.py", "whose board this is"),
    ("dashboard/access/sessions.py", "a session has run out"),
    ("dashboard/access/sessions.py", "signing in"),
    ("dashboard/access/sessions.py", "signing out"),
    ("dashboard/access/sessions.py", "the person is still there"),
    ("dashboard/access/sessions.py", "who is asking"),
    ("dashboard/binding.py", "a refusal is audited"),
    ("dashboard/binding.py", "an administrator looks after the platform"),
    ("dashboard/binding.py", "what was handed out is audited"),
    ("dashboard/cli/asking.py", "the district a command names"),
    ("dashboard/cli/demo_meeting.py", "the demo district by its code"),
    ("dashboard/cli/setting_up.py", "a new password"),
    ("dashboard/cli/setting_up.py", "a new user"),
    ("dashboard/cli/setting_up.py", "a new user and the place of the role"),
    ("dashboard/cli/setting_up.py", "the catalogue that new districts start from"),
    ("dashboard/cli/upkeep.py", "upkeep goes through every district"),
    ("dashboard/serving.py", "is this the demo"),
    ("data_layer/commands/districts.py", "a new district has no tenant yet"),
    ("seed/load.py", "is the demo loaded already"),
    ("seed/load.py", "the demo district by its code"),
    ("seed/load.py", "the people of the demo district"),
    ("seed/load.py", "the region of the demo district gets its name"),
}


def _uses() -> Iterator[tuple[str, str]]:
    for folder in ("dashboard", "data_layer", "seed"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "unscoped":
                    reason = node.args[1] if len(node.args) > 1 else None
                    yield str(path.relative_to(ROOT)), str(getattr(reason, "value", "no reason"))


def test_every_use_of_a_session_without_tenant_is_reviewed() -> None:
    found = set(_uses())

    assert found - REVIEWED == set(), "unscoped(...) in a new place: name the tenant, or have it added to REVIEWED"
    assert REVIEWED - found == set(), "gone from the code: take it out of REVIEWED"
