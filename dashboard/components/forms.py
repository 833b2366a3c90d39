"""Forms of ready HTML. assets/forms.js sends them by script, with token and version, and shows the answer."""

from collections.abc import Mapping, Sequence

from dashboard import html
from dashboard.html import Element


def sending_form(
    children: Sequence[object],
    *,
    action: str,
    hidden: Mapping[str, str] | None = None,
    className: str = "form",  # noqa: N803 - as in dash.html
    shows_progress: bool = False,
    confirms: str = "",
    attributes: Mapping[str, object] | None = None,
    is_sent_at_once: bool = False,
) -> Element:
    """A form sent to an action. hidden: values the person does not enter; they are as untrusted as all others.

    shows_progress: for files; a bar grows while they are sent. confirms: a question asked before sending.
    attributes: further ones of the form, such as `data-guards`, which keeps a page with something typed.
    is_sent_at_once: as soon as something is chosen in it.
    """
    carried = [html.Input(type="hidden", name=name, value=value) for name, value in (hidden or {}).items()]
    marks: dict[str, object] = {"data-sends": ""}
    if shows_progress:
        marks["data-shows-progress"] = ""
    if is_sent_at_once:
        marks["data-sends-on-change"] = ""
    if confirms:
        marks["data-confirms"] = confirms
    fault = html.P("", className="form-error", hidden=True, role="alert", **{"data-form-error": ""})
    return html.Form(
        [*carried, fault, *children], action=action, method="POST", className=className, **marks, **(attributes or {})
    )


def sending_meter(words: str) -> Element:
    """Shown while a form is under way: assets/forms.js fills it in. words: what is going on, until more is known."""
    return html.Div(
        [
            html.Span(words, **{"data-progress-words": ""}),
            html.Progress(max=100, value=0, **{"aria-label": words}),
        ],
        className="sending",
        hidden=True,
        role="status",
        **{"data-progress": ""},
    )


def field(label: str, control: Element, *, name: str, hint: str = "") -> Element:
    """A control under its label; the place below it takes the sentence about what is wrong.

    The control carries the same name, and an id of `field-{name}`.
    """
    below = [html.Small(hint, className="hint")] if hint else []
    fault = html.P("", className="field-error", hidden=True, **{"data-field-error": name})
    return html.Div(
        [html.Label(label, htmlFor=f"field-{name}"), control, *below, fault],
        className="field",
    )


def text_field(
    label: str, *, name: str, value: str = "", hint: str = "", kind: str = "text", **more: object
) -> Element:
    """kind: the input's type, such as «date» or «number»; more: further attributes of the input."""
    control = html.Input(id=f"field-{name}", name=name, type=kind, value=value, autocomplete="off", **more)
    return field(label, control, name=name, hint=hint)


def select_field(
    label: str, *, name: str, options: Sequence[tuple[str, str]], value: str = "", hint: str = "", **more: object
) -> Element:
    """options: value and words of each."""
    choices = [html.Option(words, value=each, selected=each == value) for each, words in options]
    control = html.Select(choices, id=f"field-{name}", name=name, **more)
    return field(label, control, name=name, hint=hint)


def submit(words: object, *, is_main: bool = True, **more: object) -> Element:
    return html.Button(words, type="submit", className="button is-main" if is_main else "button", **more)
