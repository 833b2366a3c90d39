"""What a reader of one layout is: how it knows its table, and how it takes it apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_layer.intake.readers.headers import Header
from data_layer.intake.readers.understood import Understood
from data_layer.intake.tables import SourceTable

Book = Sequence[SourceTable]


@dataclass(frozen=True, slots=True)
class Reader:
    """One layout.

    id: stays in audit and reports. title: what people call the layout. recognise: the header of its table,
    None for any other table; it goes by what stands in the table, never by the name of the file. read: all
    sheets of the file are at hand, as a subject may stand on another one.
    """

    id: str
    title: str
    recognise: Callable[[SourceTable], Header | None]
    read: Callable[[SourceTable, Header, Book], Understood]
