"""Published sets of rules that a team can start from."""

from __future__ import annotations

from collections.abc import Mapping

Preset = Mapping[str, Mapping[str, object]]

PRESETS: Mapping[str, Preset] = {
    "eu_wtd": {
        "rest": {"least": "11h"},
        "weekly_rest": {"least": "35h"},
        "hours": {"max_per_week": 48},
    },
}

SOURCES: Mapping[str, str] = {
    "eu_wtd": (
        "Directive 2003/88/EC: Art. 3 (11 h of rest in every 24), Art. 5 with Art. 3 (24 h and 11 h"
        " of rest without a break in each seven days), Art. 6 (48 h a week; a mean there, a limit"
        " here)."
    ),
}
"""Where each preset's numbers come from."""
