"""`init`, `districts add`, `schools load`, `catalogue load`, `users add`: bringing an installation to life."""

import sys
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup

from dashboard.cli.asking import OPERATOR, asker
from dashboard.cli.demo_meeting import prepare_demo_meeting
from dashboard.cli.failures import fail, guarded, on_current_database, say
from dashboard.cli.importing import FILES, run_import
from dashboard.cli.options import RoleName, district_option
from dashboard.cli.upkeep import district_ids, rebuild_results
from dashboard.services import services
from dashboard.settings import prepare_data_dir
from data_layer.commands.catalogue import apply_catalogue_change, load_template
from data_layer.commands.database import migrate
from data_layer.commands.districts import CODE, LONGEST_TITLE, REGION_CODE, create_district
from data_layer.commands.files import FileStore
from data_layer.commands.imports.apply import lock_district
from data_layer.commands.people import add_user, set_password
from data_layer.domain.vocabulary import Role
from data_layer.errors import DataLayerError
from data_layer.intake.catalogue import CatalogueError, check_catalogue_change
from data_layer.intake.tables import TableKind
from data_layer.queries.catalogue import known_catalogue
from data_layer.queries.directory import find_district, find_region, find_school
from data_layer.queries.evidence import stored_names
from data_layer.scope import Scope
from data_layer.session import create_owner_engine, tenant_session, unscoped
from seed.load import load_demo, sign_in_lines

_CATALOGUE: Final = Path(__file__).parents[2] / "seed" / "catalogue.yaml"
_LARGEST_CATALOGUE: Final = 5_000_000

districts = AppGroup("districts", help="Районы.")
schools = AppGroup("schools", help="Школы района.")
catalogue = AppGroup("catalogue", help="Каталог показателей района.")
users = AppGroup("users", help="Пользователи.")


class InvalidCodeError(DataLayerError):
    """A code, name or file that cannot be used."""


@click.command("init", help="Подготовить базу; с --demo — учебный район.")
@click.option("--demo", is_flag=True, help="Добавить учебный район.")
@guarded
def init(*, demo: bool) -> None:
    settings = services().settings
    prepare_data_dir(settings)
    owner = create_owner_engine(settings.owner_database)
    try:
        is_new_schema = migrate(owner)
    finally:
        owner.dispose()
    say("База данных обновлена." if is_new_schema else "База данных в порядке.")
    # A new version may derive what the old one did not, such as quartiles.
    if is_new_schema and (written := rebuild_results()):
        say(f"Производных строк выведено заново: {written}.")
    with unscoped(services().engine, "the catalogue that new districts start from") as session:
        load_template(session, _CATALOGUE.read_text(encoding="utf-8"))
    _mend_files()
    if demo:
        _load_demo()


def _mend_files() -> None:
    """Complete or remove what a crash left in the store of files."""
    parts = services()
    store = FileStore(parts.settings.data_dir / FILES)
    leftovers = store.leftovers()
    if not leftovers:
        return
    committed: set[str] = set()
    for district_id in district_ids():
        with tenant_session(parts.engine, Scope((district_id,))) as session:
            committed |= stored_names(session)
    store.sweep(leftovers, committed)
    say(f"Хранилище файлов приведено в порядок: {len(leftovers)}.")


def _load_demo() -> None:
    parts = services()
    is_new = load_demo(
        parts.engine,
        store=FileStore(parts.settings.data_dir / FILES),
        today=parts.today(None, is_demo=True),
    )
    if is_new:
        prepare_demo_meeting(parts.engine, today=parts.today(None, is_demo=True))
    say("Учебный район загружен." if is_new else "Учебный район уже есть.")
    click.echo("Вход в учебный район: логин · пароль · кто это")
    for line in sign_in_lines():
        click.echo(line)


@districts.command("add", help="Добавить район со своей копией каталога.")
@click.argument("code")
@click.argument("name")
@click.option("--region", metavar="CODE", help="Код региона.")
@on_current_database
def add_district(code: str, name: str, region: str | None) -> None:
    _check_code(code)
    if region is not None and not REGION_CODE.fullmatch(region):
        raise InvalidCodeError(f"Код региона «{region}»: до 32 знаков без пробелов и / \\ ? # % ;")
    title = " ".join(name.split())
    if not 0 < len(title) <= LONGEST_TITLE or not title.isprintable():
        raise InvalidCodeError("Название района: от 1 до 200 знаков.")
    create_district(services().engine, code=code, title=title, region_code=region, actor=OPERATOR)
    say(f"Район «{title}» добавлен.")


def _check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise InvalidCodeError(f"Код района «{code}»: нужны строчные латинские буквы, цифры и дефис, до 32 знаков.")


