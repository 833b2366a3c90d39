"""One figure in words: its verdict, what it is compared with, what to bear in mind."""

from dashboard.formatting import NO_BREAK, date_short, plain, target_percent
from dashboard.texts.words import STATUSES, in_units, without_number
from data_layer.domain.vocabulary import Direction, IndicatorKind, Status, TargetOrigin
from data_layer.queries.views import ResultLine


def verdict(line: ResultLine) -> str:
    """The verdict on one figure, in whole units first: «не хватает 6 обучающихся», «ровно на цели»."""
    if line.status is Status.NOT_DUE and line.due:
        return f"ещё не срок, до{NO_BREAK}{date_short(line.due)}"
    if line.status not in {Status.MET, Status.NEAR, Status.NOT_MET} or line.gap is None:
        return without_number(line.status, line.absence)
    if line.kind == IndicatorKind.GROWTH:
        return _growth_verdict(line.gap)
    if line.status is Status.MET:
        return "ровно на цели" if _is_exactly_on_target(line) else STATUSES[Status.MET]
    if line.pupil_gap is None:
        return STATUSES[line.status]
    missing = in_units(abs(line.pupil_gap), line.counts)
    return f"больше цели на{NO_BREAK}{missing}" if line.direction == Direction.AT_MOST else f"не хватает {missing}"


def _growth_verdict(gap: float) -> str:
    if gap > 0:
        return f"больше на{NO_BREAK}{plain(gap)}"
    return f"меньше на{NO_BREAK}{plain(-gap)}, нужен рост" if gap < 0 else "столько же, нужен рост"


def _is_exactly_on_target(line: ResultLine) -> bool:
    return line.gap == 0 and line.target not in {None, 0, 100}


def small_cohort_note(line: ResultLine) -> str:
    """«малая группа, n = 3»; empty for an ordinary cohort."""
    if not line.is_small_cohort or line.status in {Status.NOT_APPLICABLE, Status.NO_DATA, Status.NOT_DUE}:
        return ""
    if line.denominator is None:
        return "малая группа"
    early = ", рано судить" if line.status in {Status.NEAR, Status.NOT_MET} else ""
    return f"малая группа, n{NO_BREAK}={NO_BREAK}{line.denominator}{early}"


def target_words(line: ResultLine) -> str:
    """What the figure is compared with: «не менее 90 %», «больше, чем год назад»."""
    if line.kind == IndicatorKind.GROWTH:
        return "больше, чем год назад"
    if line.target is None:
        return STATUSES[Status.NO_TARGET] if line.direction else "без цели, для сведения"
    is_share = line.kind in {IndicatorKind.SHARE, IndicatorKind.RETENTION}
    target = target_percent(line.target) if is_share else plain(line.target)
    bound = "не более" if line.direction == Direction.AT_MOST else "не менее"
    return f"{bound} {target}"


def reference_words(line: ResultLine) -> str:
    """That the target is the school's own, with the district reference where that is another; else nothing."""
    if line.target_origin != TargetOrigin.OWN or line.kind == IndicatorKind.GROWTH:
        return ""
    if line.reference is None or line.reference == line.target:
        return "своя цель"
    is_share = line.kind in {IndicatorKind.SHARE, IndicatorKind.RETENTION}
    return f"своя цель, ориентир {target_percent(line.reference) if is_share else plain(line.reference)}"
