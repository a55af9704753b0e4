"""Nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys


def test_writers_are_imported_lazily() -> None:
    """Importing the reports loads neither the spreadsheet writer nor the templates nor a solver."""
    code = (
        "import sys; import rotation.report.page, rotation.report.spreadsheet,"
        " rotation.report.terminal; print(sorted({'xlsxwriter', 'jinja2', 'ortools', 'pandas'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
