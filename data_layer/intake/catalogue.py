"""The catalogue as a file: the whole one that every district starts from, and changes to one district's.

Source: contracts.md, «catalogue load». Paths in messages count entries from 0: «indicators[3].kind».
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from data_layer.domain.facts import DocumentTypeRule, IndicatorRule, RequirementRule
from data_layer.domain.vocabulary import Direction, IndicatorKind, IndicatorRole, Level, RequirementLevel, Stage
from data_layer.intake.catalogue_entry import Entry
from data_layer.intake.errors import IntakeError, quoted
from data_layer.intake.safe_yaml import UnsafeYamlError, load_plain

FULL_LISTS: Final = (
    "levels",
    "school_kinds",
    "clusters",
    "roles",
    "stages",
    "data_sources",
    "document_types",
    "organisational_requirements",
    "review_checks",
    "effectiveness_checks",
    "series_breaks",
    "blocks",
    "goals",
    "indicators",
)
CHANGE_LISTS: Final = (
    "data_sources",
    "document_types",
    "goals",
    "indicators",
    "requirements",
    "review_checks",
    "effectiveness_checks",
    "series_breaks",
)
# Longer reasons would not stand in one line under a figure.
LONGEST_REASON: Final = 200

# What pages show of an indicator beside its rule: wording and origin.
DETAIL_KEYS: Final = (
    "numerator",
    "denominator",
    "value",
    "baseline",
    "normalise_by",
    "pairing",
    "multi_select",
    "grades",
    "levels_optional",
    "sources_alt",
    "seed_target",
)
DOCUMENT_FIELDS: Final = frozenset(
    {"goals", "tasks", "deadlines", "responsible", "addressee", "number", "date", "title", "url", "file"}
)
_GRADES: Final = frozenset(str(grade) for grade in range(1, 12))
ORGANISATION_EVIDENCE: Final = ("order", "document", "url")


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """A closed word of the field with its titles (levels, kinds and clusters of schools, roles)."""

    id: str
    title: str
    title_full: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueBlock:
    number: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CatalogueStage:
    """position: order in the cycle. is_counted: part of its completeness."""

    id: Stage
    position: int
    title: str
    is_counted: bool
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class CatalogueGoal:
    id: str
    code: str
    block: int
    title: str
    levels: tuple[Level, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CatalogueDocumentType:
    id: str
    stage: Stage
    title: str
    required_fields: tuple[str, ...] = ()
    is_multi_year: bool = False

    def rule(self) -> DocumentTypeRule:
        return DocumentTypeRule(self.id, self.title, self.required_fields, self.is_multi_year)


@dataclass(frozen=True, slots=True)
class CatalogueRequirement:
    """from_year: starting year from which it holds, 0 = always. No document types = any of the stage."""

    block: int
    stage: Stage
    required: RequirementLevel
    document_types: tuple[str, ...] = ()
    from_year: int = 0

    def rule(self) -> RequirementRule:
        return RequirementRule(self.block, self.stage, self.required, self.document_types, self.from_year)


@dataclass(frozen=True, slots=True)
class CatalogueOrganisationItem:
    id: str
    position: int
    title: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CatalogueReviewCheck:
    """A question of the checklist beside a document under review. stage: None = of every stage."""

    id: str
    position: int
    stage: Stage | None
    title: str
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class CatalogueEffectivenessCheck:
    """A question of the list for judging how well ВСОКО works. section: the heading it stands under."""

    id: str
    position: int
    section: str
    title: str
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class CatalogueSeriesBreak:
    """From which school year on figures of an indicator are gathered otherwise, and why; switched off = never mind."""

    indicator: str
    from_year: int
    reason: str
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CatalogueIndicator:
    """One indicator, every attribute ready for JSON: numbers that must stay exact are decimal texts.

    references: level → reference already resolved, as IndicatorRule has it. details: DETAIL_KEYS that
    are given, and target_origins by level.
    """

    id: str
    code: str
    block: int
    title: str
    kind: IndicatorKind
    direction: Direction | None
    levels: tuple[Level, ...]
    title_short: str
    goal: str | None = None
    counts: str = "students"
    unit: str = "percent"
    role: IndicatorRole = IndicatorRole.MONITORING
    source: str | None = "school_report"
    period: str = "academic_year"
    references: Mapping[str, str] = field(default_factory=dict)
    tolerance_pp: str | None = None
    categories: tuple[Category, ...] = ()
    dimensions: tuple[str, ...] = ()
    allows_zero_denominator: bool = False
    is_sensitive: bool = False
    is_enabled: bool = True
    no_ranking: bool = False
    denominator_is_numerator_of: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def rule(self) -> IndicatorRule:
        return IndicatorRule(
            id=self.id,
            code=self.code,
            block=self.block,
            kind=self.kind,
            levels=self.levels,
            title=self.title,
            title_short=self.title_short,
            goal=self.goal,
            counts=self.counts,
            unit=self.unit,
            direction=self.direction,
            role=self.role,
            period=self.period,
            references={Level(level): Decimal(value) for level, value in self.references.items()},
            tolerance_pp=None if self.tolerance_pp is None else Decimal(self.tolerance_pp),
            categories=tuple(category.id for category in self.categories),
            dimensions=self.dimensions,
            allows_zero_denominator=self.allows_zero_denominator,
            is_sensitive=self.is_sensitive,
            is_enabled=self.is_enabled,
            no_ranking=self.no_ranking,
            denominator_is_numerator_of=self.denominator_is_numerator_of,
        )


@dataclass(frozen=True, slots=True)
class CatalogueDocument:
    """The whole catalogue."""

    version: int
    levels: tuple[NamedEntry, ...]
    school_kinds: tuple[NamedEntry, ...]
    clusters: tuple[NamedEntry, ...]
    roles: tuple[NamedEntry, ...]
    stages: tuple[CatalogueStage, ...]
    data_sources: tuple[CatalogueSource, ...]
    document_types: tuple[CatalogueDocumentType, ...]
    organisation_items: tuple[CatalogueOrganisationItem, ...]
    blocks: tuple[CatalogueBlock, ...]
    requirements: tuple[CatalogueRequirement, ...]
    goals: tuple[CatalogueGoal, ...]
    indicators: tuple[CatalogueIndicator, ...]
    review_checks: tuple[CatalogueReviewCheck, ...] = ()
    effectiveness_checks: tuple[CatalogueEffectivenessCheck, ...] = ()
    series_breaks: tuple[CatalogueSeriesBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """Entries to add, or to put in the place of those with their id. notes: keys that were passed over."""

    data_sources: tuple[CatalogueSource, ...] = ()
    document_types: tuple[CatalogueDocumentType, ...] = ()
    goals: tuple[CatalogueGoal, ...] = ()
    indicators: tuple[CatalogueIndicator, ...] = ()
    requirements: tuple[CatalogueRequirement, ...] = ()
    review_checks: tuple[CatalogueReviewCheck, ...] = ()
    effectiveness_checks: tuple[CatalogueEffectivenessCheck, ...] = ()
    series_breaks: tuple[CatalogueSeriesBreak, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownCatalogue:
    """What entries of a change may refer to: the district's catalogue as it stands.

    blocks: id → number; goals: id → block; indicators: id → code; document_types: id → stage.
    """

    blocks: Mapping[str, int] = field(default_factory=dict)
    goals: Mapping[str, int] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    document_types: Mapping[str, str] = field(default_factory=dict)
    data_sources: frozenset[str] = frozenset()


class CatalogueError(ValueError):
    """A catalogue that cannot be used; `errors` say why, all of them."""

    def __init__(self, errors: Sequence[IntakeError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = list(errors)


def parse_catalogue(text: str, *, name: str = "catalogue.yaml") -> CatalogueDocument:
    """The whole catalogue. Raises CatalogueError with every fault of the file."""
    return _parsed(text, name)


# Each district that is made starts from the same text, and reading it is half of making one.
@lru_cache(maxsize=2)
def _parsed(text: str, name: str) -> CatalogueDocument:
    reader = _Reader(name, KnownCatalogue())
    content = reader.load(text, FULL_LISTS)
    blocks = tuple(reader.each(content, "blocks", _block))
    reader.know(blocks={block.id: block.number for block in blocks})
    sources = tuple(reader.each(content, "data_sources", _source))
    types = tuple(reader.each(content, "document_types", _document_type))
    reader.know(sources=sources, types=types)
    goals = tuple(reader.each(content, "goals", _goal))
    reader.know(goals=goals)
    document = CatalogueDocument(
        version=reader.version(content),
        levels=tuple(reader.each(content, "levels", _named)),
        school_kinds=tuple(reader.each(content, "school_kinds", _named)),
        clusters=tuple(reader.each(content, "clusters", _named)),
        roles=tuple(reader.each(content, "roles", _named)),
        stages=tuple(reader.each(content, "stages", _stage)),
        data_sources=sources,
        document_types=types,
        organisation_items=tuple(reader.each(content, "organisational_requirements", _organisation_item)),
        blocks=blocks,
        requirements=tuple(reader.requirements_of_blocks(content)),
        goals=goals,
        indicators=reader.indicators(content),
        review_checks=tuple(reader.each(content, "review_checks", _review_check)),
        effectiveness_checks=tuple(reader.each(content, "effectiveness_checks", _effectiveness_check)),
        series_breaks=tuple(reader.each(content, "series_breaks", _series_break)),
    )
    if reader.errors:
        raise CatalogueError(reader.errors)
    return document


def check_catalogue_change(
    text: str, known: KnownCatalogue, *, name: str = "catalogue.yaml"
) -> tuple[CatalogueChange, list[IntakeError]]:
    """The change a file asks for, and every fault of it. With faults the change must not be applied."""
    reader = _Reader(name, known)
    content = reader.load(text, CHANGE_LISTS)
    sources = tuple(reader.each(content, "data_sources", _source))
    types = tuple(reader.each(content, "document_types", _document_type))
    reader.know(sources=sources, types=types)
    goals = tuple(reader.each(content, "goals", _goal))
    reader.know(goals=goals)
    change = CatalogueChange(
        data_sources=sources,
        document_types=types,
        goals=goals,
        indicators=reader.indicators(content),
        requirements=tuple(reader.each(content, "requirements", _requirement)),
        review_checks=tuple(reader.each(content, "review_checks", _review_check)),
        effectiveness_checks=tuple(reader.each(content, "effectiveness_checks", _effectiveness_check)),
        series_breaks=tuple(reader.each(content, "series_breaks", _series_break)),
        notes=tuple(reader.notes),
    )
    if not reader.errors and not any(key in content for key in CHANGE_LISTS):
        reader.fault(
            "", "в файле нет ни одного известного раздела", f"нужен хотя бы один из списков {', '.join(CHANGE_LISTS)}"
        )
    return change, reader.errors


class _Reader:
    """Walks through the lists of a file; knows what entries may refer to; collects faults and notes."""

    def __init__(self, name: str, known: KnownCatalogue) -> None:
        self.name = name
        self.errors: list[IntakeError] = []
        self.notes: list[str] = []
        self.blocks = dict(known.blocks)
        self.goals = dict(known.goals)
        self.codes = dict(known.indicators)
        self.types = dict(known.document_types)
        self.sources = set(known.data_sources)

    def fault(self, path: str, what: str, action: str) -> None:
        self.errors.append(IntakeError(f"{self.name} · {path}" if path else self.name, what, action))

    def load(self, text: str, lists: Sequence[str]) -> dict[str, Any]:
        try:
            content = load_plain(text)
        except UnsafeYamlError as fault:
            self.fault("", f"{fault.what} (строка {fault.line})" if fault.line else fault.what, "исправьте файл")
            return {}
        if not isinstance(content, dict):
            self.fault("", "файл не распознан", f"нужны списки {', '.join(lists)}")
            return {}
        passed = [quoted(str(key)) for key in content if key not in lists]
        if passed:
            self.notes.append(f"{self.name} · другие разделы пропущены: {', '.join(passed)}")
        return content

    def version(self, content: Mapping[str, Any]) -> int:
        entry = Entry(self.fault, "", {"catalogue_version": content.get("catalogue_version")})
        return entry.whole("catalogue_version", default=1)

    def know(
        self,
        *,
        blocks: Mapping[str, int] | None = None,
        sources: Sequence[CatalogueSource] = (),
        types: Sequence[CatalogueDocumentType] = (),
        goals: Sequence[CatalogueGoal] = (),
    ) -> None:
        self.blocks |= blocks or {}
        self.sources |= {source.id for source in sources}
        self.types |= {kind.id: kind.stage for kind in types}
        self.goals |= {goal.id: goal.block for goal in goals}

    def entries(self, content: Mapping[str, Any], key: str, *, path: str | None = None) -> Iterator[Entry]:
        """Entries of a list; what is no list, or no mapping in it, is a fault."""
        path = key if path is None else path
        listed = content.get(key)
        if listed is None:
            return
        if not isinstance(listed, list):
            self.fault(path, "нужен список", "начните каждую запись с «- »")
            return
        for place, fields in enumerate(listed):
            if isinstance(fields, dict):
                yield Entry(self.fault, f"{path}[{place}]", fields)
            else:
                self.fault(f"{path}[{place}]", "нужна запись из полей", "пишите поля как «ключ: значение»")

    def each(self, content: Mapping[str, Any], key: str, read: Any) -> Iterator[Any]:
        """Entries read one by one; two entries of one id (or of one place) are a fault."""
        seen: set[object] = set()
        for entry in self.entries(content, key):
            found = read(self, entry)
            self.note_unused(entry)
            identity = _identity(found)
            if identity in seen:
                entry.fault("id", "запись с таким же id уже есть в файле", "оставьте одну из записей")
            seen.add(identity)
            yield found

    def note_unused(self, entry: Entry) -> None:
        if entry.unused():
            self.notes.append(f"{self.name} · {entry.path} · поля пропущены: {', '.join(entry.unused())}")

    def requirements_of_blocks(self, content: Mapping[str, Any]) -> Iterator[CatalogueRequirement]:
        for block in self.entries(content, "blocks"):
            number = self.block(block, "number")
            for entry in self.entries(block.fields, "stages", path=f"{block.path}.stages"):
                yield _requirement_of(self, entry, number)

    def indicators(self, content: Mapping[str, Any]) -> tuple[CatalogueIndicator, ...]:
        """Indicators, whose codes are unique and whose links lead to indicators that exist."""
        found = tuple(self.each(content, "indicators", _indicator))
        self.codes |= {indicator.id: indicator.code for indicator in found}
        for place, indicator in enumerate(found):
            twins = [other for other, code in self.codes.items() if code == indicator.code and other != indicator.id]
            if indicator.code and twins:
                what = f"код {quoted(indicator.code)} уже у показателя {twins[0]}"
                self.fault(f"indicators[{place}].code", what, "выберите другой код")
            link = indicator.denominator_is_numerator_of
            if link is not None and link not in self.codes:
                what = f"показатель {quoted(link)} неизвестен"
                self.fault(f"indicators[{place}].denominator_of", what, "укажите id показателя")
        return found

    def block(self, entry: Entry, key: str = "block") -> int:
        """Number of a block given by number or id; 0 after a fault."""
        text = entry.text(key)
        if text in {"1", "2", "3", "4", "5", "6"}:
            return int(text)
        if text and text not in self.blocks:
            entry.fault(key, f"блок {quoted(text)} неизвестен", "укажите номер блока от 1 до 6")
        return self.blocks.get(text, 0)


def _identity(found: Any) -> object:
    if isinstance(found, CatalogueRequirement):
        return (found.block, found.stage, found.from_year)
    if isinstance(found, CatalogueSeriesBreak):
        return (found.indicator, found.from_year)
    return found.number if isinstance(found, CatalogueBlock) else found.id


def _named(_: _Reader, entry: Entry) -> NamedEntry:
    entry.skip("levels", "grades")
    return NamedEntry(entry.identifier(), entry.text("title"), entry.text("title_full", default=""))


def _block(reader: _Reader, entry: Entry) -> CatalogueBlock:
    entry.skip("stages")
    return CatalogueBlock(reader.block(entry, "number"), entry.identifier(), entry.text("title", most=200))


def _stage(_: _Reader, entry: Entry) -> CatalogueStage:
    return CatalogueStage(
        id=entry.choice("id", Stage) or Stage.RATIONALE,
        position=entry.whole("order"),
        title=entry.text("title", most=200),
        is_counted=entry.flag("counted", default=True),
        is_enabled=entry.flag("enabled", default=True),
    )


def _source(_: _Reader, entry: Entry) -> CatalogueSource:
    return CatalogueSource(entry.identifier(), entry.text("title", most=200))


def _document_type(_: _Reader, entry: Entry) -> CatalogueDocumentType:
    entry.skip("optional")
    fields = entry.words("required_fields")
    for unknown in [word for word in fields if word not in DOCUMENT_FIELDS]:
        entry.fault(
            "required_fields", f"поле {quoted(unknown)} неизвестно", f"возможны {', '.join(sorted(DOCUMENT_FIELDS))}"
        )
    return CatalogueDocumentType(
        id=entry.identifier(),
        stage=entry.choice("stage", Stage) or Stage.RATIONALE,
        title=entry.text("title", most=300),
        required_fields=fields,
        is_multi_year=entry.flag("multi_year", default=False),
    )


def _organisation_item(_: _Reader, entry: Entry) -> CatalogueOrganisationItem:
    evidence = entry.text("evidence", default="document")
    if evidence not in ORGANISATION_EVIDENCE:
        entry.fault("evidence", f"{quoted(evidence)} неизвестно", f"укажите {', '.join(ORGANISATION_EVIDENCE)}")
    return CatalogueOrganisationItem(entry.identifier(), entry.place, entry.text("title", most=300), evidence)


def _review_check(_: _Reader, entry: Entry) -> CatalogueReviewCheck:
    return CatalogueReviewCheck(
        id=entry.identifier(),
        position=entry.whole("order", default=entry.place + 1),
        stage=entry.choice("stage", Stage, may_be_null=True),
        title=entry.text("title", most=300),
        is_enabled=entry.flag("enabled", default=True),
    )


def _effectiveness_check(_: _Reader, entry: Entry) -> CatalogueEffectivenessCheck:
    return CatalogueEffectivenessCheck(
        id=entry.identifier(),
        position=entry.whole("order", default=entry.place + 1),
        section=entry.text("section", default="", most=120),
        title=entry.text("title", most=300),
        is_enabled=entry.flag("enabled", default=True),
    )


def _series_break(reader: _Reader, entry: Entry) -> CatalogueSeriesBreak:
    """Read after the indicators, so that it may speak of one that the file brings along."""
    indicator = entry.text("indicator", most=64)
    if indicator and indicator not in reader.codes:
        entry.fault("indicator", f"показатель {quoted(indicator)} неизвестен", "укажите id показателя")
    year = entry.year("from_year")
    if not year and "from_year" not in entry.faulty:
        entry.fault("from_year", "учебный год не указан", "укажите, с какого года: 2026/27")
    return CatalogueSeriesBreak(
        indicator=indicator,
        from_year=year,
        reason=entry.text("reason", most=LONGEST_REASON),
        is_enabled=entry.flag("enabled", default=True),
    )


def _goal(reader: _Reader, entry: Entry) -> CatalogueGoal:
    return CatalogueGoal(
        id=entry.identifier(),
        code=entry.text("code", most=16),
        block=reader.block(entry),
        title=entry.text("title", most=500),
        levels=entry.choices("levels", Level),
        example=entry.text("example", default=""),
    )


def _requirement(reader: _Reader, entry: Entry) -> CatalogueRequirement:
    return _requirement_of(reader, entry, reader.block(entry), from_year=entry.year("from_year"))


def _requirement_of(reader: _Reader, entry: Entry, block: int, *, from_year: int = 0) -> CatalogueRequirement:
    stage = entry.choice("stage", Stage) or Stage.RATIONALE
    types = entry.words("document_types")
    for word in types:
        if word not in reader.types:
            entry.fault("document_types", f"вид документа {quoted(word)} неизвестен", "укажите вид из каталога")
        elif reader.types[word] != stage:
            what = f"вид документа {quoted(word)} относится к стадии {reader.types[word]}"
            entry.fault("document_types", what, "выберите вид этой стадии")
    required = entry.choice("required", RequirementLevel) or RequirementLevel.REQUIRED
    return CatalogueRequirement(block, stage, required, types, from_year)


def _indicator(reader: _Reader, entry: Entry) -> CatalogueIndicator:
    kind = entry.choice("kind", IndicatorKind) or IndicatorKind.SHARE
    levels = entry.choices("levels", Level)
    if not levels and "levels" not in entry.faulty:
        entry.fault("levels", "уровни не указаны", "укажите список из noo, ooo, soo, school")
    block = reader.block(entry)
    title = entry.text("title", most=500)
    return CatalogueIndicator(
        id=entry.identifier(),
        code=entry.text("code", most=16),
        block=block,
        title=title,
        kind=kind,
        direction=_direction(entry, kind),
        levels=levels,
        title_short=entry.text("title_short", default=title[:200], most=200),
        goal=_goal_of(reader, entry, block),
        counts=entry.text("counts", default="students", most=32),
        unit=entry.text("unit", default="percent", most=32),
        role=entry.choice("role", IndicatorRole, default=IndicatorRole.MONITORING) or IndicatorRole.MONITORING,
        source=_source_of(reader, entry),
        period=entry.period("period"),
        references=_references(entry, kind, levels),
        tolerance_pp=entry.decimal("tolerance_pp"),
        categories=_categories(reader, entry, kind),
        dimensions=entry.words("dimensions") or entry.words("optional_dimensions"),
        allows_zero_denominator=_allows_zero(entry),
        is_sensitive=entry.flag("sensitive", default=False),
        is_enabled=entry.flag("enabled", default=True),
        no_ranking=entry.flag("no_ranking", default=False),
        denominator_is_numerator_of=entry.text("denominator_of", default="") or None,
        details=_details(entry, levels),
    )


def _direction(entry: Entry, kind: IndicatorKind) -> Direction | None:
    """Required, but null says that nothing is to be reached; only growth increases."""
    if "direction" not in entry.fields:
        entry.fault("direction", "поле не указано", "укажите at_least, at_most, increase или null")
        return None
    direction = entry.choice("direction", Direction, default=None, may_be_null=True)
    if direction is not None and (direction is Direction.INCREASE) != (kind is IndicatorKind.GROWTH):
        action = "для growth укажите increase, для остальных at_least или at_most"
        entry.fault("direction", f"направление {direction} не подходит показателю вида {kind}", action)
    return direction


def _goal_of(reader: _Reader, entry: Entry, block: int) -> str | None:
    goal = entry.text("goal", default="") or None
    if goal is not None and goal not in reader.goals:
        entry.fault("goal", f"цель {quoted(goal)} неизвестна", "укажите id цели из каталога")
    elif goal is not None and block and reader.goals[goal] != block:
        entry.fault("goal", f"цель {quoted(goal)} относится к блоку {reader.goals[goal]}", "исправьте цель или блок")
    return goal


def _source_of(reader: _Reader, entry: Entry) -> str | None:
    source = entry.text("source", default="school_report" if "school_report" in reader.sources else "") or None
    if source is not None and source not in reader.sources:
        entry.fault("source", f"источник {quoted(source)} неизвестен", "укажите id источника из каталога")
    return source


def _references(entry: Entry, kind: IndicatorKind, levels: Sequence[Level]) -> dict[str, str]:
    """Reference by level: its own unless disabled, else the default one. A level whose own value is null has none."""
    most = None if kind in {IndicatorKind.COUNT, IndicatorKind.GROWTH} else Decimal(100)
    default = entry.decimal("default_target", most=most)
    own = entry.mapping("targets")
    for unknown in [level for level in own if level not in levels]:
        entry.fault(f"targets.{unknown}", "такого уровня у показателя нет", "укажите уровень из levels")
    resolved = {level: _own_reference(entry, level, own, default, most) for level in levels}
    return {str(level): value for level, value in resolved.items() if value is not None}


def _own_reference(
    entry: Entry, level: Level, own: Mapping[str, Any], default: str | None, most: Decimal | None
) -> str | None:
    if level not in own:
        return default
    given = own[level]
    if not isinstance(given, dict):
        return entry.decimal_of(given, f"targets.{level}", most=most)
    target = entry.below(f"targets.{level}", given)
    is_enabled = target.flag("enabled", default=True)
    value = target.decimal("value", most=most)
    return value if is_enabled else default


def _categories(reader: _Reader, entry: Entry, kind: IndicatorKind) -> tuple[Category, ...]:
    entry.skip("categories")
    listed = entry.fields.get("categories")
    if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
        return tuple(Category(each, each) for each in listed)
    path = f"{entry.path}.categories"
    found = tuple(
        Category(each.identifier(), each.text("title", most=200))
        for each in reader.entries(entry.fields, "categories", path=path)
    )
    if kind is IndicatorKind.BREAKDOWN and not found:
        entry.fault("categories", "у распределения нет категорий", "перечислите категории: id и title")
    return found


def _allows_zero(entry: Entry) -> bool:
    rule = entry.text("zero_denominator", default="error")
    if rule not in {"error", "not_applicable"}:
        entry.fault("zero_denominator", f"{quoted(rule)} неизвестно", "укажите not_applicable или error")
    return rule == "not_applicable"


def _details(entry: Entry, levels: Sequence[Level]) -> dict[str, Any]:
    entry.skip(*DETAIL_KEYS)
    details = {key: entry.fields[key] for key in DETAIL_KEYS if entry.fields.get(key) is not None}
    if "grades" in details:
        details["grades"] = [int(grade) for grade in entry.words("grades") if grade in _GRADES]
    origins = {str(level): _origin(entry, level) for level in levels}
    return details | {"target_origins": {level: origin for level, origin in origins.items() if origin}}


def _origin(entry: Entry, level: Level) -> str:
    """Where the proposed reference of a level comes from, in the words of the file; «» when it does not say."""
    target = entry.mapping("targets").get(level)
    return str(target.get("origin") or "") if isinstance(target, dict) else ""
