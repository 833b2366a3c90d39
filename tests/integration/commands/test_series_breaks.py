"""A changed method of the district, from the catalogue and from the form to the trend, on both engines."""

import pytest
from sqlalchemy import select

from data_layer.commands.catalogue import apply_catalogue_change
from data_layer.commands.editing import CellEdit, RowEdit
from data_layer.commands.series_breaks import set_series_break
from data_layer.domain.series import Break
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import Level
from data_layer.errors import ChangedMeanwhileError, NotFoundError
from data_layer.intake.catalogue import check_catalogue_change
from data_layer.models import AuditEvent, Indicator
from data_layer.queries.catalogue import known_catalogue, load_catalogue
from data_layer.queries.school_trend import school_trend
from data_layer.session import tenant_session
from tests.support.districts import OneDistrict, TwoDistricts
from tests.support.editing import INDICATOR, OFFICIAL, TODAY, Editing, figures

REASON = "новая форма отчёта"
FILE = """
series_breaks:
  - {indicator: b1_certification_attainment, from_year: 2025/26, reason: новая форма отчёта}
"""
INDICATOR_AGAIN = """
indicators:
  - {id: b1_certification_attainment, code: "1.1", block: 1, title: Аттестация, kind: share, direction: at_least, levels: [noo]}
"""


def set_break(districts: TwoDistricts, reason: str = REASON, *, expected: str = "", year: int = 2025) -> bool:
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        return set_series_break(
            session, indicator=INDICATOR, year=year, reason=reason, expected=expected, actor="official"
        )


def load(districts: TwoDistricts, text: str) -> int:
    with tenant_session(districts.engine, districts.alpha.scope()) as session:
        change, errors = check_catalogue_change(text, known_catalogue(session))
        assert errors == []
        return apply_catalogue_change(session, change, actor="official", file_name="catalogue.yaml")


def breaks(districts: TwoDistricts, district: OneDistrict) -> dict[int, str]:
    with tenant_session(districts.engine, district.scope(is_read_only=True)) as session:
        return dict(load_catalogue(session).indicator_by_id[INDICATOR].breaks)


def test_a_break_of_one_district_stands_in_its_trends_and_in_no_other(two_districts: TwoDistricts) -> None:
    editing = Editing(two_districts)
    editing.save(figures(numerator="40", denominator="50"), author=OFFICIAL)
    earlier = RowEdit(INDICATOR, Level.NOO, 2024, (CellEdit(numerator="30", denominator="50"),))
    editing.save(earlier, author=OFFICIAL)

    assert set_break(two_districts)

    assert (breaks(two_districts, two_districts.alpha), breaks(two_districts, two_districts.beta)) == (
        {2025: REASON},
        {},
    )
    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        lines = school_trend(session, school="1", today=TODAY, viewer=Viewer.full()).lines
    line = next(each for each in lines if (each.indicator, each.level) == (INDICATOR, Level.NOO))
    assert [(each.year, each.numerator, each.breaks) for each in line.years] == [
        (2024, 30, None),
        (2025, 40, Break.METHOD),
    ]


def test_a_break_is_set_changed_and_taken_away_with_a_trail(two_districts: TwoDistricts) -> None:
    assert set_break(two_districts)
    assert not set_break(two_districts)
    assert set_break(two_districts, "новые шкалы", expected=REASON)
    assert set_break(two_districts, "", expected="новые шкалы")
    assert breaks(two_districts, two_districts.alpha) == {}

    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        row = AuditEvent
        events = session.execute(
            select(row.action, row.subject, row.old, row.new)
            .where(row.action.startswith("series_break"))
            .order_by(row.at, row.id)
        ).all()
    assert [tuple(each) for each in events] == [
        ("series_break_set", f"{INDICATOR}:2025", None, {"reason": REASON}),
        ("series_break_set", f"{INDICATOR}:2025", {"reason": REASON}, {"reason": "новые шкалы"}),
        ("series_break_removed", f"{INDICATOR}:2025", {"reason": "новые шкалы"}, None),
    ]


def test_whoever_saw_another_reason_is_told(two_districts: TwoDistricts) -> None:
    set_break(two_districts)

    with pytest.raises(ChangedMeanwhileError):
        set_break(two_districts, "новые шкалы", expected="")
    with (
        pytest.raises(NotFoundError),
        tenant_session(two_districts.engine, two_districts.alpha.scope()) as session,
    ):
        set_series_break(session, indicator="nothing", year=2025, reason=REASON, expected="", actor="official")


def test_a_catalogue_file_brings_breaks_and_an_indicator_of_a_file_leaves_them_alone(
    two_districts: TwoDistricts,
) -> None:
    assert load(two_districts, FILE) == 1
    assert load(two_districts, FILE) == 0
    assert load(two_districts, INDICATOR_AGAIN) == 1
    assert breaks(two_districts, two_districts.alpha) == {2025: REASON}

    assert load(two_districts, FILE.replace("отчёта}", "отчёта, enabled: false}")) == 1
    assert breaks(two_districts, two_districts.alpha) == {}
    with tenant_session(two_districts.engine, two_districts.alpha.scope(is_read_only=True)) as session:
        query = select(Indicator.breaks).where(Indicator.id == INDICATOR)
        assert session.scalars(query).all() == [None]
