"""Why a flag is up: its sentence, its rule and the rows that it rests on."""

from datetime import date

from data_layer.domain.facts import FlagFact
from data_layer.domain.suppression import Viewer
from data_layer.domain.vocabulary import SEVERITY
from data_layer.errors import NotFoundError
from data_layer.queries.explanation.origins import school_seen
from data_layer.queries.explanation.views import DocumentLine, FlagExplanation, FlagKey
from data_layer.queries.flags import active_flags, flag_item
from data_layer.queries.ground import Ground, load_ground
from data_layer.queries.school import school_card
from data_layer.queries.school_documents import documents_of_school
from data_layer.queries.views import ResultLine
from data_layer.session import TenantSession


def explain_flag(
    session: TenantSession, *, school: str, year: int, key: FlagKey, today: date, viewer: Viewer
) -> FlagExplanation:
    """Raises NotFoundError where the viewer has no such school, or no such flag is up on this day."""
    ground = load_ground(session, years=(year,), today=today, viewer=viewer)
    entry = school_seen(ground, school)
    found = active_flags(session, ground, school_ids=[entry.id])
    flag = next((each for each in found if each.year == year and _key(each) == key), None)
    if flag is None:
        raise NotFoundError("Этого замечания уже нет.")
    is_open = viewer.sees_all_of(entry.id)
    return FlagExplanation(
        item=flag_item(ground, flag),
        today=today,
        severity=SEVERITY[flag.rule],
        active_from=flag.active_from,
        active_to=flag.active_to,
        subject=_subject(ground, flag),
        documents=_documents(session, ground, flag, is_open=is_open),
        results=_results(session, flag, school=school, today=today, viewer=viewer),
        is_open=is_open,
    )


def _key(flag: FlagFact) -> FlagKey:
    return FlagKey(flag.rule, flag.block, flag.stage, flag.goal, flag.indicator, flag.level, flag.document)


def _subject(ground: Ground, flag: FlagFact) -> str:
    """What the flag is about, by the names of the catalogue."""
    names = ground.catalogue
    if flag.indicator is not None:
        return names.indicator(flag.indicator)
    if flag.goal is not None:
        return names.goal(flag.goal)
    if flag.stage is not None:
        return names.stage(flag.stage)
    return names.organisation_item(flag.document)


def _documents(session: TenantSession, ground: Ground, flag: FlagFact, *, is_open: bool) -> tuple[DocumentLine, ...]:
    """The documents of the flag's cell; of one document where the flag is about that."""
    if flag.stage is None or flag.block is None:
        return ()
    place = (flag.block, flag.stage)
    found = documents_of_school(session, ground, school_id=flag.school_id, year=flag.year, is_open=is_open)
    in_cell = [each for each in found if (each.block, each.stage) == place or place in each.covers]
    named = [each for each in in_cell if flag.document and (each.number or each.title) == flag.document]
    return tuple(named or in_cell)


def _results(
    session: TenantSession, flag: FlagFact, *, school: str, today: date, viewer: Viewer
) -> tuple[ResultLine, ...]:
    """The figures of the flag's indicator or goal, as the school card shows them."""
    if flag.indicator is None and flag.goal is None:
        return ()
    card = school_card(session, school=school, year=flag.year, today=today, viewer=viewer)
    lines = [(goal.goal, line) for block in card.blocks for goal in block.cards for line in goal.lines]
    if flag.indicator is not None:
        return tuple(line for _, line in lines if line.indicator == flag.indicator and flag.level in (None, line.level))
    return tuple(line for goal, line in lines if goal == flag.goal)
