"""Draws of the demo district: counts come from chance with a school effect, never from percentages."""

from math import exp, log
from random import Random

# Above this many trials the normal approximation is used: it is near enough and saves the time.
_EXACT_TRIALS = 300


def binomial(drawn: Random, trials: int, probability: float) -> int:
    """Successes among whole trials; probability 0..1."""
    if trials <= _EXACT_TRIALS or min(probability, 1 - probability) * trials < 10:
        return sum(drawn.random() < probability for _ in range(trials))
    mean = trials * probability
    spread = (mean * (1 - probability)) ** 0.5
    return min(trials, max(0, round(drawn.gauss(mean, spread))))


def school_rate(drawn: Random, *, mean: float, spread: float) -> float:
    """A school's own probability: beta-distributed around the district's mean, 0 < it < 1.

    spread: standard deviation between schools; it must be smaller than that of a single yes or no.
    """
    weight = mean * (1 - mean) / spread**2 - 1
    return shifted(drawn.betavariate(mean * weight, (1 - mean) * weight), 0.0)


def shifted(probability: float, logits: float) -> float:
    """The probability moved on the logit scale, kept away from certainty on both sides."""
    kept = min(0.998, max(0.002, probability))
    return 1 / (1 + exp(-(log(kept / (1 - kept)) + logits)))


def logits_between(probability: float, mean: float) -> float:
    """How far a probability lies above the mean on the logit scale."""
    kept = min(0.998, max(0.002, probability))
    return log(kept / (1 - kept)) - log(mean / (1 - mean))


def spread_by_cohort(pupils: int) -> float:
    """Standard deviation between schools of the share of marks 3 and better, without chance itself.

    The published spread of math 4 (11.5/8.2/4.7/2.7 points for cohorts of 1–9/10–24/25–59/60+, see
    domain.md) minus what chance alone gives to cohorts of 5, 17, 40 and 90 pupils.
    """
    if pupils < 10:
        return 0.080
    if pupils < 25:
        return 0.070
    return 0.038 if pupils < 60 else 0.019
