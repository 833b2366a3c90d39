"""Section «Требования»: what the cycle demands of each block at each stage in a year."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask, Response

from dashboard import html
from dashboard.access.policy import Permission
from dashboard.addresses.administration import AdministrationAddress, panel_href
from dashboard.answers import done, refused
from dashboard.binding import InvalidInputError, RequestContext, register_route
from dashboard.components.forms import select_field, sending_form, submit
from dashboard.components.panel import fragment, opens_panel
from dashboard.formatting import listed, tied
from dashboard.html import Element
from dashboard.pages.administration.effect import effect_panel
from dashboard.pages.administration.entered import Entered, asked_text, clash
from dashboard.texts.administration import requirements_headline
from dashboard.texts.cycle import STAGES_SHORT
from dashboard.texts.trail import REQUIRED
from dashboard.texts.words import BLOCKS_SHORT
from data_layer.commands.effects import effect_of, with_requirement
from data_layer.commands.requirements import check_requirement, requirement_in_force, set_requirement
from data_layer.domain.facts import RequirementRule
from data_layer.domain.school_year import format_year, year_of
from data_layer.domain.vocabulary import COUNTED_STAGES, RequirementLevel, Stage
from data_layer.errors import ChangedMeanwhileError, NotFoundError
from data_layer.queries.catalogue import Catalogue, load_catalogue
from data_layer.queries.directory import used_years


def register(server: Flask) -> None:
    register_route(
        server,
        "/panels/admin/requirement",
        methods=["GET"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=show_requirement,
    )
    register_route(
        server,
        "/actions/admin/requirement-preview",
        methods=["POST"],
        permission=Permission.VIEW_ADMINISTRATION,
        handler=preview_requirement,
    )
    register_route(
        server,
        "/actions/admin/requirement-save",
        methods=["POST"],
        permission=Permission.MANAGE_DISTRICT,
        handler=save_requirement,
    )


# The section


def headline(ctx: RequestContext, address: AdministrationAddress) -> str:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    rules = [
        in_force(catalogue, block.number, stage, address.year) for block in catalogue.blocks for stage in COUNTED_STAGES
    ]
    required = sum(1 for rule in rules if rule.required is RequirementLevel.REQUIRED)
    return requirements_headline(required, len(rules), address.year)


def in_force(catalogue: Catalogue, block: int, stage: Stage, year: int) -> RequirementRule:
    """The rule of the cell in the year; where there is none, nothing is demanded."""
    found = requirement_in_force(catalogue.requirements, block=block, stage=stage.value, year=year)
    return found or RequirementRule(block, stage, RequirementLevel.NOT_USED)


def section(ctx: RequestContext, address: AdministrationAddress) -> list[Element]:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    heads = [html.Th("Блок", scope="col"), *(html.Th(STAGES_SHORT[stage], scope="col") for stage in COUNTED_STAGES)]
    rows = [
        html.Tr(
            [
                html.Th([f"{block.number}. ", BLOCKS_SHORT.get(block.number, block.title)], scope="row"),
                *(_cell(catalogue, block.number, stage, address.year) for stage in COUNTED_STAGES),
            ]
        )
        for block in catalogue.blocks
    ]
    caption = html.Caption(f"Требования {format_year(address.year)} учебного года", className="unseen")
    table = html.Table([caption, html.Thead(html.Tr(heads)), html.Tbody(rows)], className="requirements")
    note = html.P(
        "Обязательная ячейка без документа после срока становится просрочкой. Нажмите на ячейку, чтобы изменить её.",
        className="note section-note",
    )
    return [note, html.Div(table, className="card table-card")]


def _cell(catalogue: Catalogue, block: int, stage: Stage, year: int) -> Element:
    rule = in_force(catalogue, block, stage, year)
    since = [html.Small(f"с {format_year(rule.from_year)}", className="under")] if rule.from_year else []
    words = REQUIRED[rule.required]
    label = f"Блок {block}, {catalogue.stage(stage).lower()}: {words}. Изменить"
    opener = opens_panel(
        [html.Span(words), *since],
        address=panel_href("requirement", block=block, stage=stage.value, year=format_year(year)),
        className=f"requirement is-{rule.required.value}",
        label=label,
    )
    return html.Td([html.Span(STAGES_SHORT[stage], className="on-phone stage-name"), opener])


# Panel and actions


def show_requirement(ctx: RequestContext) -> str:
    asked = Entered({name: asked_text(name) for name in ("block", "stage", "year")})
    year = asked.year("year", today=ctx.today)
    catalogue = load_catalogue(ctx.session, with_sources=False)
    block, stage = _cell_of(catalogue, asked)
    return _requirement_panel(ctx, catalogue, in_force(catalogue, block, stage, year), year)


def _cell_of(catalogue: Catalogue, entered: Entered) -> tuple[int, Stage]:
    """Raises NotFoundError for a cell the catalogue does not have."""
    block, stage = entered.raw("block"), entered.raw("stage")
    for number in catalogue.block_by_number:
        for each in COUNTED_STAGES:
            if (str(number), each.value) == (block, stage):
                return number, each
    raise NotFoundError


def _title(catalogue: Catalogue, block: int, stage: Stage) -> str:
    return f"{catalogue.stage(stage)}, блок {block}"


def _requirement_panel(
    ctx: RequestContext, catalogue: Catalogue, rule: RequirementRule, year: int, *, before: Sequence[Element] = ()
) -> str:
    options = [(each.value, words) for each, words in REQUIRED.items()]
    years = sorted({*used_years(ctx.session), year_of(ctx.today), year_of(ctx.today) + 1, year})
    form = sending_form(
        [
            select_field("Документ", name="required", options=options, value=rule.required.value),
            _types_field(catalogue, rule),
            select_field(
                "С учебного года",
                name="from_year",
                options=[(format_year(each), format_year(each)) for each in years],
                value=format_year(year),
                hint="Более ранние годы останутся прежними.",
            ),
            submit("Показать, что изменится"),
        ],
        action="/actions/admin/requirement-preview",
        hidden={"block": str(rule.block), "stage": rule.stage.value, "was": _spelled(rule)},
    )
    return fragment(_title(catalogue, rule.block, rule.stage), [*before, form], kicker="Требования")


def _types_field(catalogue: Catalogue, rule: RequirementRule) -> Element:
    offered = [each for each in catalogue.document_types.values() if catalogue.type_stages[each.id] == rule.stage.value]
    boxes = [
        html.Label(
            [
                html.Input(type="checkbox", name=f"type_{each.id}", value="on", checked=each.id in rule.document_types),
                f" {each.title}",
            ],
            className="tick",
        )
        for each in offered
    ]
    hint = html.Small("Ничего не отмечено — подойдёт любой вид этой стадии.", className="hint")
    return html.Fieldset(
        [html.Legend("Виды документов"), html.Div(boxes, className="ticks is-list"), hint], className="field"
    )


def _spelled(rule: RequirementRule) -> str:
    return f"{rule.required.value}:{';'.join(sorted(rule.document_types))}"


def _read(text: str, rule: RequirementRule) -> RequirementRule:
    """The rule as the person saw it. Raises InvalidInputError."""
    required, colon, types = text.partition(":")
    if not colon or required not in set(RequirementLevel):
        raise InvalidInputError
    return replace(rule, required=RequirementLevel(required), document_types=tuple(filter(None, types.split(";"))))


def _entered(ctx: RequestContext, catalogue: Catalogue) -> tuple[RequirementRule, RequirementRule]:
    """The rule wanted, and the one that the person saw."""
    entered = Entered()
    block, stage = _cell_of(catalogue, entered)
    types = tuple(
        each
        for each, of_stage in sorted(catalogue.type_stages.items())
        if of_stage == stage.value and entered.is_ticked(f"type_{each}")
    )
    wanted = RequirementRule(
        block,
        stage,
        entered.one_of("required", RequirementLevel),
        types,
        entered.year("from_year", today=ctx.today),
    )
    check_requirement(catalogue, wanted)
    return wanted, _read(entered.raw("was"), wanted)


def preview_requirement(ctx: RequestContext) -> Response:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    wanted, seen = _entered(ctx, catalogue)
    now = in_force(catalogue, wanted.block, wanted.stage, wanted.from_year)
    if _spelled(now) == _spelled(wanted):
        return refused(f"Так уже есть с {format_year(now.from_year)}." if now.from_year else "Так уже есть.")
    effect = effect_of(ctx.session, with_requirement(wanted), today=ctx.today, years={wanted.from_year})
    lines = [
        (f"С {format_year(wanted.from_year)}", REQUIRED[now.required], REQUIRED[wanted.required]),
        ("Виды", _types(catalogue, now), _types(catalogue, wanted)),
    ]
    panel = effect_panel(
        tied(_title(catalogue, wanted.block, wanted.stage)),
        effect,
        action="/actions/admin/requirement-save",
        values={
            "block": str(wanted.block),
            "stage": wanted.stage.value,
            "required": wanted.required.value,
            "from_year": format_year(wanted.from_year),
            "was": _spelled(seen),
            **{f"type_{each}": "on" for each in wanted.document_types},
        },
        wanted=[line for line in lines if line[1] != line[2]],
        kicker="Требования",
    )
    return done(panel=panel)


def _types(catalogue: Catalogue, rule: RequirementRule) -> str:
    return listed([catalogue.document_type(each) for each in rule.document_types]) or "любой вид стадии"


def save_requirement(ctx: RequestContext) -> Response:
    catalogue = load_catalogue(ctx.session, with_sources=False)
    wanted, seen = _entered(ctx, catalogue)
    # Where nothing was demanded there is no rule to be seen.
    has_rule = requirement_in_force(
        catalogue.requirements, block=wanted.block, stage=wanted.stage.value, year=wanted.from_year
    )
    expected = None if has_rule is None and seen.required is RequirementLevel.NOT_USED else seen
    try:
        set_requirement(ctx.session, wanted, expected=expected, actor=ctx.principal.login, request_id=ctx.request_id)
    except ChangedMeanwhileError as error:
        fresh = load_catalogue(ctx.session, with_sources=False)
        now = in_force(fresh, wanted.block, wanted.stage, wanted.from_year)
        words = f"{error} Теперь: {REQUIRED[now.required]}; {_types(fresh, now)}."
        typed = f"Вы выбирали: {REQUIRED[wanted.required]}; {_types(fresh, wanted)}."
        before = html.Div([html.P(words), html.P(typed)], className="message", role="alert")
        return clash(ctx, error, panel=_requirement_panel(ctx, fresh, now, wanted.from_year, before=[before]))
    return done("Требование сохранено.", refresh=True, close=True)
