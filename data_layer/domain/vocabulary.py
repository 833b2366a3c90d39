"""The closed word lists of the field, with the ids that files, reports and the database share.

Source: seed/catalogue.yaml and the glossary of the field. Titles for people live in the catalogue
of each district or in `dashboard.texts`; only what rules depend on stands here.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """Level of education; `school` means the school as a whole."""

    NOO = "noo"
    OOO = "ooo"
    SOO = "soo"
    SCHOOL = "school"


class SchoolKind(StrEnum):
    FULL = "full"
    BASIC = "basic"
    PRIMARY = "primary"


# The levels that a kind of school implies where nothing else is said; the level `school` always applies besides.
LEVELS_OF_KIND: Final[Mapping[SchoolKind, tuple[Level, ...]]] = {
    SchoolKind.FULL: (Level.NOO, Level.OOO, Level.SOO),
    SchoolKind.BASIC: (Level.NOO, Level.OOO),
    SchoolKind.PRIMARY: (Level.NOO,),
}


class Cluster(StrEnum):
    TOWN = "town"
    SETTLEMENT = "settlement"
    VILLAGE = "village"


class IndicatorKind(StrEnum):
    SHARE = "share"
    COUNT = "count"
    GROWTH = "growth"
    RETENTION = "retention"
    BREAKDOWN = "breakdown"


class Direction(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    INCREASE = "increase"


class IndicatorRole(StrEnum):
    """Only `attainment` decides goals; the others are shown beside them."""

    ATTAINMENT = "attainment"
    MONITORING = "monitoring"
    INFO = "info"


class Status(StrEnum):
    """Verdict on one result. `not_due` and `suppressed` exist only in answers, never in storage."""

    MET = "met"
    NEAR = "near"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    NO_TARGET = "no_target"
    NO_BASELINE = "no_baseline"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"


class GoalStatus(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"


class TargetOrigin(StrEnum):
    OWN = "own"
    REFERENCE = "reference"
    NONE = "none"


class MissingCode(StrEnum):
    """Why a number is absent: x no data, u unreliable, w not due yet, z not applicable."""

    NO_DATA = "x"
    UNRELIABLE = "u"
    NOT_YET = "w"
    NOT_APPLICABLE = "z"


class Absence(StrEnum):
    """Why there is no number, or nothing to hold it against, where the status says too little."""

    UNRELIABLE = "unreliable"
    # The school has said «not due yet», and the day has passed.
    OVERDUE = "overdue"
    HIDDEN_AT_SOURCE = "hidden_at_source"
    # Last year's number is there, but it was counted otherwise.
    OTHER_METHOD = "other_method"
    # Last year's number is there, but another school is a part of this one since.
    JOINED = "joined"


class Stage(StrEnum):
    RATIONALE = "rationale"
    GOAL_SETTING = "goal_setting"
    MONITORING = "monitoring"
    ANALYSIS = "analysis"
    RECOMMENDATIONS = "recommendations"
    MEASURES = "measures"
    DECISIONS = "decisions"
    EFFECTIVENESS_REVIEW = "effectiveness_review"


# The stages that make a full management cycle, in the order in which they follow one another.
COUNTED_STAGES: Final = (
    Stage.GOAL_SETTING,
    Stage.MONITORING,
    Stage.ANALYSIS,
    Stage.RECOMMENDATIONS,
    Stage.MEASURES,
    Stage.DECISIONS,
)

# The stages by which a school answers a missed goal.
RESPONSE_STAGES: Final = (Stage.RECOMMENDATIONS, Stage.MEASURES, Stage.DECISIONS)


class RequirementLevel(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_USED = "not_used"


class DocumentStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


# A document counts as being there once it has been handed in.
THERE: Final = frozenset({DocumentStatus.SUBMITTED, DocumentStatus.ACCEPTED})


class CellState(StrEnum):
    """State of one block × stage of a school, in the order in which the first that holds wins."""

    NOT_APPLICABLE = "not_applicable"
    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DRAFT = "draft"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    MISSING = "missing"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    REGION = "region"
    DEPARTMENT = "department"
    PRESENTER = "presenter"
    DIRECTOR = "director"
    COORDINATOR = "coordinator"


class Severity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Rule(StrEnum):
    """Flag rules by their published id."""

    STAGE_MISSING = "stage_missing"
    STAGE_DUE_SOON = "stage_due_soon"
    STAGE_LATE = "stage_late"
    STAGE_SKIPPED = "stage_skipped"
    STAGE_OUT_OF_ORDER = "stage_out_of_order"
    DOCUMENT_STALE = "document_stale"
    DOCUMENT_REUSED = "document_reused"
    DOCUMENT_INCOMPLETE = "document_incomplete"
    DOCUMENT_RETURNED = "document_returned"
    DATA_MISSING = "data_missing"
    TARGET_MISSING = "target_missing"
    TARGET_UNAMBITIOUS = "target_unambitious"
    GOAL_MISSED_NO_RESPONSE = "goal_missed_no_response"
    GOAL_MISSED_AGAIN = "goal_missed_again"
    DATA_INCONSISTENT = "data_inconsistent"
    ORGANISATION_MISSING = "organisation_missing"


SEVERITY: Final = {
    Rule.STAGE_MISSING: Severity.HIGH,
    Rule.STAGE_SKIPPED: Severity.HIGH,
    Rule.GOAL_MISSED_NO_RESPONSE: Severity.HIGH,
    Rule.GOAL_MISSED_AGAIN: Severity.HIGH,
    Rule.DATA_INCONSISTENT: Severity.HIGH,
    Rule.DOCUMENT_RETURNED: Severity.HIGH,
    Rule.STAGE_LATE: Severity.MEDIUM,
    Rule.STAGE_OUT_OF_ORDER: Severity.MEDIUM,
    Rule.DOCUMENT_STALE: Severity.MEDIUM,
    Rule.DOCUMENT_REUSED: Severity.MEDIUM,
    Rule.DATA_MISSING: Severity.MEDIUM,
    Rule.TARGET_MISSING: Severity.MEDIUM,
    Rule.ORGANISATION_MISSING: Severity.MEDIUM,
    Rule.STAGE_DUE_SOON: Severity.LOW,
    Rule.DOCUMENT_INCOMPLETE: Severity.LOW,
    Rule.TARGET_UNAMBITIOUS: Severity.LOW,
}

# Rules that stay silent for years before the district began to keep the cycle (`tracked_from`),
# so that history loaded for a trend raises no alarms.
TRACKED_RULES: Final = frozenset(
    {
        Rule.STAGE_MISSING,
        Rule.STAGE_DUE_SOON,
        Rule.STAGE_LATE,
        Rule.STAGE_SKIPPED,
        Rule.STAGE_OUT_OF_ORDER,
        Rule.DOCUMENT_STALE,
        Rule.DOCUMENT_REUSED,
        Rule.DOCUMENT_INCOMPLETE,
        Rule.DOCUMENT_RETURNED,
        Rule.DATA_MISSING,
        Rule.TARGET_MISSING,
        Rule.GOAL_MISSED_NO_RESPONSE,
        Rule.ORGANISATION_MISSING,
    }
)
