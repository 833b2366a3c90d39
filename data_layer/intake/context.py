"""What an import is checked against: the district's schools and catalogue, who imports, the day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from data_layer.domain.facts import IndicatorRule, SchoolFacts
from data_layer.domain.vocabulary import Cluster, DocumentStatus, Level, MissingCode, SchoolKind, Stage
from data_layer.intake.words import WordIndex, titled

LEVEL_TITLES: Final[Mapping[str, str]] = {
    Level.NOO: "НОО",
    Level.OOO: "ООО",
    Level.SOO: "СОО",
    Level.SCHOOL: "ОО в целом",
}
KIND_TITLES: Final[Mapping[str, str]] = {
    SchoolKind.FULL: "СОШ",
    SchoolKind.BASIC: "ООШ",
    SchoolKind.PRIMARY: "НОШ",
}
CLUSTER_TITLES: Final[Mapping[str, str]] = {
    Cluster.TOWN: "Город",
    Cluster.SETTLEMENT: "Посёлок",
    Cluster.VILLAGE: "Село",
}

_MORE_LEVELS: Final = {
    "Начальное общее образование": Level.NOO,
    "Основное общее образование": Level.OOO,
    "Среднее общее образование": Level.SOO,
    "Без разбивки по уровням": Level.SCHOOL,
    "Школа": Level.SCHOOL,
    "Школа в целом": Level.SCHOOL,
    "ОО": Level.SCHOOL,
}
_MORE_KINDS: Final = {
    "Средняя": SchoolKind.FULL,
    "Гимназия": SchoolKind.FULL,
    "Лицей": SchoolKind.FULL,
    "Основная": SchoolKind.BASIC,
    "Начальная": SchoolKind.PRIMARY,
}
_MORE_CLUSTERS: Final = {
    "Городская": Cluster.TOWN,
    "Сельская": Cluster.VILLAGE,
    "Деревня": Cluster.VILLAGE,
}
# As the recommended structure of ВСОКО words it, and how people shorten it.
_MORE_STAGES: Final = {
    "Проведение мониторингов": Stage.MONITORING,
    "Мониторинги": Stage.MONITORING,
}
_STATUSES: Final = {
    "Черновик": DocumentStatus.DRAFT,
    "На проверке": DocumentStatus.SUBMITTED,
    "Принят": DocumentStatus.ACCEPTED,
    "Возвращён": DocumentStatus.RETURNED,
    "Возвращён с замечанием": DocumentStatus.RETURNED,
}
_MISSING: Final = {
    "х": MissingCode.NO_DATA,  # Cyrillic, typed on a Russian keyboard
    "нет данных": MissingCode.NO_DATA,
    "ненадёжно": MissingCode.UNRELIABLE,
    "ещё не срок": MissingCode.NOT_YET,
    "не применимо": MissingCode.NOT_APPLICABLE,
    "неприменимо": MissingCode.NOT_APPLICABLE,
}
# Letters of codes such as «3.1а» typed on a Russian keyboard.
_CODE_LETTERS: Final = str.maketrans({"a": "а", "b": "б"})


@dataclass(frozen=True, slots=True)
class GoalEntry:
    code: str
    block: int
    title: str


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """A document type and the stage it belongs to."""

    title: str
    stage: str


@dataclass(frozen=True)
class ImportContext:
    """The district as an import sees it.

    schools: by code, all of the district's. own_levels: codes of those whose levels were given and do
        not follow from the kind, be they the same. only_school: code of the one school whose rows are
        accepted, None = all. is_school_author: a school hands in, so reviewing is not its to do.
    stages, levels, kinds, clusters, organisation_items, data_sources: id → title; blocks: number → title.
    category_titles: indicator → category id → title, for breakdowns. today: decides the newest year.
    """

    schools: Mapping[str, SchoolFacts]
    indicators: Mapping[str, IndicatorRule]
    today: date
    goals: Mapping[str, GoalEntry] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[int, str] = field(default_factory=dict)
    document_types: Mapping[str, TypeEntry] = field(default_factory=dict)
    organisation_items: Mapping[str, str] = field(default_factory=dict)
    data_sources: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=lambda: LEVEL_TITLES)
    kinds: Mapping[str, str] = field(default_factory=lambda: KIND_TITLES)
    clusters: Mapping[str, str] = field(default_factory=lambda: CLUSTER_TITLES)
    category_titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own_levels: Collection[str] = frozenset()
    only_school: str | None = None
    is_school_author: bool = False

    @cached_property
    def level_index(self) -> WordIndex:
        return WordIndex(_own_ids(Level), _by_title(self.levels), _MORE_LEVELS)

    @cached_property
    def kind_index(self) -> WordIndex:
        return WordIndex(_own_ids(SchoolKind), _by_title(self.kinds), _MORE_KINDS)

    @cached_property
    def cluster_index(self) -> WordIndex:
        return WordIndex(_own_ids(Cluster), _by_title(self.clusters), _MORE_CLUSTERS)

    @cached_property
    def status_index(self) -> WordIndex:
        return WordIndex(_own_ids(DocumentStatus), _STATUSES)

    @cached_property
    def missing_index(self) -> WordIndex:
        return WordIndex(_own_ids(MissingCode), _MISSING)

    @cached_property
    def indicator_index(self) -> WordIndex:
        rules = self.indicators.values()
        return WordIndex(
            {entry: entry for entry in self.indicators},
            [(rule.code, rule.id) for rule in rules],
            [(rule.code.translate(_CODE_LETTERS), rule.id) for rule in rules],
            [(rule.title, rule.id) for rule in rules],
            [(rule.title_short, rule.id) for rule in rules],
        )

    @cached_property
    def goal_index(self) -> WordIndex:
        return WordIndex(
            {entry: entry for entry in self.goals},
            [(goal.code, entry) for entry, goal in self.goals.items()],
            [(goal.title, entry) for entry, goal in self.goals.items()],
        )

    @cached_property
    def block_index(self) -> WordIndex:
        return WordIndex(
            {str(number): str(number) for number in self.blocks},
            {f"блок {number}": str(number) for number in self.blocks},
            [(title, str(number)) for number, title in self.blocks.items()],
        )

    @cached_property
    def stage_index(self) -> WordIndex:
        more = {words: str(stage) for words, stage in _MORE_STAGES.items() if stage in self.stages}
        return WordIndex({entry: entry for entry in self.stages}, _by_title(self.stages), more)

    @cached_property
    def type_index(self) -> WordIndex:
        return titled({entry: kind.title for entry, kind in self.document_types.items()})

    @cached_property
    def item_index(self) -> WordIndex:
        return titled(self.organisation_items)

    @cached_property
    def source_index(self) -> WordIndex:
        return titled(self.data_sources)

    def titles_of(self, levels: frozenset[Level] | tuple[Level, ...]) -> str:
        """«НОО, ООО» for messages, in the order of education."""
        return ", ".join(self.levels.get(level, level) for level in Level if level in levels)


def _own_ids(vocabulary: type[Level | SchoolKind | Cluster | DocumentStatus | MissingCode]) -> dict[str, str]:
    return {str(word): str(word) for word in vocabulary}


def _by_title(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(title, str(entry)) for entry, title in titles.items()]
