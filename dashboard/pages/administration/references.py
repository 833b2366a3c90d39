"""Section «Ориентиры»: what the district asks for by indicator, level and year, and where each number comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import AdministrationAddress, panel_href
from dashboard.answers import done, refused
from dashboard.binding import InvalidInputError, RequestContext, register_route
from dashboard.components.filter_bar import Choice, filter_menu
from dashboard.components.forms import sending_form, submit, text_field
from dashboard.components.marks import unseen
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import DASH, NO_BREAK, date_full, plain, tied
from dashboard.html import Element
from dashboard.pages.administration.effect import effect_panel
from dashboard.pages.administration.entered import Entered, asked_text, clash, refuse
from dashboard.pages.administration.series import breaks_card
from dashboard.texts.administration import references_headline
from dashboard.texts.words import BLOCKS_SHORT, LEVELS, author_words
from data_layer.commands.audit import record
from data_layer.commands.editing import (
    Author,
    ReferenceEdit,
    RefusedFormError,
    StaleEditError,
    TargetEdit,
    save_reference,
)
from data_layer.commands.effects import effect_of, with_reference
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.school_year import UnknownYearError, format_year, is_valid_year, parse_year
from data_layer.domain.vocabulary import Direction, IndicatorKind, Level
from data_layer.errors import NotFoundError
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.queries.references import OwnReference, own_references, pooled_counts

_KINDS: Final = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION, IndicatorKind.COUNT})


@dataclass(frozen=True, slots=True)
class Place:
    """Indicator, level and year of a reference."""

    rule: IndicatorRule
    level: Level
    year: int

    @property
    def title(self) -> str:
        level = "" if self.level is Level.SCHOOL else f", {LEVELS[self.level]}"
        return tied(f"{self.rule.code} {self.rule.title_short or self.rule.title}{level}")

    @property
    def values(self) -> dict[str, str]:
        return {"indicator": self.rule.id, "level": self.level.value, "year": format_year(self.year)}


def register(server: Flask) -> None:
    register_route(
        server,
        "/panels/admin/reference",
        methods=["GET"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=show_reference,
    )
    register_route(
        server,
        "/actions/admin/reference-preview",
        methods=["POST"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=preview_reference,
    )
    register_route(
        server,
        "/actions/admin/reference-save",
        methods=["POST"],
        permission=Permission.MANAGE_DISTRICT,
        handler=save_reference_action,
    )


# The section


def places(catalogue: Catalogue, year: int) -> list[Place]:
    """What may have a reference: enabled indicators that are held against a number."""
    return [
        Place(rule, level, year)
        for rule in catalogue.enabled
        if rule.kind in _KINDS and rule.direction in {Direction.AT_LEAST, Direction.AT_MOST}
        for level in rule.levels
    ]


def headline(ctx: RequestContext, address: AdministrationAddress) -> str:
    shown = places(load_catalogue(ctx.session, with_sources=False), address.year)
    own = own_references(ctx.session, year=address.year)
    count = sum(1 for place in shown if (place.rule.id, place.level) in own)
    return references_headline(count, len(shown), address.year)


def filters(address: AdministrationAddress) -> list[Element]:
    blocks: list[tuple[int | None, str]] = [(None, "все"), *((n, f"{n}. {words}") for n, words in BLOCKS_SHORT.items())]
    choices = [Choice(words, address.href(block=one), is_current=one == address.block) for one, words in blocks]
    return [filter_menu("Блок", choices, is_changed=address.block is not None)]


def section(ctx: RequestContext, address: AdministrationAddress) -> list[Element]:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    own = own_references(ctx.session, year=address.year)
    counts = pooled_counts(ctx.session, year=address.year)
    rows = [
        _row(place, own.get((place.rule.id, place.level)), counts.get((place.rule.id, place.level)))
        for place in places(catalogue, address.year)
        if address.block in {None, place.rule.block}
    ]
    note = html.P(
        "Ориентир района — с чем сравнивают школу, у которой нет своей цели. Цели школ задают их директора на странице «Данные».",
        className="note section-note",
    )
    heads = ("Показатель", "Уровень", "Ориентир", "Откуда", "Достигли", "")
    head = [html.Th(words, scope="col") if words else html.Td() for words in heads]
    caption = html.Caption(f"Ориентиры района на {format_year(address.year)}", className="unseen")
    table = html.Table([caption, html.Thead(html.Tr(head)), html.Tbody(rows)], className="plain-table admin-table")
    return [note, html.Div(table, className="card table-card"), breaks_card(catalogue, block=address.block)]


def _row(place: Place, own: OwnReference | None, count: tuple[int, int] | None) -> Element:
    opener = opens_panel(["Изменить", unseen(f": {place.title}")], address=panel_href("reference", **place.values))
    is_unset = _in_force(place, own) is None and count is not None and not count[0]
    return html.Tr(
        [
            html.Th(tied(f"{place.rule.code} {place.rule.title_short or place.rule.title}"), scope="row"),
            html.Td("" if place.level is Level.SCHOOL else LEVELS[place.level]),
            html.Td(html.B(number_words(place.rule, _in_force(place, own))), className="number"),
            html.Td(_origin(place, own)),
            html.Td(
                # Where there is nothing to reach nobody has failed to.
                DASH if not count or not count[1] or is_unset else [html.B(str(count[0])), f" из{NO_BREAK}{count[1]}"],
                className="number",
                **{"data-label": "достигли"},
            ),
            html.Td(opener, className="row-action"),
        ]
    )


def _in_force(place: Place, own: OwnReference | None) -> Decimal | None:
    return place.rule.references.get(place.level) if own is None else own.target


def _origin(place: Place, own: OwnReference | None) -> object:
    if own is not None:
        return [
            "свой района",
            html.Small(f"{author_words(own.author)}, {date_full(own.set_at.date())}", className="under"),
        ]
    return "каталог" if place.level in place.rule.references else "не задан"


def number_words(rule: IndicatorRule, target: Decimal | None) -> str:
    """«не менее 90 %», «не более 2 %»; a dash where there is none."""
    if target is None:
        return DASH
    sign = "не более" if rule.direction is Direction.AT_MOST else "не менее"
    unit = "" if rule.kind is IndicatorKind.COUNT else f"{NO_BREAK}%"
    return f"{sign} {plain(target)}{unit}"


# Panel and actions


def _place(ctx: RequestContext, indicator: str, level: str, year: str) -> Place:
    """Raises NotFoundError for what has no reference, InvalidInputError for a year that cannot be."""
    try:
        starting = parse_year(year)
    except UnknownYearError as error:
        raise InvalidInputError from error
    if not is_valid_year(starting, today=ctx.today):
        raise InvalidInputError
    for place in places(load_catalogue(ctx.session, with_sources=False), starting):
        if (place.rule.id, place.level.value) == (indicator, level):
            return place
    raise NotFoundError


def show_reference(ctx: RequestContext) -> str:
    place = _place(ctx, asked_text("indicator"), asked_text("level"), asked_text("year"))
    own = own_references(ctx.session, year=place.year).get((place.rule.id, place.level))
    return _reference_panel(place, own, typed="" if own is None else plain(own.target))


def _reference_panel(place: Place, own: OwnReference | None, *, typed: str, before: Sequence[Element] = ()) -> str:
    proposed = number_words(place.rule, place.rule.references.get(place.level))
    was = "" if own is None else plain(own.target)
    unit = "Сколько" if place.rule.kind is IndicatorKind.COUNT else "Процент"
    sign = "не более" if place.rule.direction is Direction.AT_MOST else "не менее"
    form = sending_form(
        [
            text_field(
                f"{unit}, {sign}",
                name="target",
                value=typed,
                hint=f"Пусто — действует каталог: {proposed}.",
                inputmode="decimal",
            ),
            submit("Показать, что изменится"),
        ],
        action="/actions/admin/reference-preview",
        hidden={**place.values, "was": was, "version": "" if own is None else own.version},
    )
    return fragment(place.title, [*before, form], kicker=f"Ориентир района на {format_year(place.year)}")


def _entered(ctx: RequestContext) -> tuple[Place, TargetEdit]:
    entered = Entered()
    place = _place(ctx, entered.raw("indicator"), entered.raw("level"), entered.raw("year"))
    return place, TargetEdit(typed=entered.raw("target"), was=entered.raw("was"), version=entered.raw("version"))


def preview_reference(ctx: RequestContext) -> Response:
    place, edit = _entered(ctx)
    if not edit.is_touched:
        return refused("Число прежнее.", fields={"target": "Это число уже стоит. Введите другое."})
    target = _number(edit.typed)
    is_share = place.rule.kind is not IndicatorKind.COUNT
    if edit.typed.strip() and (target is None or target < 0 or (is_share and target > 100)):
        words = "Нужно число от 0 до 100." if is_share else "Нужно число не меньше нуля."
        return refused("Проверьте число.", fields={"target": words})
    key = (place.rule.id, place.level, place.year)
    effect = effect_of(ctx.session, with_reference(key, target), today=ctx.today, years={place.year})
    proposed = place.rule.references.get(place.level)
    old = number_words(place.rule, _number(edit.was) if edit.was else proposed)
    new = number_words(place.rule, proposed if target is None else target)
    panel = effect_panel(
        place.title,
        effect,
        action="/actions/admin/reference-save",
        values={**place.values, "target": edit.typed, "was": edit.was, "version": edit.version},
        wanted=[("Ориентир", old, new if target is not None else f"{new} (каталог)")],
        kicker=f"Ориентир района на {format_year(place.year)}",
    )
    return done(panel=panel)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip().replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def save_reference_action(ctx: RequestContext) -> Response:
    place, edit = _entered(ctx)
    own = own_references(ctx.session, year=place.year).get((place.rule.id, place.level))
    author = Author(ctx.principal.login, is_of_school=False, may_set_targets=True, today=ctx.today)
    try:
        saved = save_reference(ctx.session, ReferenceEdit(place.rule.id, place.level, place.year, edit), author=author)
    except RefusedFormError as error:
        return refuse(ctx, str(error))
    except StaleEditError as error:
        return clash(ctx, error, panel=_reference_panel(place, own, typed=edit.typed, before=[_both(place, own, edit)]))
    if saved.is_changed and own is None:
        # A number that takes another one's place is told by the writer; the first one is told here.
        record(
            ctx.session,
            actor=ctx.principal.login,
            action="target_changed",
            subject=f"{place.rule.id}:{place.level.value}:{place.year}",
            district_id=ctx.session.scope.district_id,
            new={"target": str(_number(edit.typed))},
            request_id=ctx.request_id,
        )
    return done("Ориентир сохранён." if saved.is_changed else "Без изменений.", refresh=True, close=True)


def _both(place: Place, own: OwnReference | None, edit: TargetEdit) -> Element:
    now = (
        f"{author_words(own.author)} — {number_words(place.rule, own.target)}"
        if own
        else "ориентир сняли, действует каталог"
    )
    return html.Div(
        [
            html.P(f"Пока форма была открыта, ориентир изменили: {now}."),
            html.P(f"Вы вводили: {edit.typed or 'пусто'}."),
        ],
        className="message",
        role="alert",
    )
