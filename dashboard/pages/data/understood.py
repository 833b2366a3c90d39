"""What was understood of a file of others, before anything of it is applied; and the two forms that help it on."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard import html
from dashboard.access.policy import Permission, may
from dashboard.binding import RequestContext
from dashboard.components.forms import select_field, sending_form, submit, text_field
from dashboard.formatting import tied
from dashboard.html import Element
from dashboard.texts.foreign import (
    BY_NAME,
    FORGOTTEN,
    NOT_SAID,
    SCHOOLS_BY_DEPARTMENT,
    SCHOOLS_OF_FILE,
    UNDERSTOOD,
    decided_words,
    dropped_words,
    grade_words,
    is_scale_in_doubt,
    matched_words,
    open_questions,
    rest_words,
    rows_of,
    rows_words,
    scale_doubt,
    unmatched_headline,
    unmatched_words,
)
from dashboard.texts.succession import listed_name
from data_layer.intake.readers.subjects import TITLES
from data_layer.queries.directory import school_list
from data_layer.queries.imports import BatchEntry

DETAILS: Final = "/actions/import-details"
SCHOOLS: Final = "/actions/import-schools"
STRANGER: Final = "-"
MOST_SHOWN: Final = 30

Told = Mapping[str, Any]


def understood_cards(ctx: RequestContext, batch: BatchEntry) -> list[Element]:
    """Empty for our own workbook. The forms stand only where the file may still be helped on."""
    told: Sequence[Told] = batch.report.get("understood", ())
    is_open = batch.state == "previewed" and batch.is_stored
    may_match = may(ctx.principal.role, Permission.MANAGE_DISTRICT)
    cards = [_card(batch, place, each, is_open=is_open, may_match=may_match) for place, each in enumerate(told)]
    return [*cards, *(_schools_card(ctx, batch, told) if is_open and may_match else [])]


def forgotten_line(batch: BatchEntry) -> list[Element]:
    """Said of a preview whose bytes are not kept."""
    return [] if batch.is_stored else [html.P(FORGOTTEN, className="message", role="status")]


def _card(batch: BatchEntry, place: int, told: Told, *, is_open: bool, may_match: bool) -> Element:
    title = f"understood-{place}"
    head = html.Div(
        [html.H2(told["title"], id=title), html.Span(UNDERSTOOD, className="note")],
        className="card-head",
    )
    facts = html.Dl(
        [part for words, value in _facts(told, is_open=is_open) for part in _fact(words, value)], className="facts told"
    )
    left = html.Ul([html.Li(tied(each)) for each in _passed(told)], className="note-list")
    parts = [head, facts, *([left] if _passed(told) else [])]
    if told["unmatched_count"] and not may_match:
        parts.append(html.P(SCHOOLS_BY_DEPARTMENT, className="note card-text"))
    if is_open:
        parts.append(_details(batch, place, told, may_match=may_match))
    return html.Section(parts, className="card understood", **{"aria-labelledby": title})


def _facts(told: Told, *, is_open: bool) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = []
    if told["sheet"]:
        facts.append(("Лист", told["sheet"]))
    if "subject" in told["asks"]:
        facts.append(("Предмет", _said(told, "subject", told["subject"])))
    if "grade" in told["asks"] or told["level"]:
        facts.append(("Класс" if told["grade"] else "Уровень", _said(told, "grade", grade_words(told))))
    facts.append(("Учебный год", _said(told, "year", told["year"])))
    if told["needs_scale"]:
        facts.append(("Шкала отметок", _scale(told)))
    facts += [("Школы", matched_words(told)), ("Строки", rows_of(told, is_open=is_open))]
    return facts


def _scale(told: Told) -> object:
    if not told["scale"]:
        return html.Span("не найдена", className="lacking")
    doubt = html.Span(tied(f" · {scale_doubt(told)}"), className="quiet") if is_scale_in_doubt(told) else None
    return [told["scale"], doubt]


def _said(told: Told, name: str, value: str | None) -> object:
    if not value:
        return html.Span(NOT_SAID, className="lacking")
    if name in told["hinted"]:
        return [value, html.Span(f" · {BY_NAME}", className="quiet")]
    return value


def _fact(words: str, value: object) -> list[Element]:
    return [html.Dt(words), html.Dd(value)]


def _passed(told: Told) -> list[str]:
    """What stays outside, and why."""
    lines = [dropped_words(reason, count, where) for reason, count, where in told["dropped"]]
    if told["unmatched_count"]:
        lines.append(unmatched_words(told))
    return [*lines, *told["notes"]]


# --- what a person may add ----------------------------------------------------------------------------


def _details(batch: BatchEntry, place: int, told: Told, *, may_match: bool) -> Element:
    fields = [_field(place, told, name) for name in ("subject", "grade", "year") if name in told["asks"]]
    # A scale that is known gives way to the department alone.
    if told["needs_scale"] and (may_match or told["three"] or not told["scale"]):
        fields.append(_three(place, told))
    form = sending_form(
        [html.Div(fields, className="told-fields"), submit("Проверить заново", is_main=False)],
        action=DETAILS,
        hidden={"batch": str(batch.id), "place": str(place)},
    )
    summary = html.Summary(["Уточнить предмет, класс и год", html.Span(className="chevron")])
    if "subject" not in told["asks"]:
        summary = html.Summary(["Уточнить учебный год", html.Span(className="chevron")])
    return html.Details([summary, form], className="opens", open=open_questions(told))


def _three(place: int, told: Told) -> Element:
    most = f"Наибольший балл работы — {told['best']}. " if told["best"] else ""
    hint = f"{most}{'Пусто — по шкале.' if told['scale'] and not told['three'] else ''}".strip()
    value = str(told["three"] or "")
    name = f"three-{place}"
    return text_field("«3» ставится от, баллов", name=name, value=value, hint=hint, kind="number", min=1, max=1000)


def _field(place: int, told: Told, name: str) -> Element:
    if name == "subject":
        titles = sorted({*TITLES, *([told["subject"]] if told["subject"] else [])})
        options = [("", "не выбран"), *((title, title) for title in titles)]
        return select_field("Предмет", name=f"subject-{place}", options=options, value=told["subject"] or "")
    if name == "grade":
        options = [("", "не выбран"), *((str(grade), f"{grade} класс") for grade in range(1, 12))]
        return select_field("Класс работы", name=f"grade-{place}", options=options, value=str(told["grade"] or ""))
    return text_field("Учебный год", name=f"year-{place}", value=told["year"] or "", placeholder="2025/26")


# --- whose schools ------------------------------------------------------------------------------------


def _schools_card(ctx: RequestContext, batch: BatchEntry, told: Sequence[Told]) -> list[Element]:
    unmatched, decided = unmatched_of(told), decided_of(told)
    if not unmatched and not decided:
        return []
    schools = sorted(school_list(ctx.session), key=lambda each: each.short_name.casefold())
    options = [
        ("", "не выбрана"),
        (STRANGER, "не школа района"),
        *((each.code, listed_name(each.short_name, each.gone_from)) for each in schools),
    ]
    parts: list[object] = []
    if unmatched:
        parts += [_table(unmatched[:MOST_SHOWN], options, first=0), *_rest(unmatched)]
    if decided:
        summary = html.Summary([decided_words(len(decided)), html.Span(className="chevron")])
        table = _table(decided[:MOST_SHOWN], options[1:], first=MOST_SHOWN)
        parts.append(html.Details([summary, table], className="opens", open=not unmatched))
    parts.append(submit("Запомнить и проверить заново", is_main=bool(unmatched)))
    form = sending_form(parts, action=SCHOOLS, hidden={"batch": str(batch.id)}, className="form match-form")
    title = unmatched_headline(len(unmatched)) if unmatched else SCHOOLS_OF_FILE
    head = html.Div(
        [html.H2(title, id="match-schools"), html.Span("запомнится для следующих файлов", className="note")],
        className="card-head",
    )
    return [html.Section([head, form], className="card", **{"aria-labelledby": "match-schools"})]


def unmatched_of(told: Sequence[Told]) -> list[Told]:
    """Names that stand for no school yet, each once, in the order of the file."""
    found = {each["key"]: each for table in told for each in table["unmatched"]}
    return list(found.values())


def decided_of(told: Sequence[Told]) -> list[Told]:
    """Names about which somebody decided, now or for an earlier file; `code` None: none of the district's."""
    found = {each["key"]: each for table in told for each in table["decided"]}
    return list(found.values())


