"""Widths of the characters of Golos Text in hundredths of the type size, so that text is measured and not guessed."""

from collections.abc import Mapping
from typing import Final

# Width, and the characters that have it (rounded to two hundredths). Others are taken for letters of mean width.
_REGULAR: Final = {
    16: "\u202f",
    22: "'",
    24: " \xa0",
    26: "`ij",
    30: "!,.:;·",
    32: "Il",
    34: "|",
    36: "f",
    38: "()-[]{}",
    40: '"rt',
    44: "*",
    46: "г",
    48: "/1\\т",
    50: "_",
    52: "7?sz–зь",
    54: "cсэ",
    56: "+<=>JL^akvxy~«»−Гавухчя",
    58: "235eеклё",
    60: "4689EFZouЕбдийнопъЁ",
    62: "0TbdghnpqТрц",
    64: "$SYЗ",
    66: "PXБРХЬ",
    68: "#&ABCKRVАВСУЧЭЯ",
    70: "DGК",
    72: "U—ДЛмы",
    74: "OQОЪф",
    76: "HNИЙНПЦ",
    78: "ю",
    80: "wжш",
    84: "%щ",
    86: "MМФ",
    88: "mЫ",
    94: "…",
    96: "WЖШЮ",
    100: "Щ",
    102: "@",
    110: "№",
}
_BOLD: Final = {
    16: "\u202f",
    24: " '\xa0",
    28: "ij",
    32: "!,.:;`·",
    34: "Il|",
    36: "f",
    38: "()-[]{}",
    40: "rt",
    44: "*",
    46: '"г',
    48: "/\\",
    50: "_",
    52: "1z–т",
    54: "7?«»",
    56: "JLsГзь",
    58: "+<=>^ackx~−авксхчэя",
    60: "235Fehnouvyбеийлнопуё",
    62: "4EbdgpqЕдръЁ",
    64: "0689TZТц",
    66: "З",
    68: "#$PSБРЧЬ",
    70: "BRYВЯ",
    72: "&ACDKUVX—АЛСУХЭм",
    74: "GК",
    76: "HNOQДИЙНОПЪфы",
    78: "Цю",
    82: "ж",
    84: "%wш",
    88: "MmМщ",
    92: "ФЫ",
    96: "@",
    98: "Ю",
    100: "W…Ш",
    102: "Ж",
    104: "Щ",
    112: "№",
}


def _by_character(widths: Mapping[int, str]) -> dict[str, int]:
    return {character: width for width, characters in widths.items() for character in characters}


REGULAR: Final[Mapping[str, int]] = _by_character(_REGULAR)
BOLD: Final[Mapping[str, int]] = _by_character(_BOLD)
UNKNOWN: Final = 62
