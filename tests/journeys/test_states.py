"""Every state of every page, on a desk and on a phone: axe finds nothing, nothing reaches beyond the window.

A new state is one line of STATES. States that come about by changing something (a conflict, a file handed in, an
ended session, a stale tab) are looked at where their journeys are told.
"""

from collections.abc import Callable
from typing import Final

import pytest

from tests.support.visits import Visitor

pytestmark = pytest.mark.browser

Visits = Callable[..., Visitor]
OFFICIAL, DIRECTOR, PRESENTER, COORDINATOR, REGION = "department", "director", "presenter", "coordinator", "region"
ADMINISTRATOR: Final = "administrator"
NOBODY: Final = ""
GOAL: Final = "/compare?year=2025/26&goal"
BLOCKS: Final = "/compare?year=2025/26&view=blocks"
CYCLE: Final = "/cycle?year=2025/26"
DATA: Final = "/data?year=2025/26"
SCHOOLS: Final = "/admin?section=schools"
CHAIN: Final = "/panels/why?about=result&school=klyuchevskaya&indicator=b1_functional_literacy&level=ooo&year=2025/26"
PANEL: Final = "see dialog.panel[open] h2"
EFFECT: Final = "see dialog.panel[open] .effect-told"
AGENDA: Final = ("/meeting", ".meeting-row .title >> nth=0", "see .agenda")
SLIDE: Final = "see .show-slide :is(table, .main-svg)"
# Who looks, at which address, and what they do there: «press» a key, «see» what comes of it, open a «panel» of an address,
# or click what the selector finds; «click all» of them.
STATES: Final = (
    (NOBODY, "/login"),
    (NOBODY, "/login", "button.go"),
    (OFFICIAL, "/no-such-page"),
    (DIRECTOR, "/schools/school-5"),
    (PRESENTER, "/downloads/journal.xlsx"),
    (OFFICIAL, "/"),
    (PRESENTER, "/"),
    (REGION, "/"),
    (OFFICIAL, "/schools/klyuchevskaya?year=2025/26"),
    (PRESENTER, "/schools/klyuchevskaya?year=2025/26"),
    (DIRECTOR, "/journal"),
    # «Сравнение»: each view, its tables, «Почему?», «Показ», and nobody to compare.
    (OFFICIAL, f"{GOAL}=1.1", "click all [data-shows-table]"),
    (OFFICIAL, f"{GOAL}=1.1", "#goal .why >> nth=0", PANEL),
    (OFFICIAL, f"{GOAL}=1.1", "press f", SLIDE),
    (DIRECTOR, f"{GOAL}=1.1"),
    (PRESENTER, f"{GOAL}=1.1&names=coded"),
    (OFFICIAL, f"{GOAL}=1.4&cluster=village&kind=gymnasium"),
    (OFFICIAL, BLOCKS, "click all [data-shows-table]"),
    (DIRECTOR, "/compare?year=2025/26&view=school", "click all [data-shows-table]"),
    # «Цикл»
    (OFFICIAL, CYCLE),
    (OFFICIAL, f"{CYCLE}&cell=klyuchevskaya:5:recommendations"),
    (OFFICIAL, f"{CYCLE}&view=list&rule=stage_missing&severity=high"),
    (OFFICIAL, "/cycle?year=2026/27"),
    # «Данные»
    (OFFICIAL, f"{DATA}&view=board"),
    (DIRECTOR, f"{DATA}&view=load"),
    (DIRECTOR, f"{DATA}&view=edit&block=3", ".entry-row .why >> nth=0", PANEL),
    (DIRECTOR, CYCLE, "panel /panels/document?school=klyuchevskaya&block=3&stage=analysis&year=2025/26", PANEL),
    (OFFICIAL, f"{DATA}&view=review", "summary:has-text('Вернуть с замечанием')", "summary:has-text('История')"),
    (DIRECTOR, f"{DATA}&view=effectiveness"),
    # «Совещание»: the agenda, a panel of it; what a school reads beforehand.
    (OFFICIAL, *AGENDA, ".agenda button:has-text('Изменить') >> nth=0", PANEL),
    (PRESENTER, *AGENDA, "summary:has-text('Ещё')"),
    (DIRECTOR, "/meeting", "click all summary:has-text('Оставить комментарий')"),
    # Decisions of meetings: the list with one open.
    (OFFICIAL, "/meeting?decisions=all", ".decisions .what >> nth=0", PANEL, ".panel-content summary >> nth=0"),
)
# Variants of these that share their parts: looked at in the long run.
MORE_STATES: Final = (
    (DIRECTOR, "/meeting", ".decisions .steps .button >> nth=0", PANEL),
    (OFFICIAL, "/meeting", ".decisions li:last-child .what", PANEL, "[data-opens-panel*=evidence]", PANEL),
    (PRESENTER, "/meeting?decisions=overdue&school=school-5"),
    (OFFICIAL, "/?year=2023/24"),
    (OFFICIAL, "/?cluster=village", "main [data-opens-panel]:visible >> nth=0", PANEL),
    (REGION, "/", ".rollup .why-number >> nth=0", PANEL),
    (COORDINATOR, "/schools/polyanskaya", ".todo .steps-menu summary >> nth=0"),
    (OFFICIAL, "/schools/klyuchevskaya?year=2023/24"),
    (OFFICIAL, f"{GOAL}=5.1&school=klyuchevskaya", "click all [data-shows-table]"),
    (OFFICIAL, f"{GOAL}=1.1", "#goal .figure-download summary"),
    (OFFICIAL, f"{GOAL}=1.1", "press f", "press t", SLIDE),
    (OFFICIAL, "/compare?year=2025/26&indicator=5.1b"),
    (OFFICIAL, f"{BLOCKS}&block=1"),
    (OFFICIAL, f"{BLOCKS}&cluster=village", "press f", SLIDE),
    (OFFICIAL, "/compare?year=2025/26&view=school"),
    (PRESENTER, "/compare?year=2025/26&view=school&names=coded"),
    (OFFICIAL, f"{CYCLE}&cell=klyuchevskaya:5:recommendations", "#cell-detail .why", PANEL),
    (DIRECTOR, f"{CYCLE}&cell=klyuchevskaya:3:analysis"),
    (OFFICIAL, f"{CYCLE}&stage=measures"),
    (OFFICIAL, f"{CYCLE}&show=overdue&block=5"),
    (OFFICIAL, f"{CYCLE}&show=returned&cluster=settlement"),
    (OFFICIAL, f"{CYCLE}&view=list", ".flag-table .why >> nth=0", PANEL),
    (OFFICIAL, f"{CYCLE}&view=list&rule=stage_missing&severity=critical&block=4&cluster=village"),
    (COORDINATOR, f"{CYCLE}&view=list"),
    (OFFICIAL, "/cycle?year=2023/24"),
    (PRESENTER, "/cycle?names=coded"),
    (OFFICIAL, f"{DATA}&view=board&only=missing&cluster=town"),
    (OFFICIAL, f"{DATA}&view=load"),
    (DIRECTOR, f"{DATA}&view=edit&block=5"),
    (
        DIRECTOR,
        CYCLE,
        "panel /panels/document?school=klyuchevskaya&block=3&stage=analysis&year=2025/26&document=new",
        PANEL,
    ),
    # Evidence: the queue, files, effectiveness, papers, the panel of a measure that is to be closed.
    (OFFICIAL, f"{DATA}&view=review&school=school-2&block=6"),
    (DIRECTOR, f"{DATA}&view=files"),
    (OFFICIAL, f"{DATA}&view=files"),
    (OFFICIAL, f"{DATA}&view=effectiveness"),
    (OFFICIAL, f"{DATA}&view=effectiveness&school=klyuchevskaya"),
    (OFFICIAL, f"{DATA}&view=papers"),
    (COORDINATOR, f"{DATA}&view=papers"),
    (DIRECTOR, CYCLE, "panel /panels/document?school=klyuchevskaya&block=1&stage=measures&year=2025/26", PANEL),
    (OFFICIAL, CYCLE, "panel /panels/document?school=polyanskaya&block=2&stage=decisions&year=2025/26", PANEL),
    # Schools that change, a changed method, and the trail outside of districts.
    (OFFICIAL, SCHOOLS, "panel /panels/admin/school?school=zaovrazhnaya", PANEL),
    (OFFICIAL, SCHOOLS, "panel /panels/admin/school-open?school=zaovrazhnaya", PANEL),
    (OFFICIAL, SCHOOLS, "panel /panels/admin/school-rename?school=zaovrazhnaya", PANEL),
    (OFFICIAL, SCHOOLS, "panel /panels/admin/school-close?school=zaovrazhnaya", "text=Показать, что изменится", EFFECT),
    (OFFICIAL, SCHOOLS, "panel /panels/admin/school-merge?school=zaovrazhnaya", PANEL),
    (
        OFFICIAL,
        "/admin?section=references",
        "panel /panels/admin/series-break?indicator=b1_functional_literacy&year=2025/26",
        PANEL,
    ),
    (OFFICIAL, f"{GOAL}=1.3", "click all [data-shows-table]"),
    (DIRECTOR, "/schools/klyuchevskaya?year=2025/26", "summary:has-text('Как менялось по годам')", "see svg.spark"),
    (DIRECTOR, f"{DATA}&view=edit&block=1", f"panel {CHAIN}", PANEL),
    (ADMINISTRATOR, "/admin?section=journal"),
    (OFFICIAL, "/meeting"),
    (OFFICIAL, "/meeting", "button:has-text('Составить повестку')", PANEL),
    (OFFICIAL, *AGENDA, "button:has-text('Обновить слайды')", PANEL),
    (OFFICIAL, *AGENDA, ".side-card button:has-text('Изменить')", PANEL),
    (OFFICIAL, f"{GOAL}=1.1", "#goal button:has-text('В совещание')", PANEL),
    (COORDINATOR, "/meeting"),
)
EVERY_STATE: Final = (*STATES, *(pytest.param(each, marks=pytest.mark.long) for each in MORE_STATES))


