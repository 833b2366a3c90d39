"""A district of seven schools whose comparison can be worked out by hand; see the tests that quote it.

Additional education (3.3, reference 85 %) in 2025/26: 90, 60, 80 % in town, 88, 85, 85 and, of five pupils, 80 % in the
villages. Pooled 424 of 525. Without the small cohort the values are 60, 80, 85, 85, 88, 90.
"""

from pathlib import Path
from typing import Final

from tests.support.cli import CommandLine
from tests.support.small_district import write_tables

SCHOOLS: Final = """code,short_name,kind,cluster,pupils
s1,Первая,full,town,100
s2,Вторая,full,town,100
s3,Третья,basic,town,100
s4,Четвёртая,full,village,100
s5,Пятая,basic,village,100
s6,Шестая,basic,village,20
s7,Седьмая,primary,village,5
"""
OBSERVATIONS: Final = """school,indicator,level,year,subject,class_group,category,numerator,denominator
s1,3.3,school,2025/26,,,,90,100
s2,3.3,school,2025/26,,,,60,100
s3,3.3,school,2025/26,,,,80,100
s4,3.3,school,2025/26,,,,88,100
s5,3.3,school,2025/26,,,,85,100
s6,3.3,school,2025/26,,,,17,20
s7,3.3,school,2025/26,,,,4,5
s1,3.3,school,2024/25,,,,80,100
s2,3.3,school,2024/25,,,,70,100
s3,3.3,school,2024/25,,,,80,100
s6,3.3,school,2024/25,,,,70,80
s1,1.1,noo,2025/26,Русский язык,,,40,50
s1,1.1,noo,2025/26,Математика,,,45,50
s1,1.1,noo,2025/26,,,result_type:metasubject,30,50
s2,1.1,noo,2025/26,Русский язык,2А,,20,25
s2,1.1,noo,2025/26,Русский язык,3А,,24,25
s7,1.1,noo,2025/26,Родной язык,,,3,4
s1,3.1a,school,2025/26,,,,60,100
s1,3.1a,school,2025/26,,,hia:yes,5,8
s2,3.1a,school,2025/26,,,,70,100
s2,3.1a,school,2025/26,,,hia:yes,3,4
s1,1.2,ooo,2025/26,,,,40,50
s1,1.2,ooo,2025/26,Физика,,,12,20
s1,5.1b,school,2025/26,,,subject,4,20
s1,5.1b,school,2025/26,,,methodical,10,20
s2,5.1b,school,2025/26,,,subject,6,30
s2,5.1b,school,2025/26,,,methodical,24,30
"""
TARGETS: Final = """school,indicator,level,year,target
s1,3.3,school,2025/26,95
s6,3.3,school,2025/26,80
"""
NEIGHBOURS: Final = """code,short_name,kind,cluster
s1,СОСЕД № 1,full,town
s2,СОСЕД № 2,full,town
"""
NEIGHBOURS_OBSERVATIONS: Final = """school,indicator,level,year,numerator,denominator
s1,3.3,school,2025/26,777,7777
s2,3.3,school,2025/26,777,7777
"""


def load_wide_district(run: CommandLine, folder: Path) -> None:
    """The district «wide», and another one of the same codes whose names and numbers show a leak."""
    run.good("init")
    wide = {"schools": SCHOOLS, "observations": OBSERVATIONS, "targets": TARGETS}
    others = {"schools": NEIGHBOURS, "observations": NEIGHBOURS_OBSERVATIONS}
    for code, tables in (("wide", wide), ("near", others)):
        run.good("districts", "add", code, f"Район {code}", "--region", "north")
        run.good("import", write_tables(folder / code, tables), "--district", code)
