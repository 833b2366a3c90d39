"""Who sees which number: small cohorts, sensitive indicators, complementary hiding. The one place.

Source: design.md §4; charts.md, «Honest numbers», 3. What is hidden keeps its place in the list with
the status `suppressed` and without any number from which it could be worked out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from data_layer.domain.attainment import ResultKey
from data_layer.domain.facts import (
    DistrictSettings,
    FlagFact,
    IndicatorRule,
    PooledFact,
    ResultFact,
)
from data_layer.domain.pooling import GoalKey, goal_of_indicators
from data_layer.domain.slices import SliceFact
from data_layer.domain.vocabulary import GoalStatus, Rule, Status

# Indicator id, level, year, cluster (empty for the whole district).
PooledKey: TypeAlias = tuple[str, str, int, str]
# School id, indicator id, level, year.
RowKey: TypeAlias = tuple[int, str, str, int]

# A sensitive figure of fewer schools than this still points at one of them.
_SENSITIVE_SCHOOLS: Final = 3

# Verdicts that sums of goals count.
VERDICTS: Final = frozenset({GoalStatus.MET, GoalStatus.NOT_MET})

# Rows without any number; nothing is hidden in them.
_EMPTY: Final = frozenset({Status.NO_DATA, Status.NOT_DUE, Status.NOT_APPLICABLE})


class Sight(StrEnum):
    FULL = "full"
    OWN_SCHOOL = "own_school"
    OUTSIDER = "outsider"
    POOLED_ONLY = "pooled_only"


@dataclass(frozen=True, slots=True)
class Viewer:
    """In which capacity somebody looks at a district.

    full: department, an administrator who has switched in, the command line. own_school: director and
    coordinator, of `school_id`. outsider: presenter, and whatever a presenter makes. pooled_only:
    region, which never sees a school by name.
    """

    sight: Sight
    school_id: int | None = None

    @classmethod
    def full(cls) -> "Viewer":
        return cls(Sight.FULL)

    @classmethod
    def own_school(cls, school_id: int) -> "Viewer":
        return cls(Sight.OWN_SCHOOL, school_id)

    @classmethod
    def outsider(cls) -> "Viewer":
        return cls(Sight.OUTSIDER)

    @classmethod
    def pooled_only(cls) -> "Viewer":
        return cls(Sight.POOLED_ONLY)

    def sees_all_of(self, school_id: int | None) -> bool:
        """Whether nothing of this school is hidden from the viewer."""
        if self.sight is Sight.FULL:
            return True
        return self.sight is Sight.OWN_SCHOOL and self.school_id is not None and school_id == self.school_id


def is_small(row: ResultFact | PooledFact, settings: DistrictSettings) -> bool:
    """Whether the cohort is too small to be shown to outsiders, or to be judged («малая группа»)."""
    return row.denominator is not None and row.denominator < settings.small_cohort


def tells_small(row: ResultFact, shown: ResultFact, *, is_sensitive: bool, settings: DistrictSettings) -> bool:
    """Whether «малая группа» may stand at a figure. row, shown: as it is, and as the viewer sees it.

    A sensitive figure is hidden whatever its size, so there the mark would tell more than the hiding does.
    """
    return is_small(row, settings) and not (is_sensitive and shown.status is Status.SUPPRESSED)


def suppress_results(
    rows: Sequence[ResultFact],
    *,
    viewer: Viewer,
    indicators: Iterable[IndicatorRule],
    settings: DistrictSettings,
    clusters: Mapping[int, str] | None = None,
) -> list[ResultFact]:
    """The rows as the viewer may see them, in the same order; none at all for `pooled_only`.

    rows: of *all* schools of the district for every indicator × level × year in question, otherwise
    complementary hiding cannot know what a published total gives away. clusters: cluster by school
    id, given where totals of clusters are published too.
    """
    if viewer.sight is Sight.FULL:
        return list(rows)
    if viewer.sight is Sight.POOLED_ONLY:
        return []
    sensitive = {indicator.id for indicator in indicators if indicator.is_sensitive}
    hidden = {
        place
        for place, row in enumerate(rows)
        if not viewer.sees_all_of(row.school_id) and _is_hidden(row, sensitive, settings)
    }
    hidden |= _complement(rows, hidden, viewer, clusters)
    return [_blank(row) if place in hidden else row for place, row in enumerate(rows)]


def suppress_pooled(
    rows: Sequence[PooledFact],
    *,
    viewer: Viewer,
    indicators: Iterable[IndicatorRule],
    settings: DistrictSettings,
    other_schools_with_data: Mapping[PooledKey, int] | None = None,
    own_rows: Iterable[ResultFact] = (),
    known_in_quartiles: Mapping[PooledKey, int] | None = None,
) -> list[PooledFact]:
    """Figures of district and clusters as the viewer may see them, in the same order.

    rows: the district's together with all its clusters', as far as clusters are shown at all.
    other_schools_with_data: for `own_school`, how many schools besides the own one have data; a key
    that is not there means all but one. own_rows: the own school's unsuppressed rows, to be taken off
    before a cohort is called small, because the own school knows them. known_in_quartiles: of the schools
    behind the quartiles, how many the viewer sees by name; without it quartiles are not shown. A hidden row
    has no numbers, and `schools_met` is 0 without meaning anything.
    """
    if viewer.sight is Sight.FULL:
        return list(rows)
    sensitive = {indicator.id for indicator in indicators if indicator.is_sensitive}
    others = other_schools_with_data or {}
    own_cohorts = {
        (row.indicator, row.level, row.year): row.denominator or 0
        for row in own_rows
        if row.school_id == viewer.school_id
    }
    hidden = {
        place
        for place, row in enumerate(rows)
        if row.schools_with_data
        and (
            _is_pooled_hidden(row, viewer, sensitive, settings)
            or _is_too_few_for_own_school(row, viewer, settings, others, own_cohorts)
        )
    }
    hidden |= _complement_of_clusters(rows, hidden)
    return [
        _blank_pooled(row) if place in hidden else _with_quartiles(row, known_in_quartiles, settings)
        for place, row in enumerate(rows)
    ]


def _with_quartiles(row: PooledFact, known: Mapping[PooledKey, int] | None, settings: DistrictSettings) -> PooledFact:
    """The row with its quartiles where they point at nobody.

    A quartile lies on a school or between two. Where all schools behind it are seen by name it tells nothing
    new; where some are not, they have to be many enough to stay anonymous.
    """
    unseen = row.quartile_schools - (known or {}).get((row.indicator, row.level, row.year, row.cluster), 0)
    if known is not None and (unseen == 0 or unseen >= settings.benchmark_schools):
        return row
    return replace(row, quartile_schools=0, lower_quartile=None, median=None, upper_quartile=None)


def suppress_slices(
    facts: Sequence[SliceFact],
    *,
    viewer: Viewer,
    indicator: IndicatorRule,
    settings: DistrictSettings,
    total: int | None,
) -> list[SliceFact]:
    """Slices pooled over schools as the viewer may see them, in the same order.

    Small ones, and those of one school (of a sensitive indicator: of two), are hidden from all who do not see
    everything; a single hidden slice of a dimension takes the next smallest along, for it would follow from the
    total and the others. total: the denominator over all slices; what it leaves over is a slice as well.
    facts of the viewer's own school alone need no suppression.
    """
    if viewer.sight is Sight.FULL:
        return list(facts)
    fewest = _SENSITIVE_SCHOOLS if indicator.is_sensitive else 2
    hidden = {
        place
        for place, fact in enumerate(facts)
        if fact.denominator is not None and (fact.denominator < settings.small_cohort or fact.schools < fewest)
    }
    for dimension in {fact.dimension for fact in facts}:
        places = [place for place, fact in enumerate(facts) if fact.dimension == dimension]
        rest = 0 if total is None else total - sum(facts[place].denominator or 0 for place in places)
        unseen = len(hidden & set(places)) + (0 < rest < settings.small_cohort)
        spare = [place for place in places if place not in hidden]
        if unseen == 1 and spare:
            hidden.add(min(spare, key=lambda place: (facts[place].denominator or 0, facts[place].key)))
    return [
        replace(fact, numerator=None, denominator=None, is_hidden=True) if place in hidden else fact
        for place, fact in enumerate(facts)
    ]


def hides_block_counts(
    viewer: Viewer,
    block_indicators: Iterable[IndicatorRule],
    *,
    school_id: int | None = None,
) -> bool:
    """Whether «k из n» of a block of the named school reads «скрыто»: the block is sensitive."""
    if viewer.sees_all_of(school_id):
        return False
    return any(indicator.is_sensitive and indicator.is_enabled for indicator in block_indicators)


def shows_sum_of_hidden_blocks(schools: int) -> bool:
    """Whether «k из n» that is hidden school by school may be added up over so many schools."""
    return schools >= _SENSITIVE_SCHOOLS


def summed_statuses(
    true: Mapping[GoalKey, GoalStatus],
    seen: Mapping[GoalKey, GoalStatus],
    *,
    indicators: Iterable[IndicatorRule],
    clusters: Mapping[int, str] | None = None,
) -> dict[GoalKey, GoalStatus]:
    """The statuses that sums over schools may count for a viewer who sees `seen` beside the names.

    Verdicts on sensitive goals are added up where no sum tells about single schools; everything else
    that is hidden stays out, or it would follow from the sum and the schools that are shown.
    true, seen: of all schools. clusters: by school id, given where sums of clusters are published too.
    """
    rules = list(indicators)
    goals = goal_of_indicators(rules)
    sensitive = {goals[rule.id] for rule in rules if rule.is_sensitive and rule.id in goals}
    hidden: dict[tuple[str, int], dict[int, GoalStatus]] = defaultdict(dict)
    for (school_id, goal, year), status in true.items():
        if goal in sensitive and status in VERDICTS and seen.get((school_id, goal, year)) is not status:
            hidden[goal, year][school_id] = status
    is_open = {key for key, verdicts in hidden.items() if _may_be_summed(verdicts, clusters)}
    return {key: true[key] if key[1:] in is_open else status for key, status in seen.items()}


def _may_be_summed(verdicts: Mapping[int, GoalStatus], clusters: Mapping[int, str] | None) -> bool:
    """Whether the hidden verdicts on one goal, by school id, may stand behind sums.

    Verdicts of a few schools, or verdicts that are all alike, would be told by their sum. What is true of
    one cluster closes all: its sum would follow from the district's and the other clusters'.
    """
    groups: dict[str, list[GoalStatus]] = defaultdict(list)
    for school_id, status in verdicts.items():
        groups["" if clusters is None else clusters.get(school_id, "")].append(status)
    return all(len(group) >= _SENSITIVE_SCHOOLS and len(set(group)) > 1 for group in groups.values())


def hides_flag(
    flag: FlagFact,
    viewer: Viewer,
    *,
    indicators: Iterable[IndicatorRule],
    hidden_rows: Collection[RowKey] = (),
) -> bool:
    """Whether the flag would tell what is hidden.

    A school's flags are never shown to another school or to the region. For outsiders those that rest
    on a sensitive indicator or on one of `hidden_rows` (keys of suppressed results) are left out, and those that
    await something of such a row: a hidden figure counts as handed in.
    """
    if viewer.sees_all_of(flag.school_id):
        return False
    if viewer.sight is not Sight.OUTSIDER:
        return True
    if flag.rule in _AWAITING_RULES:
        return (flag.school_id, flag.indicator, flag.level, flag.year) in hidden_rows
    return any(
        rule.is_sensitive or _is_hidden_row(flag, rule, hidden_rows)
        for rule in _indicators_behind(flag, list(indicators))
    )


def visible_flag(
    flag: FlagFact,
    viewer: Viewer,
    *,
    indicators: Iterable[IndicatorRule],
    hidden_rows: Collection[RowKey] = (),
) -> FlagFact | None:
    """The flag as the viewer may read it, None where it is hidden.

    A school learns that another school stores the same file, but neither which one nor its document.
    """
    if hides_flag(flag, viewer, indicators=indicators, hidden_rows=hidden_rows):
        return None
    return without_other_schools(flag) if viewer.sight is Sight.OWN_SCHOOL else flag


def without_other_schools(flag: FlagFact) -> FlagFact:
    """The flag that says another school stores the same file, but neither which one nor its document."""
    if not flag.details.get("schools"):
        return flag
    return replace(flag, details={**flag.details, "schools": [], "has_other_school": True})


def hidden_keys(rows: Iterable[ResultFact]) -> frozenset[RowKey]:
    """Keys of the suppressed rows, for `hides_flag`."""
    return frozenset(
        (row.school_id, row.indicator, row.level, row.year) for row in rows if row.status is Status.SUPPRESSED
    )


def _is_hidden(row: ResultFact, sensitive: Collection[str], settings: DistrictSettings) -> bool:
    if row.indicator in sensitive and row.denominator is not None:
        # An empty cohort of a sensitive indicator tells as much as a number would.
        return True
    if row.status in _EMPTY:
        return False
    return row.indicator in sensitive or is_small(row, settings)


def _complement(
    rows: Sequence[ResultFact],
    hidden: Collection[int],
    viewer: Viewer,
    clusters: Mapping[int, str] | None,
) -> set[int]:
    """Further rows to hide, so that no published total gives a single hidden row away.

    A row hidden for the district's total may be the single one of its cluster, so it goes round
    until nothing more is found.
    """
    totals = _published_totals(rows, clusters)
    extra: set[int] = set()
    while True:
        found = {
            spare for places in totals if (spare := _next_to_hide(rows, places, {*hidden, *extra}, viewer)) is not None
        }
        if not found - extra:
            return extra
        extra |= found


def _next_to_hide(
    rows: Sequence[ResultFact], places: Sequence[int], hidden: Collection[int], viewer: Viewer
) -> int | None:
    """The next smallest row behind a total whose rest, less what is shown, tells what is hidden."""
    weighing = [place for place in places if _size(rows[place]) > 0]
    kept = [rows[place] for place in weighing if place in hidden]
    if not kept:
        return None
    spare = [place for place in weighing if place not in hidden and not viewer.sees_all_of(rows[place].school_id)]
    if len(kept) != 1:
        is_told = _tells_each(kept)
        spare = [place for place in spare if is_told and not _tells_each([*kept, rows[place]])]
    return min(spare, key=lambda place: (_size(rows[place]), rows[place].school_id), default=None)


def _tells_each(rows: Sequence[ResultFact]) -> bool:
    """Whether the sums of several rows leave one possibility for each: 0 %, 100 %, or one pupil everywhere."""
    numerators = [row.numerator for row in rows if row.numerator is not None]
    size = sum(row.denominator or 0 for row in rows)
    has_one_share = bool(numerators) and len(numerators) == len(rows) and sum(numerators) in (0, size)
    return has_one_share or size == len(rows)


def _published_totals(rows: Sequence[ResultFact], clusters: Mapping[int, str] | None) -> list[list[int]]:
    """Places of the rows behind each published total: of every cluster, if any, and the district."""
    totals: dict[tuple[ResultKey, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        key = (row.indicator, row.level, row.year)
        totals[key, ""].append(place)
        if clusters is not None and clusters.get(row.school_id):
            totals[key, clusters[row.school_id]].append(place)
    return list(totals.values())


def _size(row: ResultFact) -> float:
    """How much a row weighs in its total; nothing weighs a row that adds nothing to it."""
    if row.status in _EMPTY:
        return 0
    if row.denominator is not None:
        return row.denominator
    return row.value or 0


def _blank(row: ResultFact) -> ResultFact:
    return replace(
        row,
        status=Status.SUPPRESSED,
        numerator=None,
        denominator=None,
        value=None,
        baseline=None,
        gap=None,
        pupil_gap=None,
    )


def _is_pooled_hidden(row: PooledFact, viewer: Viewer, sensitive: Collection[str], settings: DistrictSettings) -> bool:
    if is_small(row, settings):
        return True
    if viewer.sight is Sight.OWN_SCHOOL:
        return False
    fewest = _SENSITIVE_SCHOOLS if row.indicator in sensitive else 2
    return row.schools_with_data < fewest


def _is_too_few_for_own_school(
    row: PooledFact,
    viewer: Viewer,
    settings: DistrictSettings,
    others: Mapping[PooledKey, int],
    own_cohorts: Mapping[ResultKey, int],
) -> bool:
    if viewer.sight is not Sight.OWN_SCHOOL:
        return False
    key = (row.indicator, row.level, row.year)
    if others.get((*key, row.cluster), row.schools_with_data - 1) < settings.benchmark_schools:
        return True
    rest = None if row.denominator is None else row.denominator - own_cohorts.get(key, 0)
    # In a cluster to which the own school does not belong nothing is known, nothing is taken off.
    return rest is not None and 0 <= rest < settings.small_cohort and not row.cluster


def _complement_of_clusters(rows: Sequence[PooledFact], hidden: Collection[int]) -> set[int]:
    """A single hidden cluster would follow from the district's figure and the other clusters'."""
    clusters: dict[ResultKey, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.cluster and row.schools_with_data:
            clusters[row.indicator, row.level, row.year].append(place)
    extra = set()
    for places in clusters.values():
        shown = [place for place in places if place not in hidden]
        if len(places) - len(shown) == 1 and shown:
            extra.add(min(shown, key=lambda place: (_weight(rows[place]), rows[place].cluster)))
    return extra


def _weight(row: PooledFact) -> float:
    return row.denominator if row.denominator is not None else row.value or 0


def _blank_pooled(row: PooledFact) -> PooledFact:
    return replace(
        row,
        status=Status.SUPPRESSED,
        schools_met=0,
        numerator=None,
        denominator=None,
        value=None,
        gap=None,
        quartile_schools=0,
        lower_quartile=None,
        median=None,
        upper_quartile=None,
    )


# Rules that only tell that something of a row is awaited.
_AWAITING_RULES: Final = frozenset({Rule.DATA_MISSING, Rule.TARGET_MISSING})
# Rules whose sentence tells something about the figures themselves.
_TELLING_RULES: Final = frozenset(
    {
        Rule.TARGET_UNAMBITIOUS,
        Rule.DATA_INCONSISTENT,
        Rule.GOAL_MISSED_NO_RESPONSE,
        Rule.GOAL_MISSED_AGAIN,
    }
)


def _indicators_behind(flag: FlagFact, indicators: Sequence[IndicatorRule]) -> list[IndicatorRule]:
    """The indicators whose figures the flag gives away."""
    if flag.rule not in _TELLING_RULES:
        return []
    goals = goal_of_indicators(indicators)
    told = {flag.indicator, *_mentioned(flag)}
    return [
        rule for rule in indicators if rule.id in told or (flag.indicator is None and goals.get(rule.id) == flag.goal)
    ]


def _mentioned(flag: FlagFact) -> set[object]:
    """Indicators that a cross-check names besides its own."""
    reasons = flag.details.get("reasons", ())
    if not isinstance(reasons, list | tuple):
        return set()
    return {reason.get("indicator") for reason in reasons if isinstance(reason, dict)}


def _is_hidden_row(flag: FlagFact, rule: IndicatorRule, hidden_rows: Collection[RowKey]) -> bool:
    """Rules that look a year back tell about both years."""
    return any(
        (flag.school_id, rule.id, level, year) in hidden_rows
        for level in ([flag.level] if flag.level is not None else rule.levels)
        for year in (flag.year, flag.year - 1)
    )
