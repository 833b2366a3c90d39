"""Schools that a typed text names in other cases than the nominative: «в Полянской школе», «гимназию № 1».

No dictionary: a name's own adjective is known by its stem, and it counts only beside a word for a school, with a capital
letter. So «Полянская улица», «Каменская А. П.» and «лесная школа» stay as they are, and so does whatever a text says
of a school without calling it one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.slides.tokens import CLOSES

# Endings of an adjective in the singular, of either gender, hard and soft.
_ADJECTIVE: Final = "(?:ая|яя|ой|ей|ую|юю|ою|ею|ый|ий|ого|его|ому|ему|ым|им|ом|ем|ое|ее)"
_ENDINGS: Final = f"(?i:{_ADJECTIVE})(?![\\w-])"
# Not within a word: «Ново-Полянская» is another name than «Полянская», and «-Полянская» a line of a list.
_STARTS: Final = r"(?<!\w)(?<!\w-)"
_SETTLEMENT: Final = (
    r"(?:в\s+)?(?:пос(?:\.|[её]лок|[её]лка|[её]лке|[её]лку|[её]лком)|сел[оаеу]м?|дер\.|деревн[яиеюй]+|ст\."
    r"|станиц[аыеуой]+|хутор[аеуом]*|город[аеуом]*|(?-i:[псдхг]\.))\s*"
)
# Nouns by what they say of the kind of a school; «школа» says nothing.
_NOUNS: Final[Mapping[str, str]] = {
    "школ": "школ(?:а|ы|е|у|ой|ою|ам|ами|ах)?",
    "сош": "СОШ",
    "оош": "ООШ",
    "нош": "НОШ",
    "гимназ": "гимнази(?:я|и|ю|ей|й|ям|ями|ях)",
    "лице": "лице(?:й|я|ю|ем|е|и|ев|ям|ями|ях)",
}
_NOUN: Final = f"(?P<noun>(?i:{'|'.join(_NOUNS.values())}))(?!\\w)"
# «основной общеобразовательной» between the name and «школы», or before it.
_GENERIC_STEMS: Final = ("средн", "основн", "начальн", "общеобразовательн", "сельск")
_GENERIC: Final = rf"(?:(?i:{'|'.join(_GENERIC_STEMS)})[а-яё]{{2,3}}\s+){{0,2}}"
_HINTS: Final = ("школ", "Школ", "ШКОЛ", "ОШ", "сош", "оош", "нош", "имнази", "ИМНАЗИ", "лице", "Лице", "ЛИЦЕ")
_NOTHING: Final = "(?!)"
_END: Final = r"(?!\d|[./]\d)"
_NUMBER: Final = r"№\s*\d+(?!\d)"
_AND: Final = r"\s*(?:,|или|и)\s*"
_NUMBERS: Final = re.compile(r"(?:№\s*)*(\d+)")
_AFTER_TOKEN: Final = re.compile(rf"(?<={CLOSES})(?:{_AND}{_NUMBER})+")
# After a number that counts something, or is a day.
_COUNTED: Final = (
    r"\s*(?:%|(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|класс|учител|учени|учащ|педагог"
    r"|выпускни|человек|балл|процент|раз|дн|ден|недел|месяц|час)[а-яё]*)"
)
# Nouns that are certainly plural: «школы № 3, 5 учителей» may be said of one school.
_PLURAL: Final = "(?i:школ(?:ам|ами|ах)?|гимнази(?:ям|ями|ях)|лице(?:ев|ям|ями|ях))"
_LISTED: Final = re.compile(
    rf"{_STARTS}{_GENERIC}(?:(?P<many>{_PLURAL})\s*№|(?P<noun>(?i:{'|'.join(_NOUNS.values())}))\s*№\s*№)"
    rf"\s*\d+{_END}(?:{_AND}(?:№\s*)?\d+{_END})+(?!{_COUNTED})"
)
# What stands in place of the last letters of a place, by the letter that it ends with: «Сосновка», «Сосновки».
_PLACE_ENDINGS: Final[Mapping[str, str]] = {
    "а": "а|ы|и|е|у|ой|ою|ей|ею",
    "я": "я|и|е|ю|ей|ею|ёй|ёю",
    "о": "о|а|у|е|ом|ым",
    "е": "е|а|я|у|ю|ем",
    "ё": "ё|я|ю|ем|ём|е",
    "ь": "ь|я|ю|и|е|ем|ём|ью",
    "й": "й|я|ю|е|и|ем",
    "ы": "ы|ов|ам|ами|ах",
    "и": "и|ов|ев|ей|ам|ями|ям|ами|ах|ях",
}
_OF_CONSONANT: Final = "а|у|е|ом|ем|ым|"


@dataclass(frozen=True, slots=True)
class _Own:
    """What tells a school from others. words: by which its name is inflected. kind: key of a noun."""

    code: str
    kind: str
    number: int | None
    words: str
    settlement: str


class Inflected:
    """The names of one district. names: short ones by code."""

    def __init__(self, names: Mapping[str, str]) -> None:
        schools = [_own(code, " ".join(name.split())) for code, name in names.items()]
        self._by_number: dict[int, list[_Own]] = defaultdict(list)
        self._by_words: dict[str, list[_Own]] = defaultdict(list)
        places: dict[str, list[_Own]] = defaultdict(list)
        for school in schools:
            if school.number is not None:
                self._by_number[school.number].append(school)
            elif school.settlement:
                places[school.settlement].append(school)
            if school.words:
                self._by_words[school.words].append(school)
        longest = sorted(self._by_words, key=len, reverse=True)
        one = f"(?:{'|'.join(longest) or _NOTHING}){_ENDINGS}"
        self._called = re.compile(rf"{_STARTS}{one}(?:{_AND}{one})*(?=\s+{_GENERIC}{_NOUN})")
        self._one = re.compile(f"{_STARTS}(?:{'|'.join(f'({words})' for words in longest) or _NOTHING}){_ENDINGS}")
        self._words = longest
        self._tail = re.compile(rf"\s+{_GENERIC}{_NOUN}")
        self._numbered = re.compile(rf"{_STARTS}{_GENERIC}{_NOUN}\s*{_NUMBER}(?:{_AND}{_NUMBER})*")
        self._settled = re.compile(rf"{_STARTS}{_GENERIC}{_NOUN}\s+(?i:{_SETTLEMENT})")
        self._places = [(re.compile(rf"{words}(?![\w-])"), found) for words, found in places.items()]

    def replaced(self, text: str, call: Callable[[str], str | None]) -> str:
        """call: what stands in place of the school with a code; None leaves the words as they are."""
        if CLOSES in text:
            text = _AFTER_TOKEN.sub(lambda found: self._further(found, call), text)
        if not any(hint in text for hint in _HINTS):
            return text
        text = _LISTED.sub(lambda found: self._number(found, call, is_whole=True), text)
        text = self._numbered.sub(lambda found: self._number(found, call), text)
        return self._adjectives(self._settlements(text, call), call)

    def _number(self, found: re.Match[str], call: Callable[[str], str | None], *, is_whole: bool = False) -> str:
        """«школу № 3 и № 5»: each by its own; those that are nobody's, or several schools', keep their number.

        is_whole: all of them or none, for a number without a sign may count something else.
        """
        groups = found.groupdict()
        noun = groups["noun"] or groups["many"]
        numbers = list(_NUMBERS.finditer(found[0]))
        told = [_only(self._by_number.get(int(each[1]), ()), noun) for each in numbers]
        if is_whole and not all(told):
            return found[0]
        return _joined(found[0], numbers, [None if school is None else call(school.code) for school in told])

    def _further(self, found: re.Match[str], call: Callable[[str], str | None]) -> str:
        """«СОШ № 3, № 5 и № 7» of which the first is a token already; up to a number that is no school's."""
        made, at = "", 0
        for each in _NUMBERS.finditer(found[0]):
            school = _only(self._by_number.get(int(each[1]), ()), "школ")
            if school is None:
                break
            made += found[0][at : each.start()] + (call(school.code) or each[0])
            at = each.end()
        return made + found[0][at:]

    def _settlements(self, text: str, call: Callable[[str], str | None]) -> str:
        """«в школе села Сосновки»; nothing where the place may be that of another school too."""
        made, at = [], 0
        for found in self._settled.finditer(text):
            fitting = [(place.end(), its) for words, its in self._places if (place := words.match(text, found.end()))]
            end = max((each for each, _ in fitting), default=0)
            school = _only([each for reach, its in fitting if reach == end for each in its], found["noun"])
            words = None if school is None else call(school.code)
            if words is not None and found.start() >= at:
                made += [text[at : found.start()], words]
                at = end
        return "".join([*made, text[at:]])

    def _adjectives(self, text: str, call: Callable[[str], str | None]) -> str:
        """«в Полянской и Луговской школах»: each name, and the noun after the last of them."""
        made, at = [], 0
        for found in self._called.finditer(text):
            tail = self._tail.match(text, found.end())
            if tail is None or found.start() < at:
                continue
            named = list(self._one.finditer(found[0]))
            calls = [self._of_words(each, tail["noun"], call) for each in named]
            if not any(calls):
                continue
            made += [text[at : found.start()], _joined(found[0], named, calls)]
            at = tail.end()
        return "".join([*made, text[at:]])

    def _of_words(self, found: re.Match[str], noun: str, call: Callable[[str], str | None]) -> str | None:
        school = _only(self._by_words[self._words[(found.lastindex or 1) - 1]], noun)
        return None if school is None else call(school.code)


