"""Every action that the program records can be read in Russian."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.addresses.trail import ACCESS
from dashboard.texts.trail import ACTIONS, ChangeLine, action_title, actor_words, changes_of, event_sentence
from data_layer.domain.vocabulary import Stage
from data_layer.queries.trail import TrailEvent

ROOT = Path(__file__).parents[3]
# Functions that write into the trail, and where in their call the action stands when it is not named.
RECORDERS = {"record": 2, "_record": 2, "record_meeting": -1, "record_change": 0, "record_access": -1, "audit_later": 0}


class Titles:
    """A catalogue that names everything by its id."""

    def block(self, number: int) -> str:
        return str(number)

    def stage(self, stage: Stage) -> str:
        return f"стадия {stage}"

    def indicator(self, indicator: str) -> str:
        return f"показатель {indicator}"

    def goal(self, goal: str) -> str:
        return goal

    def document_type(self, document_type: str) -> str:
        return f"вид {document_type}"

    def organisation_item(self, item: str) -> str:
        return f"условие {item}"


NAMES = Titles()


def event(action: str, subject: str = "", **given: Any) -> TrailEvent:
    values = {"school": "", "school_name": "", "old": {}, "new": {}} | given
    return TrailEvent(1, datetime(2026, 10, 14, tzinfo=UTC), "ivanova", action, subject, **values)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Texts that a module gives a name."""
    found: dict[str, str] = {}
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = getattr(node, "value", None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            found |= {target.id: value.value for target in targets if isinstance(target, ast.Name)}
    return found


def _texts(node: ast.expr | None, constants: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, constants)
        yield from _texts(node.orelse, constants)


def recorded(root: Path) -> set[str]:
    """Names of all actions that the program under `root` writes into the trail."""
    found = set[str]()
    for path in sorted(each for folder in ("dashboard", "data_layer") for each in (root / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = _constants(tree)
        for node in ast.walk(tree):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            if isinstance(node, ast.Call) and name in RECORDERS:
                named = next((each.value for each in node.keywords if each.arg == "action"), None)
                place = RECORDERS[name]
                if named is None and 0 <= place < len(node.args):
                    named = node.args[place]
                found |= set(_texts(named, constants))
    return found


def test_every_recorded_action_has_its_sentence() -> None:
    assert recorded(ROOT) - ACTIONS.keys() == set(), "give it a title and a sentence in dashboard/texts/trail.py"


def test_every_sentence_belongs_to_a_recorded_action() -> None:
    assert ACTIONS.keys() - recorded(ROOT) == set(), "nothing records it any more"


def test_the_log_of_access_is_made_of_actions_that_exist() -> None:
    assert ACTIONS.keys() >= ACCESS


def test_a_new_action_without_a_sentence_would_be_found(tmp_path: Path) -> None:
    for folder in ("dashboard", "data_layer"):
        (tmp_path / folder).mkdir()
    text = (
        'record(session, actor="x", action="planted_one" if y else "planted_two")\nctx.audit_later("planted_three", "")'
    )
    (tmp_path / "data_layer" / "planted.py").write_text(text, encoding="utf-8")

    assert recorded(tmp_path) == {"planted_one", "planted_two", "planted_three"}


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_a_sentence_is_russian_whatever_was_kept(action: str) -> None:
    for subject in ("", "x", "analysis:2025", "3:analysis", "b1:noo:2025", "::", "year:x"):
        for values in ({}, {"role": "director"}, {"role": "x"}, {"counts": {"schools": {"new": 2}}}, {"entries": 3}):
            sentence = event_sentence(event(action, subject, new=values), NAMES)
            assert sentence
            assert not sentence.startswith(action)
    assert action_title(action) != action


def test_an_action_of_a_later_version_is_shown_by_its_name() -> None:
    assert event_sentence(event("later_action", "предмет"), NAMES) == "later_action предмет"
    assert action_title("later_action") == "later_action"


def test_sentences_worked_out_by_hand() -> None:
    due = event("due_day_changed", "analysis:2025", old={"due": "2026-08-25"}, new={"due": "2026-09-01"})
    added = event("user_added", "petrov", new={"role": "director", "school_id": 7})
    imported = event("import_applied", "год.xlsx", new={"counts": {"observations": {"new": 5, "changed": 2}}})

    assert event_sentence(due, NAMES) == "Срок: стадия analysis, 2025/26"
    assert changes_of(due, NAMES) == [ChangeLine("Срок", "25.08.2026", "01.09.2026")]
    assert event_sentence(added, NAMES) == "Добавлен пользователь «petrov»: Директор"
    assert changes_of(added, NAMES) == []
    assert event_sentence(imported, NAMES) == "Внесён файл «год.xlsx»: 7\u00a0показателей"


def test_whose_a_name_of_files_is_is_told_from_what_to_what() -> None:
    ours, nobodys = {"key": "login:111111", "matched": "СОШ № 1"}, {"key": "login:111111", "matched": False}
    again = event("schools_matched", "Школа", old=ours, new=nobodys)
    forgotten = event("schools_matched", "Школа", old=ours)

    assert changes_of(again, NAMES) == [ChangeLine("Чьё название", "СОШ № 1", "не школа района")]
    assert changes_of(forgotten, NAMES) == [ChangeLine("Чьё название", "СОШ № 1", "пусто")]
    assert event_sentence(again, NAMES) == "Название «Школа» из файлов не относится к школам района"
    assert event_sentence(forgotten, NAMES) == "Название «Школа» из файлов больше ни к кому не отнесено"


def test_taking_back_says_whether_anything_has_changed() -> None:
    done = event("import_reverted", "год.xlsx", new={"restored": 3, "kept": [], "kept_count": 1})
    vain = event("import_reverted", "год.xlsx", new={"restored": 0, "kept": [], "kept_count": 2})
    older = event("import_reverted", "год.xlsx")

    assert [event_sentence(each, NAMES) for each in (done, vain, older)] == [
        "Отменена загрузка файла «год.xlsx»",
        "Загрузка файла «год.xlsx» закрыта, данные не изменились: всё из неё изменено позже",
        "Отменена загрузка файла «год.xlsx»",
    ]


def test_values_are_told_as_people_write_them() -> None:
    old = {"small_cohort": 10, "tolerance_pp": "5", "tracked_from": None}
    settings = event("settings_changed", old=old, new={"small_cohort": 5, "tolerance_pp": "2.5", "tracked_from": 2024})
    school = event(
        "school_changed", "s", old={"kind": "full", "levels": None}, new={"kind": "basic", "levels": "noo;ooo"}
    )

    assert [(each.old, each.new) for each in changes_of(settings, NAMES)] == [
        ("10", "5"),
        ("5", "2,5"),
        ("не было", "2024/25"),
    ]
    assert [(each.old, each.new) for each in changes_of(school, NAMES)] == [("СОШ", "ООШ"), ("не было", "НОО, ООО")]


def test_of_what_was_added_only_the_new_is_told_and_of_what_is_gone_that_it_is() -> None:
    added = event("district_added", "demo", new={"title": "Светлореченский район", "region": "priozernaya"})
    emptied = event("school_changed", "s", old={"inn": "123"}, new={"inn": ""})

    assert event_sentence(added, NAMES) == "Добавлен район «Светлореченский район»"
    assert changes_of(added, NAMES) == [ChangeLine("Код региона", "", "priozernaya")]
    assert changes_of(emptied, NAMES) == [ChangeLine("ИНН", "123", "пусто")]


def test_answers_of_the_effectiveness_list_are_told_question_by_question() -> None:
    new = {"site": ["partly", "пять блоков"], "goals": ["yes", ""], "team": None, "questions": {"site": "Есть раздел"}}
    marked = event(
        "effectiveness_marked", "2025", old={"site": ["no", ""], "goals": None, "team": ["yes", ""]}, new=new
    )

    assert event_sentence(marked, NAMES).replace("\u00a0", " ") == "Эффективность ВСОКО, 2025/26: 3 ответа"
    assert changes_of(marked, NAMES) == [
        ChangeLine("Есть раздел", "нет", "частично, пять блоков"),
        ChangeLine("Ответ", "", "да"),
        ChangeLine("Ответ", "да", "пусто"),
    ]


def test_a_proof_that_was_put_in_the_place_of_another_is_told() -> None:
    put_in = event(
        "document_changed", old={"status": "accepted", "file_id": 1}, new={"status": "submitted", "file_id": 2}
    )
    added = event("document_changed", old={"file_id": None}, new={"file_id": 2})

    assert changes_of(put_in, NAMES) == [
        ChangeLine("Статус", "принят", "на проверке"),
        ChangeLine("Файл", "прежний файл", "другой файл"),
    ]
    assert changes_of(added, NAMES) == [ChangeLine("Файл", "не было", "файл")]


def test_broken_values_are_shown_as_they_are() -> None:
    broken = event("due_day_changed", "analysis:2025", old={"due": "soon"}, new={"due": 5})

    assert [(each.old, each.new) for each in changes_of(broken, NAMES)] == [("soon", "5")]


def test_who_acts_at_the_command_line_is_told() -> None:
    assert [actor_words(each) for each in ("cli", "cli:ivanova", "demo", "ivanova", "")] == [
        "оператор системы",
        "ivanova (оператор системы)",
        "загрузка учебного района",
        "ivanova",
        "неизвестно кто",
    ]


def test_figures_typed_in_are_told_from_what_to_what() -> None:
    old = {"figures": {"": {"numerator": 170, "denominator": 200}}}
    new = {"batch": "1", "figures": {"": {"numerator": 180, "denominator": 200}}}
    first = {"figures": {"методические": {"missing": "u"}, "иные": {"value": 4, "baseline": 2}}}

    assert changes_of(event("saved_by_hand", "i1:noo:2025", old=old, new=new), NAMES) == [
        ChangeLine("Число", "170 из 200", "180 из 200")
    ]
    assert changes_of(event("saved_by_hand", "i1:noo:2025", new=first), NAMES) == [
        ChangeLine("методические", "", "ненадёжно"),
        ChangeLine("иные", "", "4, база 2"),
    ]


def test_a_file_is_told_with_the_choices_it_was_asked_by() -> None:
    chosen = {
        "year": "2025/26",
        "cluster": "village",
        "level": "noo",
        "stage": "analysis",
        "action": "signed_in",
        "since": "2026-09-01",
        # What no address has, and what is no value of its choice.
        "_": "123",
        "kind": "castle",
    }
    (line,) = changes_of(event("exported", "cycle:2025/26", new={"filters": chosen}), NAMES)

    assert line == ChangeLine(
        "Отбор",
        "",
        "год 2025/26; тип местности село; уровень НОО; стадия стадия analysis; действие вход; с 01.09.2026;"
        " вид школ castle",
    )


def test_choices_that_have_no_words_are_not_told() -> None:
    assert changes_of(event("exported", "cycle:2025/26", new={"filters": {"_": "123"}}), NAMES) == []
