"""The seeded board that journeys are walked over: seeded once, copied for each of them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dash
import pytest

from dashboard.cli.demo_meeting import prepare_demo_meeting
from dashboard.services import services
from data_layer.commands.people import add_membership, add_user
from data_layer.domain.vocabulary import Role
from data_layer.queries.directory import find_district
from data_layer.session import unscoped
from seed.roster import DEMO_PASSWORD, DISTRICT_CODE
from tests.support.browser import DESKTOP
from tests.support.demo import DEMO_DAY, demo_engine
from tests.support.visits import Board, Visitor, fresh_context, running_board, visiting, watching

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demo district, and one person more, who has two roles in it."""
    folder = tmp_path_factory.mktemp("seeded")
    path = folder / "vsoko.db"
    engine = demo_engine(f"sqlite:///{path}", folder / "files")
    with unscoped(engine, "a person with two roles") as session:
        district = find_district(session, DISTRICT_CODE).id
        role = Role.DEPARTMENT
        add_user(session, login="twofold", role=role, password=DEMO_PASSWORD, actor="tests", district_id=district)
        add_membership(session, login="twofold", role=Role.PRESENTER, actor="tests", district_id=district)
    engine.dispose()
    return path


@pytest.fixture
def board(seeded: Path, tmp_path: Path) -> Iterator[Board]:
    shutil.copyfile(seeded, tmp_path / "vsoko.db")
    with running_board(tmp_path / "vsoko.db", tmp_path / "var") as running:
        yield running


@pytest.fixture
def visit(browser: "Browser", board: Board) -> Iterator[Callable[..., Visitor]]:
    """`visit()` is another person at the board, with cookies of their own; `visit(PHONE)` holds a phone."""
    with ExitStack() as stack:
        yield lambda size=DESKTOP: stack.enter_context(visiting(browser, board, size))


@pytest.fixture(scope="session")
def board_to_read(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """One board for all tests that change nothing; the meeting that its demo prepares has an agenda."""
    folder = tmp_path_factory.mktemp("read")
    shutil.copyfile(seeded, folder / "vsoko.db")
    with running_board(folder / "vsoko.db", folder / "var") as running:
        with running.server.app_context():
            prepare_demo_meeting(services(running.server).engine, today=DEMO_DAY)
        yield running


@pytest.fixture(scope="session")
def _pages(board_to_read: Board) -> dict[str, Any]:
    """What Dash knows of the pages of that board: it keeps those of the program that was made last."""
    assert board_to_read.server is not None
    return dict(dash.page_registry)


@pytest.fixture(scope="session")
def _signed_in(browser: "Browser", board_to_read: Board) -> Iterator[Callable[[str], "BrowserContext"]]:
    """Browsers of people who have signed in, each opened once: signing in and reading the scripts take seconds."""
    contexts: dict[str, BrowserContext] = {}

    def of(login: str) -> "BrowserContext":
        if login not in contexts:
            contexts[login] = fresh_context(browser, board_to_read)
            if login:
                with watching(contexts[login], board_to_read) as visitor:
                    visitor.sign_in(login)
        return contexts[login]

    yield of
    for each in contexts.values():
        each.close()


@pytest.fixture
def shared_board(board_to_read: Board, _pages: dict[str, Any]) -> Board:
    """The board to read, with its pages: other tests make programs with pages of their own."""
    dash.page_registry.clear()
    dash.page_registry.update(_pages)
    return board_to_read


@pytest.fixture
def reader(shared_board: Board, _signed_in: Callable[[str], "BrowserContext"]) -> Iterator[Callable[..., Visitor]]:
    """`reader("director", PHONE)` has signed in and looks about; whoever changes something takes `visit`.

    `reader("")` is nobody yet. A test costs a third of what it costs with `visit`.
    """
    with ExitStack() as stack:

        def open_page(login: str, size: tuple[int, int] = DESKTOP) -> Visitor:
            visitor = stack.enter_context(watching(_signed_in(login), shared_board))
            visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
            return visitor

        yield open_page


@pytest.fixture
def guest(browser: "Browser", shared_board: Board) -> Iterator[Callable[..., Visitor]]:
    """`guest()` has cookies of their own at the board to read: for who signs in and out and changes nothing else."""
    with ExitStack() as stack:
        yield lambda size=DESKTOP: stack.enter_context(visiting(browser, shared_board, size))
