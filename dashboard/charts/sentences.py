"""What charts read like: captions for those who hear the page, and labels that state coverage."""

from dashboard.charts.specification import Bullet, Meter
from dashboard.formatting import percent, plain, whole


def meter_sentence(spec: Meter) -> str:
    """«Цели достигнуты: 60 из 101, 59,4 %, год назад 55 из 101»."""
    text = f"{spec.label}: {whole(spec.count.k)} из {whole(spec.count.n)}, {percent(spec.count.k, spec.count.n)}"
    if spec.before is not None and spec.before.n:
        text += f", год назад {whole(spec.before.k)} из {whole(spec.before.n)}"
    return text


def bullet_sentence(spec: Bullet) -> str:
    """«ВПР, НОО: 80, цель 80, район 84,3»."""
    if spec.fact is None:
        return f"{spec.label}: значения нет"
    parts = [plain(spec.fact)]
    if spec.target is not None:
        parts.append(f"цель {plain(spec.target)}")
    if spec.district is not None:
        parts.append(f"район {plain(spec.district)}")
    return f"{spec.label}: {', '.join(parts)}" + (", меньше — лучше" if spec.is_reversed else "")
