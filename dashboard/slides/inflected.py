"""Schools that a typed text names in other cases than the nominative: «в Полянской школе», «гимназию № 1».

No dictionary: a name's own adjective is known by its stem, and it counts only beside a word for a school, with a capital
letter. So «Полянская улица», «Каменская А. П.» and «лесная школа» stay as they are, and so does whatever a text says
of a school without calling it one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from dashboard.slides.tokens import CLOSES

# Endings of an adjective in the singular, of either gender, hard and soft.
_ADJECTIVE: Final = "(?:ая|яя|ой|ей|ую|юю|ою|ею|ый|ий|ого|его|ому|ему|ым|им|ом|ем|ое|ее)"
_ENDINGS: Final = f"(?i:{_ADJECTIVE})(?!\\w)"
_SETTLEMENT: Final = (
    r"(?:в\s+)?(?:пос(?:\.|[её]лок|[её]лка|[её]лке|[её]лку|[её]лком)|п\.|с\.|сел[оаеу]м?|д\.|дер\.|деревн[яиеюй]+|ст\."
    r"|станиц[аыеуой]+|х\.|хутор[аеуом]*|г\.|город[аеуом]*)\s*"
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
_NUMBER: Final = r"№\s*(\d+)(?!\d)"
_AND: Final = r"\s*(?:,|и|или)\s*"
_AFTER_TOKEN: Final = re.compile(rf"(?:(?<={CLOSES})|(?<=\d))(?P<and>{_AND})(?P<rest>№\s*(?P<number>\d+)(?!\d))")


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
        self._called = re.compile(rf"(?<!\w){one}(?:{_AND}{one})*(?=\s+{_GENERIC}{_NOUN})")
        self._one = re.compile(f"(?:{'|'.join(f'({words})' for words in longest) or _NOTHING}){_ENDINGS}")
        self._words = longest
        self._tail = re.compile(rf"\s+{_GENERIC}{_NOUN}")
        self._numbered = re.compile(rf"(?<!\w){_GENERIC}{_NOUN}\s*{_NUMBER}(?:{_AND}{_NUMBER})*")
        self._settled = [
            (re.compile(rf"(?<!\w){_GENERIC}{_NOUN}\s+(?i:{_SETTLEMENT}){words}(?!\w)"), found)
            for words, found in places.items()
        ]

    def replaced(self, text: str, call: Callable[[str], str | None]) -> str:
        """call: what stands in place of the school with a code; None leaves the words as they are."""
        if CLOSES in text:
            text = _AFTER_TOKEN.sub(lambda found: self._further(found, call), text)
        if not any(hint in text for hint in _HINTS):
            return text
        text = self._numbered.sub(lambda found: self._number(found, call), text)
        for pattern, schools in self._settled:
            text = pattern.sub(partial(_called, schools, call), text)
        return self._adjectives(text, call)

    def _number(self, found: re.Match[str], call: Callable[[str], str | None]) -> str:
        """«школу № 3 и № 5»: each by its own; those that are nobody's, or several schools', keep their number."""
        numbers = [int(each) for each in re.findall(r"\d+", found[0])]
        told = [_only(self._by_number.get(number, ()), found["noun"]) for number in numbers]
        calls = [None if school is None else call(school.code) for school in told]
        if not any(calls):
            return found[0]
        return " и ".join(each or f"№ {number}" for each, number in zip(calls, numbers, strict=True))

    def _further(self, found: re.Match[str], call: Callable[[str], str | None]) -> str:
        """«СОШ № 3 и № 5» of which the first is a token already."""
        school = _only(self._by_number.get(int(found["number"]), ()), "школ")
        return found["and"] + ((None if school is None else call(school.code)) or found["rest"])

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
            told = " и ".join(words or each[0] for words, each in zip(calls, named, strict=True))
            made += [text[at : found.start()], told]
            at = tail.end()
        return "".join([*made, text[at:]])

    def _of_words(self, found: re.Match[str], noun: str, call: Callable[[str], str | None]) -> str | None:
        school = _only(self._by_words[self._words[(found.lastindex or 1) - 1]], noun)
        return None if school is None else call(school.code)


def _called(schools: Sequence[_Own], call: Callable[[str], str | None], found: re.Match[str]) -> str:
    school = _only(schools, found["noun"])
    return (None if school is None else call(school.code)) or found[0]


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
    settled = re.search(rf"(?i:{_SETTLEMENT})(?P<name>[А-ЯЁ][\w-]+(?:\s+[А-ЯЁ][\w-]+)*)$", name)
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
    return f"{stem}{_ENDINGS}" if stem else f"{_spelled(re.sub('[аеёиоуыэюяйь]$', '', word))}(?i:[а-яё]{{0,2}})"


def _spelled(stem: str) -> str:
    """With a capital letter, the rest in any case, ё as people type it."""
    first, rest = stem[:1], stem[1:]
    return re.sub("[её]", "[её]", f"{'[ЕЁ]' if first in 'ЕЁ' else re.escape(first)}(?i:{re.escape(rest)})")
