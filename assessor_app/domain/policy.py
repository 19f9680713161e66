"""What an organisation sets for itself, with the FAQ's values as defaults."""

from __future__ import annotations

from pydantic import Field, model_validator

from assessor_app.domain.school_year import Calendar
from assessor_app.domain.stipends import StipendPolicy
from assessor_app.domain.value import Value


class Retention(Value):
    """How many days things are kept; None keeps them for good. Awards, ratings and the history are never removed.

    ``drafts``: portfolios that nobody touched and that were never handed in. ``originals``: what was handed in, with
    its names, once the attempt ended. ``viewings``: who saw what. ``mails``: what was mailed.
    """

    drafts: int | None = Field(default=365, ge=30, le=36_500)
    originals: int | None = Field(default=365, ge=30, le=36_500)
    viewings: int | None = Field(default=3 * 365, ge=30, le=36_500)
    mails: int | None = Field(default=365, ge=30, le=36_500)


class OrganisationPolicy(Value):
    """``cpe_hours`` are those of one earned micro-credential (FAQ 12).

    ``open_to_sign_ups``: whoever signed up without a roster entry sees the programs, and may ask for access to one;
    without it they see micro-credentials only (FAQ 4).
    """

    calendar: Calendar = Calendar()
    stipends: StipendPolicy = StipendPolicy()
    cpe_hours: int = Field(default=15, ge=0, le=1_000)
    retention: Retention = Retention()
    open_to_sign_ups: bool = False

    @model_validator(mode="after")
    def _days_follow(self) -> OrganisationPolicy:
        self.stipends.pay_calendar(self.calendar)
        return self
