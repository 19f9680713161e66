"""The packages that only the server needs, which an assessor's computer does without."""

from __future__ import annotations

import sys

NOT_INSTALLED = 2


def not_installed(error: ModuleNotFoundError) -> int:
    """Say what is missing and how to get it; the process's exit code."""
    sys.stderr.write(
        f"The server's packages are not installed ({error.name} is missing). "
        "Install them with: pip install 'assessor-app[server]'\n"
    )
    return NOT_INSTALLED
