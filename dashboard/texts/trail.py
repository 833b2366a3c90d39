"""The audit trail in Russian: what each recorded action is called, and what changed from what to what.

Every action that the program records has its line in ACTIONS; a test reads the program for their names.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from dashboard.formatting import counted, date_full, listed
from dashboard.texts.compare.words import FILE_TITLES
from dashboard.texts.effectiveness import MARKS
from dashboard.texts.words import CLUSTER_OF_SCHOOL, LEVELS, MISSING_CODES, ROLES, author_words
from data_layer.domain.effectiveness import QUESTIONS, Mark
from data_layer.domain.flag_texts import Names
from data_layer.domain.school_year import UnknownYearError, format_year, parse_year
from data_layer.domain.vocabulary import (
    Cluster,
    DocumentStatus,
    Level,
    MissingCode,
    RequirementLevel,
    Role,
    SchoolKind,
    Stage,
)
from data_layer.queries.trail import TrailEvent

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One value: what it is called, what it was and what it became.

    old: empty of what was newly added, «не было» where a value was given only now. new: «пусто» where it is gone.
    """

    label: str
    old: str
    new: str


PERIODS: Final[Mapping[str, str]] = {
    "autumn": "Показатели за осень",
    "academic_year": "Показатели за учебный год",
    "three_years": "Показатели за три года",
    "calendar_spring": "Весенние показатели (ВПР)",
    "summer": "Летние показатели (ГИА)",
    "autumn_next_year": "Показатели осени следующего года",
    "organisation": "Организационные условия",
}
REQUIRED: Final[Mapping[RequirementLevel, str]] = {
    RequirementLevel.REQUIRED: "обязательно",
    RequirementLevel.OPTIONAL: "по желанию",
    RequirementLevel.NOT_USED: "не требуется",
}
KINDS: Final[Mapping[SchoolKind, str]] = {
    SchoolKind.FULL: "СОШ",
    SchoolKind.BASIC: "ООШ",
    SchoolKind.PRIMARY: "НОШ",
}
DOCUMENT_STATUSES: Final[Mapping[DocumentStatus, str]] = {
    DocumentStatus.DRAFT: "черновик",
    DocumentStatus.SUBMITTED: "на проверке",
    DocumentStatus.ACCEPTED: "принят",
    DocumentStatus.RETURNED: "возвращён",
}
# Of meetings and of decisions.
STATES: Final[Mapping[str, str]] = {
    "planned": "готовится",
    "held": "проведено",
    "open": "в работе",
    "reported": "школа сообщила о выполнении",
    "closed": "закрыто",
}
# What the trail calls the values it keeps.
_LABELS: Final[Mapping[str, str]] = {
    "title": "Название",
    "short_name": "Краткое название",
    "full_name": "Полное название",
    "kind": "Вид",
    "levels": "Уровни",
    "cluster": "Тип местности",
    "pupils": "Обучающихся",
    "fis_oko_login": "Логин ФИС ОКО",
    "rcoi_code": "Код РЦОИ",
    "inn": "ИНН",
    "number": "Номер",
    "date": "Дата",
    "responsible": "Ответственный",
    "addressee": "Адресат",
    "goals": "Цели",
    "tasks": "Задачи",
    "deadlines": "Сроки",
    "url": "Ссылка",
    "file_id": "Файл",
    "status": "Статус",
    "covers": "Другие ячейки",
    "remark": "Замечание",
    "effect": "Что изменилось",
    "label": "Номер или название",
    "is_present": "Есть",
    "target": "Цель",
    "due": "Срок",
    "required": "Требование",
    "types": "Виды документов",
    "from_year": "С учебного года",
    "began_in": "Школа работает с",
    "gone_from": "Школы нет с",
    "successor": "Вошла в школу",
    "joined": "Присоединилась школа",
    "passes_history": "Прежние годы переходят к преемнику",
    "ends_on": "Действует по",
    "time_zone": "Часовой пояс",
    "small_cohort": "Малая группа: меньше",
    "due_soon_days": "Напоминать за дней",
    "tolerance_pp": "Допустимое отклонение, п. п.",
    "tolerance_at_most_part": "Часть цели «не более» для отклонения",
    "stale_before": "Документы года — не раньше",
    "cycle_closes": "Документы года — не позже",
    "tracked_from": "Цикл ведётся с",
    "benchmark_schools": "Сравнивать не меньше чем с",
    "region": "Код региона",
    "role": "Роль",
    "reviewed_by": "Проверил",
    "deadline": "Срок",
    "matched": "Чьё название",
    "three": "«3» ставится от, баллов",
    "reason": "Почему",
    "filters": "Отбор",
    "held_on": "День совещания",
    "state": "Состояние",
    "time": "Время",
    "place": "Где проходит",
    "attended": "Присутствовали",
    "approved_position": "Должность утвердившего",
    "approved_name": "Кто утвердил",
    "minutes_by": "Протокол вёл",
    "agenda": "Повестка",
    "slide": "Слайд",
    "slides": "Слайдов",
    "position": "Место в повестке",
    "headline": "Заголовок",
    "frozen_at": "Данные были на",
    "text": "Текст",
    "is_coded": "Номера вместо названий",
    "school": "Школа",
    "is_revealed": "Название показано",
    "decision": "Решение",
    "done": "Что сделано",
}
# Kept for the machine, or told by the sentence already.
_UNTOLD: Final = frozenset(
    {
        "author",
        "batch",
        "batch_id",
        "counts",
        "region_id",
        "district_id",
        "school_id",
        "one_time",
        "is_active",
        "label",
        "size",
        "sha256",
    }
)
_FIGURES: Final = "figures"
WAS_NOT: Final = "не было"
IS_GONE: Final = "пусто"
# Of a file the trail keeps the number alone, which tells people nothing but that it is another.
FILE_BEFORE: Final = "прежний файл"
FILE_INSTEAD: Final = "другой файл"
_TABLES: Final[Mapping[str, tuple[str, str, str]]] = {
    "schools": ("школа", "школы", "школ"),
    "targets": ("цель", "цели", "целей"),
    "observations": ("показатель", "показателя", "показателей"),
    "documents": ("документ", "документа", "документов"),
    "organisation": ("требование", "требования", "требований"),
}

