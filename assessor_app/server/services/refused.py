"""What an administrator's command or a submission is told when a rule forbids it."""

from __future__ import annotations


class Refused(Exception):
    """The message is one or more sentences for people. Nothing was changed."""
