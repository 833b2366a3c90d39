"""Dash as this product uses it: Russian page frame, no bundle that no page needs, nothing from outside."""

from typing import Any, Final

from dash import Dash

from dashboard.asset_bundle import AssetBundles
from dashboard.version import program_version

# The frame of every page. No script stands in it but what Dash puts there, which carries a hash.
INDEX: Final = """<!DOCTYPE html>
<html lang="ru">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/login-static/favicon.svg" type="image/svg+xml">
<link rel="preload" href="/login-static/golos-text-cyrillic-wght-normal.woff2" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="/login-static/golos-text-latin-wght-normal.woff2" as="font" type="font/woff2" crossorigin>
{%css%}
</head>
<body>
<a class="skip" href="#main">К содержанию</a>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>
"""
_ENTRY: Final = '<div id="react-entry-point"><p class="loading-page" role="status">Загрузка…</p></div>'
_UNUSED: Final = "dash_table/"


class DistrictDash(Dash):
    """Leaves out the table bundle (tables here are plain HTML) and the English words of the frame."""

    def __init__(self, *args: Any, bundles: AssetBundles | None = None, **options: Any) -> None:
        self._bundles = bundles
        super().__init__(*args, **options)

    def interpolate_index(self, **parts: Any) -> str:
        parts["app_entry"] = _ENTRY
        parts["metas"] += f'\n<meta name="vsoko-version" content="{program_version()}">'
        if self._bundles is not None:
            parts["css"] = f'<link rel="stylesheet" href="{self._bundles.url("css")}">'
            # Before Dash: it listens in on what Dash fetches.
            parts["scripts"] = f'<script src="{self._bundles.url("js")}"></script>\n{parts["scripts"]}'
        page: str = super().interpolate_index(**parts)
        return page

    def _collect_and_register_resources(self, resources: list[dict[str, Any]], *args: Any, **options: Any) -> Any:
        used = [each for each in resources if not str(each.get("relative_package_path", "")).startswith(_UNUSED)]
        return super()._collect_and_register_resources(used, *args, **options)