Sentence = Callable[[TrailEvent, Names], str]


def _plain(words: str) -> Sentence:
    return lambda _event, _names: words


def _about(words: str) -> Sentence:
    """The words and the subject in quotation marks."""
    return lambda event, _names: f"{words} «{event.subject}»" if event.subject else words


# What the subject of a file that was made here begins with, and what people call the file.
_FILES: Final[Mapping[str, str]] = {
    "cycle": "Управленческий цикл",
    "letter": "Письмо школе",
    "letters": "Письма школам",
    "school": "Карточка школы",
    "journal.xlsx": "Журнал",
    "platform-journal.xlsx": "Журнал вне районов",
    "decisions": "Решения совещаний",
    "meeting": "Слайды совещания",
}
_OF_COMPARISON: Final = "compare-"
# After the name of a chart that was saved as a picture.
PICTURE: Final = "picture"


def _file(event: TrailEvent, _names: Names) -> str:
    name, _, rest = event.subject.partition(":")
    if name.startswith(_OF_COMPARISON):
        title = FILE_TITLES.get(name.removeprefix(_OF_COMPARISON), name)
    else:
        title = _FILES.get(name, name)
    told = ", ".join("картинка" if each == PICTURE else each for each in rest.split(":") if each)
    return f"Выгружен файл «{title}»" + (f", {told}" if told else "")


def _district_added(event: TrailEvent, _names: Names) -> str:
    """By its title; the code, where an older record kept no title."""
    title = event.new.get("title") or event.subject
    return f"Добавлен район «{title}»" if title else "Добавлен район"


