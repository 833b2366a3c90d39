"""Files that are kept for documents of schools and for papers of the district: where they lie, what they are called."""

from pathlib import PurePosixPath

from dashboard.binding import RequestContext
from dashboard.file_work import file_title
from dashboard.pages.data.upload import FILES
from data_layer.commands.files import FileStore
from data_layer.errors import NotFoundError
from data_layer.intake.evidence.recognition import FileKind


def store_of(ctx: RequestContext) -> FileStore:
    return FileStore(ctx.settings.data_dir / FILES)


def title_of(name: str, kind: FileKind) -> str:
    """What the browser calls the file, with the ending of what it is: «Приказ.exe» is called «Приказ.pdf»."""
    bare = PurePosixPath(file_title(name))
    stem = bare.stem if bare.suffix else bare.name
    return f"{stem or 'файл'}.{kind}"


def content_of(ctx: RequestContext, stored_name: str) -> bytes:
    """The bytes as they came. Raises NotFoundError where they are gone."""
    try:
        return store_of(ctx).path(stored_name).read_bytes()
    except OSError as error:
        raise NotFoundError from error
