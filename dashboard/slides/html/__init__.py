"""Slides as HTML: full screen, in small, in a file that is opened without the network.

for screen in screens_of(slide):            # several where there are more rows than the back row reads
    framed(slide_html(screen, deck))         # the frame has a size, the slide follows it
preview_html(slide, deck)                    # in small, neither heard nor entered
slide_sheet()                                # all styles that a page without ours needs
"""

from dashboard.slides.html.screens import Screen, screens_of
from dashboard.slides.html.sheet import slide_sheet
from dashboard.slides.html.slide import framed, preview_html, slide_html

__all__ = ["Screen", "framed", "preview_html", "screens_of", "slide_html", "slide_sheet"]