def _with_role(words: str) -> Sentence:
    def sentence(event: TrailEvent, _names: Names) -> str:
        role = (event.new or event.old).get("role")
        title = ROLES[Role(role)] if role in set(Role) else ""
        return f"{words} «{event.subject}»" + (f": {title}" if title else "")

    return sentence


def _password(event: TrailEvent, _names: Names) -> str:
    is_one_time = event.new.get("one_time") is True
    return f"{'Выдан одноразовый пароль' if is_one_time else 'Сменён пароль'}: «{event.subject}»"


def _imported(words: str) -> Sentence:
    def sentence(event: TrailEvent, _names: Names) -> str:
        counts = event.new.get("counts")
        parts = [_tally(table, tally) for table, tally in counts.items()] if isinstance(counts, Mapping) else []
        told = ", ".join(part for part in parts if part)
        return f"{words} «{event.subject}»" + (f": {told}" if told else "")

    return sentence


def _reverted(event: TrailEvent, _names: Names) -> str:
    """An older record has no figure of what was given back."""
    restored, kept = event.new.get("restored"), event.new.get("kept_count")
    if restored != 0:
        return f"Отменена загрузка файла «{event.subject}»"
    why = "всё из неё изменено позже" if kept else "возвращать было нечего"
    return f"Загрузка файла «{event.subject}» закрыта, данные не изменились: {why}"


def _tally(table: str, tally: Any) -> str:
    forms = _TABLES.get(table)
    written = sum(int(tally.get(name, 0)) for name in ("new", "changed")) if isinstance(tally, Mapping) else 0
    return counted(written, *forms) if forms and written else ""


def _reviewed(event: TrailEvent, _names: Names) -> str:
    is_accepted = event.new.get("status") == DocumentStatus.ACCEPTED.value
    return f"{'Принят' if is_accepted else 'Возвращён'} документ «{event.subject}»"


def _by_hand(event: TrailEvent, names: Names) -> str:
    """The subject names an indicator, level and year, or says itself what it is."""
    indicator, _, rest = event.subject.partition(":")
    level, _, year = rest.partition(":")
    if level not in set(Level):
        return f"Внесено вручную: {event.subject}"
    parts = [names.indicator(indicator), LEVELS[Level(level)], _year(year)]
    return f"Внесено вручную: {', '.join(part for part in parts if part)}"


def _matched(event: TrailEvent, _names: Names) -> str:
    """The subject is how files name the school."""
    if event.old and not event.new:
        return f"Название «{event.subject}» из файлов больше ни к кому не отнесено"
    whose = "отнесено к школе" if event.school else "не относится к школам района"
    return f"Название «{event.subject}» из файлов {whose}"


def _catalogue(event: TrailEvent, _names: Names) -> str:
    entries = event.new.get("entries")
    count = len(entries) if isinstance(entries, list) else 0
    return f"Загружен каталог «{event.subject}»" + (
        f": {counted(count, 'запись', 'записи', 'записей')}" if count else ""
    )


def _target(event: TrailEvent, names: Names) -> str:
    indicator, _, rest = event.subject.partition(":")
    level, _, year = rest.partition(":")
    parts = [names.indicator(indicator), LEVELS[Level(level)] if level in set(Level) else "", _year(year)]
    is_gone = event.action == "target_removed"
    if event.school:
        whose = "Снята цель школы" if is_gone else "Изменена цель школы"
    else:
        whose = "Снят ориентир района" if is_gone else "Изменён ориентир района"
    return f"{whose}: {', '.join(part for part in parts if part)}"


def _series_break(event: TrailEvent, names: Names) -> str:
    indicator, _, year = event.subject.partition(":")
    what = "Ряд больше не прерывается" if event.action == "series_break_removed" else "Ряд прерван, другая методика"
    return f"{what}: {names.indicator(indicator)}, с {_year(year)}"