def _joined(text: str, parts: Sequence[re.Match[str]], calls: Sequence[str | None]) -> str:
    """The text with what the parts are called, and between them what stood there. None leaves a part as it is.

    What stands before the first part is the word for a school, which goes with it.
    """
    if not any(calls):
        return text
    made, at = "" if calls[0] else text[: parts[0].start()], parts[0].start()
    for part, words in zip(parts, calls, strict=True):
        made += text[at : part.start()] + (words or part[0])
        at = part.end()
    return made + text[at:]


def _only(schools: Sequence[_Own], noun: str) -> _Own | None:
    """The school that is meant; None where it may be another too: a wrong number is worse than none."""
    kind = _kind(noun)
    meant = [each for each in schools if kind == "школ" or each.kind in {kind, "школ"}]
    if kind == "школ" and len(meant) > 1:
        meant = [each for each in meant if each.kind not in {"гимназ", "лице"}]
    return meant[0] if len(meant) == 1 else None


def _kind(noun: str) -> str:
    return next((key for key in _NOUNS if key in noun.casefold()), "школ")


def _own(code: str, name: str) -> _Own:
    """«СОШ № 3», «СОШ пос. Лесной», «Полянская ООШ» taken apart."""
    kind = _kind(name)
    number = re.search(r"№\s*(\d+)", name)
    settled = re.search(rf"(?<!\S)(?i:{_SETTLEMENT})(?P<name>[А-ЯЁ][\w-]+(?:\s+[А-ЯЁ][\w-]+)*)$", name)
    if number is not None:
        return _Own(code, kind, int(number[1]), "", "")
    if settled is not None:
        place = settled["name"].split()
        return _Own(code, kind, None, _adjectives(place), r"\s+".join(_any_case(word) for word in place))
    before = re.match(rf"(?P<name>.+?)\s+{_NOUN}", name)
    return _Own(code, kind, None, _adjectives(before["name"].split()) if before else "", "")


def _adjectives(words: Sequence[str]) -> str:
    """A pattern of all their cases, but for the ending of the last; nothing where one of them is no adjective, or all of them say nothing."""
    stems = [re.fullmatch(rf"([А-ЯЁ][\w-]{{2,}}?){_ADJECTIVE}", word) for word in words]
    if not words or not all(stems) or words[0].casefold().startswith(_GENERIC_STEMS):
        return ""
    return rf"{_ENDINGS}\s+".join(_spelled(stem[1]) for stem in stems if stem)


def _any_case(word: str) -> str:
    """Of an adjective, or of a noun: «Сосновка», «Сосновки»."""
    stem = _adjectives([word])
    if stem:
        return f"{stem}{_ENDINGS}"
    endings = _PLACE_ENDINGS.get(word[-1].casefold())
    return f"{_spelled(word[:-1] if endings else word)}(?i:{endings or _OF_CONSONANT})(?!\\w)"


def _spelled(stem: str) -> str:
    """With a capital letter, the rest in any case, ё as people type it."""
    first, rest = stem[:1], stem[1:]
    return re.sub("[её]", "[её]", f"{'[ЕЁ]' if first in 'ЕЁ' else re.escape(first)}(?i:{re.escape(rest)})")