def _rest(unmatched: Sequence[Told]) -> list[Element]:
    """One tick for all the schools of other districts, which a file of the region has in hundreds."""
    if len(unmatched) < 2:
        return []
    box = html.Input(type="checkbox", name="rest", value=STRANGER, id="field-rest")
    words = rest_words(len(unmatched), shown=min(len(unmatched), MOST_SHOWN))
    return [html.Label([box, f" {words}"], htmlFor="field-rest", className="tick")]


def _table(named: Sequence[Told], options: Sequence[tuple[str, str]], *, first: int) -> Element:
    return html.Table(
        [
            html.Caption("Названия школ в файле и школы района", className="unseen"),
            html.Thead(html.Tr([html.Th("В файле", scope="col"), html.Th("Школа района", scope="col")])),
            html.Tbody([_school_row(number, each, options) for number, each in enumerate(named, start=first)]),
        ],
        className="data-table",
    )


def _school_row(number: int, named: Told, options: Sequence[tuple[str, str]]) -> Element:
    facts = [each for each in (named["login"], named["place"], rows_words(named["rows"])) if each != named["label"]]
    chosen = (named["code"] or STRANGER) if "code" in named else ""
    choices = [html.Option(words, value=value, selected=value == chosen) for value, words in options]
    control = html.Select(
        choices, name=f"match-{number}", id=f"field-match-{number}", **{"aria-label": f"Школа района: {named['label']}"}
    )
    return html.Tr(
        [
            html.Th([named["label"], html.P(" · ".join(filter(None, facts)), className="note")], scope="row"),
            html.Td([html.Input(type="hidden", name=f"key-{number}", value=named["key"]), control]),
        ]
    )