def _due(event: TrailEvent, names: Names) -> str:
    key, _, year = event.subject.partition(":")
    whose = "Срок школы" if event.school else "Срок"
    return f"{whose}: {due_title(key, names).lower()}, {_year(year)}"


def due_title(key: str, names: Names) -> str:
    """What a due day is set for: a stage of the cycle, figures of a period, the organisational items."""
    if key in PERIODS:
        return PERIODS[key]
    return names.stage(Stage(key)) if key in set(Stage) else key


def _requirement(event: TrailEvent, names: Names) -> str:
    block, _, stage = event.subject.partition(":")
    title = names.stage(Stage(stage)).lower() if stage in set(Stage) else stage
    since = event.new.get("from_year")
    words = f" с {format_year(since)}" if isinstance(since, int) and since else ""
    return f"Требование: блок {block}, {title}{words}"


def _organisation(event: TrailEvent, names: Names) -> str:
    item, _, year = event.subject.partition(":")
    return f"Организационное условие «{names.organisation_item(item)}», {_year(year)}"


def _year(text: str) -> str:
    try:
        return format_year(int(text))
    except ValueError:
        return text


# Title for the filter, sentence. In the order of the filter.
ACTIONS: Final[Mapping[str, tuple[str, Sentence]]] = {
    "signed_in": ("Вход", _plain("Вход в систему")),
    "signed_out": ("Выход", _plain("Выход из системы")),
    "sign_in_failed": ("Неудачный вход", _plain("Неудачная попытка входа")),
    "sign_in_blocked": ("Вход закрыт на время", _plain("Неудачная попытка входа, вход закрыт на 5 минут")),
    "role_chosen": ("Выбор роли", lambda event, _: f"Выбрана роль: {_role(event.subject)}"),
    "switched_into_district": ("Вход администратора в район", _plain("Администратор вошёл в район")),
    "left_district": ("Выход администратора из района", _plain("Администратор вышел из района")),
    "access_denied": ("Отказ в доступе", _plain("Отказано в доступе")),
    "user_added": ("Добавлен пользователь", _with_role("Добавлен пользователь")),
    "user_renamed": ("Изменено имя пользователя", _about("Изменено имя пользователя")),
    "user_deactivated": ("Закрыт доступ", _about("Закрыт доступ пользователю")),
    "user_activated": ("Открыт доступ", _about("Снова открыт доступ пользователю")),
    "membership_added": ("Дана роль", _with_role("Дана роль пользователю")),
    "membership_removed": ("Снята роль", _with_role("Снята роль с пользователя")),
    "password_set": ("Новый пароль", _password),
    "district_added": ("Добавлен район", _district_added),
    "district_changed": ("Изменены сведения о районе", _plain("Изменены сведения о районе")),
    "school_added": ("Добавлена школа", _about("Добавлена школа")),
    "school_changed": ("Изменены сведения о школе", _about("Изменены сведения о школе")),
    "school_opens": ("Год открытия школы", _about("Изменён год открытия школы")),
    "school_renamed": ("Переименована школа", _about("Переименована школа")),
    "school_name_taken_back": ("Возвращено название школы", _about("Возвращено прежнее название школы")),
    "school_closed": ("Закрыта школа", _about("Закрыта школа")),
    "school_reopened": ("Снова открыта школа", _about("Снова открыта школа")),
    "school_joined": ("Присоединилась школа", _about("Другая школа вошла в школу")),
    "school_left": ("Отменено объединение школ", _about("Отменено объединение со школой")),
    "membership_ends": ("Срок роли в школе", _about("Изменён срок роли пользователя")),
    "catalogue_loaded": ("Загружен каталог", _catalogue),
    "year_opened": ("Открыт учебный год", _about("Открыт учебный год")),
    "due_day_changed": ("Изменён срок района", _due),
    "school_due_day_changed": ("Изменён срок школы", _due),
    "requirement_changed": ("Изменено требование", _requirement),
    "settings_changed": ("Изменены настройки", _plain("Изменены настройки района")),
    "target_changed": ("Изменена цель или ориентир", _target),
    "series_break_set": ("Отмечен разрыв ряда", _series_break),
    "series_break_removed": ("Снят разрыв ряда", _series_break),
    "import_applied": ("Внесён файл", _imported("Внесён файл")),
    "file_stored": ("Приложен файл", _about("Приложен файл документа")),
    "file_removed": ("Удалён файл", _about("Удалён файл документа")),
    "document_changed": ("Изменён документ", _about("Изменён документ")),
    "document_reviewed": ("Проверен документ", _reviewed),
    "saved_by_hand": ("Внесено вручную", _by_hand),
    "target_removed": ("Снята цель или ориентир", _target),
    "import_reverted": ("Отменена загрузка", _reverted),
    "import_checked": ("Проверен файл", _imported("Проверен файл")),
    "scale_set": ("Указана шкала отметок", _about("Шкала отметок")),
    "schools_matched": ("Сопоставлена школа из файла", _matched),
    "document_file_downloaded": ("Скачан файл документа", _about("Скачан файл документа")),
    "checked_file_downloaded": ("Выгружен файл с отметками", _about("Выгружен файл с отметками")),
    "book_downloaded": ("Выгружена книга школы", _about("Выгружена книга школы")),
    "books_downloaded": ("Выгружены книги школ", _about("Выгружены книги школ")),
    "board_downloaded": ("Выгружен список «кто сдал»", _about("Выгружен список «кто сдал»")),
    "meeting_created": ("Создано совещание", _about("Создано совещание")),
    "meeting_changed": ("Изменено совещание", _about("Изменены сведения о совещании")),
    "meeting_removed": ("Удалено совещание", _about("Удалено совещание")),
    "meeting_coded": ("Имена школ на совещании", _about("Имена школ на совещании")),
    "meeting_revealed": ("Имя школы на совещании", _about("Имя школы на совещании")),
    "slides_added": ("Добавлены слайды", _about("Добавлены слайды совещания")),
    "slide_removed": ("Убран слайд", _about("Убран слайд совещания")),
    "slide_restored": ("Возвращён слайд", _about("Возвращён слайд совещания")),
    "slide_moved": ("Переставлен слайд", _about("Переставлен слайд совещания")),
    "slide_retitled": ("Изменён заголовок слайда", _about("Изменён заголовок слайда совещания")),
    "slide_noted": ("Изменены заметки к слайду", _about("Изменены заметки к слайду совещания")),
    "slide_renewed": ("Обновлён слайд", _about("Обновлены данные слайда совещания")),
    "slide_commented": ("Комментарий к слайду", _plain("Комментарий школы к слайду")),
    "export": ("Выгружено сравнение", _file),
    "exported": ("Выгружен файл школы", _file),
    "file_exported": ("Выгружен файл", _file),
    "effectiveness_marked": ("Оценена эффективность ВСОКО", lambda event, _: _effectiveness(event)),
    "document_published": ("Опубликован документ района", _about("Опубликован документ района")),
    "document_withdrawn": ("Снят документ района", _about("Снят с публикации документ района")),
    "published_document_downloaded": ("Скачан документ района", _about("Скачан документ района")),
    "organisation_changed": ("Изменено организационное условие", _organisation),
    "decision_taken": ("Принято решение", _about("Принято решение")),
    "decision_changed": ("Изменено решение", _about("Изменено решение")),
    "decision_withdrawn": ("Снято решение", _about("Снято решение")),
    "decision_reported": ("Сообщено об исполнении", _about("Школа сообщила об исполнении решения")),
    "decision_report_taken_back": (
        "Отозвано сообщение об исполнении",
        _about("Школа отозвала сообщение об исполнении решения"),
    ),
    "decision_returned": ("Решение возвращено школе", _about("Решение возвращено школе на доработку")),
    "decision_closed": ("Закрыто решение", _about("Закрыто решение")),
    "decision_reopened": ("Решение снова открыто", _about("Снова открыто решение")),
    "protocol_exported": ("Выгружена выписка из протокола", _about("Выгружена выписка из протокола")),
}


