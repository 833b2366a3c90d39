"""Sentences of «Администрирование», by hand."""

import pytest

from dashboard.texts.administration import schools_headline
from data_layer.domain.vocabulary import SchoolKind


@pytest.mark.parametrize(
    ("full", "basic", "primary", "said"),
    [
        # A gymnasium and a lyceum teach what a secondary school teaches, and are no СОШ.
        (19, 6, 1, "26 школ: 19 средних, 6 основных и 1 начальная"),
        (1, 0, 2, "3 школы: 1 средняя и 2 начальных"),
        (21, 0, 0, "21 школа: 21 средняя"),
        (0, 0, 0, "В районе пока нет школ"),
    ],
)
def test_schools_are_counted_by_what_they_teach(full: int, basic: int, primary: int, said: str) -> None:
    kinds = [SchoolKind.FULL] * full + [SchoolKind.BASIC] * basic + [SchoolKind.PRIMARY] * primary

    assert schools_headline(kinds).replace("\u00a0", " ") == said
