"""What stands in a frozen slide in place of the name of a school, so that the name can be written, or a number, later."""

import re
from collections.abc import Callable
from typing import Final

# Signs of the private area of Unicode: no text of people holds them, for what is typed is cleared of them.
OPENS: Final = "\ue000"
CLOSES: Final = "\ue001"
_TOKEN: Final = re.compile(f"{OPENS}([^{OPENS}{CLOSES}]*){CLOSES}")


def token(code: str) -> str:
    """In place of the name of the school with the code."""
    return f"{OPENS}{code}{CLOSES}"


def codes_in(text: str) -> tuple[str, ...]:
    """Codes of the schools that a text names, in its order."""
    return tuple(_TOKEN.findall(text))


def replaced(text: str, name: Callable[[str], str]) -> str:
    """The text with a name for each token. name: of a school by its code."""
    return _TOKEN.sub(lambda found: name(found.group(1)), text) if OPENS in text else text


def cleared(text: str) -> str:
    """Typed text without the signs of tokens."""
    return text.replace(OPENS, "").replace(CLOSES, "")


def whole_tokens(text: str) -> str:
    """The text up to a token that is cut, which has lost its end."""
    head, opens, last = text.rpartition(OPENS)
    return text if not opens or CLOSES in last else head
