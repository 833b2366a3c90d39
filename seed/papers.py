"""Documents of the management cycle and the organisational items of the demo district.

A school names people by their office, never by name; links lead to addresses that cannot exist.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from data_layer.domain.school_year import format_year
from data_layer.domain.vocabulary import COUNTED_STAGES, Cluster, DocumentStatus, Level, Stage
from seed.roster import SCHOOLS, DemoSchool, Draws
from seed.special_cases import CHANGED_PAPERS, EMPTY_CELLS, MISSING_ITEMS, PaperChange

# Years in which the district keeps the cycle; the years before are figures alone.
PAPER_YEARS: Final = (2024, 2025)
_LATEST: Final = PAPER_YEARS[-1]

_BLOCKS: Final = range(1, 7)
_TOPICS: Final = {
    1: "качество подготовки обучающихся",
    2: "работа с отстающими обучающимися",
    3: "работа с одарёнными обучающимися",
    4: "профориентационная работа",
    5: "профессиональное развитие педагогов",
    6: "воспитательная работа",
}
_HEADINGS: Final = {
    Stage.GOAL_SETTING: "Приказ о целях и целевых значениях",
    Stage.MONITORING: "Приказ о проведении мониторинга",
    Stage.ANALYSIS: "Аналитическая справка",
    Stage.RECOMMENDATIONS: "Адресные рекомендации",
    Stage.MEASURES: "План мероприятий («дорожная карта»)",
    Stage.DECISIONS: "Приказ по итогам мониторинга",
}
# Windows in which papers are dated: (years after the start, month, day) of the first and the last day.
_WINDOWS: Final = {
    Stage.GOAL_SETTING: ((0, 8, 29), (0, 9, 15)),
    Stage.MONITORING: ((0, 9, 17), (0, 10, 1)),
    Stage.ANALYSIS: ((1, 8, 10), (1, 8, 25)),
    Stage.RECOMMENDATIONS: ((1, 8, 27), (1, 9, 5)),
    Stage.MEASURES: ((1, 9, 8), (1, 9, 15)),
    Stage.DECISIONS: ((1, 9, 17), (1, 9, 30)),
}
_TYPES: Final = {
    Stage.GOAL_SETTING: dict.fromkeys(_BLOCKS, "goals_document"),
    Stage.MONITORING: dict.fromkeys(_BLOCKS, "monitoring_order"),
    Stage.ANALYSIS: dict.fromkeys(_BLOCKS, "analytical_report"),
    Stage.RECOMMENDATIONS: {
        1: "methodical_recommendations_teachers",
        2: "recommendations_parents",
        3: "recommendations_psychologists",
        4: "recommendations_students",
        5: "methodical_recommendations_young_teachers",
        6: "methodical_recommendations_class_teachers",
    },
    Stage.MEASURES: {
        1: "roadmap",
        2: "roadmap",
        3: "roadmap",
        4: "career_guidance_programme_report",
        5: "mentoring_programme_report",
        6: "upbringing_programme_report",
    },
    Stage.DECISIONS: {
        1: "director_order",
        2: "director_order",
        3: "director_order",
        4: "profile_classes_order",
        5: "young_teacher_support_order",
        6: "director_order",
    },
}
_ADDRESSEES: Final = {
    1: "учителя-предметники",
    2: "родители (законные представители)",
    3: "педагоги-психологи",
    4: "обучающиеся 8–11 классов",
    5: "молодые педагоги",
    6: "классные руководители",
}
_NUMBERED: Final = frozenset({Stage.GOAL_SETTING, Stage.MONITORING, Stage.DECISIONS})
_TEACHING, _UPBRINGING = "заместитель директора по УВР", "заместитель директора по ВР"
_RESPONSIBLE: Final = {
    1: _TEACHING,
    2: _TEACHING,
    3: _TEACHING,
    4: _UPBRINGING,
    5: "руководитель методического объединения",
    6: _UPBRINGING,
}
# How often a paper of the latest year still waits for the department.
_AWAITING: Final = {Stage.MEASURES: 0.05, Stage.DECISIONS: 0.14}

_ITEMS: Final = (
    "team_assembled",
    "coordinator_appointed",
    "regulation_adopted",
    "schedule_adopted",
    "site_section_published",
    "site_six_blocks_published",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a school in its own cell; covers are the further blocks of the same stage."""

    school: DemoSchool
    year: int
    block: int
    stage: Stage
    date: date
    status: DocumentStatus = DocumentStatus.ACCEPTED
    number: str = ""
    file: str = ""
    covers: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()


def document_rows(draws: Draws) -> list[dict[str, str]]:
    """Rows of documents.csv, school by school, year by year, block by block."""
    return [
        _row(paper) for school in SCHOOLS for year in PAPER_YEARS for paper in _numbered(_papers(school, year, draws))
    ]


def document_files() -> dict[str, bytes]:
    """The files that documents.csv names: small pages of their own, each with a text of its own."""
    names = {change.file for change in CHANGED_PAPERS.values() if change.file}
    return {name: _page(f"VSOKO demo: {name.removesuffix('.pdf')}") for name in sorted(names)}


def organisation_rows(draws: Draws) -> list[dict[str, str]]:
    """Rows of organisation.csv: six items per school and year of the cycle."""
    return [
        _item_row(school, year, item, draws("organisation", school.code, year, item))
        for school in SCHOOLS
        for year in PAPER_YEARS
        for item in _ITEMS
    ]


def _papers(school: DemoSchool, year: int, draws: Draws) -> list[Paper]:
    empty = EMPTY_CELLS.get((year, school.code), ())
    papers = []
    for block in _BLOCKS:
        for stage in COUNTED_STAGES:
            if (block, stage) not in empty:
                drawn = draws("paper", school.code, year, block, stage)
                papers.append(_paper(school, year, block, stage, drawn))
    return _with_joint_orders(school, papers)


