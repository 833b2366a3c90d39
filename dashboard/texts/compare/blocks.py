"""Goals met by block."""

from collections.abc import Mapping
from fractions import Fraction

from dashboard.formatting import NO_BREAK, whole
from dashboard.texts.compare.words import one_or
from dashboard.texts.words import of_goals
from data_layer.queries.views import Count


def blocks_headline(totals: Mapping[int, Count], titles: Mapping[int, str], *, is_own: bool = False) -> str:
    """totals: goals met of goals with a verdict by block, as far as they are shown. is_own: of one school."""
    met, judged = sum(count.k for count in totals.values()), sum(count.n for count in totals.values())
    if not judged:
        return "О целях судить рано: данных ещё нет"
    shares = {block: Fraction(count.k, count.n) for block, count in totals.items() if count.n}
    sentence = f"{'Ваша школа' if is_own else 'Школы'} {met_of(Count(met, judged), is_one=is_own)}"
    if len(shares) < 2 or len(set(shares.values())) == 1:
        return sentence
    worst = min(shares, key=lambda block: (shares[block], block))
    count = totals[worst]
    return f"{sentence}, меньше всего{NO_BREAK}— блок {worst} «{titles[worst]}»: {whole(count.k)} из{NO_BREAK}{whole(count.n)}"


def block_headline(block: int, title: str, count: Count | None, *, is_own: bool = False) -> str:
    """count: None where it is hidden school by school."""
    if count is None:
        return f"Блок {block} «{title}»: числа школ скрыты, показатели чувствительны"
    if not count.n:
        return f"Блок {block} «{title}»: данных ещё нет"
    return f"Блок {block} «{title}»: {'ваша школа' if is_own else 'школы'} {met_of(count, is_one=is_own)}"


def met_of(count: Count, *, is_one: bool) -> str:
    """«достигли 7 из 12 целей»; none, one and all as people say them. is_one: of one school."""
    verb = "достигла" if is_one else "достигли"
    if count.n == 1:
        return f"{verb} единственной цели" if count.k else f"не{NO_BREAK}{verb} единственной цели"
    if not count.k:
        return f"не{NO_BREAK}{verb} ни{NO_BREAK}одной из{NO_BREAK}{of_goals(count.n)}"
    if count.k == count.n:
        return f"{verb} {'обеих целей' if count.n == 2 else f'всех целей, их {whole(count.n)}'}"
    return f"{verb} {one_or(count.k, 'одной')} из{NO_BREAK}{of_goals(count.n)}"
