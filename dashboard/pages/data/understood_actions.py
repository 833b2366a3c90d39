"""What people add to a file of others: subject, grade and year of a table; whose schools it names."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission, may
from dashboard.addresses.reading import read_year
from dashboard.answers import done, refused
from dashboard.binding import RequestContext, register_route
from dashboard.errors import InvalidInputError
from dashboard.file_work import BusyError
from dashboard.pages.data.own import importer_of
from dashboard.pages.data.understood import DETAILS, MOST_SHOWN, SCHOOLS, STRANGER, decided_of, unmatched_of
from dashboard.pages.data.upload import batch_id_of, stored_upload
from dashboard.texts.foreign import ANSWERED, DECIDED, NOTHING_CHOSEN
from data_layer.commands.imports.foreign import decide_schools, remember_scale, stored_answers
from data_layer.commands.imports.handing_in import own_batch, recheck_upload
from data_layer.domain.school_year import UnknownYearError
from data_layer.intake.readers.interpret import Answers

_LONGEST: Final = 100
_MOST_TABLES: Final = 100


def register_understood(server: Flask) -> None:
    register_route(server, DETAILS, methods=["POST"], permission=Permission.WRITE_DATA, handler=add_details)
    register_route(server, SCHOOLS, methods=["POST"], permission=Permission.MANAGE_DISTRICT, handler=match_schools)


def add_details(ctx: RequestContext) -> Response:
    """Take over what a person says about one table of the file, and check it anew."""
    batch_id, place = batch_id_of(request.form), _place(request.form.get("place", ""))
    faults: dict[str, str] = {}
    answers = Answers(
        subject=_subject(request.form.get(f"subject-{place}", "")),
        grade=_whole(f"grade-{place}", 1, 11, "Класс — число от 1 до 11.", faults),
        year=_year(ctx, f"year-{place}", faults),
        three=_whole(f"three-{place}", 1, 1000, "Балл — целое число больше нуля.", faults),
    )
    if faults:
        return refused("Проверьте выделенное.", fields=faults)
    try:
        upload = stored_upload(ctx, batch_id)
    except BusyError as error:
        return refused(str(error))
    batch = own_batch(ctx.session, batch_id, actor=ctx.principal.login)
    given = stored_answers(batch.answers) | {place: answers}
    checked = recheck_upload(ctx.session, batch_id, upload.tables, importer_of(ctx, upload.school), answers=given)
    told = (checked.report or {}).get("understood", ())
    if (
        answers.three is not None
        and place < len(told)
        and may(ctx.principal.role, Permission.MANAGE_DISTRICT)
        and remember_scale(ctx.session, told[place], three=answers.three, actor=ctx.principal.login)
    ):
        # What the department says of a work stands before what is published; an answer alone never does.
        recheck_upload(ctx.session, batch_id, upload.tables, importer_of(ctx, upload.school))
    return done(ANSWERED, refresh=True)


def match_schools(ctx: RequestContext) -> Response:
    """Remember whose schools the file names, and check it anew. Only names that the check told of are taken."""
    batch_id = batch_id_of(request.form)
    try:
        upload = stored_upload(ctx, batch_id)
    except BusyError as error:
        return refused(str(error))
    batch = own_batch(ctx.session, batch_id, actor=ctx.principal.login)
    told = (batch.report or {}).get("understood", ())
    open_names = {each["key"]: each for each in unmatched_of(told)}
    decided = {each["key"]: each for each in decided_of(told)}
    decisions = {
        key: code
        for key, code in _decisions(open_names, decided).items()
        if key in open_names or code != decided[key]["code"]
    }
    if not decisions:
        return refused(NOTHING_CHOSEN)
    labels = {key: str((open_names | decided)[key]["label"]) for key in decisions}
    decide_schools(ctx.session, decisions, labels=labels, actor=ctx.principal.login)
    recheck_upload(ctx.session, batch_id, upload.tables, importer_of(ctx, upload.school))
    return done(DECIDED, refresh=True)


def _decisions(open_names: Mapping[str, Any], decided: Mapping[str, Any]) -> dict[str, str | None]:
    """Key → code, None for a school of nobody here. The names come first, then those decided before."""
    found: dict[str, str | None] = {}
    for number in range(2 * MOST_SHOWN):
        key, code = request.form.get(f"key-{number}", ""), request.form.get(f"match-{number}", "")
        if code and (key in open_names or key in decided):
            found[key] = None if code == STRANGER else code
    if request.form.get("rest") == STRANGER:
        found = dict.fromkeys(open_names) | found
    return found


def _place(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3 or int(text) >= _MOST_TABLES:
        raise InvalidInputError("Таблица указана неверно.")
    return int(text)


def _subject(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        raise InvalidInputError("Предмет указан неверно.")
    return words


def _whole(name: str, least: int, most: int, sentence: str, faults: dict[str, str]) -> int | None:
    text = request.form.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not least <= int(text) <= most:
        faults[name] = sentence
        return None
    return int(text)


def _year(ctx: RequestContext, name: str, faults: dict[str, str]) -> int | None:
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return read_year(text, today=ctx.today)
    except UnknownYearError:
        faults[name] = "Пишите учебный год как 2025/26."
        return None
