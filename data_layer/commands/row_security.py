"""Whether the walls between tenants stand in a PostgreSQL database: asked of its own catalogues.

Every question returns the names of what is wrong. It is asked as the role that the application runs
as, so `current_user` is that role.
"""

from sqlalchemy import Connection

# `membership` names a district to say where a person works; it is read before any tenant is known.
SUBJECTS = """
WITH role AS (SELECT * FROM pg_roles WHERE rolname = current_user),
own AS (SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace),
tables AS (
    SELECT own.*,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = own.oid AND a.attname = 'district_id') AS has_district,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = own.oid AND a.attname = 'school_id') AS has_school
    FROM own WHERE relkind IN ('r', 'p')
),
tenant AS (SELECT * FROM tables WHERE has_district AND relname <> 'membership'),
policies AS (
    SELECT DISTINCT relname || '.' || polname AS name, relname = 'school' OR has_school AS is_of_school,
           pg_get_expr(expression, polrelid) AS condition
    FROM pg_policy JOIN tables ON tables.oid = polrelid,
         LATERAL (VALUES (polqual), (polwithcheck)) AS either (expression)
    WHERE polpermissive AND expression IS NOT NULL
)
"""

# What is said about the names that a question finds.
QUESTIONS = {
    "Роль приложения {names} — суперпользователь: защита строк на неё не действует.": """
        SELECT rolname FROM role WHERE rolsuper
    """,
    "Роль приложения {names} обходит защиту строк (BYPASSRLS).": """
        SELECT rolname FROM role WHERE rolbypassrls
    """,
    "Роль приложения входит в другие роли и получает их права: {names}.": """
        SELECT pg_get_userbyid(roleid) FROM pg_auth_members JOIN role ON role.oid = member
    """,
    "Роль приложения владеет таблицами и может снять с них защиту: {names}.": """
        SELECT relname FROM own JOIN role ON role.oid = relowner WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
    """,
    "Роль приложения может опустошить таблицы (TRUNCATE): {names}.": """
        SELECT relname FROM tables WHERE has_table_privilege(oid, 'TRUNCATE')
    """,
    "Роль приложения может менять журнал действий: {names}.": """
        SELECT relname FROM tables WHERE relname = 'audit_event'
        AND (has_any_column_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE'))
    """,
    "Защита строк выключена или не действует на владельца: {names}.": """
        SELECT relname FROM tenant WHERE NOT (relrowsecurity AND relforcerowsecurity)
    """,
    "У таблиц нет правил защиты строк: {names}.": """
        SELECT relname FROM tenant WHERE NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = tenant.oid)
    """,
    "Правила защиты строк не ограничивают район: {names}.": """
        SELECT DISTINCT name FROM policies WHERE strpos(condition, 'app.districts') = 0
    """,
    "Правила защиты строк не ограничивают школу: {names}.": """
        SELECT DISTINCT name FROM policies WHERE is_of_school AND strpos(condition, 'app.school') = 0
    """,
    "Представления читают строки с правами своего владельца: {names}.": """
        SELECT relname FROM own WHERE relkind = 'v' AND has_any_column_privilege(oid, 'SELECT')
        AND NOT coalesce(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']
    """,
    "Материализованные представления не знают защиты строк: {names}.": """
        SELECT relname FROM own WHERE relkind = 'm' AND has_any_column_privilege(oid, 'SELECT')
    """,
    "Функции исполняются с правами своего владельца: {names}.": """
        SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prosecdef
        AND has_function_privilege(oid, 'EXECUTE')
    """,
}


def row_security_faults(connection: Connection) -> list[str]:
    """Russian sentences about everything that lets rows of one tenant reach another; empty = nothing.

    SQLite has no row-level security, so nothing can be wrong with it there.
    """
    if connection.dialect.name != "postgresql":
        return []
    found = {sentence: _ask(connection, question) for sentence, question in QUESTIONS.items()}
    return [sentence.format(names=", ".join(names)) for sentence, names in found.items() if names]


def _ask(connection: Connection, question: str) -> list[str]:
    return sorted(str(name) for name in connection.exec_driver_sql(SUBJECTS + question).scalars())
