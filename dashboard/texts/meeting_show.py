"""Words of the show and of the window with notes: keys, buttons, what is said quietly."""

from typing import Final

TITLE: Final = "Показ"
NOTES_TITLE: Final = "Заметки ведущего"
EMPTY: Final = "В этом совещании нет слайдов"
EMPTY_WORDS: Final = "Составьте повестку, и показ начнётся с первого слайда."
TO_AGENDA: Final = "К повестке"

BACK: Final = "Назад"
ON: Final = "Дальше"
OVERVIEW: Final = "Все слайды"
WHY: Final = "Почему?"
DECISION: Final = "Решение"
NAMES: Final = "Имена"
NOTES: Final = "Заметки"
FULL: Final = "Весь экран"
KEYS: Final = "Клавиши"
CLOSE: Final = "Закрыть"
TABLE: Final = "Слайды совещания"

NO_WHY: Final = "На этом слайде нет значения, о котором можно спросить «Почему?»"
NO_NAMES: Final = "На этом слайде все школы названы"
LOST_SESSION: Final = "Сеанс закончился. Показ продолжается; чтобы записать решение, войдите в новой вкладке"

NAMES_HEAD: Final = "Назвать школу по имени"
NAMES_WORDS: Final = "Название появится сразу на всех слайдах этого совещания."

NO_NOTES: Final = "К этому слайду заметок нет."
NEXT: Final = "Следующий"
LAST: Final = "Это последний слайд"
ELAPSED: Final = "идёт"
RESTART: Final = "Начать отсчёт заново"
ALONE: Final = "Показ не открыт. Откройте его в этом же браузере, и окна пойдут вместе."

# Keys as they are written on the keyboard, and what they do.
HELP: Final[tuple[tuple[str, str], ...]] = (
    ("→, PageDown, пробел", "дальше"),
    ("←, PageUp", "назад"),
    ("Home, End", "первый и последний слайд"),
    ("число, Enter", "слайд с этим номером"),
    ("↓, ↑", "выбрать школу на слайде"),
    ("Enter", "открыть выбранную школу, Backspace — вернуться к слайду"),
    ("П (P)", "«Почему?» о выбранном значении"),
    ("Р (R)", "записать решение"),
    ("Ш (I)", "назвать школу по имени"),
    ("О (O), Esc", "все слайды"),
    ("З (N)", "окно с заметками"),
    ("B, точка", "чёрный экран, W — белый"),
    ("А (F)", "весь экран"),
    ("?", "эта подсказка"),
)
