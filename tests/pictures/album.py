"""Which pictures there are: who looks at what, in which window."""

from dataclasses import dataclass
from typing import Final

from seed.roster import DEMO_PASSWORD
from tests.support.browser import DESKTOP, PHONE, PROJECTOR


@dataclass(frozen=True, slots=True)
class Picture:
    """login: empty for a page that needs none. window: in pixels of the screen; zoom: 2 is 200 %."""

    name: str
    login: str
    path: str
    window: tuple[int, int]
    zoom: int = 1
    password: str = DEMO_PASSWORD


_OFFICIAL: Final = "department"
_DIRECTOR: Final = "director"
_SCHOOL: Final = "/schools/klyuchevskaya?year=2025/26"
_DISTRICT: Final = "/?year=2025/26"

PICTURES: Final = (
    Picture("sign-in-1366", "", "/login", DESKTOP),
    Picture("overview-1366", _OFFICIAL, _DISTRICT, DESKTOP),
    Picture("overview-1280", _OFFICIAL, _DISTRICT, PROJECTOR),
    Picture("overview-zoom-200", _OFFICIAL, _DISTRICT, DESKTOP, zoom=2),
    Picture("overview-390", _OFFICIAL, _DISTRICT, PHONE),
    Picture("school-1366", _DIRECTOR, _SCHOOL, DESKTOP),
    Picture("school-1280", _DIRECTOR, _SCHOOL, PROJECTOR),
    Picture("school-zoom-200", _DIRECTOR, _SCHOOL, DESKTOP, zoom=2),
    Picture("school-390", _DIRECTOR, _SCHOOL, PHONE),
)
