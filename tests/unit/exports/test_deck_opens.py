"""LibreOffice opens the presentation as it is, page for page, and draws its charts and words."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from dashboard.exports.deck.pages import pages_of
from dashboard.exports.deck.presentation import deck_pptx
from tests.support import sample_deck

SOFFICE = shutil.which("soffice")


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_the_presentation_opens_elsewhere_with_as_many_pages_and_all_its_words(tmp_path: Path) -> None:
    deck = sample_deck.deck()
    (tmp_path / "deck.pptx").write_bytes(deck_pptx(deck))

    subprocess.run(
        [
            str(SOFFICE),
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "deck.pptx"),
        ],
        check=True,
        timeout=180,
        capture_output=True,
    )

    pages = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "deck.pdf").pages]
    made = pages_of(deck)
    assert len(pages) == len(made)
    for shown, page in zip(pages, made, strict=True):
        assert " ".join(page.headline.split()) in shown
        assert f"стр. {page.number} из {page.total}" in shown
    position = list(sample_deck.every_body()).index("dots") + 1
    dots = next(shown for shown, page in zip(pages, made, strict=True) if page.slide.position == position)
    # Words of the chart itself: the numbers along its scale.
    assert "70 % 80 % 90 %" in dots
    assert "ориентир района 85 %" in dots
