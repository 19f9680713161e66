"""Which insights are shown, and what there is to choose from. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import ValidationError

from assessor_app.domain.submission import Role
from assessor_app.gui.insights.figure import Sheet, Shown
from assessor_app.gui.insights.levels import criterion_name
from assessor_app.gui.insights.own_figures import own_figures
from assessor_app.gui.insights.pool_figures import pool_figures
from assessor_app.gui.insights.raters import raters_sheet
from assessor_app.protocol.insights import Against, CriterionView, OwnInsights, OwnView, PoolInsights
from assessor_app.store.reports import StoredReport
from assessor_app.sync.reports import OWN, POOL

STALE = timedelta(minutes=10)
"""An older report is shown, and a newer one asked for."""


class Scope(StrEnum):
    OWN = "own"
    """A reviewer's own work."""
    POOL = "pool"
    """All raters, for the issuer."""


def scopes_for(roles: Iterable[Role]) -> tuple[Scope, ...]:
    held = set(roles)
    own = (Scope.OWN,) if held & {Role.ASSESSOR, Role.APPROVER} else ()
    return (*own, Scope.POOL) if Role.ISSUER in held else own


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person chose to look at; "" is whatever comes first."""

    scope: Scope
    credential: str = ""
    criterion: str = ""
    against: Against = Against.TRUE

    @property
    def report(self) -> str:
        """The key of the report that has it."""
        if self.scope is Scope.OWN:
            return OWN
        return f"{POOL}:{self.credential}" if self.credential else POOL

    def of(self, credential: str) -> Wish:
        """Another micro-credential, which has criteria of its own."""
        return replace(self, credential=credential, criterion="")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a page shows. ``credentials`` and ``criteria`` are ids and names to choose from."""

    as_of: datetime
    title: str = ""
    credential: str = ""
    criterion: str = ""
    credentials: tuple[tuple[str, str], ...] = ()
    criteria: tuple[tuple[str, str], ...] = ()
    raters: Sheet | None = None
    figures: tuple[Shown, ...] = ()

    @property
    def everything(self) -> tuple[Shown, ...]:
        return self.figures if self.raters is None else (self.raters, *self.figures)


def content_of(stored: StoredReport | None, wish: Wish) -> Content | None:
    """None where there is no report, or one of another version of the application that can't be read any more."""
    if stored is None:
        return None
    try:
        if wish.scope is Scope.OWN:
            return _own(OwnInsights.model_validate(stored.data), wish)
        return _pool(PoolInsights.model_validate(stored.data), wish)
    except ValidationError:
        return None


def is_stale(stored: StoredReport | None, now: datetime, last_sync: datetime | None = None) -> bool:
    """A clock that was set back makes a report no younger. What was synced since is missing from one's own."""
    if stored is None or abs(now - stored.fetched_at) > STALE:
        return True
    as_of = _as_of(stored)
    return stored.key == OWN and last_sync is not None and as_of is not None and last_sync > as_of


def _as_of(stored: StoredReport) -> datetime | None:
    try:
        return datetime.fromisoformat(stored.data["as_of"])
    except (KeyError, TypeError, ValueError):
        return None


def known_credentials(load: Callable[[str], StoredReport | None], wish: Wish) -> tuple[tuple[str, str], ...]:
    """What the issuer may choose from, as the newest of all reports at hand has it: an older one knows fewer."""
    if wish.scope is Scope.OWN:
        return ()
    newest: tuple[datetime, tuple[tuple[str, str], ...]] | None = None
    keys = [POOL, wish.report]
    for key in keys:
        stored = load(key)
        as_of = _as_of(stored) if stored is not None else None
        if stored is None or as_of is None:
            continue
        others = tuple((str(each), str(title)) for each, title in stored.data.get("others", ()))
        # The list grows while it is gone through: each report may tell of others that are here too.
        keys += [key for each, _ in others if (key := f"{POOL}:{each}") not in keys]
        if newest is None or as_of > newest[0]:
            newest = as_of, others
    return newest[1] if newest is not None else ()


def _own(report: OwnInsights, wish: Wish) -> Content:
    credentials = tuple((view.micro_credential_id, view.title) for view in report.views)
    view = _chosen_view(report, wish)
    if view is None or not view.criteria:
        return Content(report.as_of, credentials=credentials)
    criterion = _chosen_criterion(view.criteria, wish)
    return Content(
        report.as_of, view.title, view.micro_credential_id, criterion, credentials, _names(view.criteria),
        figures=own_figures(view, criterion),
    )  # fmt: skip


def _chosen_view(report: OwnInsights, wish: Wish) -> OwnView | None:
    fitting = [view for view in report.views if view.micro_credential_id == wish.credential]
    return next(iter(fitting or report.views), None)


def _pool(report: PoolInsights, wish: Wish) -> Content:
    criteria = tuple(each.criterion for each in report.criteria)
    if not criteria:
        return Content(report.as_of, report.title, report.micro_credential_id, credentials=report.others)
    criterion = _chosen_criterion(criteria, wish)
    return Content(
        report.as_of, report.title, report.micro_credential_id, criterion, report.others, _names(criteria),
        raters_sheet(report.raters), pool_figures(report, wish.against, criterion),
    )  # fmt: skip


def _chosen_criterion(criteria: tuple[CriterionView, ...], wish: Wish) -> str:
    known = {each.id for each in criteria}
    return wish.criterion if wish.criterion in known else criteria[0].id


def _names(criteria: tuple[CriterionView, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.id, criterion_name(each)) for each in criteria)
