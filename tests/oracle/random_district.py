"""A random district in the interchange form, with its own changes to the catalogue.

Everything is text, as it would stand in a file. The same seed gives the same district. The odd cases
(percent rows, slices, codes of missing data, empty cohorts, late and stale papers, shared files, years
left out) come often on purpose: a real district would show a few of them in a year.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

Row = dict[str, str]
Tables = dict[str, list[Row]]

CATALOGUE = yaml.safe_load((Path(__file__).parents[2] / "seed" / "catalogue.yaml").read_text(encoding="utf-8"))
KIND_LEVELS = {"full": "noo;ooo;soo", "basic": "noo;ooo", "primary": "noo"}
STAGES = ("goal_setting", "monitoring", "analysis", "recommendations", "measures", "decisions")
MAY_BE_EMPTY = {"b2_support_coverage", "b5_targeted_training", "b5_young_teacher_retention"}
DEFICITS = ("subject", "methodical", "ict", "psychological", "organisational")
ITEMS = (
    "team_assembled",
    "coordinator_appointed",
    "regulation_adopted",
    "schedule_adopted",
    "site_section_published",
    "site_six_blocks_published",
)
HEADINGS = {
    "schools": "code short_name full_name kind cluster pupils fis_oko_login rcoi_code inn levels",
    "targets": "school indicator level year target",
    "observations": "school indicator level year subject class_group category numerator denominator value baseline "
    "missing source note",
    "documents": "school block stage year type title number date responsible addressee goals tasks deadlines url "
    "file status covers",
    "organisation": "school year item present date url",
}
TABLES = tuple(HEADINGS)
TYPES = {
    "rationale": ("rationale_note",),
    "goal_setting": ("goals_document",),
    "monitoring": ("monitoring_order", "monitoring_order", "monitoring_results"),
    "analysis": ("analytical_report",),
    "recommendations": ("recommendations_generic", "methodical_recommendations_teachers"),
    "measures": ("roadmap", "roadmap", "mentoring_programme_report"),
    "decisions": ("director_order",),
}
# First and last month of the papers of a stage; months after December are those of the ending year.
USUAL_MONTHS = {
    "rationale": (8, 9),
    "goal_setting": (8, 9),
    "monitoring": (9, 10),
    "analysis": (18, 20),
    "recommendations": (20, 21),
    "measures": (20, 21),
    "decisions": (20, 22),
}


class _WithoutAliases(yaml.SafeDumper):
    """Catalogue files carry no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass
class District:
    """catalogue_change: what `catalogue load` gets; imports: one folder after the other; years: those used."""

    catalogue_change: dict[str, Any]
    imports: list[Tables] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    years: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> list[Path]:
        """Write catalogue.yaml and a folder per import; return the folders."""
        folder.mkdir(parents=True, exist_ok=True)
        change = yaml.dump(self.catalogue_change, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False)
        (folder / "catalogue.yaml").write_text(change, encoding="utf-8")
        return [self._write_import(folder / f"import{n}", tables) for n, tables in enumerate(self.imports, 1)]

    def _write_import(self, folder: Path, tables: Tables) -> Path:
        folder.mkdir()
        for name, rows in tables.items():
            write_table(folder / f"{name}.csv", HEADINGS[name].split(), rows)
        for name in {row["file"] for row in tables.get("documents", []) if row.get("file")}:
            (folder / name).write_bytes(self.files[name])
        return folder


