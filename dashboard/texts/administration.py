"""The sentences of «Администрирование» and of the way from an empty database to the first figures."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.addresses.administration import Section
from dashboard.formatting import NO_BREAK, counted, listed, plural, whole
from data_layer.commands.effects import Effect, RuleEffect, VerdictEffect
from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import Role, SchoolKind
from data_layer.queries.accounts import Person

SECTIONS: Final[Mapping[Section, str]] = {
    Section.PEOPLE: "Люди",
    Section.SCHOOLS: "Школы",
    Section.REFERENCES: "Ориентиры",
    Section.CALENDAR: "Календарь года",
    Section.REQUIREMENTS: "Требования",
    Section.SETTINGS: "Настройки",
    Section.JOURNAL: "Журнал",
}
_FLAGS: Final = ("замечание", "замечания", "замечаний")
_SCHOOLS: Final = ("школа", "школы", "школ")
_SCHOOLS_IN: Final = ("школе", "школах", "школах")
_NAMED: Final = 6
# By what they teach: among the secondary ones are gymnasiums and lyceums as well.
_KINDS: Final[Mapping[SchoolKind, tuple[str, str]]] = {
    SchoolKind.FULL: ("средняя", "средних"),
    SchoolKind.BASIC: ("основная", "основных"),
    SchoolKind.PRIMARY: ("начальная", "начальных"),
}


def people_headline(people: Sequence[Person], *, schools: int) -> str:
    """«Доступ есть у 29 человек. Директор указан в 24 школах из 26.»"""
    active = [person for person in people if person.is_active]
    directed = {role.school for person in active for role in person.roles if role.role is Role.DIRECTOR}
    count = len(active)
    have = f"Доступ есть у{NO_BREAK}{whole(count)}{NO_BREAK}{plural(count, 'человека', 'человек', 'человек')}."
    if not schools:
        return f"{have} Школ пока нет."
    named = f"{len(directed)}{NO_BREAK}{plural(len(directed), *_SCHOOLS_IN)} из{NO_BREAK}{schools}"
    return f"{have} Директор указан в{NO_BREAK}{named}."


def schools_headline(kinds: Sequence[SchoolKind], *, closed: int = 0, awaited: int = 0) -> str:
    """«26 школ: 19 средних, 6 основных и 1 начальная; ещё 2 закрыты». kinds: of those that are there today.

    awaited: schools that open in a later year.
    """
    if not kinds and not closed and not awaited:
        return "В районе пока нет школ"
    if not kinds and not awaited:
        return f"Все школы района закрыты: {whole(closed)}"
    counts = {kind: kinds.count(kind) for kind in _KINDS}
    parts = [f"{count}{NO_BREAK}{_kind_words(kind, count)}" for kind, count in counts.items() if count]
    gone = f"; ещё {whole(closed)}{NO_BREAK}{plural(closed, 'закрыта', 'закрыты', 'закрыты')}" if closed else ""
    opens = plural(awaited, "откроется позже", "откроются позже", "откроются позже")
    later = f"; ещё {whole(awaited)}{NO_BREAK}{opens}" if awaited else ""
    told = f": {listed(parts)}" if parts else ""
    return f"{counted(len(kinds), *_SCHOOLS)}{told}{gone}{later}"


def _kind_words(kind: SchoolKind, count: int) -> str:
    one, many = _KINDS[kind]
    return plural(count, one, many, many)


def references_headline(own: int, shown: int, year: int) -> str:
    """«Ориентиры на 2025/26: 3 своих из 41, остальные — из каталога»."""
    words = f"Ориентиры на {format_year(year)}"
    if not own:
        return f"{words}: все из каталога"
    forms = ("свой", "своих", "своих")
    return f"{words}: {own}{NO_BREAK}{plural(own, *forms)} из{NO_BREAK}{shown}, остальные — из каталога"


def calendar_headline(year: int, *, is_open: bool, exceptions: int) -> str:
    if not is_open:
        return f"{format_year(year)} учебный год ещё не открыт"
    if not exceptions:
        return f"Сроки {format_year(year)} учебного года — общие для всех школ"
    forms = ("школы", "школ", "школ")
    return (
        f"Сроки {format_year(year)} учебного года, для {whole(exceptions)}{NO_BREAK}{plural(exceptions, *forms)} — свои"
    )


def requirements_headline(required: int, cells: int, year: int) -> str:
    """«В 2025/26 обязательны 36 ячеек цикла из 36»."""
    forms = ("обязательна", "обязательны", "обязательны")
    nouns = ("ячейка", "ячейки", "ячеек")
    verb, noun = plural(required, *forms), plural(required, *nouns)
    return f"В {format_year(year)} {verb} {required}{NO_BREAK}{noun} цикла из{NO_BREAK}{cells}"


def effect_headline(effect: Effect) -> str:
    """«Появится 4 замечания, исчезнет 12.»; what is active today, before and after."""
    if effect.is_none:
        return "Сегодня ничего не изменится: ни замечаний, ни выводов о целях."
    parts = []
    if effect.appear:
        parts.append(f"{plural(effect.appear, 'появится', 'появятся', 'появится')} {counted(effect.appear, *_FLAGS)}")
    if effect.vanish:
        verb = plural(effect.vanish, "исчезнет", "исчезнут", "исчезнет")
        parts.append(f"{verb} {counted(effect.vanish, *_FLAGS)}")
    for verdict in effect.verdicts:
        parts.extend(_verdicts(verdict))
    before, after = effect.small
    if before != after:
        parts.append(f"малых групп за{NO_BREAK}все годы станет {whole(after)} вместо {whole(before)}")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _verdicts(verdict: VerdictEffect) -> list[str]:
    year = format_year(verdict.year)
    met, lost, otherwise = len(verdict.become_met), len(verdict.stop_being_met), len(verdict.otherwise)
    parts = []
    if met:
        parts.append(f"в {year} цели достигнет {counted(met, *_SCHOOLS)}" if met == 1 else _reach(year, met))
    if lost:
        verb = plural(lost, "перестанет", "перестанут", "перестанут")
        parts.append(f"в {year} {verb} достигать цели {counted(lost, *_SCHOOLS)}")
    if otherwise and not (met or lost):
        words = plural(otherwise, *_SCHOOLS_IN)
        parts.append(f"в {year} вывод изменится в{NO_BREAK}{whole(otherwise)}{NO_BREAK}{words}")
    return parts


def _reach(year: str, count: int) -> str:
    return f"в {year} цели {plural(count, 'достигнет', 'достигнут', 'достигнут')} {counted(count, *_SCHOOLS)}"


def rule_counts(effect: RuleEffect) -> str:
    """«+4», «−12», «+4 и −12»."""
    parts = [f"+{whole(effect.appear)}"] if effect.appear else []
    parts += [f"−{whole(effect.vanish)}"] if effect.vanish else []
    return " и ".join(parts)


def school_names(names: Sequence[str], *, most: int = _NAMED) -> str:
    """The names, or the first of them and how many more there are."""
    if len(names) <= most + 1:
        return listed(list(names))
    rest = len(names) - most
    return f"{', '.join(names[:most])} и ещё {counted(rest, *_SCHOOLS)}"
