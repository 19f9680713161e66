"""Assess teachers' micro-credentials: the desktop application and its reference server."""

__version__ = "0.1.0"
