"""What an action (`/actions/…`) answers to the script that sent a form (assets/forms.js)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Response, current_app

# Above a form whose fields say what is wrong with them.
CHECK_FIELDS: Final = "Проверьте отмеченные поля."


@dataclass(frozen=True, slots=True)
class Undo:
    """A button in the toast: its wording, and the action with the values that takes back what was done."""

    words: str
    action: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leads:
    """A link in the toast: its wording, and the path of this site where what was done can be seen."""

    words: str
    href: str


def done(
    toast: str = "",
    *,
    undo: Undo | None = None,
    leads: Leads | None = None,
    refresh: bool = False,
    go: str = "",
    panel: str = "",
    close: bool = False,
    replace: Mapping[str, str] | None = None,
) -> Response:
    """The action was carried out.

    toast: one sentence in the past tense; undo, leads: what stands in it. refresh: the page asks for itself anew. go: leads on to a path of
    this site. panel: HTML of a panel to show (`fragment`); close: closes the open one. replace: new HTML by
    the id of the element whose content it becomes.
    """
    told: dict[str, Any] = {"toast": toast, "go": go, "panel": panel, "refresh": refresh, "close": close}
    if undo is not None:
        told["undo"] = {"words": undo.words, "action": undo.action, "values": dict(undo.values)}
    if leads is not None:
        told["leads"] = {"words": leads.words, "href": leads.href}
    if replace:
        told["replace"] = dict(replace)
    return _json(200, {name: value for name, value in told.items() if value})


def refused(sentence: str, *, fields: Mapping[str, str] | None = None, panel: str = "") -> Response:
    """Nothing was changed because of what was entered. fields: a sentence by the name of the field it concerns."""
    return _json(400, {"error": sentence, "fields": dict(fields or {}), "panel": panel})


def conflict(sentence: str, *, panel: str) -> Response:
    """Nothing was changed because somebody else was quicker; the panel shows both versions."""
    return _json(409, {"error": sentence, "panel": panel})


def _json(status: int, told: Mapping[str, Any]) -> Response:
    return Response(current_app.json.dumps(told), status=status, mimetype="application/json")
