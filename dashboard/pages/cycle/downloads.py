"""Files of the cycle: the workbook of a view, letters to schools."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Flask, Response, request

from dashboard.access.policy import Permission
from dashboard.addresses.cycle import LETTER_PATH, LETTERS_PATH, WORKBOOK_PATH, View, parse_letter
from dashboard.binding import RequestContext, register_route
from dashboard.errors import InvalidInputError
from dashboard.exports.attachment import DOCX, XLSX, ZIP, attachment
from dashboard.exports.cycle_workbook import CycleFile, cycle_workbook
from dashboard.exports.letters import file_name, letters_docx, letters_zip
from dashboard.formatting import listed
from dashboard.pages.cycle.flags import flag_words
from dashboard.pages.cycle.model import CyclePage
from dashboard.pages.cycle.reading import read_address, read_page
from dashboard.texts.cycle import RULES
from dashboard.texts.letters import NOTHING_TO_WRITE
from dashboard.texts.words import ROLES, SEVERITIES
from data_layer.domain.school_year import format_year
from data_layer.queries.cycle_letters import school_letters
from data_layer.queries.cycle_views import SchoolLetter
from data_layer.queries.directory import school_list, used_years

_EXPORTED: Final = "file_exported"


def register_downloads(server: Flask) -> None:
    register_route(server, WORKBOOK_PATH, methods=["GET"], permission=Permission.VIEW_CYCLE, handler=download_cycle)
    for path, handler in ((LETTER_PATH, download_letter), (LETTERS_PATH, download_letters)):
        register_route(server, path, methods=["GET"], permission=Permission.MAKE_LETTERS, handler=handler)


def download_cycle(ctx: RequestContext) -> Response:
    """The view of the query string, by the same reading and the same query as the page."""
    address, _ = read_address(ctx, request.query_string.decode())
    page, _ = read_page(ctx, replace(address, cell=None), with_flags=True)
    content = cycle_workbook(
        CycleFile(
            view=page.view,
            name_of=page.reader.names.of,
            order_of=page.reader.names.order,
            words_of=lambda item: flag_words(item, is_coded=address.is_coded),
            is_coded=address.is_coded,
            is_own_school=page.reader.is_own_school,
            filters=_list_filters(page),
            author=_author(ctx),
        )
    )
    ctx.audit_later(_EXPORTED, f"cycle:{format_year(address.year)}")
    kind = "замечания" if address.view is View.LIST else "цикл"
    name = f"{kind} {format_year(address.year).replace('/', '-')} на {ctx.today:%d.%m.%Y}.xlsx"
    return attachment(content, filename=name, mimetype=XLSX)


def download_letter(ctx: RequestContext) -> Response:
    """One file: the letter to one school, or a page per school that has something to hand in."""
    letters = _letters(ctx)
    content = letters_docx(letters, author=_author(ctx), data_dir=ctx.settings.data_dir)
    ctx.audit_later(_EXPORTED, _subject("letter", letters))
    return attachment(content, filename=f"{file_name(letters)}.docx", mimetype=DOCX)


def download_letters(ctx: RequestContext) -> Response:
    """A file per school, in an archive."""
    letters = _letters(ctx)
    content = letters_zip(letters, author=_author(ctx), data_dir=ctx.settings.data_dir)
    ctx.audit_later(_EXPORTED, _subject("letters", letters))
    return attachment(content, filename=f"{file_name(letters)}.zip", mimetype=ZIP)


def _letters(ctx: RequestContext) -> list[SchoolLetter]:
    """Raises InvalidInputError where the address is not understood, for a letter must not go to somebody else."""
    years = tuple(used_years(ctx.session))
    asked, unknown = parse_letter(request.query_string.decode(), years=years, today=ctx.today)
    if unknown:
        raise InvalidInputError(f"Не распознано в ссылке: {listed(unknown)}.")
    schools = school_list(ctx.session, cluster=asked.cluster, year=asked.year)
    wanted = [each.code for each in schools] if asked.school is None else [asked.school]
    letters = school_letters(ctx.session, year=asked.year, schools=wanted, today=ctx.today, viewer=ctx.viewer)
    if not letters:
        raise InvalidInputError(NOTHING_TO_WRITE)
    return letters


def _subject(kind: str, letters: Sequence[SchoolLetter]) -> str:
    """For the audit: `letter:<school>:2025/26`, or how many schools were written to."""
    whom = letters[0].school if len(letters) == 1 else str(len(letters))
    return f"{kind}:{whom}:{format_year(letters[0].year)}"


def _author(ctx: RequestContext) -> str:
    post = ROLES[ctx.principal.role]
    return f"{ctx.principal.full_name or ctx.principal.login}, {post[:1].lower()}{post[1:]}"


def _list_filters(page: CyclePage) -> list[str]:
    """Choices that only the list of flags has, in words."""
    chosen = page.view.flag_filters
    names = dict(page.view.every_school)
    return [
        *([f"важность: {SEVERITIES[chosen.severity]}"] if chosen.severity else []),
        *([f"правило: {RULES[chosen.rule].lower()}"] if chosen.rule else []),
        *([names.get(chosen.school, chosen.school)] if chosen.school else []),
    ]