def write_table(path: Path, headings: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, headings, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def year_name(start: int) -> str:
    return f"{start}/{(start + 1) % 100:02d}"


def _document_key(paper: Row) -> tuple[str, ...]:
    return (*(paper[name] for name in ("school", "year", "block", "stage", "type")), paper["number"] or paper["title"])


def random_district(seed: int) -> District:
    return _Maker(Random(seed)).district()


class _Maker:
    """Holds the dice and what has been drawn so far."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.starts = self._draw_years()
        self.change = self._catalogue_change()
        self.indicators = self._all_indicators()
        self.schools: list[Row] = []
        self.papers: list[Row] = []
        self.files: dict[str, bytes] = {}
        self.last_number = 0

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def district(self) -> District:
        self.schools = [self._school(number) for number in range(1, self.dice.randint(4, 6) + 1)]
        observations = [row for school in self.schools for start in self.starts for row in self._year(school, start)]
        tables = {
            "schools": self.schools,
            "targets": self._targets(),
            "observations": observations,
            "documents": self._documents(),
            "organisation": self._organisation(),
        }
        years = [year_name(start) for start in self.starts]
        return District(self.change, [tables, self._update(tables)], self.files, years)

    # Schools and years

    def _draw_years(self) -> list[int]:
        start = self.dice.randint(2019, 2023)
        starts = [start]
        for _ in range(self.dice.randint(1, 3)):
            starts.append(starts[-1] + self.dice.choice((1, 1, 1, 2)))
        return [start for start in starts if start <= 2025]

    def _school(self, number: int) -> Row:
        kind = self.dice.choice(("full", "full", "full", "basic", "primary"))
        levels = ""
        if self.chance(0.25):
            levels = self.dice.choice(("ooo;soo", "soo", "noo;ooo", "ooo", "noo;soo"))
        code = self.dice.choice((f"s{number:02d}", f"10{number}", f"Ш-{number}", f"A{number}"))
        cluster = self.dice.choice(("town", "settlement", "village", ""))
        return {"code": code, "short_name": f"Школа № {number}", "kind": kind, "cluster": cluster, "levels": levels}

    def _levels(self, school: Row) -> list[str]:
        return [*(school["levels"] or KIND_LEVELS[school["kind"]]).split(";"), "school"]

    # The district's own catalogue

    def _catalogue_change(self) -> dict[str, Any]:
        dice = self.dice
        own = {"source": "school_report", "period": "academic_year"}
        school = {"levels": ["school"], **own}
        indicators = [
            {"id": "d_clubs", "code": "3.9", "block": "b3_gifted", "goal": "g3_3_additional_education", "role": "attainment",
             "title": "Количество кружков", "kind": "count", "direction": "at_least", "unit": "items",
             "default_target": 5, **school},
            {"id": "d_complaints", "code": "6.9", "block": "b6_upbringing", "title": "Количество жалоб", "kind": "count",
             "direction": "at_most", "unit": "items", "default_target": 3, **school},
            {"id": "d_projects", "code": "1.9", "block": "b1_quality", "goal": "d_goal_projects", "role": "attainment",
             "title": "Количество проектов", "kind": "growth", "direction": "increase", "unit": "items",
             "levels": ["ooo", "soo"], "period": "summer"},
            {"id": "d_paths", "code": "4.9", "block": "b4_career", "title": "Пути выпускников", "kind": "breakdown",
             "direction": None, "levels": ["soo"], "period": "autumn_next_year",
             "categories": [{"id": "university", "title": "Вуз"}, {"id": "college", "title": "Колледж"}]},
            {"id": "d_meals", "code": "2.10", "block": "b2_lagging", "goal": "g2_2_support", "role": "attainment",
             "title": "Доля охваченных питанием", "kind": "share", "direction": "at_least", "levels": ["noo", "ooo"],
             "targets": {"noo": {"value": 70, "enabled": False}, "ooo": {"value": 60}},
             "default_target": dice.choice((None, 40)), **own},
            {"id": "d_absence", "code": "2.9", "block": "b2_lagging", "goal": "g2_2_support",
             "title": "Доля пропусков", "kind": "share", "direction": "at_most",
             "default_target": dice.choice((12, 30)), **own, "levels": ["soo", "school", "noo"]},
            {"id": "d_stay", "code": "5.9", "block": "b5_teachers", "title": "Закрепление кадров", "kind": "retention",
             "direction": "at_least", "default_target": 75, "period": "three_years", "levels": ["school"],
             "tolerance_pp": dice.choice((1.5, 12))},
            {"id": "d_free", "code": "5.8", "block": "b5_teachers", "title": "Доля без ориентира", "kind": "share",
             "direction": "at_least", "role": "attainment", **school},
            {"id": "d_fewer", "code": "5.7", "block": "b5_teachers", "goal": "g5_1_deficits", "title": "Доля вакансий",
             "kind": "share", "direction": "at_most", "role": "attainment", "default_target": 30, **school},
        ]  # fmt: skip
        goals = [{"id": "d_goal_projects", "block": "b1_quality", "code": "1.9", "title": "Проектная деятельность"}]
        change = {"goals": goals, "indicators": indicators, "requirements": self._requirements()}
        return {**change, "series_breaks": self._series_breaks()}

    def _series_breaks(self) -> list[dict[str, Any]]:
        """A growth and two shares are counted otherwise from some year on; without dice, so that seeds stay the same."""
        middle, last = (year_name(self.starts[place]) for place in (len(self.starts) // 2, -1))
        changed = (
            ("b3_vosh_winners", last),
            ("b1_certification_attainment", middle),
            ("b5_diagnostics_coverage", last),
        )
        return [{"indicator": each, "from_year": year, "reason": "новая форма"} for each, year in changed]

    def _requirements(self) -> list[dict[str, Any]]:
        middle = year_name(self.starts[len(self.starts) // 2])
        cells = [
            ("b3_gifted", "analysis"),
            ("b4_career", "monitoring"),
            ("b5_teachers", "measures"),
            ("b6_upbringing", "analysis"),
        ]
        requirements = [
            {
                "block": block,
                "stage": stage,
                "required": self.dice.choice(("optional", "not_used")),
                "from_year": middle,
            }
            for block, stage in cells
            if self.chance(0.7)
        ]
        early = {"block": "b2_lagging", "stage": "recommendations", "required": "optional", "from_year": "2015/16"}
        again = {"block": "b2_lagging", "stage": "recommendations", "required": "required", "from_year": middle}
        return [*requirements, early, again]

    def _all_indicators(self) -> list[dict[str, Any]]:
        usual = [entry for entry in CATALOGUE["indicators"] if entry.get("enabled", True)]
        return [*usual, *self.change["indicators"]]

    # Observations

    def _year(self, school: Row, start: int) -> Iterable[Row]:
        lagging: dict[str, int] = {}
        for indicator in self.indicators:
            for level in indicator["levels"]:
                if level in self._levels(school):
                    key = {
                        "school": school["code"],
                        "indicator": indicator["id"],
                        "year": year_name(start),
                        "level": level,
                    }
                    if len(indicator["levels"]) == 1 and self.chance(0.3):
                        key["level"] = ""
                    if self.chance(0.2):
                        key["indicator"] = indicator["code"]
                    yield from self._figures(indicator, key, lagging)

    def _figures(self, indicator: dict[str, Any], key: Row, lagging: dict[str, int]) -> Iterable[Row]:
        draw = self.dice.random()
        if draw < 0.08:
            return []
        if indicator["kind"] == "breakdown":
            return self._breakdown(indicator, key, lagging)
        if draw < 0.20:
            return [{**key, **self._nothing(draw, indicator)}]
        if indicator["kind"] in {"count", "growth"}:
            return [self._amount(indicator, key)]
        return self._share(indicator, key, lagging)

    def _nothing(self, draw: float, indicator: dict[str, Any]) -> Row:
        """Cells of a row without a figure."""
        if draw < 0.17:
            return {"missing": self.dice.choice(("x", "u", "w", "z", "w"))}
        if draw < 0.19:
            cell = "value" if indicator["kind"] in {"count", "growth"} else "numerator"
            return {self.dice.choice(("missing", cell)): self.dice.choice(("–", "н/д", "*", "<5"))}
        return {"note": "пусто"}

    def _breakdown(self, indicator: dict[str, Any], key: Row, lagging: dict[str, int]) -> Iterable[Row]:
        common = lagging.get("5.1a", self.dice.randint(2, 40)) if self.chance(0.7) else self.dice.randint(1, 40)
        common = max(common, 1)
        if self.chance(0.12):
            code = self.dice.choice(("x", "u", "w", "z"))
            named = [category["id"] for category in indicator["categories"]] if self.chance(0.5) else [""]
            yield from ({**key, "category": name, "missing": code} for name in named)
            return
        for category in indicator["categories"]:
            if self.chance(0.9):
                count = str(self.dice.randint(0, common))
                yield {**key, "category": category["id"], "numerator": count, "denominator": str(common)}

    def _amount(self, indicator: dict[str, Any], key: Row) -> Row:
        row = {**key, "value": str(self.dice.choice((0, 0, 1, 2, 3, 4, 5, 6, 9, 12)))}
        if indicator["kind"] == "growth":
            if self.chance(0.4):
                row["baseline"] = str(self.dice.choice((0, 0, 1, 2, 3, 5, 9)))
            if self.chance(0.3):
                row["denominator"] = str(self.dice.randint(12, 300))
        return row

    def _share(self, indicator: dict[str, Any], key: Row, lagging: dict[str, int]) -> list[Row]:
        population = self._population(indicator, key, lagging)
        if population == 0:
            return [{**key, "numerator": "0", "denominator": "0"}]
        reached = self._reached(indicator, population)
        if indicator["code"] in {"2.1", "5.1a"}:
            lagging[indicator["code"] + key["level"].replace("school", "")] = reached
        if indicator["kind"] == "share" and self.chance(0.1):
            percent = self.dice.choice(("80", "79.9", "66,7", "0", "100", "33.3", "12.5", "50"))
            return [{**key, "value": percent, "denominator": str(population)}]
        return self._with_slices(indicator, key, reached, population)

    def _population(self, indicator: dict[str, Any], key: Row, lagging: dict[str, int]) -> int:
        if indicator["code"] == "2.2" and self.chance(0.8):
            return lagging.get("2.1" + key["level"], 0)
        if indicator["id"] in MAY_BE_EMPTY and self.chance(0.2):
            return 0
        return self.dice.choice((self.dice.randint(1, 12), self.dice.randint(10, 60), self.dice.randint(50, 400)))

    def _reached(self, indicator: dict[str, Any], population: int) -> int:
        target = indicator.get("default_target") or 60
        if self.chance(0.3):
            return min(population, target * population // 100 + self.dice.choice((0, 1)))
        spread = 3 if indicator["direction"] == "at_most" else 15
        share = min(100.0, max(0.0, self.dice.gauss(target, spread)))
        return round(share * population / 100)

    def _with_slices(self, indicator: dict[str, Any], key: Row, reached: int, population: int) -> list[Row]:
        total = {**key, "numerator": str(reached), "denominator": str(population)}
        if self.chance(0.1):
            total["value"] = ""
        rows = [total]
        if self.chance(0.25):
            shape = self.dice.choice(
                ("class", "class", "subject", "both") if indicator.get("counts") == "results" else ("class",)
            )
            slices = self._slices(shape, key, reached, population)
            rows = slices if self.chance(0.6) else [total, *slices]
        if indicator["code"] == "1.1" and self.chance(0.2):
            rows.append({**key, "category": "result_type:metasubject", "numerator": "3", "denominator": "7"})
        return rows

    def _slices(self, shape: str, key: Row, reached: int, population: int) -> list[Row]:
        names = {
            "class": [("", "5А"), ("", "5Б"), ("", "6А")],
            "subject": [("Математика", ""), ("Русский язык", "")],
            "both": [("Математика", "5А"), ("Математика", "5Б"), ("Русский язык", "5А")],
        }[shape]
        names = names[: self.dice.randint(2, 3)]
        rest_n, rest_d, rows = reached, population, []
        for number, (subject, group) in enumerate(names, 1):
            is_last = number == len(names)
            d = rest_d if is_last else self.dice.randint(0, rest_d)
            n = min(d, rest_n) if is_last else self.dice.randint(max(0, rest_n - (rest_d - d)), min(d, rest_n))
            rest_n, rest_d = rest_n - n, rest_d - d
            if self.chance(0.1):
                n, d = min(n, d + 2), d + 2
            if d > 0:
                figures = {"missing": "u"} if self.chance(0.08) else {"numerator": str(n), "denominator": str(d)}
                rows.append({**key, "subject": subject, "class_group": group, **figures})
        return rows

    # Targets

    def _targets(self) -> list[Row]:
        rows = []
        for indicator in self.indicators:
            if indicator["kind"] in {"growth", "breakdown"} or indicator["direction"] is None:
                continue
            for level in indicator["levels"]:
                for start in self.starts:
                    rows += self._targets_of(indicator, level, start)
        return rows

    def _targets_of(self, indicator: dict[str, Any], level: str, start: int) -> list[Row]:
        key = {"indicator": indicator["id"], "level": level, "year": year_name(start)}
        codes = [school["code"] for school in self.schools if level in self._levels(school) and self.chance(0.2)]
        if self.chance(0.06):
            codes.insert(0, "")
        return [{**key, "school": code, "target": self._target(indicator)} for code in codes]

    def _target(self, indicator: dict[str, Any]) -> str:
        if indicator["kind"] == "count":
            return str(self.dice.randint(0, 9))
        if indicator["direction"] == "at_most":
            return self.dice.choice(("0", "1", "1.5", "2", "2,5", "3", "10", "20", "33.3"))
        return self.dice.choice(("0", "50", "60", "75", "79.96", "80", "85,5", "90", "95", "100"))

    # Documents

    def _documents(self) -> list[Row]:
        late_starter = self.chance(0.4) and len(self.starts) > 1
        starts = self.starts[1:] if late_starter else self.starts
        for school in self.schools:
            for start in starts:
                for block in range(1, 7):
                    self._papers_of(school["code"], block, start)
        return self.papers

    def _papers_of(self, school: str, block: int, start: int) -> None:
        skipped = {stage for stage in STAGES if self.chance(0.25)}
        for stage in ("rationale", *STAGES):
            if stage in skipped or (stage == "rationale" and self.chance(0.7)):
                continue
            for _ in range(self.dice.choice((1, 1, 1, 2))):
                self._paper({"school": school, "block": str(block), "stage": stage, "year": year_name(start)}, start)

    def _paper(self, key: Row, start: int) -> None:
        self.last_number += 1
        row = {**key, "type": self.dice.choice(TYPES[key["stage"]]), "title": f"Документ {self.last_number}"}
        row["number"] = f"{self.last_number}-ОД" if self.chance(0.8) else ""
        row["date"] = self._date(key["stage"], start)
        row["status"] = self.dice.choice(
            ("accepted", "accepted", "accepted", "submitted", "submitted", "draft", "returned")
        )
        for name in ("responsible", "goals", "tasks", "deadlines", "addressee"):
            row[name] = "есть" if self.chance(0.9) else ""
        row["url"] = f"https://example.org/{self.last_number}" if self.chance(0.2) else ""
        self._reuse(row)
        if not any(_document_key(row) == _document_key(paper) for paper in self.papers):
            self.papers.append(row)

    def _date(self, stage: str, start: int) -> str:
        draw = self.dice.random()
        if draw < 0.08:
            return ""
        first, last = USUAL_MONTHS[stage]
        month = self.dice.randint(first, last)
        if draw < 0.16:
            month = self.dice.choice((6, 7, 8, 9, 21, 22, 23, 24, 25, 26))
        year = start + (month - 1) // 12
        return f"{year}-{(month - 1) % 12 + 1:02d}-{self.dice.randint(1, 28):02d}"

    def _reuse(self, row: Row) -> None:
        """Let a paper name other cells, lean on a file, or repeat an earlier paper of the same school."""
        if self.chance(0.08):
            block, stage = self.dice.randint(1, 6), self.dice.choice(STAGES)
            row["covers"] = f"{block}:{stage}"
            if self.chance(0.3):
                row["covers"] = f"1:{stage}:g1_2_vpr;{row['block']}:measures"
        same_cell = [
            p for p in self.papers if (p["school"], p["year"], p["block"]) == (row["school"], row["year"], row["block"])
        ]
        if same_cell and self.chance(0.08):
            earlier = self.dice.choice(same_cell)
            if earlier["stage"] != row["stage"]:
                row["number"], row["date"] = earlier["number"], earlier["date"]
        if self.chance(0.15):
            row["file"] = self._file(same_cell)

    def _file(self, papers: list[Row]) -> str:
        used = [paper["file"] for paper in papers if paper.get("file")]
        if used and self.chance(0.5):
            return self.dice.choice(used)
        if self.files and self.chance(0.1):
            return self.dice.choice(list(self.files))
        name = f"order{self.last_number}.pdf"
        self.files[name] = b"%PDF-1.4\n% paper " + str(self.last_number).encode() + b"\n%%EOF\n"
        return name

    # Organisation and later changes

    def _organisation(self) -> list[Row]:
        rows = []
        for school in self.schools:
            for start in self.starts:
                for item in ITEMS:
                    if self.chance(0.6):
                        present = "да" if self.chance(0.6) else "нет"
                        rows.append(
                            {"school": school["code"], "year": year_name(start), "item": item, "present": present}
                        )
        return rows

    def _update(self, tables: Tables) -> Tables:
        """A later folder: some rows again as they were, some changed, some withdrawn, some with nothing in them."""
        observations = [self._changed(row) for row in tables["observations"] if self.chance(0.1)]
        targets = [row | {"target": "70"} if self.chance(0.5) else row for row in tables["targets"] if self.chance(0.1)]
        return {"observations": observations, "targets": targets}

    def _changed(self, row: Row) -> Row:
        draw = self.dice.random()
        bare = {
            name: cell
            for name, cell in row.items()
            if name not in {"numerator", "denominator", "value", "baseline", "missing"}
        }
        if draw < 0.2:
            return bare | {"note": "без данных"}
        if draw < 0.4 and not any(row.get(name) for name in ("subject", "class_group", "category")):
            return bare | {"missing": "x"}
        if row.get("numerator", "").isdigit() and int(row["numerator"]) > 0:
            return row | {"numerator": str(int(row["numerator"]) - 1)}
        return dict(row)