def do(reader: Visitor, step: str) -> None:
    verb, _, rest = step.partition(" ")
    page = reader.page
    if verb == "press":
        page.keyboard.press(rest)
    elif verb == "see":
        page.locator(rest).first.wait_for()
    elif verb == "panel":
        page.evaluate("address => vsoko.openPanel(address)", rest)
    elif step.startswith("click all "):
        for each in page.locator(step.removeprefix("click all ")).all():
            each.click()
    else:
        page.locator(step).click()


@pytest.mark.parametrize("state", EVERY_STATE, ids=" ".join)
def test_a_state_is_accessible_and_fits_the_window(reader: Visits, state: tuple[str, ...]) -> None:
    login, path, *steps = state
    visitor = reader(login)

    visitor.open(path)
    visitor.settle()
    for step in steps:
        do(visitor, step)

    # What stands around a panel or a slide is inert, and a line of its own.
    visitor.check_everywhere(
        {PANEL: "dialog.panel[open]", EFFECT: "dialog.panel[open]", SLIDE: ".show"}.get(steps[-1] if steps else "", "")
    )


def test_a_planted_fault_is_found_on_a_desk_and_on_a_phone(reader: Visits) -> None:
    """A picture without words, a row that is wider than a hand, and pale, which is measured on the desk."""
    visitor = reader(NOBODY)
    visitor.open("/login")
    visitor.page.evaluate(
        """() => {
            const picture = new Image(1, 1), row = document.createElement('div');
            row.style.cssText = 'width: 600px; color: #ccc; background: #fff';
            row.textContent = 'Шире телефона';
            document.querySelector('main').append(picture, row);
        }"""
    )

    visitor.check_everywhere()

    found = list(visitor.troubles)
    visitor.troubles.clear()
    named = ("image-alt", "color-contrast", "wider than a window of 390")
    assert [next((fault for fault in named if fault in each), each) for each in found] == [
        "wider than a window of 390",
        "image-alt",
        "color-contrast",
        "image-alt",
    ]
