"""Flags about single documents: stale, reused, incomplete, returned. One per document and cell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from data_layer.domain.facts import Cell, DocumentFact, FlagFact
from data_layer.domain.flags.evidence import YearEvidence
from data_layer.domain.schedule import cycle_closes, stale_before
from data_layer.domain.vocabulary import Rule


def document_flags(seen: YearEvidence) -> Iterator[FlagFact]:
    for document, cell in seen.placed_documents:
        yield from _stale(seen, document, cell)
        yield from _incomplete(seen, document, cell)
    yield from _reused(seen)
    yield from _returned(seen)


def _flag(
    rule: Rule,
    seen: YearEvidence,
    document: DocumentFact,
    cell: Cell,
    details: Mapping[str, object],
) -> FlagFact:
    return FlagFact(
        rule,
        seen.school_id,
        seen.year,
        block=cell.block,
        stage=cell.stage,
        document_id=document.id,
        document=document.label,
        details=details,
    )


def _stale(seen: YearEvidence, document: DocumentFact, cell: Cell) -> Iterator[FlagFact]:
    kind = seen.whole.document_types.get(document.type)
    if document.date is None or (kind is not None and kind.is_multi_year):
        return
    opens = stale_before(seen.year, seen.whole.settings)
    closes = cycle_closes(seen.year, seen.whole.settings)
    if opens <= document.date <= closes:
        return
    yield _flag(
        Rule.DOCUMENT_STALE,
        seen,
        document,
        cell,
        {
            "date": document.date.isoformat(),
            "opens": opens.isoformat(),
            "closes": closes.isoformat(),
        },
    )


def _incomplete(seen: YearEvidence, document: DocumentFact, cell: Cell) -> Iterator[FlagFact]:
    kind = seen.whole.document_types.get(document.type)
    required = () if kind is None else kind.required_fields
    missing = [name for name in required if name not in document.filled_fields]
    if missing:
        yield _flag(Rule.DOCUMENT_INCOMPLETE, seen, document, cell, {"fields": missing})


def _reused(seen: YearEvidence) -> Iterator[FlagFact]:
    """Judged by the documents' own cells: one that names further cells in `covers` is no reuse."""
    placed = [
        (document, cell) for document, cell in seen.placed_documents if cell == Cell(document.block, document.stage)
    ]
    twins = _twins([document for document, _ in placed if not document.covers])
    for document, cell in placed:
        within = sorted(twins.get(document.id, ()), key=lambda twin: (twin.block, twin.id))
        schools = sorted(seen.whole.foreign_files.get(document.sha256, ()))
        if within or (document.sha256 and schools):
            yield _flag(Rule.DOCUMENT_REUSED, seen, document, cell, _reuse(within, schools))


def _reuse(within: Sequence[DocumentFact], schools: Sequence[tuple[str, str]]) -> Mapping[str, object]:
    return {
        "documents": [{"block": twin.block, "stage": str(twin.stage), "document": twin.label} for twin in within],
        "schools": [{"school": school, "document": document} for school, document in schools],
    }


def _twins(documents: Sequence[DocumentFact]) -> Mapping[int, list[DocumentFact]]:
    """Documents of other stages with the same number and date or the same file, by document id."""
    groups: dict[tuple[object, ...], list[DocumentFact]] = defaultdict(list)
    for document in documents:
        if document.number and document.date is not None:
            groups["order", document.number, document.date].append(document)
        if document.sha256:
            groups["file", document.sha256].append(document)
    twins: dict[int, dict[int, DocumentFact]] = defaultdict(dict)
    for group in groups.values():
        for document in group:
            for other in group:
                if other.stage is not document.stage:
                    twins[document.id][other.id] = other
    return {id_: list(found.values()) for id_, found in twins.items()}


def _returned(seen: YearEvidence) -> Iterator[FlagFact]:
    for cell in seen.required_cells:
        if seen.is_empty(cell):
            for document in seen.returned.get(cell, ()):
                yield _flag(Rule.DOCUMENT_RETURNED, seen, document, cell, {})
