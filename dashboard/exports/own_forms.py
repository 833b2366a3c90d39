"""Where a district's own form for a file lies in the data folder."""

from pathlib import Path


def own_form(data_dir: Path, name: str, *, district: str) -> Path | None:
    """district: its code. One file per district, or one for all of them; None where there is neither."""
    places = (data_dir / "templates" / district / name, data_dir / "templates" / name)
    return next((place for place in places if place.is_file()), None)