def _effectiveness(event: TrailEvent) -> str:
    count = counted(len(event.new.keys() - {QUESTIONS}), "ответ", "ответа", "ответов")
    return f"Эффективность ВСОКО, {_year(event.subject)}: {count}"


def _role(text: str) -> str:
    return ROLES[Role(text)] if text in set(Role) else text


def action_title(action: str) -> str:
    known = ACTIONS.get(action)
    return action if known is None else known[0]


def event_sentence(event: TrailEvent, names: Names) -> str:
    """What was done, in one line. An action that a later version records is shown by its name."""
    known = ACTIONS.get(event.action)
    return f"{event.action} {event.subject}".strip() if known is None else known[1](event, names)


def moment_words(moment: datetime) -> str:
    """«09.06.2026, 16:05»."""
    return f"{date_full(moment.date())}, {moment:%H:%M}"


def actor_words(actor: str) -> str:
    """The login, or who it was without one."""
    return author_words(actor) or "неизвестно кто"


def changes_of(event: TrailEvent, names: Names) -> list[ChangeLine]:
    """Value by value, in the order in which they were kept. Of what was newly added only the new values."""
    if event.action == "effectiveness_marked":
        return _answers(event)
    found = _figures(event)
    for name in dict.fromkeys((*event.old, *event.new)):
        if name in _UNTOLD or name not in _LABELS or (name == "role" and event.action != "role_chosen"):
            continue
        old, new = (_told(name, values.get(name), names) for values in (event.old, event.new))
        if name == "file_id" and old == new and event.old.get(name) != event.new.get(name):
            old, new = FILE_BEFORE, FILE_INSTEAD
        if old == new or (name == "title" and event.action == "district_added"):
            continue
        was = (old or WAS_NOT) if event.old else ""
        found.append(ChangeLine(_label(name, event), was, new or IS_GONE))
    return found


