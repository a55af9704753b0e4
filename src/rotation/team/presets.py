"""Published sets of rules that a team can start from."""

from __future__ import annotations

from collections.abc import Mapping

Preset = Mapping[str, Mapping[str, object]]

PRESETS: Mapping[str, Preset] = {
    # Directive 2003/88/EC: article 3 (11 h of rest a day), articles 5 and 3 (24 h + 11 h of
    # uninterrupted rest each seven days), article 6 (48 h a week; a mean there, a limit here).
    "eu_wtd": {
        "rest": {"least": "11h"},
        "weekly_rest": {"least": "35h"},
        "hours": {"max_per_week": 48},
    },
}
