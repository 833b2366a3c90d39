"""The reports worked out a second time: slowly, with exact fractions, from the written rules alone.

It imports nothing of the product. The rules are those of the public contract of imports and reports and of the
table of flags; where they leave a choice, the choice taken is named `CHOICE` in a comment.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.oracle.random_district import CATALOGUE, District, Row, year_name

Record = dict[str, Any]

KIND_LEVELS = {"full": ("noo", "ooo", "soo"), "basic": ("noo", "ooo"), "primary": ("noo",)}
STAGES = ("goal_setting", "monitoring", "analysis", "recommendations", "measures", "decisions")
RESPONSES = ("recommendations", "measures", "decisions")
# Month and day; a month above 12 belongs to the ending year.
STAGE_DUE = {
    "goal_setting": (9, 15),
    "monitoring": (10, 1),
    "analysis": (20, 25),
    "recommendations": (21, 5),
    "measures": (21, 15),
    "decisions": (21, 30),
}
PERIOD_DUE = {
    "autumn": (11, 30),
    "academic_year": (18, 10),
    "three_years": (18, 10),
    "calendar_spring": (19, 20),
    "summer": (20, 1),
    "autumn_next_year": (22, 1),
}
MISSING = {"x": "x", "u": "u", "w": "w", "z": "z", "–": "x", "н/д": "x", "*": "x", "<5": "x"}
HIGH = {
    "stage_missing",
    "stage_skipped",
    "goal_missed_no_response",
    "goal_missed_again",
    "data_inconsistent",
    "document_returned",
}
MEDIUM = {
    "stage_late",
    "stage_out_of_order",
    "document_stale",
    "document_reused",
    "data_missing",
    "target_missing",
    "organisation_missing",
}


@dataclass(frozen=True)
class Figure:
    """state: value, none (nothing came) or a missing code; the rest is empty where it was not given."""

    state: str
    numerator: int | None = None
    denominator: int | None = None
    value: Fraction | None = None
    baseline: int | None = None


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def year_day(start: int, month_day: tuple[int, int]) -> date:
    month, day = month_day
    return date(start + (month - 1) // 12, (month - 1) % 12 + 1, day)


def start_of(year: str) -> int:
    return int(year[:4])


def year_before(year: str) -> str:
    return year_name(start_of(year) - 1)


def year_of(today: date) -> str:
    return year_name(today.year if today.month >= 9 else today.year - 1)


class Oracle:
    """Knows the state after all imports of a district and answers for one day."""

    def __init__(self, district: District, today: date) -> None:
        self.today = today
        self._read_catalogue(district.catalogue_change)
        self._read_tables(district)
        self.years = sorted(self._used_years)
        self._figures: dict[tuple[str, ...], Figure] = {}
        self._rows: dict[tuple[str, ...], Record] = {}
        self._slots: dict[tuple[str, ...], dict[tuple[str, ...], Row]] = {}
        for key, row in self.observations.items():
            self._slots.setdefault(key[:4], {})[key[4:]] = row
        self._cells: dict[tuple[str, str, int, str], list[Row]] = {}
        for row in self.documents:
            for block, stage in cells_of(row):
                self._cells.setdefault((row["school"], row["year"], block, stage), []).append(row)

    # What was loaded

    def _read_catalogue(self, change: Record) -> None:
        self.block_ids = {block["id"]: block["number"] for block in CATALOGUE["blocks"]}
        goals = {goal["id"]: goal for goal in [*CATALOGUE["goals"], *change.get("goals", [])]}
        indicators = {entry["id"]: entry for entry in [*CATALOGUE["indicators"], *change.get("indicators", [])]}
        self.goals = list(goals.values())
        self.indicators = [entry for entry in indicators.values() if entry.get("enabled", True)]
        self.types = {entry["id"]: entry for entry in CATALOGUE["document_types"]}
        self.items = [entry["id"] for entry in CATALOGUE["organisational_requirements"]]
        self.requirements = {
            (block["number"], cell["stage"], ""): cell["required"]
            for block in CATALOGUE["blocks"]
            for cell in block["stages"]
        }
        for entry in change.get("requirements", []):
            self.requirements[self.block_ids[entry["block"]], entry["stage"], entry["from_year"]] = entry["required"]

        # CHOICE: the year of a changed method is held against nothing before it.
        self.breaks = {(entry["indicator"], entry["from_year"]) for entry in change.get("series_breaks", [])}

    def _read_tables(self, district: District) -> None:
        self.schools: dict[str, tuple[str, ...]] = {}
        self.observations: dict[tuple[str, ...], Row] = {}
        self.targets: dict[tuple[str, ...], Fraction] = {}
        self.documents: list[Row] = []
        self.present: dict[tuple[str, str, str], bool] = {}
        self._used_years: set[str] = set()
        for tables in district.imports:
            for row in tables.get("schools", []):
                own = row["levels"].split(";") if row["levels"] else KIND_LEVELS[row["kind"]]
                self.schools[row["code"]] = (*own, "school")
            for row in tables.get("targets", []):
                self._read_target(row)
            for row in tables.get("observations", []):
                self._read_observation(row)
            for row in tables.get("documents", []):
                self.documents.append(row)
                self._used_years.add(row["year"])
            for row in tables.get("organisation", []):
                self.present[row["school"], row["year"], row["item"]] = row["present"] == "да"
                self._used_years.add(row["year"])

    def _read_target(self, row: Row) -> None:
        entry = self._indicator(row["indicator"])
        level = row["level"] or entry["levels"][0]
        self.targets[row["school"], entry["id"], level, row["year"]] = number(row["target"])
        self._used_years.add(row["year"])

    def _read_observation(self, row: Row) -> None:
        if not any(row.get(name) for name in ("numerator", "denominator", "value", "missing")):
            return
        entry = self._indicator(row["indicator"])
        level = row["level"] or entry["levels"][0]
        slice_ = tuple(row.get(name, "") for name in ("subject", "class_group", "category"))
        self.observations[row["school"], entry["id"], level, row["year"], *slice_] = row
        self._used_years.add(row["year"])

    def _indicator(self, id_or_code: str) -> Record:
        return next(entry for entry in self.indicators if id_or_code in (entry["id"], entry["code"]))

    # Figures

    def figure(self, school: str, entry: Record, level: str, year: str) -> Figure:
        key = (school, entry["id"], level, year)
        if key not in self._figures:
            rows = self._slots.get(key, {})
            self._figures[key] = self._breakdown(rows) if entry["kind"] == "breakdown" else self._total(entry, rows)
        return self._figures[key]

    def _breakdown(self, rows: dict[tuple[str, ...], Row]) -> Figure:
        figures = [self._read_figure(row) for row in rows.values()]
        for figure in figures:
            if figure.state == "value":
                return Figure("value", denominator=figure.denominator)
        # CHOICE: a code may stand for the breakdown as a whole, until a category comes with numbers.
        return self._read_figure(rows["", "", ""]) if ("", "", "") in rows else Figure(state_without_figure(figures))

    def _total(self, entry: Record, rows: dict[tuple[str, ...], Row]) -> Figure:
        if ("", "", "") in rows:
            return self._read_figure(rows["", "", ""], entry["kind"])
        slices = self._slices(entry, rows)
        given = {key: part for key, part in slices.items() if part.state == "value"}
        if not given:
            return Figure(state_without_figure(slices.values()))
        n, d = sum_of(given)
        return Figure("value", n, d, Fraction(100 * n, d) if d else None)

    def _slices(self, entry: Record, rows: dict[tuple[str, ...], Row]) -> dict[tuple[str, ...], Figure]:
        """The slices of the first shape that there is, and that may be summed."""
        are_results = entry.get("counts") == "results"
        shapes: list[Callable[[str, str], bool]] = [lambda subject, group: not subject and bool(group)]
        if are_results:
            shapes.insert(0, lambda subject, group: bool(subject) and not group)
            shapes.insert(0, lambda subject, group: bool(subject) and bool(group))
        for fits in shapes:
            found = {key: self._read_figure(row) for key, row in rows.items() if not key[2] and fits(key[0], key[1])}
            if found:
                return found
        return {}

    def _read_figure(self, row: Row, kind: str = "share") -> Figure:
        cells = {name: row.get(name, "") for name in ("numerator", "denominator", "value", "baseline", "missing")}
        for name in ("missing", "numerator", "value"):
            if cells[name] in MISSING:
                return Figure(MISSING[cells[name]])
        denominator = int(cells["denominator"]) if cells["denominator"] else None
        if kind in {"count", "growth"}:
            baseline = int(cells["baseline"]) if cells["baseline"] else None
            return Figure("value", None, denominator, Fraction(cells["value"]), baseline)
        assert denominator is not None
        if cells["numerator"]:
            numerator = int(cells["numerator"])
        else:
            numerator = floor(number(cells["value"]) * denominator / 100 + Fraction(1, 2))
        return Figure("value", numerator, denominator, Fraction(100 * numerator, denominator) if denominator else None)

    def baseline(self, school: str, entry: Record, level: str, year: str) -> Fraction | None:
        given = self.figure(school, entry, level, year).baseline
        if given is not None:
            return Fraction(given)
        return (
            None if (entry["id"], year) in self.breaks else self.figure(school, entry, level, year_before(year)).value
        )

    # Targets and verdicts

    def reference(self, entry: Record, level: str, year: str) -> Fraction | None:
        if entry["kind"] in {"growth", "breakdown"}:
            return None
        own = self.targets.get(("", entry["id"], level, year))
        if own is not None:
            return own
        of_level = (entry.get("targets") or {}).get(level)
        if of_level and of_level.get("enabled", True) and of_level.get("value") is not None:
            return Fraction(str(of_level["value"]))
        default = entry.get("default_target")
        return None if default is None else Fraction(str(default))

    def due(self, entry: Record, year: str) -> date:
        return year_day(start_of(year), PERIOD_DUE[entry.get("period", "academic_year")])

    def is_applicable(self, school: str, entry: Record, level: str, year: str) -> bool:
        if level not in self.schools[school]:
            return False
        figure = self.figure(school, entry, level, year)
        return figure.state != "z" and not (figure.denominator == 0 and entry["kind"] in {"share", "retention"})

    def status(self, school: str, entry: Record, level: str, year: str, target: Fraction | None) -> str:
        figure = self.figure(school, entry, level, year)
        if not self.is_applicable(school, entry, level, year):
            return "not_applicable"
        if figure.state != "value":
            is_waiting = figure.state in {"none", "w"} and self.today <= self.due(entry, year)
            return "not_due" if is_waiting else "no_data"
        return verdict(entry, figure.value, self.baseline(school, entry, level, year), target)

    def row(self, school: str, entry: Record, level: str, year: str) -> Record:
        """One row of `report attainment --by school`, with fractions, and without the flags."""
        key = (school, entry["id"], level, year)
        if key not in self._rows:
            self._rows[key] = self._row(school, entry, level, year)
        return dict(self._rows[key])

    def _row(self, school: str, entry: Record, level: str, year: str) -> Record:
        figure = self.figure(school, entry, level, year)
        reference = self.reference(entry, level, year)
        own = self.targets.get((school, entry["id"], level, year))
        target = reference if own is None else own
        status = self.status(school, entry, level, year, target)
        is_judged = status in {"met", "near", "not_met"}
        baseline = self.baseline(school, entry, level, year)
        return {
            "school": school,
            "block": self.block_ids[entry["block"]],
            "goal": entry.get("goal"),
            "indicator": entry["id"],
            "level": level,
            "year": year,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "value": figure.value,
            "target": target,
            "target_origin": "own" if own is not None else "reference" if reference is not None else "none",
            "reference": reference,
            "status": status,
            "gap_pp": gap(entry, figure.value, baseline, target) if is_judged else None,
            "pupil_gap": pupil_gap(entry, figure, target) if is_judged else None,
        }

    def rows(self, years: Iterable[str]) -> list[Record]:
        found = [
            self.row(school, entry, level, year)
            for school in self.schools
            for entry in self.indicators
            for level in entry["levels"]
            for year in years
        ]
        return sorted(found, key=lambda row: (row["school"], *self._order(row)))

    def _order(self, row: Record) -> tuple[Any, ...]:
        """CHOICE: the block is a number, everything else is text, and nothing comes before something."""
        code = self._indicator(row["indicator"])["code"] if row["indicator"] else ""
        return (row["block"] or 0, row["goal"] or "", code, row["level"] or "", row["year"] or "")

    # Reports

    def attainment_by_school(self, years: Iterable[str]) -> list[Record]:
        years = list(years)
        flags: dict[tuple[Any, ...], list[str]] = {}
        for flag in self.gaps(years):
            if flag["indicator"]:
                key = tuple(flag[name] for name in ("school", "indicator", "level", "year"))
                flags.setdefault(key, []).append(flag["rule"])
        rows = self.rows(years)
        for row in rows:
            rules = flags.get(tuple(row[name] for name in ("school", "indicator", "level", "year")), [])
            row["flags"] = ";".join(sorted(rules)) or None
        return rows

    def attainment_by_district(self, years: Iterable[str]) -> list[Record]:
        found = [
            self._district_row(entry, level, year)
            for entry in self.indicators
            for level in entry["levels"]
            for year in years
        ]
        return sorted(found, key=self._order)

    def _district_row(self, entry: Record, level: str, year: str) -> Record:
        rows = [self.row(school, entry, level, year) for school in self.schools]
        applicable = [row for row in rows if row["status"] != "not_applicable"]
        with_data = [row for row in applicable if row["status"] not in {"no_data", "not_due"}]
        reference = self.reference(entry, level, year)
        numerator = added(row["numerator"] for row in with_data)
        denominator = added(row["denominator"] for row in with_data)
        if any(row["denominator"] is None for row in with_data):
            # CHOICE: a base population that some schools did not name has no sum.
            denominator = None
        value = added(row["value"] for row in with_data)
        if entry["kind"] in {"share", "retention"} and denominator:
            value = Fraction(100 * numerator, denominator)
        baselines = {row["school"]: self.baseline(row["school"], entry, level, year) for row in with_data}
        baseline = added(baselines.values())
        compared = added(row["value"] for row in with_data if baselines[row["school"]] is not None)
        judged = value
        if not applicable:
            status = "not_applicable"
        elif not with_data:
            # CHOICE: the district waits while one of its schools may still wait.
            status = "not_due" if any(row["status"] == "not_due" for row in applicable) else "no_data"
        else:
            # CHOICE: growth is judged over the schools that have both figures.
            judged = compared if entry["kind"] == "growth" else value
            status = "no_target" if entry["kind"] == "count" else verdict(entry, judged, baseline, reference)
        is_judged = status in {"met", "near", "not_met"}
        return {
            "block": self.block_ids[entry["block"]],
            "goal": entry.get("goal"),
            "indicator": entry["id"],
            "level": level,
            "year": year,
            "schools_applicable": len(applicable),
            "schools_with_data": len(with_data),
            "schools_met": sum(row["status"] == "met" for row in rows),
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "reference": reference,
            "status": status,
            "gap_pp": gap(entry, judged, baseline, reference) if is_judged else None,
        }

    def attainment_by_block(self, years: Iterable[str]) -> list[Record]:
        years = list(years)
        rows = self.rows(years)
        overdue = {
            (flag["school"], flag["block"], flag["stage"], flag["year"])
            for flag in self.gaps(years)
            if flag["rule"] == "stage_missing"
        }
        found = [
            self._block_row(school, block, year, rows, overdue)
            for school in sorted(self.schools)
            for block in range(1, 7)
            for year in years
        ]
        sums = []
        for block in range(1, 7):
            for year in years:
                parts = [row for row in found if (row["block"], row["year"]) == (block, year)]
                total = {
                    name: sum(row[name] for row in parts)
                    for name in parts[0]
                    if name not in {"school", "block", "year"}
                }
                sums.append({"school": None, "block": block, "year": year, **total})
        return found + sums

    def _block_row(
        self, school: str, block: int, year: str, rows: list[Record], overdue: set[tuple[Any, ...]]
    ) -> Record:
        goals = [self.goal_status(school, goal, year) for goal in self.goals if self.block_ids[goal["block"]] == block]
        # CHOICE: results are those that decide goals; monitoring and information stand beside them.
        deciding = {entry["id"] for entry in self.indicators if entry.get("role") == "attainment"}
        mine = [
            row
            for row in rows
            if (row["school"], row["block"], row["year"]) == (school, block, year)
            and row["indicator"] in deciding
            and row["status"] != "not_applicable"
        ]
        required = [stage for stage in STAGES if self.requirement(block, stage, year) == "required"]
        return {
            "school": school,
            "block": block,
            "year": year,
            "goals_met": goals.count("met"),
            "goals_with_data": goals.count("met") + goals.count("not_met"),
            "goals_applicable": len(goals) - goals.count("not_applicable"),
            "results_with_data": sum(row["value"] is not None for row in mine),
            "results_applicable": len(mine),
            "stages_done": sum(bool(self.there(school, block, stage, year)) for stage in required),
            "stages_required": len(required),
            "stages_overdue": sum((school, block, stage, year) in overdue for stage in required),
        }

    def goal_status(self, school: str, goal: Record, year: str) -> str:
        statuses = [
            self.row(school, entry, level, year)["status"]
            for entry in self.indicators
            if entry.get("goal") == goal["id"] and entry.get("role") == "attainment"
            for level in entry["levels"]
        ]
        statuses = [status for status in statuses if status != "not_applicable"]
        if not statuses:
            return "not_applicable"
        if "not_met" in statuses or "near" in statuses:
            return "not_met"
        return "met" if set(statuses) == {"met"} else "no_data"

    # The cycle

    def requirement(self, block: int, stage: str, year: str) -> str:
        since = max(key[2] for key in self.requirements if key[:2] == (block, stage) and key[2] <= year)
        return self.requirements[block, stage, since]

    def stage_due(self, stage: str, year: str) -> date:
        return year_day(start_of(year), STAGE_DUE[stage])

    def papers(self, school: str, block: int, stage: str, year: str) -> list[Row]:
        """Documents that stand in the cell or cover it."""
        return self._cells.get((school, year, block, stage), [])

    def there(self, school: str, block: int, stage: str, year: str) -> list[Row]:
        return [row for row in self.papers(school, block, stage, year) if is_there(row)]

    def cycle(self, years: Iterable[str]) -> list[Record]:
        years = list(years)
        return [
            self._cycle_row(school, block, stage, year)
            for school in sorted(self.schools)
            for block in range(1, 7)
            for year in years
            for stage in STAGES
        ]

    def _cycle_row(self, school: str, block: int, stage: str, year: str) -> Record:
        required, due = self.requirement(block, stage, year), self.stage_due(stage, year)
        papers = self.papers(school, block, stage, year)
        state, giving = self._state(required, due, papers)
        return {
            "school": school,
            "block": block,
            "stage": stage,
            "required": required,
            "state": state,
            "due": due.isoformat(),
            "document": name_of(giving) if giving else None,
            "date": (giving["date"] or None) if giving else None,
        }

    def _state(self, required: str, due: date, papers: list[Row]) -> tuple[str, Row | None]:
        if required == "not_used":
            return "not_applicable", None
        for status in ("accepted", "submitted", "returned", "draft"):
            of_status = [row for row in papers if row["status"] == status]
            if of_status:
                return status, giving_paper(of_status)
        if required == "required" and self.today > due:
            return "overdue", None
        return ("not_due" if self.today <= due else "missing"), None

    # Flags

    def tracked_from(self) -> str:
        return min((row["year"] for row in self.documents), default=year_of(self.today))

    def gaps(self, years: Iterable[str]) -> list[Record]:
        found: list[Record] = []
        for school in self.schools:
            for year in years:
                found += self._data_flags(school, year)
                found += self._goal_flags(school, year)
                if year >= self.tracked_from():
                    found += self._cycle_flags(school, year)
                    found += self._organisation_flags(school, year)
        return sorted(found, key=self._gap_order)

    def _gap_order(self, flag: Record) -> tuple[Any, ...]:
        return (flag["school"], *self._order(flag), flag["rule"], flag["stage"] or "", flag["document"] or "")

    def _flag(self, rule: str, school: str, year: str, **cell: Any) -> Record:
        severity = "high" if rule in HIGH else "medium" if rule in MEDIUM else "low"
        empty = dict.fromkeys(("block", "stage", "goal", "indicator", "level", "due", "days_overdue", "document"))
        flag = {**empty, "rule": rule, "severity": severity, "school": school, "year": year, **cell}
        if isinstance(flag["due"], date):
            flag["due"] = flag["due"].isoformat()
        return flag

    def _data_flags(self, school: str, year: str) -> Iterable[Record]:
        for entry in self.indicators:
            for level in entry["levels"]:
                place = {
                    "block": self.block_ids[entry["block"]],
                    "goal": entry.get("goal"),
                    "indicator": entry["id"],
                    "level": level,
                }
                for rule, extra in self._data_rules(school, entry, level, year):
                    yield self._flag(rule, school, year, **place, **extra)

    def _data_rules(self, school: str, entry: Record, level: str, year: str) -> Iterable[tuple[str, Record]]:
        row = self.row(school, entry, level, year)
        is_tracked = year >= self.tracked_from()
        if is_tracked and entry.get("role") == "attainment" and row["status"] != "not_applicable":
            due = self.due(entry, year)
            if row["status"] == "no_data" and self.today > due:
                yield "data_missing", {"due": due, "days_overdue": (self.today - due).days}
            if entry["kind"] != "growth" and entry["direction"] and row["target"] is None:
                yield "target_missing", {}
        if row["target_origin"] == "own" and self._is_unambitious(school, entry, level, year, row):
            yield "target_unambitious", {}
        if self._is_inconsistent(school, entry, level, year):
            yield "data_inconsistent", {}

    def _is_unambitious(self, school: str, entry: Record, level: str, year: str, row: Record) -> bool:
        is_broken = (entry["id"], year) in self.breaks
        last = None if is_broken else self.figure(school, entry, level, year_before(year)).value
        sign = -1 if entry["direction"] == "at_most" else 1
        return any(other is not None and sign * row["target"] < sign * other for other in (row["reference"], last))

    def _is_inconsistent(self, school: str, entry: Record, level: str, year: str) -> bool:
        now, last = (self.figure(school, entry, level, which) for which in (year, year_before(year)))
        pairs = {"b2_support_coverage": "b2_lagging_share", "b5_deficit_breakdown": "b5_diagnostics_coverage"}
        if entry["id"] in pairs:
            other = self.figure(school, self._indicator(pairs[entry["id"]]), level, year).numerator
            if None not in (other, now.denominator) and other != now.denominator:
                return True
        is_broken = (entry["id"], year) in self.breaks
        if now.denominator is not None and last.denominator is not None and not is_broken:
            small, large = sorted((now.denominator, last.denominator))
            if large >= 30 and large > 3 * small > 0:
                return True
        return entry["kind"] in {"share", "retention"} and self._slices_disagree(school, entry, level, year)

    def _slices_disagree(self, school: str, entry: Record, level: str, year: str) -> bool:
        now, last = (self._slots.get((school, entry["id"], level, which), {}) for which in (year, year_before(year)))
        total, slices, old = (
            self.figure(school, entry, level, year),
            self._slices(entry, now),
            self._slices(entry, last),
        )
        # CHOICE: a class or subject without a figure is not present.
        slices, old = ({key: part for key, part in each.items() if part.state == "value"} for each in (slices, old))
        if ("", "", "") not in now or total.state != "value" or not slices:
            return False
        n, d = sum_of(slices)
        assert total.numerator is not None
        assert total.denominator is not None
        if n > total.numerator or d > total.denominator:
            return True
        return bool(old) and set(old) <= set(slices) and (n, d) != (total.numerator, total.denominator)

    def _goal_flags(self, school: str, year: str) -> Iterable[Record]:
        for goal in self.goals:
            if self.goal_status(school, goal, year) != "not_met":
                continue
            block = self.block_ids[goal["block"]]
            place = {"block": block, "goal": goal["id"]}
            if self.goal_status(school, goal, year_before(year)) == "not_met":
                yield self._flag("goal_missed_again", school, year, **place)
            silent = [
                self.stage_due(stage, year) for stage in RESPONSES if self._is_unanswered(school, block, stage, year)
            ]
            if silent and year >= self.tracked_from():
                # CHOICE: one flag per goal; its due day is the earliest of the stages that stand empty.
                days = (self.today - min(silent)).days
                yield self._flag("goal_missed_no_response", school, year, **place, due=min(silent), days_overdue=days)

    def _is_unanswered(self, school: str, block: int, stage: str, year: str) -> bool:
        is_required = self.requirement(block, stage, year) == "required"
        return is_required and self.today > self.stage_due(stage, year) and not self.there(school, block, stage, year)

    def _organisation_flags(self, school: str, year: str) -> Iterable[Record]:
        due = year_day(start_of(year), (9, 15))
        for item in self.items:
            was = any(
                key[0] == school and key[1] < year and key[2] == item and yes for key, yes in self.present.items()
            )
            is_excused = was and item != "schedule_adopted"
            if self.today > due and not self.present.get((school, year, item)) and not is_excused:
                days = (self.today - due).days
                yield self._flag("organisation_missing", school, year, due=due, days_overdue=days, document=item)

    def _cycle_flags(self, school: str, year: str) -> Iterable[Record]:
        for block in range(1, 7):
            for stage in STAGES:
                if self.requirement(block, stage, year) == "required":
                    for rule, extra in [
                        *self._stage_rules(school, block, stage, year),
                        *self._document_rules(school, block, stage, year),
                    ]:
                        yield self._flag(rule, school, year, block=block, stage=stage, **extra)

    def _stage_rules(self, school: str, block: int, stage: str, year: str) -> Iterable[tuple[str, Record]]:
        """CHOICE: a due day stands with the rules that are about it, days overdue where something is still owed."""
        due = self.stage_due(stage, year)
        there = self.there(school, block, stage, year)
        if not there:
            yield from self._empty_cell_rules(block, stage, year, school)
        dates = [row["date"] for row in there if row["date"]]
        if dates and date.fromisoformat(min(dates)) > due:
            yield "stage_late", {"due": due}
        if any(self._precedes(min(dates), school, block, earlier, year) for earlier in before(stage) if dates):
            yield "stage_out_of_order", {}

    def _empty_cell_rules(self, block: int, stage: str, year: str, school: str) -> Iterable[tuple[str, Record]]:
        due = self.stage_due(stage, year)
        if self.today > due:
            yield "stage_missing", {"due": due, "days_overdue": (self.today - due).days}
        elif (due - self.today).days <= 14:
            yield "stage_due_soon", {"due": due}
        if any(self.there(school, block, later, year) for later in after(stage) if self._is_used(block, later, year)):
            yield "stage_skipped", {}

    def _precedes(self, day: str, school: str, block: int, earlier: str, year: str) -> bool:
        dates = [row["date"] for row in self.there(school, block, earlier, year) if row["date"]]
        return self._is_used(block, earlier, year) and bool(dates) and day < min(dates)

    def _is_used(self, block: int, stage: str, year: str) -> bool:
        """CHOICE: only required stages are compared with each other."""
        return self.requirement(block, stage, year) == "required"

    def _document_rules(self, school: str, block: int, stage: str, year: str) -> Iterable[tuple[str, Record]]:
        first = date(start_of(year), 8, 15)
        last = date(start_of(year) + 1, 12, 31)
        there = self.there(school, block, stage, year)
        for row in there:
            kind, document = self.types[row["type"]], {"document": name_of(row)}
            if row["date"] and not kind.get("multi_year") and not first <= date.fromisoformat(row["date"]) <= last:
                yield "document_stale", document
            if any(not row.get(name) for name in kind.get("required_fields", [])):
                yield "document_incomplete", document
            if (int(row["block"]), row["stage"]) == (block, stage) and self._is_reused(row):
                yield "document_reused", document
        if not there:
            for row in self.papers(school, block, stage, year):
                if row["status"] == "returned":
                    yield "document_returned", {"document": name_of(row)}

    def _is_reused(self, row: Row) -> bool:
        """CHOICE: within a school the uses are those in counted, required cells of one year, in any block.

        Naming the cells in `covers` excuses a paper there. The file of another school is never excused.
        """
        for other in self.documents:
            if other is row or not is_there(other):
                continue
            same_file = bool(row.get("file")) and row.get("file") == other.get("file")
            if other["school"] != row["school"]:
                if same_file:
                    return True
                continue
            is_declared = bool(row.get("covers") or other.get("covers"))
            same_number = (
                bool(row["number"] and row["date"])
                and row["number"] == other["number"]
                and row["date"] == other["date"]
            )
            is_elsewhere = other["year"] == row["year"] and other["stage"] != row["stage"] and self._counts(other)
            if is_elsewhere and not is_declared and (same_file or same_number):
                return True
        return False

    def _counts(self, row: Row) -> bool:
        return row["stage"] in STAGES and self.requirement(int(row["block"]), row["stage"], row["year"]) == "required"


def before(stage: str) -> tuple[str, ...]:
    return STAGES[: STAGES.index(stage)]


def after(stage: str) -> tuple[str, ...]:
    return STAGES[STAGES.index(stage) + 1 :]


def verdict(entry: Record, value: Fraction | None, baseline: Fraction | None, target: Fraction | None) -> str:
    """The status of a figure that is there."""
    if entry["kind"] == "growth":
        if baseline is None:
            return "no_baseline"
        assert value is not None
        return "met" if value > baseline else "not_met"
    if target is None or entry["direction"] is None or value is None:
        return "no_target"
    distance = value - target if entry["direction"] == "at_least" else target - value
    if distance >= 0:
        return "met"
    if entry["kind"] in {"share", "retention"} and -distance <= tolerance(entry, target):
        return "near"
    return "not_met"


def tolerance(entry: Record, target: Fraction) -> Fraction:
    if entry.get("tolerance_pp") is not None:
        return Fraction(str(entry["tolerance_pp"]))
    return min(Fraction(5), target / 4) if entry["direction"] == "at_most" else Fraction(5)


def gap(entry: Record, value: Fraction | None, baseline: Fraction | None, target: Fraction | None) -> Fraction:
    assert value is not None
    if entry["kind"] == "growth":
        assert baseline is not None
        return value - baseline
    assert target is not None
    return target - value if entry["direction"] == "at_most" else value - target


def pupil_gap(entry: Record, figure: Figure, target: Fraction | None) -> int | None:
    """CHOICE: retention is a share as well."""
    if entry["kind"] not in {"share", "retention"} or target is None:
        return None
    assert figure.numerator is not None
    assert figure.denominator is not None
    wanted = target * figure.denominator / 100
    if entry["direction"] == "at_most":
        return floor(wanted) - figure.numerator
    return figure.numerator - ceil(wanted)


def state_without_figure(parts: Iterable[Figure]) -> str:
    """CHOICE: parts without a figure say together what each of them says, else that there are no data."""
    states = {part.state for part in parts}
    return states.pop() if len(states) == 1 else "x" if states else "none"


def sum_of(slices: dict[tuple[str, ...], Figure]) -> tuple[int, int]:
    return sum(part.numerator or 0 for part in slices.values()), sum(part.denominator or 0 for part in slices.values())


def added(numbers: Iterable[Any]) -> Any:
    """The sum of what there is, or None where there is nothing."""
    present = [item for item in numbers if item is not None]
    return sum(present) if present else None


def cells_of(row: Row) -> set[tuple[int, str]]:
    cells = {(int(row["block"]), row["stage"])}
    for part in filter(None, row.get("covers", "").split(";")):
        block, stage = part.split(":")[:2]
        cells.add((int(block), stage))
    return cells


def is_there(row: Row) -> bool:
    return row["status"] in {"submitted", "accepted"}


def name_of(row: Row) -> str:
    return row["number"] or row["title"]


def giving_paper(papers: list[Row]) -> Row:
    """CHOICE: the latest dated one; of those of one day the first by number or title."""
    latest = max(row["date"] for row in papers)
    return min((row for row in papers if row["date"] == latest), key=name_of)