def _answers(event: TrailEvent) -> list[ChangeLine]:
    """Question by question; an older record has no titles of them."""
    titles = event.new.get(QUESTIONS)
    titles = titles if isinstance(titles, Mapping) else {}
    return [
        ChangeLine(str(titles.get(check, "Ответ")), _answer(event.old.get(check)), _answer(answer) or IS_GONE)
        for check, answer in event.new.items()
        if check != QUESTIONS
    ]


def _answer(kept: Any) -> str:
    """«частично, пять блоков из шести»; empty where nothing was answered."""
    if not isinstance(kept, list) or not kept or kept[0] not in set(Mark):
        return ""
    return ", ".join(filter(None, (MARKS[Mark(kept[0])], *map(str, kept[1:]))))


def _figures(event: TrailEvent) -> list[ChangeLine]:
    """Figures that were typed in: slice by slice, what stood there and what stands there now."""
    old, new = (values.get(_FIGURES) for values in (event.old, event.new))
    old, new = (each if isinstance(each, Mapping) else {} for each in (old, new))
    return [
        ChangeLine(place or "Число", _figure_words(old.get(place)), _figure_words(new.get(place)) or IS_GONE)
        for place in dict.fromkeys((*old, *new))
    ]


def _figure_words(figure: Any) -> str:
    """«24 из 27», «4, база 2», «нет данных»; empty where nothing stood."""
    if not isinstance(figure, Mapping):
        return ""
    numerator, denominator, value = (figure.get(name) for name in ("numerator", "denominator", "value"))
    if figure.get("missing") in set(MissingCode):
        return MISSING_CODES[figure["missing"]]
    if numerator is not None and denominator is not None:
        return f"{numerator} из {denominator}"
    base = "" if figure.get("baseline") is None else f", база {figure['baseline']}"
    return "" if value is None else f"{value}{base}"


