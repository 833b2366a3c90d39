"""The sentences of «Совещание»: what the list, the agenda and the forms say. Headlines of slides stand in `meeting`."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dashboard.addresses.meeting import MeetingFile
from dashboard.formatting import NO_BREAK, counted, date_full, date_near, days_from, plural, whole
from data_layer.domain.days import FIRST_YEAR, LAST_YEAR
from data_layer.domain.meetings import SlideKind

MAKE: Final = "Составить повестку"
SHOW: Final = "Начать показ"
# Of a meeting that has no slides yet.
PREPARE: Final = "Подготовить"
SEND: Final = "В совещание"
USUAL_TITLE: Final = "Совещание руководителей школ"
FIRST_TITLE: Final = "Проведите совещание по данным района"
FIRST_WORDS: Final = (
    "Повестка собирается из данных одним нажатием: район в целом, результат и цикл каждого блока, где цели "
    "не достигнуты и ответа нет, кому нужна помощь, кто справился, ближайшие сроки. Потом слайды можно убрать, "
    "переставить, переписать и добавить свои."
)
NO_SLIDES: Final = "В повестке нет слайдов"
NO_SLIDES_WORDS: Final = (
    "Добавьте готовые слайды или пришлите диаграмму из «Сравнения» и «Цикла» кнопкой «В совещание»."
)
KINDS: Final[Mapping[SlideKind, str]] = {
    SlideKind.VIEW: "Своя диаграмма",
    SlideKind.OPENING: "Прошлые решения",
    SlideKind.GLANCE: "Район в целом",
    SlideKind.BLOCK_RESULT: "Результат блока",
    SlideKind.BLOCK_CYCLE: "Цикл блока",
    SlideKind.NO_RESPONSE: "Цели без ответа",
    SlideKind.HELP: "Кому нужна помощь",
    SlideKind.SOLVED: "Кто справился",
    SlideKind.DEADLINES: "Сроки впереди",
}
NEW_TITLE: Final = "Новое совещание"
PROTOCOL_TITLE: Final = "Совещание и протокол"
ADD_TITLE: Final = "Добавить слайды"
EDIT_TITLE: Final = "Заголовок и заметки"
RENEW_TITLE: Final = "Что изменилось в данных"
SEND_TITLE: Final = "Отправить в совещание"
NO_DAY: Final = f"Такого дня нет. Напишите дату как 25.08.2026, год с {FIRST_YEAR} по {LAST_YEAR}."
ALREADY_MADE: Final = "Это совещание уже создано."
# Below a field of a meeting whose names are coded.
TYPED_NAMES: Final = (
    "Название школы заменится номером в любом падеже, если оно написано как «в Ключевской школе», «школу № 5»,"
    " «школам № 3, 5 и 7» или «в школе посёлка Лесного». Другие написания останутся: «школа Ключевская», «в Ключевской»,"
    " прозвище, фамилия директора. Проверьте текст перед показом."
)
NOT_FOR_THE_WALL: Final = (
    "Показать это на совещании нельзя: без чувствительных показателей и малых групп здесь ничего не остаётся."
)
CHANGED_TITLE: Final = "Это уже изменил другой человек"
ORDER_CHANGED: Final = "Пока вы переставляли слайды, повестку изменили. Ваша перестановка не записана."
OWN_TITLE: Final = "Что покажут о вашей школе"
# Of a chart whose headline a school may not read: it tells of the others too.
OWN_VIEW: Final = "Диаграмма, на которой есть ваша школа"
OWN_NOTHING: Final = "На слайдах этого совещания вашей школы нет."
OWN_CODED: Final = "Названий школ на экране не будет: вместо них номера."
# What each file is, and what for; by its ending.
FILES: Final[Mapping[MeetingFile, tuple[str, str]]] = {
    MeetingFile.PPTX: ("Презентация", "можно править"),
    MeetingFile.PDF: ("Для печати", "как на экране"),
    MeetingFile.XLSX: ("Строки слайдов", "числа"),
    MeetingFile.HTML: ("Показ без сети", "один файл"),
}
# Labels of the protocol's fields, by their names in `PROTOCOL_FIELDS`; the agenda of the protocol is a text of its own.
PROTOCOL: Final[Mapping[str, str]] = {
    "number": "Номер протокола",
    "time": "Время",
    "place": "Место",
    "attended": "Присутствовали",
    "approved_position": "Утверждает: должность",
    "approved_name": "Утверждает: фамилия и инициалы",
    "minutes_by": "Протокол вёл",
    "agenda": "Повестка протокола",
}
PROTOCOL_HINTS: Final[Mapping[str, str]] = {
    "attended": "Сколько и кого: «26 руководителей школ, специалисты управления».",
    "approved_position": "Пусто — без грифа «Утверждаю».",
    "agenda": "Вопрос на строку. Пусто — в бланке останутся строки, чтобы вписать от руки. Заголовки слайдов стоят в «Слушали».",
}
_SLIDES: Final = ("слайд", "слайда", "слайдов")
_COMMENTS: Final = ("комментарий школы", "комментария школ", "комментариев школ")


def slides_words(count: int) -> str:
    """«15 слайдов», «слайдов нет»."""
    return counted(count, *_SLIDES) if count else "слайдов нет"


def comments_words(count: int) -> str:
    """«3 комментария школ»."""
    return counted(count, *_COMMENTS)


def decided_words(count: int, still_open: int) -> str:
    """«5 решений, не закрыто 2»."""
    words = counted(count, "решение", "решения", "решений")
    if still_open:
        return f"{words}, не закрыто {whole(still_open)}"
    return f"{words}, {'закрыто' if count == 1 else 'все закрыты'}"


def list_headline(next_on: date | None, last_on: date | None, *, today: date) -> str:
    """The finding above the list: when the next meeting is, or when the last one was.

    next_on: day of the first planned meeting that is still to come or waits for being held; None without one.
    """
    if next_on is not None:
        when = days_from(next_on, today=today)
        if next_on < today:
            return f"Совещание {date_full(next_on)} ещё не отмечено проведённым"
        return f"Ближайшее совещание{NO_BREAK}— {date_near(next_on, today=today)}, {when}"
    if last_on is not None:
        return f"Следующее совещание не назначено, последнее прошло {date_full(last_on)}"
    return "Совещаний ещё не было"


def made_words(slides: int) -> str:
    """Of a meeting that was just made."""
    return f"Повестка составлена: {slides_words(slides)}." if slides else "Совещание создано."


def sent_words(title: str, held_on: date) -> str:
    return f"Слайд добавлен: «{title}», {date_full(held_on)}."


def already_sent_words(title: str, held_on: date) -> str:
    """Of a view that was sent before, from the same address."""
    return f"Этот вид уже в повестке: «{title}», {date_full(held_on)}."


def removed_words(position: int) -> str:
    return f"Слайд {whole(position)} убран."


def added_words(count: int, *, there: int = 0) -> str:
    """«Добавлено 2 слайда.» there: how many more were asked for that the agenda has already."""
    if not count:
        return f"{plural(there, 'Этот слайд', 'Эти слайды', 'Эти слайды')} уже в повестке."
    verb = plural(count, "Добавлен", "Добавлено", "Добавлено")
    words = f"{verb} {counted(count, *_SLIDES)}."
    return f"{words} Уже в повестке: {whole(there)}." if there else words


def updated_words(count: int) -> str:
    """«Обновлено 3 слайда.»"""
    verb = plural(count, "Обновлён", "Обновлено", "Обновлено")
    return f"{verb} {counted(count, *_SLIDES)}."


def update_button(count: int) -> str:
    """«Обновить слайд», «Обновить 3 слайда»."""
    return "Обновить слайд" if count == 1 else f"Обновить {counted(count, *_SLIDES)}"


def update_finding(changed: int, slides: int) -> str:
    """Above what would change, when slides are held against today's data. slides: how many were asked about."""
    if slides == 1:
        return "С тех пор слайд изменился." if changed else "Слайд равен сегодняшним данным, обновлять нечего."
    if not changed:
        return "Все слайды равны сегодняшним данным, обновлять нечего."
    verb = plural(changed, "изменился", "изменились", "изменились")
    return f"С тех пор {verb} {whole(changed)} из{NO_BREAK}{counted(slides, 'слайда', 'слайдов', 'слайдов')}."


def more_changes(count: int) -> str:
    """«И ещё 7 значений.»"""
    return f"И{NO_BREAK}ещё {counted(count, 'значение', 'значения', 'значений')}."


def names_words(revealed: int) -> str:
    """What a coded meeting shows instead of names."""
    if not revealed:
        return "На слайдах «Школа 1», «Школа 2»… Номера не меняются до конца совещания."
    schools = counted(revealed, "школа названа", "школы названы", "школ названы")
    return f"На слайдах номера вместо названий, {schools} по имени."


def own_headline(slides: int, held_on: date | None, *, today: date) -> str:
    """What a school has to know first. held_on: day of the next meeting, None without one; slides: of it that name the school."""
    if held_on is None:
        return "Совещаний не назначено"
    when = f"Совещание {date_near(held_on, today=today)}, {days_from(held_on, today=today)}"
    if not slides:
        return f"{when}: вашей школы на слайдах нет"
    return f"{when}: ваша школа на {whole(slides)}{NO_BREAK}{plural(slides, 'слайде', 'слайдах', 'слайдах')}"
