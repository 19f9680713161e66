"""Shared by every test: no screen is needed, and no test touches the real profile or keychain."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