def _label(name: str, event: TrailEvent) -> str:
    if name == "full_name" and event.action == "user_renamed":
        return "Имя"
    return _LABELS[name]


def _told(name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    reader = _READERS.get(name)
    try:
        return str(value) if reader is None else reader(value, names)
    except (ValueError, TypeError, KeyError, UnknownYearError):
        return str(value)


def _day(value: Any, _names: Names) -> str:
    return date_full(date.fromisoformat(value))


def _choices(chosen: Mapping[str, str], names: Names) -> Iterator[str]:
    """By which choices a file was asked for, in the order of its address; what has no words here is left out."""
    for name, value in chosen.items():
        if name in _CHOICES:
            label, reader = _CHOICES[name]
            try:
                told = reader(value, names)
            except (ValueError, KeyError):
                told = value
            yield f"{label} {told}"


_CHOICES: Final[Mapping[str, tuple[str, Callable[[str, Names], str]]]] = {
    "year": ("год", lambda value, _: value),
    "before": ("сравнить с", lambda value, _: value),
    "goal": ("цель", lambda value, _: value),
    "indicator": ("показатель", lambda value, _: value),
    "level": ("уровень", lambda value, _: LEVELS[Level(value)]),
    "cluster": ("тип местности", lambda value, _: CLUSTER_OF_SCHOOL[Cluster(value)]),
    "kind": ("вид школ", lambda value, _: KINDS[SchoolKind(value)]),
    "slice": ("срез", lambda value, _: value.partition(":")[2]),
    "school": ("школа с кодом", lambda value, _: value),
    "block": ("блок", lambda value, _: value),
    "stage": ("стадия", lambda value, names: names.stage(Stage(value)).lower()),
    "names": ("имена школ", lambda value, _: {"coded": "заменены кодами"}[value]),
    "actor": ("кто", lambda value, _: actor_words(value)),
    "action": ("действие", lambda value, _: ACTIONS[value][0].lower()),
    "since": ("с", _day),
    "until": ("по", _day),
}


def _month_and_day(value: Any, _names: Names) -> str:
    month, day = value
    return f"{day:02d}.{month:02d}"


def _school_year(value: Any, _names: Names) -> str:
    return "всегда" if value == 0 else format_year(value if isinstance(value, int) else parse_year(value))


_READERS: Final[Mapping[str, Callable[[Any, Names], str]]] = {
    "kind": lambda value, _: KINDS[SchoolKind(value)],
    "levels": lambda value, _: ", ".join(LEVELS[Level(each)] for each in value.split(";")),
    "matched": lambda value, _: "не школа района" if value is False else str(value),
    "cluster": lambda value, _: CLUSTER_OF_SCHOOL[Cluster(value)],
    "status": lambda value, _: DOCUMENT_STATUSES[DocumentStatus(value)],
    "required": lambda value, _: REQUIRED[RequirementLevel(value)],
    "types": lambda value, names: listed([names.document_type(each) for each in value]) or "любой вид стадии",
    "from_year": _school_year,
    "began_in": _school_year,
    "gone_from": _school_year,
    "passes_history": lambda value, _: "да" if value else "нет",
    "ends_on": _day,
    "tracked_from": _school_year,
    "filters": lambda value, names: "; ".join(_choices(value, names)),
    "due": _day,
    "date": _day,
    "stale_before": _month_and_day,
    "cycle_closes": _month_and_day,
    "is_present": lambda value, _: "да" if value else "нет",
    "target": lambda value, _: str(value).replace(".", ","),
    "tolerance_pp": lambda value, _: str(value).replace(".", ","),
    "role": lambda value, _: ROLES[Role(value)],
    "file_id": lambda _value, _names: "файл",
    "held_on": _day,
    "state": lambda value, _: STATES[value],
    "is_coded": lambda value, _: "да" if value else "нет",
    "is_revealed": lambda value, _: "да" if value else "нет",
    "frozen_at": lambda value, _: date_full(datetime.fromisoformat(value).date()),
}
