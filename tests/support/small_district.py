"""Two small districts whose every figure can be worked out by hand; see the tests that quote them.

Alpha has school «1» (full, town) and «2» (basic, village); beta has schools of the same codes, whose
names, numbers and documents carry BETA, so that a leak shows.
"""

from pathlib import Path
from typing import Final

from flask import Flask
from flask.testing import FlaskClient

from tests.support.cli import CommandLine
from tests.support.site import sign_in

PASSWORD: Final = "a long enough password"

ALPHA_SCHOOLS: Final = """code,short_name,kind,cluster,pupils
1,Школа № 1,full,town,300
2,Вторая ООШ,basic,village,60
"""
ALPHA_OBSERVATIONS: Final = """school,indicator,level,year,category,numerator,denominator,value,baseline,missing
1,1.1,noo,2025/26,,45,50,,,
1,1.1,ooo,2025/26,,170,200,,,
1,1.1,soo,2025/26,,10,12,,,
1,1.2,noo,2025/26,,16,20,,,
1,2.1,noo,2025/26,,1,50,,,
1,2.1,ooo,2025/26,,5,200,,,
1,2.1,soo,2025/26,,0,12,,,
1,2.2,noo,2025/26,,1,1,,,
1,2.2,ooo,2025/26,,3,4,,,
1,2.2,soo,2025/26,,0,0,,,
1,3.1b,school,2025/26,,,,4,2,
1,3.2,school,2025/26,,,,3,,
1,5.1b,school,2025/26,subject,4,20,,,
1,5.1b,school,2025/26,methodical,6,20,,,
1,5.3,school,2025/26,,3,4,,,
1,1.1,noo,2024/25,,40,50,,,
1,1.1,ooo,2024/25,,160,200,,,
2,1.1,noo,2025/26,,8,9,,,
2,1.1,ooo,2025/26,,,,,,x
2,3.1b,school,2025/26,,,,0,0,
2,6.1,school,2025/26,,10,10,,,
"""
ALPHA_TARGETS: Final = """school,indicator,level,year,target
2,1.1,noo,2025/26,85
"""
ALPHA_DOCUMENTS: Final = """school,block,stage,year,type,number,title,date,responsible,goals,tasks,deadlines,status,covers
1,1,goal_setting,2025/26,goals_document,1-ц,Цели,2025-09-10,,,,,accepted,
1,1,monitoring,2025/26,monitoring_order,2-м,Приказ,2025-10-05,Иванова,цели,задачи,сроки,submitted,
1,1,analysis,2025/26,analytical_report,3-а,Справка,2026-08-20,,,,,returned,
1,1,measures,2025/26,roadmap,5-д,Дорожная карта,2026-09-10,,,,,accepted,
1,2,goal_setting,2025/26,goals_document,,Черновик целей,,,,,,draft,
1,3,goal_setting,2025/26,goals_document,6-ц,Цели,2025-09-12,,,,,accepted,4:goal_setting
"""
ALPHA_ORGANISATION: Final = """school,year,item,present
1,2025/26,team_assembled,да
1,2025/26,coordinator_appointed,да
1,2025/26,regulation_adopted,да
1,2025/26,schedule_adopted,да
1,2025/26,site_section_published,да
1,2025/26,site_six_blocks_published,да
"""
BETA_SCHOOLS: Final = """code,short_name,kind,cluster
1,BETA № 1,full,town
2,BETA № 2,full,settlement
"""
BETA_OBSERVATIONS: Final = """school,indicator,level,year,numerator,denominator
1,1.1,noo,2025/26,777,7777
2,1.1,noo,2025/26,777,7777
"""
BETA_DOCUMENTS: Final = """school,block,stage,year,type,number,date,status
1,1,goal_setting,2025/26,goals_document,BETA-1,2025-09-10,accepted
"""

ALPHA: Final = {
    "schools": ALPHA_SCHOOLS,
    "observations": ALPHA_OBSERVATIONS,
    "targets": ALPHA_TARGETS,
    "documents": ALPHA_DOCUMENTS,
    "organisation": ALPHA_ORGANISATION,
}
BETA: Final = {"schools": BETA_SCHOOLS, "observations": BETA_OBSERVATIONS, "documents": BETA_DOCUMENTS}

# Login: options of `users add`; everybody has the same password.
PEOPLE: Final = {
    "official": ("--role", "department", "--district", "alpha"),
    "presenter": ("--role", "presenter", "--district", "alpha"),
    "director": ("--role", "director", "--district", "alpha", "--school", "1"),
    "director-2": ("--role", "director", "--district", "alpha", "--school", "2"),
    "coordinator": ("--role", "coordinator", "--district", "alpha", "--school", "1"),
    "region": ("--role", "region", "--region", "north"),
    "administrator": ("--role", "administrator"),
    "official-beta": ("--role", "department", "--district", "beta"),
}


def signed_in(server: Flask, login: str) -> FlaskClient:
    """A client at whom one of the districts' people has signed in."""
    client = server.test_client()
    assert sign_in(client, login, PASSWORD).status_code == 303
    return client


def write_tables(folder: Path, tables: dict[str, str]) -> Path:
    """The folder with one CSV per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def load_small_districts(run: CommandLine, folder: Path) -> None:
    """Bring both districts with their figures and people into an empty database."""
    run.good("init")
    for code, tables in (("alpha", ALPHA), ("beta", BETA)):
        run.good("districts", "add", code, f"Район {code}", "--region", "north")
        run.good("import", write_tables(folder / code, tables), "--district", code)
    for login, options in PEOPLE.items():
        run.good("users", "add", login, *options, "--password-stdin", stdin=f"{PASSWORD}\n")
