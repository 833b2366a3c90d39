"""What README and docs/ name is there: files, links, commands of make, settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.settings import Settings

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LARGEST_PICTURE = 400 * 1024

_LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
# Code that reads like a path of this repository: a room and a slash, or a file of the top level.
_ROOMS = "dashboard|data_layer|assets|seed|tests|docs"
_PATH = re.compile(rf"(?<![\w./~-])((?:{_ROOMS})/[\w./-]*[\w/])")
_TOP_FILE = re.compile(r"`([\w.-]+\.(?:py|yaml|toml|md|txt))`")
_TARGET = re.compile(r"(?:^    |`)make ([a-z-]+)", re.MULTILINE)


def identifiers(documents: list[Path]) -> list[str]:
    return [each.relative_to(ROOT).as_posix() for each in documents]


@pytest.fixture(params=DOCUMENTS, ids=identifiers(DOCUMENTS))
def document(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def links(text: str) -> Iterator[str]:
    for found in _LINK.finditer(text):
        address = found[1] or found[2]
        if not re.match(r"[a-z]+:|#", address):
            yield address.partition("#")[0]


def test_every_link_leads_to_a_file(document: Path) -> None:
    named = list(links(document.read_text(encoding="utf-8")))

    assert [each for each in named if not (document.parent / each).exists()] == []


def test_every_path_named_is_there(document: Path) -> None:
    named = set(_PATH.findall(document.read_text(encoding="utf-8")))

    assert sorted(each for each in named if not (ROOT / each).exists()) == []


def test_every_file_of_the_top_level_that_is_named_is_there() -> None:
    named = {each for path in DOCUMENTS for each in _TOP_FILE.findall(path.read_text(encoding="utf-8"))}
    known = {path.name for path in ROOT.iterdir()} | {
        path.name for room in _ROOMS.split("|") for path in (ROOT / room).rglob("*")
    }

    assert sorted(named - known) == []


def test_every_target_of_make_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {each for path in DOCUMENTS for each in _TARGET.findall(path.read_text(encoding="utf-8"))}

    assert {"run", "test"} <= named
    assert sorted(named - targets) == []


def test_the_two_commands_of_the_readme_stand_alone_on_their_lines() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()

    assert [each.strip() for each in lines if each.startswith("    make ")] == ["make run", "make test"]


def test_every_setting_is_in_the_table_of_operations() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = {name for line in text.splitlines() if line.startswith("| `") for name in re.findall(r"`([A-Z_]+)`", line)}

    assert sorted({each.upper() for each in Settings.model_fields} - named) == []


def test_no_setting_of_the_table_is_unknown() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = {name for cell in first_cells for name in re.findall(r"`([A-Z_]+)`", cell)}

    assert sorted(named - {each.upper() for each in Settings.model_fields}) == []


def test_every_example_stands_in_the_guide_as_it_is() -> None:
    guide = (ROOT / "docs" / "department-start.md").read_text(encoding="utf-8")
    examples = sorted((ROOT / "docs" / "examples").rglob("*.csv"))

    assert examples
    assert [each.name for each in examples if each.read_text(encoding="utf-8") not in guide] == []


def test_pictures_are_small_and_every_one_of_the_album_is_there() -> None:
    from tests.pictures.album import PICTURES

    pictures = {path.stem: path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*.png")}

    assert set(pictures) == {each.name for each in PICTURES}
    assert [name for name, size in pictures.items() if size > LARGEST_PICTURE] == []


def test_a_planted_dead_link_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.md"
    planted.write_text("[a](b.md) and `data_layer/nowhere.py`\n", encoding="utf-8")

    with pytest.raises(AssertionError):
        test_every_link_leads_to_a_file(planted)
    with pytest.raises(AssertionError):
        test_every_path_named_is_there(planted)
