"""What every test run shares: Hypothesis looks for the same examples every time."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

from rotation.threads import alone

alone()

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,  # a busy machine is no failure
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("searching", parent=settings.get_profile("repeatable"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# Where a run was put in the background it has inherited deafness to Ctrl-C, which tests press.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
