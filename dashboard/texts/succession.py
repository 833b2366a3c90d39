"""The sentences about schools that are renamed, close or join another one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from dashboard.formatting import NO_BREAK, counted, date_full, listed, plural, whole
from data_layer.domain.school_year import format_year
from data_layer.domain.succession import ChangeKind, SchoolChange, closing_day
from data_layer.queries.succession import ClosingFacts

_YEARS: Final = ("год", "года", "лет")
_FIGURES: Final = ("показатель", "показателя", "показателей")
_DOCUMENTS: Final = ("документ", "документа", "документов")


def since(year: int) -> str:
    """«с 2026/27»."""
    return f"с{NO_BREAK}{format_year(year)}"


def listed_name(short_name: str, gone_from: int | None) -> str:
    """In lists of a year in which it is still there: «Сосновская ООШ (до 2026/27)»."""
    return short_name if gone_from is None else f"{short_name} (до{NO_BREAK}{format_year(gone_from)})"


def gone_words(gone_from: int, successor: str | None, *, is_joined: bool) -> str:
    """«закрыта с 2026/27», «с 2026/27 вошла в „СОШ № 3“». successor: None where its name is not for the reader."""
    if not is_joined:
        return f"закрыта {since(gone_from)}"
    return f"{since(gone_from)} вошла в{NO_BREAK}{'другую школу' if successor is None else f'«{successor}»'}"


def joined_words(changes: Iterable[SchoolChange]) -> str:
    """Why a series breaks in a year: «с 2026/27 объединена с „Сосновская ООШ“»; nothing where none joined."""
    found = [each for each in changes if each.kind is ChangeKind.JOINED]
    if not found:
        return ""
    return f"{since(found[-1].year)} объединена с{NO_BREAK}{listed([f'«{each.name}»' for each in found])}"


def change_sentence(change: SchoolChange, *, is_beside_years: bool = False) -> str:
    """What happened to a school, for its own card. is_beside_years: its years by year stand below the sentence."""
    if change.kind is ChangeKind.RENAMED:
        return f"До{NO_BREAK}{format_year(change.year)} называлась «{change.name}»."
    if not change.passes_history:
        where = "остались отдельной карточкой"
    else:
        where = "— ниже" if is_beside_years else "— в разделе «Как менялось по годам»"
    return f"{_capital(joined_words([change]))}. Прежние годы присоединённой школы {where}."


def predecessor_title(name: str, year: int) -> str:
    """«„Сосновская ООШ“ до объединения в 2026/27»."""
    return f"«{name}» до{NO_BREAK}объединения в{NO_BREAK}{format_year(year)}"


def former_name_words(name: str, year: int) -> str:
    """«в 2024/25 — „СОШ № 5“»; empty where the school has kept its name."""
    return f"в{NO_BREAK}{format_year(year)}{NO_BREAK}— «{name}»" if name else ""


def opening_words(began_in: int | None) -> str:
    """«с 2025/26», «все годы района»."""
    return "все годы района" if began_in is None else since(began_in)


def before_opening_sentences(facts: tuple[int, int], *, year: int | None) -> list[str]:
    """facts: figures and documents that the school has handed in for years before it opens."""
    if year is None or not any(facts):
        return []
    parts = [counted(count, *forms) for count, forms in zip(facts, (_FIGURES, _DOCUMENTS), strict=True) if count]
    return [
        (
            f"За{NO_BREAK}годы до{NO_BREAK}{format_year(year)} у{NO_BREAK}школы уже есть {listed(parts)}. "
            f"Они сохранятся, но{NO_BREAK}считаться не{NO_BREAK}будут."
        )
    ]


def closing_sentences(facts: ClosingFacts, *, year: int, today: date) -> list[str]:
    """What stays of a school that is gone from this year on, what no longer counts, and whose access ends."""
    return [_kept(len(facts.years), year), *_after(facts, year), _people(facts.people, year, today=today)]


def _kept(years: int, year: int) -> str:
    if not years:
        return f"Чисел за годы до{NO_BREAK}{format_year(year)} у школы нет."
    verb = plural(years, "останется", "останутся", "останутся")
    return (
        f"В{NO_BREAK}карточке школы и в{NO_BREAK}числах района {verb} {counted(years, *_YEARS)} с{NO_BREAK}данными "
        f"до{NO_BREAK}{format_year(year)}. Сводные числа этих лет не{NO_BREAK}изменятся."
    )


def _after(facts: ClosingFacts, year: int) -> list[str]:
    parts = []
    if facts.figures_after:
        parts.append(counted(facts.figures_after, *_FIGURES))
    if facts.documents_after:
        parts.append(counted(facts.documents_after, *_DOCUMENTS))
    if not parts:
        return [f"{_capital(since(year))} от школы ничего не{NO_BREAK}ждут: ни данных, ни документов."]
    return [
        (
            f"{_capital(since(year))} у{NO_BREAK}школы уже есть {listed(parts)}. "
            f"Они сохранятся, но{NO_BREAK}считаться не{NO_BREAK}будут."
        )
    ]


def _people(names: Sequence[str], year: int, *, today: date) -> str:
    count, last = len(names), closing_day(year)
    if not count:
        return f"Ролей в{NO_BREAK}этой школе ни у{NO_BREAK}кого нет."
    who = f"{whole(count)}{NO_BREAK}{plural(count, 'человек', 'человека', 'человек')}"
    named = ", ".join(names)
    if last < today:
        verb = plural(count, "сразу потеряет", "сразу потеряют", "сразу потеряют")
        return f"Доступ к{NO_BREAK}школе {verb} {who} ({named})."
    verb = plural(count, "сможет", "смогут", "смогут")
    return f"Войти за{NO_BREAK}школу до{NO_BREAK}{date_full(last)} включительно {verb} {who} ({named}). Потом доступ закроется."


def joining_sentences(name: str, successor: str, *, year: int, passes_history: bool) -> list[str]:
    """What joining does to the history of both schools."""
    if passes_history:
        history = (
            f"Годы школы «{name}» откроются директору школы «{successor}» в{NO_BREAK}её карточке, отдельными строками. "
            f"Числа двух школ за{NO_BREAK}прежние годы не{NO_BREAK}складываются."
        )
    else:
        history = f"Годы школы «{name}» останутся её собственной карточкой; директору «{successor}» они не видны."
    return [
        history,
        (
            f"Сравнение школы «{successor}» с{NO_BREAK}годами до{NO_BREAK}{format_year(year)} будет прервано: "
            "состав учеников другой."
        ),
    ]


def closed_toast(name: str, year: int, *, successor: str = "") -> str:
    if successor:
        return f"Школа «{name}» {since(year)} входит в{NO_BREAK}«{successor}»."
    return f"Школа «{name}» закрыта {since(year)}."


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