def _paper(school: DemoSchool, year: int, block: int, stage: Stage, drawn: Random) -> Paper:
    paper = Paper(school, year, block, stage, _working_day(year, stage, drawn))
    # The gymnasium is the school with everything accepted.
    waits = year == _LATEST and school is not SCHOOLS[0] and drawn.random() < _AWAITING.get(stage, 0.0)
    if waits:
        paper = replace(paper, status=DocumentStatus.SUBMITTED)
    change = CHANGED_PAPERS.get((year, school.code, block, stage))
    return paper if change is None else _changed(paper, change)


def _changed(paper: Paper, change: PaperChange) -> Paper:
    return replace(
        paper,
        date=change.date or paper.date,
        number=change.number or paper.number,
        status=change.status or paper.status,
        file=change.file or paper.file,
        dropped=change.dropped,
    )


def _with_joint_orders(school: DemoSchool, papers: list[Paper]) -> list[Paper]:
    """Small schools issue one order on goals and one on monitoring for all blocks that have one."""
    if school.cluster is not Cluster.VILLAGE:
        return papers
    joint = []
    for stage in (Stage.GOAL_SETTING, Stage.MONITORING):
        usual = [paper for paper in papers if paper.stage is stage and _is_usual(paper)]
        joint.append(replace(usual[0], covers=tuple(paper.block for paper in usual[1:])))
        papers = [paper for paper in papers if paper not in usual]
    return sorted([*papers, *joint], key=lambda paper: (paper.block, COUNTED_STAGES.index(paper.stage)))


def _is_usual(paper: Paper) -> bool:
    return (paper.year, paper.school.code, paper.block, paper.stage) not in CHANGED_PAPERS


def _numbered(papers: list[Paper]) -> Iterator[Paper]:
    """Orders get numbers that grow with their dates within a calendar year."""
    orders = sorted((paper for paper in papers if paper.stage in _NUMBERED), key=lambda paper: paper.date)
    issued: Counter[int] = Counter()
    numbers: dict[tuple[int, Stage], str] = {}
    for order in orders:
        issued[order.date.year] += 1
        number = order.date.timetuple().tm_yday // 2 + issued[order.date.year]
        numbers[order.block, order.stage] = f"{number}-од"
    for paper in papers:
        yield replace(paper, number=paper.number or numbers.get((paper.block, paper.stage), ""))


def _working_day(year: int, stage: Stage, drawn: Random) -> date:
    first, last = (date(year + after, month, day) for after, month, day in _WINDOWS[stage])
    day = first + timedelta(days=drawn.randint(0, (last - first).days))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _row(paper: Paper) -> dict[str, str]:
    stage = paper.stage
    topic = "все блоки ВСОКО" if paper.covers else _TOPICS[paper.block]
    filled = {
        "school": paper.school.code,
        "block": str(paper.block),
        "stage": stage.value,
        "year": format_year(paper.year),
        "type": _type_of(paper),
        "title": f"{_HEADINGS[stage]}: {topic}",
        "number": paper.number,
        "date": paper.date.isoformat(),
        "responsible": _RESPONSIBLE[paper.block],
        "addressee": _ADDRESSEES[paper.block] if stage is Stage.RECOMMENDATIONS else "",
        **_order_texts(paper, topic),
        "url": "" if paper.file else _link(paper.school, paper.year, f"{paper.block}-{stage}"),
        "file": paper.file,
        "status": paper.status.value,
        "covers": ";".join(f"{block}:{stage}" for block in paper.covers),
    }
    return filled | dict.fromkeys(paper.dropped, "")


def _order_texts(paper: Paper, topic: str) -> dict[str, str]:
    """What a monitoring order must name; a goals order names its goals."""
    if paper.stage is Stage.MONITORING:
        return {
            "goals": f"Оценить достижение целей: {topic}",
            "tasks": "Собрать данные, сравнить с целями и с прошлым годом, подготовить справку",
            "deadlines": f"с 01.10.{paper.year} по 10.06.{paper.year + 1}",
        }
    if paper.stage is Stage.GOAL_SETTING:
        return {"goals": f"Целевые значения на {format_year(paper.year)}: {topic}", "tasks": "", "deadlines": ""}
    return {"goals": "", "tasks": "", "deadlines": ""}


def _type_of(paper: Paper) -> str:
    kind = _TYPES[paper.stage][paper.block]
    # Profile classes are opened in grades 10–11 alone; elsewhere an order of the director does.
    if kind == "profile_classes_order" and Level.SOO not in paper.school.levels:
        return "director_order"
    return kind


def _link(school: DemoSchool, year: int, page: str) -> str:
    return f"https://{school.code}.svetlorechensk.example/vsoko/{year}/{page.replace('_', '-')}"


def _item_row(school: DemoSchool, year: int, item: str, drawn: Random) -> dict[str, str]:
    is_present = item not in MISSING_ITEMS.get((year, school.code), frozenset())
    has_link = is_present and item.startswith("site_")
    return {
        "school": school.code,
        "year": format_year(year),
        "item": item,
        "present": "да" if is_present else "нет",
        "date": _working_day(year, Stage.GOAL_SETTING, drawn).isoformat() if is_present else "",
        "url": _link(school, year, "") if has_link else "",
    }


def _page(text: str) -> bytes:
    """A one-page PDF with a line of Latin text, the same bytes for the same text."""
    content = f"BT /F1 14 Tf 56 780 Td ({text}) Tj ET".encode("ascii")
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    written, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return written + _trailer(entries, len(bodies) + 1, len(written))


def _trailer(entries: bytes, size: int, start: int) -> bytes:
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, entries)
    return table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
