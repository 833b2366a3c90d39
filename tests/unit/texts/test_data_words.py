"""Words of a file that is looked at before it is applied."""

from decimal import Decimal

from dashboard.texts.data import figure_words


def test_a_percentage_is_not_rounded_onto_its_target() -> None:
    values = {"numerator": 403, "denominator": 504}  # 79,96…

    assert figure_words(values, None, target=Decimal(80)) == ("403 из\u00a0504", "79,96\u00a0%")
    assert figure_words(values, None) == ("403 из\u00a0504", "80,0\u00a0%")


def test_an_empty_group_has_no_percentage() -> None:
    assert figure_words({"numerator": 0, "denominator": 0}, None, target=Decimal(80)) == ("0 из\u00a00", "")
