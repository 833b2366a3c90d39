"""The words inside the book that a school fills in."""

from collections.abc import Mapping
from typing import Final

from dashboard.texts.words import MISSING_CODES
from data_layer.domain.vocabulary import DocumentStatus
from data_layer.intake.recognise import HELP_HEADINGS

# Headings of columns that only help; the import passes over them without a word.
HELP_COLUMNS: Final[Mapping[str, str]] = HELP_HEADINGS

MISSING_WORDS: Final = MISSING_CODES
STATUS_WORDS: Final[Mapping[str, str]] = {
    DocumentStatus.DRAFT: "Черновик",
    DocumentStatus.SUBMITTED: "На проверке",
    DocumentStatus.ACCEPTED: "Принят",
    DocumentStatus.RETURNED: "Возвращён",
}

# Line by line, with whether it is a heading.
BOOK_GUIDE: Final[tuple[tuple[str, bool], ...]] = (
    ("Как заполнить", True),
    ("1. Впишите данные в белые ячейки листов «Показатели», «Цели», «Документы», «Организация».", False),
    (
        "2. Серые ячейки менять не нужно: по ним система узнаёт строку. То, что уже внесено, стоит на своих местах.",
        False,
    ),
    (
        "3. Сохраните книгу и загрузите её в разделе «Данные». Сначала вы увидите, что изменится, и только потом внесёте.",
        False,
    ),
    (
        (
            "4. Строки, которые вы не заполнили, пропускаются. Пустая ячейка ничего не стирает; пустая «База» берётся "
            "из прошлого года, если методика с тех пор не менялась."
        ),
        False,
    ),
    ("", False),
    ("Показатели", True),
    (
        "Доля: укажите числитель (сколько обучающихся достигли) и знаменатель (сколько всего). Процент считать не нужно.",
        False,
    ),
    ("Если известен только процент, впишите его в «Значение» и добавьте знаменатель.", False),
    (
        "Число мероприятий и победителей: впишите в «Значение». Для роста «База» — значение прошлого года, её можно не писать.",
        False,
    ),
    (
        "Если данных нет, выберите причину в колонке «Нет данных»: нет данных, ненадёжно, ещё не срок, не применимо.",
        False,
    ),
    ("Разрезы по предметам и классам добавляйте в свободные строки внизу листа.", False),
    ("", False),
    ("Документы", True),
    (
        "В каждой ячейке цикла (блок и стадия) — своя строка. Выберите вид документа, впишите название или номер, дату, ссылку.",
        False,
    ),
    ("Второй документ той же ячейки впишите в свободную строку внизу листа.", False),
    (
        "«Другие ячейки» — если документ служит ещё нескольким блокам: блок:стадия через «;», например 4:goal_setting.",
        False,
    ),
    ("", False),
    ("Организация", True),
    ("По каждому требованию укажите «да» или «нет»; дата и ссылка на подтверждение — по желанию.", False),
)
