"""From the address to what is asked: the indicator, the schools and how they are called. Unknown choices are told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import current_app

from dashboard.access.policy import Permission, may
from dashboard.addresses.compare import CompareAddress, View, parse_compare
from dashboard.addresses.names import Names
from dashboard.addresses.school import school_href
from dashboard.binding import RequestContext
from dashboard.components.names import SchoolNames, coded_names, plain_names
from dashboard.findings.compare.charts.shown import Chosen
from dashboard.texts.compare.words import filters_words
from dashboard.texts.succession import listed_name
from data_layer.domain.facts import IndicatorRule
from data_layer.domain.suppression import Sight
from data_layer.domain.vocabulary import Level, Status
from data_layer.queries.catalogue import Catalogue
from data_layer.queries.comparison import RailGoal, effective_order, goal_rail
from data_layer.queries.comparison.figures import year_alone
from data_layer.queries.directory import SchoolEntry
from data_layer.queries.ground import Ground, load_ground, over_years

_LEVELS: Final = {level: place for place, level in enumerate(Level)}
_MISSED: Final = frozenset({Status.NOT_MET, Status.NEAR})


@dataclass(frozen=True, slots=True)
class Asked:
    """One view, worked out. address: with the choices that the page made itself, so that its links reproduce it.

    ground: of the year and the other year. years: those to choose from. rail: of the goals. rule, level: the indicator
    that is shown. own: code of the school of a reader who sees only one by name. may_send: the reader holds meetings,
    and may send what is shown to one.
    """

    address: CompareAddress
    unknown: tuple[str, ...]
    ground: Ground
    years: tuple[int, ...]
    rail: tuple[RailGoal, ...]
    rule: IndicatorRule | None
    level: Level
    names: SchoolNames
    own: str | None
    may_send: bool = False

    @property
    def year_ground(self) -> Ground:
        return year_alone(self.ground, self.address.year)

    @property
    def schools_words(self) -> str:
        if self.own is not None:
            return "своя школа"
        if self.address.view is View.SCHOOL and self.address.school is not None:
            return self.names.of(self.address.school)
        return filters_words(self.address.filters)

    @property
    def for_knowledge(self) -> tuple[IndicatorRule, ...]:
        """Indicators that decide no goal: counted, watched, compared, but nobody misses them."""
        deciding = {rule.id for rule in self.ground.catalogue.deciding}
        return tuple(rule for rule in self.ground.catalogue.enabled if rule.id not in deciding)

    @property
    def is_for_knowledge(self) -> bool:
        return self.rule is not None and self.rule in self.for_knowledge

    @property
    def chosen(self) -> Chosen:
        if self.rule is None:
            raise ValueError("nothing is compared without an indicator")
        return Chosen(
            names=self.names,
            order=effective_order(self.address.order, self.rule),
            filters=self.address.filters,
            school=self.address.school,
            own=self.own,
        )


def read(ctx: RequestContext, search: object, *, called: Callable[[str, str], str] | None = None) -> Asked:
    """called: what a school is called, of its code and its short name; given for slides, whose names are not coded here."""
    whole = load_ground(ctx.session, years=None, today=ctx.today, viewer=ctx.viewer)
    catalogue, schools = whole.catalogue, whole.schools
    one = schools[0] if ctx.viewer.sight is Sight.OWN_SCHOOL and schools else None
    years = whole.used.years if one is None else tuple(filter(one.is_there, whole.used.years))
    address, unknown = parse_compare(
        search,
        years=years,
        today=ctx.today,
        goals=[goal.code for goal in catalogue.goals if goal.id in catalogue.block_of_goal],
        indicators=[rule.code for rule in catalogue.enabled],
        schools=[school.code for school in schools],
    )
    own = None if one is None else one.code
    if one is not None:
        address = _of_one_school(address, one.code)
        if not one.is_there(address.year) and years:
            address = replace(address, year=min(max(address.year, years[0]), years[-1]), before=None)
            unknown = (*unknown, "год, в котором школы нет")
    gone = {each.code for each in schools if not each.is_there(address.year)}
    if address.school in gone:
        address, unknown = replace(address, school=None), (*unknown, "школа, которой в этом году нет")
    if called is not None:
        address = replace(address, names=Names.SHOWN)
    if address.names is Names.CODED:
        # Not even the way back to names may tell which school was chosen.
        address = replace(address, school=None)
    if address.slice is not None and ctx.viewer.sight is not Sight.FULL:
        address, unknown = replace(address, slice=None), (*unknown, "срез по школам")
    ground = over_years(ctx.session, whole, {address.year, address.before_year})
    rail = goal_rail(ctx.session, year_alone(ground, address.year), filters=address.filters)
    rule = _indicator(catalogue, address, rail)
    level = _level(rule, address)
    return Asked(
        address=_resolved(catalogue, address, rule, level),
        unknown=unknown + _unknown_level(rule, address),
        ground=ground,
        years=years,
        rail=rail,
        rule=rule,
        level=level,
        names=_names(ctx, ground, address, rule, called),
        own=own,
        may_send=may(ctx.principal.role, Permission.HOLD_MEETINGS),
    )


def _of_one_school(address: CompareAddress, own: str) -> CompareAddress:
    """Filters of schools mean nothing to somebody who sees one of them."""
    return replace(address, cluster=None, kind=None, order=None, names=Names.SHOWN, school=own, slice=None)


def _indicator(catalogue: Catalogue, address: CompareAddress, rail: Sequence[RailGoal]) -> IndicatorRule | None:
    """The indicator asked for, else the first that decides the goal asked for, else of the goal most schools miss."""
    if address.indicator is not None:
        return catalogue.indicator_by_code[address.indicator]
    goal = address.goal or _most_missed(rail)
    return next(
        (rule for rule in catalogue.deciding if rule.goal and catalogue.goal_by_id[rule.goal].code == goal), None
    )


def _most_missed(rail: Sequence[RailGoal]) -> str | None:
    """For a reader of one school: the first goal that it misses."""
    own = next((goal.code for goal in rail if goal.own in _MISSED), None)
    if own is not None or not rail:
        return own
    return max(rail, key=lambda goal: goal.met.n - goal.met.k).code


def _level(rule: IndicatorRule | None, address: CompareAddress) -> Level:
    if rule is None:
        return Level.SCHOOL
    levels = sorted(rule.levels, key=_LEVELS.__getitem__)
    return address.level if address.level in levels else levels[0]


def _unknown_level(rule: IndicatorRule | None, address: CompareAddress) -> tuple[str, ...]:
    is_lacking = rule is not None and address.level is not None and address.level not in rule.levels
    return ("уровень, которого нет у показателя",) if is_lacking else ()


def _resolved(
    catalogue: Catalogue, address: CompareAddress, rule: IndicatorRule | None, level: Level
) -> CompareAddress:
    if rule is None or address.view is not View.GOAL:
        return address
    goal = catalogue.goal_by_id[rule.goal].code if rule.goal else None
    deciding = [each.code for each in catalogue.deciding if each.goal == rule.goal]
    is_usual = rule.goal is not None and deciding[:1] == [rule.code]
    return replace(
        address,
        goal=goal,
        indicator=None if is_usual else rule.code,
        level=level if len(rule.levels) > 1 else None,
    )


def _names(
    ctx: RequestContext,
    ground: Ground,
    address: CompareAddress,
    rule: IndicatorRule | None,
    called: Callable[[str, str], str] | None,
) -> SchoolNames:
    """A school leads to its card, at the block of what is shown: there stand the documents behind the figure."""
    if address.names is Names.CODED:
        return coded_names(
            [(school.code, school.short_name) for school in ground.every_school],
            key=str(current_app.secret_key),
            district=ground.district.code,
            day=ctx.today,
        )
    by_name = sorted(ground.every_school, key=lambda school: (school.short_name.casefold(), school.code))
    block = rule.block if address.view is View.GOAL and rule is not None else address.block
    return plain_names(
        [(school.code, listed_name(_call(school, called), school.gone_from)) for school in by_name],
        link=lambda code: school_href(code, year=address.year, block=block),
    )


def _call(school: SchoolEntry, called: Callable[[str, str], str] | None) -> str:
    return school.short_name if called is None else called(school.code, school.short_name)
