"""The direction of imports, as the contracts in pyproject.toml state it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["dashboard", "data_layer", "seed"]


def check_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts on the packages below `root`."""
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [program, "--no-cache", "--no-logo"], cwd=root, env=environment, check=False, capture_output=True, text=True
    )


@pytest.fixture
def copy_of_the_packages(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_imports_point_in_the_agreed_direction() -> None:
    result = check_imports(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("data_layer/domain/planted.py", "import sqlalchemy", "The domain is pure"),
        ("data_layer/planted.py", "import dashboard", "The data layer knows neither the dashboard nor the seed"),
        ("dashboard/planted.py", "import seed", "Only the command line of the dashboard knows the seed"),
        ("dashboard/charts/planted.py", "import flask", "Charts are drawn from what they are given"),
        ("dashboard/planted.py", "import data_layer.models", "Models are touched by sessions, queries and commands"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    copy_of_the_packages: Path, module: str, statement: str, contract: str
) -> None:
    planted = copy_of_the_packages / module
    planted.write_text(f"{statement}\n", encoding="utf-8")

    result = check_imports(copy_of_the_packages)

    assert result.returncode == 1
    assert any(line.startswith(contract) and "BROKEN" in line for line in result.stdout.splitlines()), result.stdout
