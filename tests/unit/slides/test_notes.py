"""What the presenter reads beside a slide is said in words, with k of n."""

import pytest

from dashboard.slides.notes import slide_notes
from dashboard.slides.values import SlideBody
from tests.support import sample_charts as sample

CASES = (
    (sample.count_bars(), "3.1 Участие в ВсОШ: школ достигли 20 из 26, 76,9 %, год назад 69,2 %"),
    (sample.count_bars(), "3.2 Призёры: нет данных"),
    (sample.key_figures(), "Целей достигнуто: 236 из 373, +12 за год"),
    (sample.dots(), "СОШ № 3: 79,9 %, 651 из 815, цель 85,0 %, до цели −42, не достигнута"),
    (sample.word_table(), "СОШ № 3: не достигнуто целей 2; чего нет в ответ: нет мер, блок 3"),
    (sample.strips(), "4.3 Вуз по профилю: ещё не срок, до 01.10"),
)


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_a_row_is_read_as_a_sentence(body: SlideBody, expected: str) -> None:
    assert expected in slide_notes(body, own="").replace("\u00a0", " ").splitlines()


def test_own_words_come_first_and_the_source_last() -> None:
    first, *_, last = slide_notes(sample.dots(), own="спросить о причинах").splitlines()

    assert (first, last[:9]) == ("спросить о причинах", "Источник:")


def test_a_school_keeps_its_name_among_the_values() -> None:
    assert "Каменская СОШ 40,0" in slide_notes(sample.strips(), own="")
