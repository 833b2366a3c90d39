"""Decisions over HTTP: taken under a slide, reported by a school, closed by the department, shown at the next meeting."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from dashboard.charts.specification import Place
from dashboard.slides.deck import load_deck
from dashboard.slides.opening import opening_table
from data_layer.commands.meetings.making import MeetingEdit, change_meeting, reveal, set_coded
from data_layer.domain.suppression import Viewer
from data_layer.models import AuditEvent, Document
from data_layer.queries.decisions import last_decisions
from data_layer.queries.flags import gaps
from data_layer.queries.meetings import meeting_card
from data_layer.scope import Scope
from data_layer.session import tenant_session
from tests.support.asking import asked
from tests.support.cli import NOW
from tests.support.meetings import HELD_ON, MeetingSite, version_in, words_of

TODAY = NOW.date()


@pytest.fixture(scope="module")
def site(small_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MeetingSite]:
    built = MeetingSite(small_sqlite, tmp_path_factory.mktemp("decisions"))
    yield built
    built.engine.dispose()


def rules_of_decisions(site: MeetingSite, block: int) -> set[str]:
    """Rules that speak of school «1», this block and the stage «управленческие решения»."""
    with tenant_session(site.engine, Scope((1,))) as session:
        found = gaps(session, years=[2025], school="1", today=date(2026, 10, 20), viewer=Viewer.full())
    return {str(each.rule) for each in found if (each.block, each.stage) == (block, "decisions")}


def test_from_the_wall_to_the_next_meeting(site: MeetingSite) -> None:
    """One decision: typed by the presenter, reported by the director, closed by the department, told next time."""
    form = site.get("presenter", f"/panels/decision?meeting={site.meeting}")
    assert form.status_code == 200
    # A month after the meeting, and whom it usually falls to, stand there already.
    assert 'value="2026-10-09"' in form.text
    assert 'value="директор школы"' in form.text

    empty = site.send("presenter", "take", meeting=site.meeting, text=" ", school="", due="2026-09-01")
    assert empty.status_code == 400
    assert set(empty.get_json()["fields"]) == {"text", "due"}
    taken = site.send(
        "presenter", "take", meeting=site.meeting, text="Сдать анализ & <план>", school="1", due="2026-10-09"
    )
    assert taken.get_json()["toast"] == "Решение записано."
    decision = site.decision("Сдать анализ & <план>")

    own = site.page("director")
    assert "Сдать анализ &amp; &lt;план&gt;" in own
    assert "Осталось исполнить 1 решение" in words_of(own)
    assert "Сообщить об исполнении" in site.get("director", f"/panels/decision?decision={decision.id}").text
    assert site.send("director", "report", decision=decision.id, text="").status_code == 400
    told = site.send("director", "report", decision=decision.id, text="Сдали 05.10.2026")
    assert told.get_json()["toast"] == "Сообщение отправлено управлению образования."
    assert "Обо всех решениях вы сообщили." in words_of(site.page("director"))

    panel = words_of(site.get("official", f"/panels/decision?decision={decision.id}").text)
    assert "Сдали 05.10.2026" in panel
    assert "сообщено" in panel
    back = site.send("official", "return", decision=decision.id, school="1", remark="Нет сравнения с прошлым годом")
    assert back.get_json()["toast"] == "Решение возвращено школе с замечанием."
    assert "Нет сравнения с прошлым годом" in words_of(site.page("director"))
    site.send("director", "report", decision=decision.id, text="Добавили сравнение")
    closed = site.send("official", "close", decision=decision.id)
    assert closed.get_json()["toast"] == "Решение закрыто."

    other = site.take("Обновить план", school="2", due="2026-09-20")
    with tenant_session(site.engine, Scope((1,))) as session:
        last = last_decisions(session, until=date(2026, 11, 30), today=date(2026, 12, 1))
    slide = opening_table(last, today=date(2026, 12, 1), place=Place, typed=str)
    assert [(row.place.name, row.cells[0], row.cells[2].partition(" ")[0]) for row in slide.rows] == [
        ("2", "Обновить план", "просрочено"),
        ("1", "Сдать анализ & <план>", "закрыто"),
    ]
    site.send("official", "withdraw", decision=other)


def test_the_list_is_narrowed_by_state_and_school(site: MeetingSite) -> None:
    site.take("Поздно", school="1", due="2026-09-10")
    site.take("Второй школе", school="2", due="2027-01-15")
    site.take("Всем", due="")

    late = words_of(site.page("official", "?decisions=overdue"))
    assert "Поздно" in late
    assert "Второй школе" not in late
    second = words_of(site.page("official", "?school=2"))
    assert "Второй школе" in second
    assert "Всем" in second
    assert "Поздно" not in second
    content = site.get("official", "/downloads/decisions.docx?school=2").data
    cells = [row.cells[1].text for row in docx.Document(BytesIO(content)).tables[0].rows]
    assert cells == ["Решение", "Второй школе", "Всем"]


def test_two_who_change_one_decision_see_both_versions(site: MeetingSite) -> None:
    number = site.take("Сдать справку")
    edit = {"decision": number, "version": 1, "school": "", "due": ""}
    assert site.send("official", "change", **edit, text="Сдать отчёт").get_json()["toast"] == "Решение изменено."

    late = site.send("presenter", "change", **edit, text="Сдать письмо")

    assert late.status_code == 409
    panel = late.get_json()["panel"]
    assert "Сейчас записано: Сдать отчёт" in words_of(panel)
    assert "Сдать письмо</textarea>" in panel
    assert 'value="2"' in panel
    assert site.send("presenter", "withdraw", decision=number).get_json()["undo"]["values"]["text"] == "Сдать отчёт"


def test_a_decision_becomes_a_document_of_the_cycle_and_flags_follow(site: MeetingSite) -> None:
    number = site.take("Принять меры по блоку 3")
    paper = {"decision": number, "year": "2025/26", "type": "director_order", "schools": "1"}
    assert "stage_missing" in rules_of_decisions(site, 3)
    asked = site.get("official", f"/panels/decision-evidence?decision={number}").text
    assert "Приказ директора" in asked
    # The extract names all schools, so it never becomes a file of one; the panel says what to do instead.
    assert "приложите к\u00a0документу сами" in asked or "приложите к документу сами" in asked
    assert site.send("official", "evidence", **paper).get_json()["fields"].keys() == {"block"}

    made = site.send("official", "evidence", **paper, block=["3", "5"])

    assert made.get_json()["toast"].replace("\u00a0", " ") == "Внесён 1 документ."
    with tenant_session(site.engine, Scope((1,))) as session:
        found = session.scalars(select(Document).where(Document.stage == "decisions")).one()
    assert (found.number.partition(",")[0], found.date, found.status, found.block) == (
        "4",
        date(2026, 9, 10),
        "accepted",
        3,
    )
    assert "Принять меры по блоку 3" in found.tasks
    assert [cover.block for cover in found.covers] == [5]
    assert rules_of_decisions(site, 3) == rules_of_decisions(site, 5) == set()
    again = site.send("official", "evidence", **paper, block=["3"])
    assert again.get_json()["toast"] == "Такой документ уже внесён."

    undo = made.get_json()["undo"]
    back = site.send_to("official", undo["action"], **undo["values"])
    assert back.status_code == 200
    assert "stage_missing" in rules_of_decisions(site, 3)

    # A school hands in its own, to be reviewed; whose it is the sign-in says.
    own = site.send("director-2", "evidence", **{**paper, "schools": "1"}, block=["1"])
    assert own.status_code == 200
    with tenant_session(site.engine, Scope((1,))) as session:
        theirs = session.scalars(select(Document).where(Document.stage == "decisions", Document.block == 1)).one()
    assert (theirs.status, theirs.school_id != found.school_id) == ("submitted", True)


def test_the_protocol_names_schools_whatever_stands_on_the_slides(site: MeetingSite) -> None:
    decision = site.take("Сдать приказ, как Вторая ООШ", school="1")
    with tenant_session(site.engine, Scope((1,), is_read_only=False)) as session:
        set_coded(session, site.meeting, is_coded=True, login="presenter")

    answer = site.get("presenter", f"/downloads/protocol.docx?id={site.meeting}")

    assert answer.status_code == 200
    text = [each.text.replace("\u00a0", " ") for each in docx.Document(BytesIO(answer.data)).paragraphs]
    assert "Дата проведения: 10 сентября 2026 года\t№ 4" in text
    assert "– Сдать приказ, как Вторая ООШ (Школа № 1; ответственный: директор школы) – срок до 09.10.2026." in text
    with tenant_session(site.engine, Scope((1,))) as session:
        handed = session.scalars(select(AuditEvent).where(AuditEvent.action == "protocol_exported")).all()
    assert [(each.actor, each.subject) for each in handed] == [("presenter", "Итоги года")]

    assert "Не выводите его на экран зала." in site.page("presenter")
    # Where names are coded nothing of the form or the panel tells a school.
    within = f"/panels/decision?decision={decision}&meeting={site.meeting}"
    site.send("director", "report", decision=decision, text="Сдали")
    panel = ""
    for address in (f"/panels/decision?meeting={site.meeting}", within, f"{within}&form=open"):
        panel = site.get("presenter", address).text
        assert "Школа\u00a0" in panel
        assert "№ 1" not in panel.replace("\u00a0", " ")
        assert "Вторая" not in panel
        assert "director" not in panel
    # A number typed into a text is kept as the name that it stands for.
    number = re.findall(r"как Школа\u00a0(\d+)</textarea>", panel)[0]
    site.send("presenter", "take", meeting=site.meeting, text=f"Помочь школе: Школа {number}", school="", due="")
    assert site.decision("Помочь школе: Вторая ООШ").text
    # A form that comes back as it was shown changes no letter of a text, whatever else is changed.
    official = "В школе № 1 и Второй ООШ,\nкак в приказе № 2"
    kept = site.take(official)
    within_kept = f"/panels/decision?decision={kept}&meeting={site.meeting}&form=open"
    form = site.get("presenter", within_kept).text
    shown = unescape(re.findall(r"<textarea[^>]*>([^<]*)</textarea>", form)[0])
    assert "школе № 1" not in shown.replace("\u00a0", " ")
    values = {"decision": kept, "version": version_in(form), "within": site.meeting, "school": "", "due": "2026-11-01"}
    same = shown.replace("\n", "\r\n")
    saved = site.send("presenter", "change", text=same, responsible="директор школы", **values)
    assert saved.status_code == 200, saved.text
    assert site.decision(official).due == date(2026, 11, 1)
    assert len(set(re.findall(r'value="(\d+)">Школа\u00a0\1</option>', panel))) == 2
    with tenant_session(site.engine, Scope((1,), is_read_only=False)) as session:
        reveal(session, site.meeting, "1", is_revealed=True, login="presenter")
    assert "Школа № 1" in words_of(site.get("presenter", within).text)
    with tenant_session(site.engine, Scope((1,), is_read_only=False)) as session:
        set_coded(session, site.meeting, is_coded=False, login="presenter")


@pytest.fixture
def coded(site: MeetingSite) -> Iterator[int]:
    """The meeting with numbers in place of names and a title that names a school."""
    for is_coded in (True, False):
        with tenant_session(site.engine, Scope((1,), is_read_only=False)) as session:
            edit = MeetingEdit("Разбор: Вторая ООШ" if is_coded else "Итоги года", HELD_ON)
            change_meeting(session, site.meeting, edit, version=None, login="presenter")
            set_coded(session, site.meeting, is_coded=is_coded, login="presenter")
        if is_coded:
            yield site.meeting


def test_a_person_is_in_nothing_that_the_wall_gets_and_comes_back_with_the_decision(
    site: MeetingSite, coded: int
) -> None:
    person = "Ахметова"
    sent = {"meeting": coded, "text": "Сдать сводку", "due": ""}
    form = site.get("presenter", f"/panels/decision?meeting={coded}").text
    number = re.findall(r'value="(\d+)">Школа', form)[0]
    site.send("presenter", "take", **sent, school=number, responsible=person)
    taken = site.decision("Сдать сводку")
    assert taken.responsible == person

    panel = site.get("presenter", f"/panels/decision?decision={taken.id}&meeting={coded}&form=open").text
    assert "Имя записано, но не показано" in words_of(panel)
    undo = site.send("presenter", "withdraw", decision=taken.id, within=coded).get_json()["undo"]
    assert person not in f"{panel} {undo}"
    site.send_to("presenter", undo["action"], **undo["values"])
    again = site.decision("Сдать сводку")
    assert (again.responsible, again.school_id) == (person, taken.school_id)
    # The planted fault: of all schools nobody is hidden, and the list says their names anyway.
    listed = site.get("presenter", f"/panels/decision?decision={again.id}&form=open").text
    assert person in listed
    site.send("presenter", "withdraw", decision=again.id)


def test_the_title_of_a_coded_meeting_tells_no_school_and_stays_as_it_was_written(
    site: MeetingSite, coded: int
) -> None:
    number = site.take("Сдать отчёт о титуле")
    within = f"/panels/decision?decision={number}&meeting={coded}"
    addresses = [f"/panels/meeting-protocol?id={coded}", within, f"{within}&form=open"]
    shown = [site.get("presenter", each).text for each in addresses]

    assert [("Школа\u00a0" in each, "Вторая" in each) for each in shown[:1]] == [(True, False)]
    assert [text for text in (*shown, site.page("presenter", f"?id={coded}")) if "Вторая" in text] == []
    with asked(site.engine, today=TODAY) as ctx:
        deck = load_deck(ctx, coded)
    assert "Вторая" not in deck.title
    # Decisions of no slide are the deck's own.
    assert "Сдать отчёт о титуле" in [each.text for each in deck.further]
    form = {"meeting": coded, "version": version_in(shown[0]), "held_on": HELD_ON, "title": deck.title, "number": "4"}
    assert site.send_to("presenter", "/actions/meeting-protocol", **form).status_code == 200
    with asked(site.engine, today=TODAY) as ctx:
        assert meeting_card(ctx.session, coded).title == "Разбор: Вторая ООШ"


def test_a_school_counts_the_points_of_the_whole_protocol(site: MeetingSite) -> None:
    """Another school's decision before it is a point too: both make the same document of it."""
    site.take("Второй школе сначала", school="2")
    number = site.take("Первой школе потом", school="1")
    paper = {"decision": number, "year": "2025/26", "type": "director_order", "block": ["4"]}

    assert site.send("official", "evidence", **paper).get_json()["toast"].replace("\u00a0", " ") == "Внесён 1 документ."
    assert site.send("director", "evidence", **paper).get_json()["toast"] == "Такой документ уже внесён."


def test_a_school_is_told_of_the_meeting_that_comes_not_of_one_that_nobody_marked_held(site: MeetingSite) -> None:
    site.new_meeting("Следующее", TODAY + timedelta(days=7))
    headline = re.findall(r"<h1[^>]*>(.*?)</h1>", site.page("director"), re.DOTALL)[0]

    assert "через 7 дней" in words_of(headline)
    assert "назад" not in words_of(headline)
