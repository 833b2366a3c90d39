"""The words of evidence: stored files, the queue of documents under review, the history of a document, its effect."""

from collections.abc import Mapping, Sequence
from typing import Final

from dashboard.formatting import NO_BREAK, counted, listed, plural
from dashboard.texts.trail import IS_GONE, WAS_NOT, ChangeLine
from dashboard.texts.words import DOCUMENTS, STAGES
from data_layer.domain.closing import Closing
from data_layer.domain.vocabulary import DocumentStatus
from data_layer.queries.document_history import Moment
from data_layer.queries.evidence_files import FileUse
from data_layer.queries.reviewing import WaitingDocument

KINDS_OF_FILES: Final[Mapping[str, str]] = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "odt": "ODT",
    "png": "картинка PNG",
    "jpg": "картинка JPG",
}
WHICH_FILES: Final = "PDF, Word (.docx), Excel (.xlsx), ODT, PNG или JPG, до 20 МБ."
NO_FILE: Final = "Файл не выбран."
FILE_REMOVED: Final = "файл удалён"
ELSEWHERE: Final = "Такой же файл уже сдала другая школа района. Проверьте, что это документ вашей школы."
ACCEPTED_CHANGES: Final = "Документ принят. После изменения он снова уйдёт на проверку."
QUEUE_EMPTY: Final = "Все документы проверены"
QUEUE_EMPTY_REASON: Final = "Новые появятся здесь, когда школы их сдадут."
QUEUE_FILTERED: Final = "По этому отбору проверять нечего"
WITHOUT_WORDS: Final = "Текст файла показать нельзя: откройте файл."
EFFECT_LABEL: Final = "Что изменилось"
EFFECT_HINT: Final = "Мера или решение закрыты, когда внесены показатели следующего года или написано, что изменилось."
CLOSINGS: Final[Mapping[Closing, str]] = {
    Closing.OPEN: "не закрыто: итог ещё не известен",
    Closing.BY_VALUE: "закрыто показателями следующего года",
    Closing.BY_WORD: "закрыто: итог описан",
}
MOMENTS: Final[Mapping[Moment, str]] = {
    Moment.ADDED: "Внесён",
    Moment.CHANGED: "Изменён",
    Moment.ACCEPTED: "Принят",
    Moment.RETURNED: "Возвращён с замечанием",
    Moment.TAKEN_BACK: "Внесение отменено",
}
_FILES: Final = ("файл", "файла", "файлов")


def queue_headline(waiting: int, *, is_filtered: bool) -> str:
    """«12 документов ждут проверки.»"""
    if not waiting:
        return QUEUE_FILTERED if is_filtered else QUEUE_EMPTY
    verb = plural(waiting, "ждёт", "ждут", "ждут")
    return f"{counted(waiting, *DOCUMENTS)} {verb} проверки"


def waiting_link(waiting: int) -> str:
    return f"Проверить {counted(waiting, *DOCUMENTS)}"


def files_headline(waiting: int) -> str:
    if not waiting:
        return "Приложите файлы документов: приказы, справки, планы"
    verb = plural(waiting, "ждёт", "ждут", "ждут")
    return f"{counted(waiting, *_FILES)} {verb} оформления"


def file_removed(title: str) -> str:
    return f"Файл «{title}» удалён."


def place_words(block: int, stage: str) -> str:
    return f"блок{NO_BREAK}{block}, {stage.lower()}"


def waiting_place(document: WaitingDocument) -> str:
    return place_words(document.block, STAGES[document.stage])


def own_use_words(uses: Sequence[FileUse]) -> str:
    """That the school has this very file already, and where. uses: not empty."""
    places = [f"«{use.label}» ({place_words(use.block, STAGES[use.stage])})" for use in uses]
    return f"Этот файл уже приложен: {listed(places)}. Один документ может закрывать несколько ячеек."


def twin_words(use: FileUse) -> str:
    """For the department: where the same content was found."""
    return f"{use.school}: «{use.label}», {place_words(use.block, STAGES[use.stage])}"


def unmet_words(unmet: Sequence[str]) -> str:
    return f"Не отмечено: {listed([each[:1].lower() + each[1:] for each in unmet])}."


def change_words(change: ChangeLine) -> str:
    """«Номер: было «12», стало «12-а»»; of what was empty only what it is now."""
    if change.old in {"", WAS_NOT}:
        return f"{change.label}: «{change.new}»"
    return f"{change.label}: было «{change.old}», " + (
        "теперь пусто" if change.new == IS_GONE else f"стало «{change.new}»"
    )


def reviewed_next(*, is_accepted: bool, left: int) -> str:
    """What the toast says when the next document comes at once. left: how many still wait."""
    done = "Документ принят." if is_accepted else "Документ возвращён школе."
    return f"{done} В очереди ещё {left}." if left else f"{done} Больше проверять нечего."


def effect_saved(effect: str) -> str:
    return "Итог записан." if effect else "Итог убран."


def status_of_closing(closing: Closing | None, status: DocumentStatus) -> str:
    return "" if closing is None or status is not DocumentStatus.ACCEPTED else CLOSINGS[closing]