@schools.command("load", help="Добавить и обновить школы из файла.")
@click.argument("file", type=click.Path(path_type=Path))
@district_option
@on_current_database
def load_schools(file: Path, district: str) -> None:
    run_import(file, asker(district), expected=TableKind.SCHOOLS)


@catalogue.command("load", help="Добавить или заменить записи каталога из файла YAML.")
@click.argument("file", type=click.Path(path_type=Path))
@district_option
@on_current_database
def load_catalogue(file: Path, district: str) -> None:
    who = asker(district)
    text = _text_of(file)
    with tenant_session(services().engine, Scope((who.district.id,), is_read_only=False)) as session:
        lock_district(session)
        try:
            change, errors = check_catalogue_change(text, known_catalogue(session), name=file.name)
        except CatalogueError as error:
            fail(str(each) for each in error.errors)
        if errors:
            fail(str(each) for each in errors)
        for note in change.notes:
            say(note)
        changed = apply_catalogue_change(session, change, actor=OPERATOR, file_name=file.name)
    say(f"{file.name}: внесено записей: {changed}." if changed else f"{file.name}: без изменений.")


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST_CATALOGUE:
            raise InvalidCodeError(f"{file.name} · файл больше 5 МБ · разделите его на части")
        return file.read_text(encoding="utf-8-sig")
    except OSError:
        raise InvalidCodeError(f"{file.name} · файл не найден или не открывается · проверьте путь") from None
    except UnicodeDecodeError:
        raise InvalidCodeError(f"{file.name} · файл не в кодировке UTF-8 · сохраните его в UTF-8") from None


@users.command("add", help="Добавить пользователя.")
@click.argument("login")
@click.option("--role", required=True, type=RoleName(), help="Роль.")
@click.option("--region", metavar="CODE", help="Код региона.")
@click.option("--district", metavar="CODE", help="Код района.")
@click.option("--school", metavar="CODE", help="Код школы.")
@click.option("--password-stdin", is_flag=True, help="Пароль — первая строка стандартного ввода.")
@on_current_database
def add(
    login: str, role: Role, region: str | None, district: str | None, school: str | None, *, password_stdin: bool
) -> None:
    _check_place(role, region=region, district=district, school=school)
    password = _password_from_stdin() if password_stdin else None
    engine = services().engine
    school_id = None
    district_id = None
    with unscoped(engine, "a new user and the place of the role") as session:
        region_id = None if region is None else find_region(session, region)
        district_id = None if district is None else find_district(session, district).id
    if district_id is not None and school is not None:
        with tenant_session(engine, Scope((district_id,))) as tenant:
            school_id = find_school(tenant, school).id
    with unscoped(engine, "a new user") as session:
        one_time = add_user(
            session,
            login=login,
            role=role,
            region_id=region_id,
            district_id=district_id,
            school_id=school_id,
            password=password,
            actor=OPERATOR,
        )
    _tell(f"Пользователь «{login}» добавлен.", one_time)


@users.command("password", help="Выдать новый пароль; прежний и открытые сеансы перестают действовать.")
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Пароль — первая строка стандартного ввода.")
@on_current_database
def renew_password(login: str, *, password_stdin: bool) -> None:
    password = _password_from_stdin() if password_stdin else None
    with unscoped(services().engine, "a new password") as session:
        one_time = set_password(session, login=login, password=password, actor=OPERATOR)
    _tell(f"Пароль пользователя «{login}» сменён.", one_time)


def _tell(done: str, one_time: str | None) -> None:
    """What was done and, where one was made, the one-time password, alone on standard output."""
    if one_time is None:
        say(done)
        return
    say(f"{done} Одноразовый пароль, его нужно сменить при первом входе:")
    click.echo(one_time)


def _password_from_stdin() -> str:
    try:
        return sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InvalidCodeError("Пароль не в кодировке UTF-8.") from None


_PLACES: Final = {
    Role.ADMINISTRATOR: frozenset[str](),
    Role.REGION: frozenset({"region"}),
    Role.DEPARTMENT: frozenset({"district"}),
    Role.PRESENTER: frozenset({"district"}),
    Role.DIRECTOR: frozenset({"district", "school"}),
    Role.COORDINATOR: frozenset({"district", "school"}),
}


def _check_place(role: Role, **given: str | None) -> None:
    """Refuse options that do not go with the role as wrong usage."""
    named = {name for name, value in given.items() if value is not None}
    needed = _PLACES[role]
    if missing := sorted(needed - named):
        raise click.UsageError(f"Для роли {role} нужны: {', '.join('--' + name for name in missing)}.")
    if extra := sorted(named - needed):
        raise click.UsageError(f"Для роли {role} не указываются: {', '.join('--' + name for name in extra)}.")
