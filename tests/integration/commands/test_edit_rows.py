"""Figures and targets saved by hand: the checks of an import, versions, and nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier
from unittest.mock import ANY

import pytest
from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from data_layer.commands.derive import differences, refresh
from data_layer.commands.editing import (
    CellEdit,
    ReferenceEdit,
    RefusedFormError,
    RowEdit,
    StaleEditError,
    TargetEdit,
    save_reference,
    take_back,
)
from data_layer.commands.imports.apply import lock_district
from data_layer.domain.vocabulary import Level, MissingCode, Status
from data_layer.errors import ConflictError, NotFoundError, ScopeError
from data_layer.models import AuditEvent, ImportBatch, Observation
from data_layer.scope import Scope
from data_layer.session import create_app_engine, is_lock_timeout, tenant_session
from tests.support.districts import TwoDistricts
from tests.support.editing import (
    BREAKDOWN,
    COORDINATOR,
    DIRECTOR,
    INDICATOR,
    OFFICIAL,
    YEAR,
    Editing,
    changed,
    figures,
)


@pytest.fixture
def editing(two_districts: TwoDistricts) -> Editing:
    found = Editing(two_districts)
    with found.session(OFFICIAL) as session:
        refresh(session)
    return found


def test_a_first_figure_is_judged_at_once(editing: Editing) -> None:
    saved = editing.save(figures(numerator="45", denominator="50"))

    row = editing.row()
    assert saved.is_changed
    assert (row.cells[0].numerator, row.cells[0].denominator) == (45, 50)
    assert row.cells[0].author is not None
    assert row.cells[0].author.login == "director"
    # 45 of 50 is 90 %, which is the reference.
    assert row.now.status is Status.MET


def test_what_follows_equals_a_full_rebuild(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    editing.set_target("95")

    with editing.session(OFFICIAL) as session:
        assert differences(session) == 0


def test_a_changed_figure_supersedes_the_old_one(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    seen = editing.row().cells[0].observation

    editing.save(figures(seen=seen, numerator="46", denominator="50"))

    old, new = editing.observations()
    assert old.superseded_at is not None
    assert old.superseded_by == new.batch_id
    assert (new.numerator, new.superseded_at) == (46, None)
    assert new.source_address == "внесено вручную"


def test_saving_what_is_there_already_changes_nothing(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    seen = editing.row().cells[0].observation

    again = editing.save(figures(seen=seen, numerator=" 45 ", denominator="50,0"))

    assert not again.is_changed
    assert len(editing.observations()) == 1


def test_whoever_saves_the_same_later_is_told_so(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"), author=COORDINATOR)

    with pytest.raises(StaleEditError) as caught:
        editing.save(figures(numerator="45", denominator="50"))

    (part,) = caught.value.parts
    assert part.yours == part.current
    assert part.author == "coordinator"


def test_a_stale_save_changes_nothing_and_tells_both(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    seen = editing.row().cells[0].observation
    editing.save(figures(seen=seen, numerator="46", denominator="50"), author=COORDINATOR)
    now = editing.row().cells[0].observation

    with pytest.raises(StaleEditError) as caught:
        editing.save(figures(seen=seen, numerator="47", denominator="50"))

    (part,) = caught.value.parts
    assert (part.yours["numerator"], part.current["numerator"]) == (47, 46)
    assert part.author == "coordinator"
    assert part.saved_at is not None
    assert part.version == str(now)
    assert editing.row().cells[0].numerator == 46


def test_knowing_the_newer_version_one_may_write_over_it(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    newer = editing.row().cells[0].observation

    editing.save(figures(seen=newer, numerator="47", denominator="50"))

    assert editing.row().cells[0].numerator == 47


def test_an_untouched_figure_is_no_conflict_for_a_new_target(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    seen = editing.row().cells[0].observation
    editing.save(figures(seen=seen, numerator="46", denominator="50"), author=COORDINATOR)

    # The director's tab still shows 45 of 50 and changes the target alone.
    editing.save(figures(seen=seen, numerator="45", denominator="50", target=TargetEdit("92,5", "", "")))

    row = editing.row()
    assert row.cells[0].numerator == 46
    assert row.target.target == Decimal("92.5")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"numerator": "106", "denominator": "103"},
            "numerator",
            "Числитель 106 больше знаменателя 103: проверьте значения.",
        ),
        ({"numerator": "5"}, "denominator", "Знаменатель не указан: добавьте знаменатель."),
        ({"numerator": "0", "denominator": "0"}, "denominator", "Знаменатель равен нулю: "),
        ({"numerator": "-1", "denominator": "3"}, "numerator", "Числитель −1 меньше нуля: "),
        ({"numerator": "1,5", "denominator": "3"}, "numerator", "Числитель 1.5 — дробное число: "),
        ({"numerator": "1e3", "denominator": "3"}, "numerator", "Числитель: «1e3» — не число: "),
        ({"numerator": "=1+1", "denominator": "3"}, "numerator", "Числитель: «=1+1» — не число: "),
        ({"numerator": "٣", "denominator": "3"}, "numerator", "Числитель: «٣» — не число: "),
        ({"numerator": "9" * 5000, "denominator": "3"}, "numerator", "Числитель: «99"),
        ({"numerator": "1", "denominator": "2", "missing": "x"}, "missing", "Указаны и число, и код пропуска: "),
        ({"missing": "q"}, "missing", "Код пропуска «q» неизвестен: "),
    ],
)
def test_a_wrong_figure_is_refused_at_its_field(
    editing: Editing, typed: dict[str, str], field: str, sentence: str
) -> None:
    with pytest.raises(RefusedFormError) as caught:
        editing.save(changed(figures(), **typed))

    (fault,) = caught.value.faults
    assert fault.field == field
    assert str(fault).startswith(sentence)
    assert editing.observations() == []


def test_a_value_is_withdrawn_by_saying_why_it_is_missing(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    seen = editing.row().cells[0].observation

    with pytest.raises(RefusedFormError) as caught:
        editing.save(figures(seen=seen))
    editing.save(figures(seen=seen, missing="x"))

    assert caught.value.faults[0].field == "missing"
    assert editing.row().cells[0].missing is MissingCode.NO_DATA
    assert editing.row().cells[0].numerator is None


def test_categories_of_a_breakdown_are_saved_together(editing: Editing) -> None:
    empty = editing.row(BREAKDOWN, Level.SCHOOL)
    names = [cell.category for cell in empty.cells]
    cells = tuple(CellEdit(name, numerator=str(place), denominator="20") for place, name in enumerate(names))

    editing.save(RowEdit(BREAKDOWN, Level.SCHOOL, YEAR, cells))
    uneven = (CellEdit(names[0], numerator="1", denominator="20"), CellEdit(names[1], numerator="1", denominator="21"))
    with pytest.raises(RefusedFormError) as caught:
        editing.save(RowEdit(BREAKDOWN, Level.SCHOOL, YEAR, uneven))

    assert [cell.numerator for cell in editing.row(BREAKDOWN, Level.SCHOOL).cells] == list(range(len(names)))
    (fault,) = caught.value.faults
    assert (fault.row, fault.field) == (1, "denominator")


def test_a_total_by_hand_does_not_outvote_slices_that_came_meanwhile(editing: Editing) -> None:
    """A form opened before the workbook was brought in knows nothing of its rows by subject."""
    stored = editing.save(figures(numerator="90", denominator="100"))
    with editing.session() as session:
        session.execute(update(Observation).where(Observation.batch_id == stored.batch_id).values(subject="algebra"))

    with pytest.raises(ConflictError, match="его меняют книгой"):
        editing.save(figures(numerator="1", denominator="2"))

    assert [(each.subject, each.numerator) for each in editing.observations()] == [("algebra", 90)]


def test_a_form_with_other_parts_than_the_row_has_is_refused(editing: Editing) -> None:
    total = RowEdit(BREAKDOWN, Level.SCHOOL, YEAR, (CellEdit("", numerator="1", denominator="20"),))

    with pytest.raises(ConflictError, match="из других частей"):
        editing.save(total)

    assert editing.observations() == []


def test_an_own_target_is_set_changed_and_taken_away(editing: Editing) -> None:
    editing.set_target("85")
    first = editing.row().target
    editing.set_target("87,5", was="85", version=first.version)
    second = editing.row().target
    editing.set_target("", was="87,5", version=second.version)

    assert (first.target, second.target) == (Decimal(85), Decimal("87.5"))
    assert editing.row().target.target is None
    with editing.session(OFFICIAL) as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("target_")))
        assert [(each.action, each.old and each.old["target"], each.actor) for each in events] == [
            ("target_changed", "85", "director"),
            ("target_removed", "87.5", "director"),
        ]


def test_two_people_who_set_the_same_target_both_hear_of_it(editing: Editing) -> None:
    editing.set_target("85", author=OFFICIAL)

    with pytest.raises(StaleEditError) as caught:
        editing.set_target("80")

    (part,) = caught.value.parts
    assert (part.name, part.yours, part.current) == ("target", {"target": Decimal(80)}, {"target": Decimal(85)})
    assert editing.row().target.target == Decimal(85)


def test_a_target_taken_away_meanwhile_is_a_conflict_too(editing: Editing) -> None:
    editing.set_target("85")
    seen = editing.row().target.version
    editing.set_target("", was="85", version=seen, author=OFFICIAL)

    with pytest.raises(StaleEditError) as caught:
        editing.set_target("86", was="85", version=seen)

    assert caught.value.parts[0].current == {}
    assert caught.value.parts[0].version == ""


def test_a_target_set_anew_is_another_one(editing: Editing) -> None:
    editing.set_target("85")
    seen = editing.row().target.version
    editing.set_target("", was="85", version=seen)
    editing.set_target("90")

    with pytest.raises(StaleEditError):
        editing.set_target("86", was="85", version=seen)


def test_figures_and_target_are_saved_both_or_neither(editing: Editing) -> None:
    editing.set_target("85", author=OFFICIAL)

    with pytest.raises(StaleEditError):
        editing.save(figures(numerator="45", denominator="50", target=TargetEdit("80", "", "")))

    assert editing.observations() == []


def test_the_coordinator_sets_no_targets(editing: Editing) -> None:
    with pytest.raises(RefusedFormError, match="Цели школы устанавливает директор"):
        editing.set_target("85", author=COORDINATOR)

    assert editing.targets() == []


def test_a_school_cannot_save_for_another_one(editing: Editing) -> None:
    with pytest.raises(NotFoundError):
        editing.save(figures(numerator="45", denominator="50"), school="2")

    assert editing.observations() == []


def test_the_department_saves_for_any_school(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"), author=OFFICIAL, school="2")

    (row,) = editing.observations()
    assert (row.school_id, row.author) == (editing.districts.alpha.schools[1], "official")


def test_a_save_has_a_batch_and_an_event_and_an_idle_one_has_none(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    editing.save(figures(seen=editing.row().cells[0].observation, numerator="45", denominator="50"))

    with editing.session() as session:
        batches = list(session.scalars(select(ImportBatch)))
        events = session.scalar(select(func.count()).select_from(AuditEvent))
    assert [(each.file_name, each.author, each.school_id) for each in batches] == [
        ("внесено вручную", "director", editing.school_id)
    ]
    assert events == 1


def test_a_year_comes_into_being_with_its_first_figure(editing: Editing) -> None:
    edit = RowEdit(INDICATOR, Level.NOO, 2026, (CellEdit(numerator="1", denominator="2"),))

    editing.save(edit)

    with editing.session(OFFICIAL) as session:
        assert differences(session) == 0


def test_references_belong_to_the_department(editing: Editing) -> None:
    edit = ReferenceEdit(INDICATOR, Level.NOO, YEAR, TargetEdit("88", "", ""))

    with editing.session(OFFICIAL) as session:
        save_reference(session, edit, author=OFFICIAL)
    with pytest.raises(ScopeError), editing.session() as session:
        save_reference(session, ReferenceEdit(INDICATOR, Level.OOO, YEAR, TargetEdit("1", "", "")), author=DIRECTOR)

    assert [(each.school_id, each.target) for each in editing.targets()] == [(None, Decimal(88))]


@pytest.mark.parametrize("times", [8, pytest.param(40, marks=pytest.mark.long)])
def test_of_many_saves_by_four_people_at_once_none_is_lost_silently(editing: Editing, times: int) -> None:
    """Everybody adds one to what they see; a save that was not refused must still be in the sum.

    Whoever waits for the others longer than they may is told so too, and tries again: SQLite gives its lock to
    whoever asks at the right moment.
    """
    editing.save(figures(numerator="0", denominator="1000"))
    refused: list[tuple[object, object]] = []

    def add(number: int) -> int:
        done = 0
        while done < times:
            try:
                cell = editing.row().cells[0]
                assert cell.numerator is not None
                editing.save(figures(seen=cell.observation, numerator=str(cell.numerator + 1), denominator="1000"))
            except StaleEditError as error:
                refused.append((error.parts[0].yours["numerator"], error.parts[0].current["numerator"]))
            except OperationalError as error:
                if not is_lock_timeout(error):
                    raise
            else:
                done += 1
        return number

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(add, range(4))) == [0, 1, 2, 3]

    assert editing.row().cells[0].numerator == 4 * times
    # Both versions are told each time.
    assert all(yours is not None and current is not None for yours, current in refused)


def test_a_writer_who_waited_too_long_for_another_is_known_by_it(
    editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait is made short; the engine's own error must be the one that is told as «сохраняет кто-то другой»."""
    engine = create_app_engine(editing.districts.engine.url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=50"))
    scope = editing.districts.alpha.scope(None)

    with tenant_session(editing.districts.engine, scope) as first:
        lock_district(first)
        # It would lengthen the wait to a minute.
        monkeypatch.setattr("data_layer.commands.imports.apply.allow_long_work", lambda _session: None)
        with pytest.raises(OperationalError) as caught:
            _lock_impatiently(engine, scope)
    engine.dispose()

    assert is_lock_timeout(caught.value)


def _lock_impatiently(engine: Engine, scope: Scope) -> None:
    with tenant_session(engine, scope) as session:
        if engine.dialect.name == "postgresql":
            Session.connection(session).exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        lock_district(session)


def test_without_the_check_of_versions_targets_are_lost(editing: Editing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: every version passes for the one that was seen, and the first of two targets is gone."""
    monkeypatch.setattr("data_layer.commands.editing.targets.version_of", lambda _: ANY)

    editing.set_target("85", author=OFFICIAL)
    editing.set_target("80")

    assert editing.row().target.target == Decimal(80)


def test_without_the_check_of_versions_saves_are_lost(editing: Editing, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: the same as above by two people, with nothing to refuse the second."""
    monkeypatch.setattr("data_layer.commands.editing.figures._stale", lambda *_: [])
    editing.save(figures(numerator="0", denominator="1000"))
    both_have_seen = Barrier(2)

    def add(_: int) -> None:
        cell = editing.row().cells[0]
        assert cell.numerator is not None
        both_have_seen.wait(timeout=30)
        editing.save(figures(seen=cell.observation, numerator=str(cell.numerator + 1), denominator="1000"))

    with ThreadPoolExecutor(2) as people:
        list(people.map(add, range(2)))

    assert editing.row().cells[0].numerator == 1


def test_a_former_director_does_not_take_back_the_targets_set_then(editing: Editing) -> None:
    saved = editing.set_target("85")
    batch = saved.batch_id or 0
    demoted = replace(COORDINATOR, login=DIRECTOR.login)

    with editing.session(demoted) as session, pytest.raises(NotFoundError):
        take_back(session, batch, author=demoted)
    with editing.session() as session:
        take_back(session, batch, author=DIRECTOR)

    assert editing.targets() == []


def test_the_trail_tells_figures_from_what_to_what(editing: Editing) -> None:
    editing.save(figures(numerator="45", denominator="50"))
    editing.save(figures(seen=editing.row().cells[0].observation, missing="u"), author=COORDINATOR)

    with editing.session(OFFICIAL) as session:
        row = AuditEvent
        query = select(row.actor, row.old, row.new).where(row.action == "saved_by_hand").order_by(row.at, row.id)
        first, second = session.execute(query).all()
    assert (first.actor, first.old, first.new["figures"]) == (
        "director",
        None,
        {"": {"numerator": 45, "denominator": 50}},
    )
    assert (second.actor, second.old, second.new["figures"]) == (
        "coordinator",
        {"figures": {"": {"numerator": 45, "denominator": 50}}},
        {"": {"missing": "u"}},
    )
