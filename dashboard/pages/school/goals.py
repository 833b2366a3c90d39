"""Goals of a school by block: value, target, bullet and a verdict in whole units."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from dashboard import html
from dashboard.addresses.why import WhyCount, WhyGoal, WhyResult
from dashboard.charts.html import bullet
from dashboard.charts.specification import Bullet
from dashboard.components.marks import mark, status_mark
from dashboard.components.why import why_number
from dashboard.formatting import DASH, NO_BREAK, exact, percent_value, plain, target_percent, tied, whole
from dashboard.html import Element
from dashboard.texts.results import reference_words, small_cohort_note, target_words, verdict
from dashboard.texts.words import LEVELS, LEVELS_SHORT, indicator_name
from data_layer.domain.vocabulary import Direction, IndicatorKind, Status
from data_layer.queries.explanation.views import CountKind
from data_layer.queries.views import BlockCard, GoalCard, ResultLine, SchoolCard

_SHARES = frozenset({IndicatorKind.SHARE, IndicatorKind.RETENTION})
_MISSED = frozenset({Status.NEAR, Status.NOT_MET})
# Ends of a scale for shares that should be small, percent.
_SMALL_SCALES = tuple(Fraction(top) for top in (10, 20, 50))


def goals_section(card: SchoolCard) -> list[Element]:
    """Heading, legend and one card per block in their order; the style sheet sets them in two columns."""
    return [
        html.Div([html.H2(_title(card), id="goals"), _legend(card)], className="section-head"),
        html.Div([_block(block, card) for block in card.blocks], className="goal-columns"),
    ]


def _title(card: SchoolCard) -> list[Element | str]:
    """«Цели по блокам: 8 из 16», the number asked «Почему?»."""
    if card.goals is None or not card.goals.n:
        return ["Цели по блокам"]
    words = f"{whole(card.goals.k)} из{NO_BREAK}{whole(card.goals.n)}"
    subject = WhyCount(CountKind.GOALS, card.year, school=card.school)
    return ["Цели по блокам: ", why_number(subject, words, about="целей достигнуто")]


def _legend(card: SchoolCard) -> Element:
    lines = [line for block in card.blocks for goal in block.cards for line in goal.lines]
    samples = [("bar-sample", "факт"), ("target-sample", "цель")]
    if any(line.district_value is not None for line in lines):
        samples.append(("district-sample", "район"))
    entries = [html.Span([html.Span(className=name), words]) for name, words in samples]
    marks = [("met", "достигнута"), ("near", "близко"), ("not-met", "не достигнута")]
    if any(_is_early(line) for line in lines):
        marks.append(("too-few", "рано судить"))
    return html.Div([*entries, *(html.Span([mark(name), words]) for name, words in marks)], className="legend")


def _block(block: BlockCard, card: SchoolCard) -> Element:
    title_id = f"block-{block.number}-title"
    head = [
        html.H3(f"{block.number}. {block.title}", id=title_id),
        html.Span(_count(block, card), className="count"),
    ]
    bodies = [_goal(goal, card) for goal in block.cards]
    caption = html.Caption(f"Показатели блока {block.number}", className="unseen")
    return html.Section(
        [
            html.Div(head, className="card-head goals-head"),
            html.Table([caption, _columns(), _head(), *bodies], className="goals"),
        ],
        id=f"block-{block.number}",
        className="card goal-block",
        **{"aria-labelledby": title_id},
    )


def _count(block: BlockCard, card: SchoolCard) -> list[Element | str]:
    goals = block.goals
    waiting = f" · {block.not_due}{NO_BREAK}ещё не срок" if block.not_due else ""
    if goals is None:
        return [html.Small(f"скрыто{waiting}")]
    if not goals.n:
        has_figure = any(line.value is not None for card in block.cards for line in card.lines)
        return [html.Small(f"{'данные неполны' if has_figure else 'данных ещё нет'}{waiting}")]
    unit = "цели" if goals.n % 10 == 1 and goals.n % 100 != 11 else "целей"
    subject = WhyCount(CountKind.GOALS, card.year, school=card.school, block=block.number)
    shown = [f"{goals.k} ", html.Small(f"из{NO_BREAK}{goals.n}{NO_BREAK}{unit}")]
    rest = [html.Small(waiting)] if waiting else []
    return [why_number(subject, shown, about=f"блок {block.number}"), *rest]


def _columns() -> Element:
    """Widths stand on columns, because the heads are for those who hear the table."""
    names = ("goal", "level", "picture", "value", "verdict")
    return html.Colgroup([html.Col(className=f"column-{name}") for name in names])


def _head() -> Element:
    heads = ("Показатель и цель", "Уровень", "Факт и цель", "Значение", "Вывод")
    return html.Thead(html.Tr([html.Th(words, scope="col") for words in heads]), className="unseen-head")


def _goal(goal: GoalCard, card: SchoolCard) -> Element:
    rows: list[Element] = []
    for _, lines in groupby(goal.lines, key=lambda line: line.indicator):
        rows += _indicator(list(lines), goal, card)
    return html.Tbody(rows)


def _indicator(lines: Sequence[ResultLine], goal: GoalCard, card: SchoolCard) -> list[Element]:
    targets = {_target(line) for line in lines if line.status is not Status.NOT_APPLICABLE} or {""}
    shared = targets.pop() if len(targets) == 1 else None
    first, top = lines[0], _reversed_top(lines)
    words = ", ".join(each for each in (shared, _scale_words(lines, top)) if each)
    named = [
        html.Span(first.indicator_code, className="quiet"),
        f" {tied(indicator_name(first.indicator, first.title))}",
    ]
    subject = WhyGoal(goal.goal, card.year, school=card.school)
    name = [
        why_number(subject, named, about=f"цель {goal.code}"),
        *([html.Span(tied(words), className="target")] if words else []),
    ]
    head = html.Th(name, scope="rowgroup", rowSpan=len(lines), className="goal", title=first.title)
    return [
        html.Tr(
            [*([head] if not place else []), *_cells(line, card, own_target=shared is None, top=top)],
            className="" if place else "is-first",
        )
        for place, line in enumerate(lines)
    ]


def _target(line: ResultLine) -> str:
    """«не менее 80 %, ориентир 85 %»."""
    words = [target_words(line), reference_words(line)]
    if line.direction == Direction.AT_MOST:
        words.append("меньше — лучше")
    return tied(", ".join(word for word in words if word))


def _reversed_top(lines: Sequence[ResultLine]) -> Fraction | None:
    """The round end of the scale of shares that should be small; None for other indicators.

    On the scale of 0..100 a fact of 1,5 % is thinner than the tick of its target of 2 % and hides behind it.
    """
    if lines[0].kind not in _SHARES or lines[0].direction != Direction.AT_MOST:
        return None
    drawn = [
        exact(each) for line in lines for each in (line.value, line.target, line.district_value) if each is not None
    ]
    return next((top for top in _SMALL_SCALES if 2 * max(drawn, default=Fraction(0)) <= top), Fraction(100))


def _scale_words(lines: Sequence[ResultLine], top: Fraction | None) -> str:
    """Where the bars of an indicator end, if something is drawn and not up to 100 %."""
    is_drawn = any(line.value is not None for line in lines)
    return f"шкала до {target_percent(top)}" if is_drawn and top is not None and top < 100 else ""


def _cells(line: ResultLine, card: SchoolCard, *, own_target: bool, top: Fraction | None) -> list[Element]:
    target = (
        [html.Span(_target(line), className="target")]
        if own_target and line.status is not Status.NOT_APPLICABLE
        else []
    )
    note = small_cohort_note(line)
    words = html.Span([tied(verdict(line)), *([html.Span(note, className="small")] if note else []), *target])
    return [
        html.Td(LEVELS_SHORT[line.level], className="level"),
        html.Td(_picture(line, top), className="picture"),
        html.Td(_asked(line, card), className="value"),
        html.Td(html.Span([_mark(line), words]), className="verdict"),
    ]


def _asked(line: ResultLine, card: SchoolCard) -> Element:
    """The figure, or the dash in its place, asked «Почему?»."""
    subject = WhyResult(card.school, line.indicator, line.level, card.year)
    return why_number(subject, _value(line), about=f"{line.indicator_code}, {LEVELS[line.level]}")


def _is_early(line: ResultLine) -> bool:
    return line.is_small_cohort and line.status in _MISSED


def _mark(line: ResultLine) -> Element:
    return mark("too-few") if _is_early(line) else status_mark(line.status)


def _value(line: ResultLine) -> list[Element | str]:
    """«91,8 %» over «562 из 612»; a small cohort shows k of n alone; what is hidden says so."""
    if line.status is Status.SUPPRESSED:
        return [html.B("<10" if line.is_small_cohort else "скрыто")]
    if line.value is None:
        if line.denominator is not None and line.kind == IndicatorKind.BREAKDOWN:
            return [DASH, html.Small(f"охвачено {whole(line.denominator)}")]
        return [DASH]
    if line.kind in _SHARES:
        return _share_value(line, line.value)
    before = [html.Small(f"было {whole(line.baseline)}")] if line.baseline is not None else []
    return [html.B(plain(line.value)), *before]


def _share_value(line: ResultLine, reported: float) -> list[Element | str]:
    count = (
        f"{whole(line.numerator)} из{NO_BREAK}{whole(line.denominator)}"
        if line.numerator is not None and line.denominator
        else ""
    )
    if line.is_small_cohort and count:
        return [html.B(count)]
    value = (
        Fraction(100 * line.numerator, line.denominator)
        if line.numerator is not None and line.denominator
        else exact(reported)
    )
    return [html.B(percent_value(value, target=line.target)), *([html.Small(count)] if count else [])]


def _picture(line: ResultLine, top: Fraction | None) -> list[Element]:
    if line.value is None or line.kind == IndicatorKind.BREAKDOWN:
        return []
    return [bullet(_bullet(line, fact=exact(line.value), top=top))]


def _bullet(line: ResultLine, *, fact: Fraction, top: Fraction | None) -> Bullet:
    is_share = line.kind in _SHARES
    target = _target_place(line)
    district = exact(line.district_value) if line.district_value is not None and is_share else None
    drawn = [number for number in (fact, target) if number is not None]
    if top is None:
        top = Fraction(100) if is_share else max(*drawn, Fraction(1)) * Fraction(5, 4)
    return Bullet(
        label=f"{line.title}, {LEVELS[line.level]}",
        top=top,
        fact=fact,
        target=target,
        district=district,
        is_reversed=line.direction == Direction.AT_MOST,
        is_missed=line.status in _MISSED,
    )


def _target_place(line: ResultLine) -> Fraction | None:
    """Where the ink tick stands: the target, for growth last year's number."""
    if line.kind == IndicatorKind.GROWTH:
        return Fraction(line.baseline) if line.baseline is not None else None
    return exact(line.target) if line.target is not None else None
