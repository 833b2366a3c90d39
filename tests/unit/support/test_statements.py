"""What one engine has compiled, another of its kind does not compile again."""

from sqlalchemy import create_engine, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.sqltypes import Integer


class Counted(GenericFunction[int]):
    """The number one, which counts how often it was compiled."""

    type = Integer()
    inherit_cache = True
    compiled = 0


@compiles(Counted)
def _one(*_: object, **__: object) -> str:
    Counted.compiled += 1
    return "1"


def test_two_databases_of_one_kind_compile_a_statement_once() -> None:
    for _ in range(2):
        engine = create_engine("sqlite://")
        with engine.connect() as connection:
            assert connection.scalar(select(Counted())) == 1
        engine.dispose()

    assert Counted.compiled == 1
