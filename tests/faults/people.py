"""What people and chance do in a scene. Every function takes the storm and the chance that decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from assessor_app.domain.assessment import (
    Outcome,
    check_cell,
    mark_cell,
    override_cell,
    rating_cell,
    reason_cell,
)
from assessor_app.domain.submission import Role
from assessor_app.protocol.events import LeakReported
from assessor_app.protocol.sync import SyncRequest
from assessor_app.store.store import NotEditable, WorkIncomplete
from assessor_app.store.views import Choice, OutboxItem, QueueRow
from assessor_app.sync import signin
from assessor_app.sync.http import AccessEnded, Busy, SignInNeeded, Unreachable
from tests.faults.model import Kind, Wrong, plain
from tests.faults.scene import TROUBLES, Computer, Scene
from tests.faults.wire import Request
from tests.samples import highlight
from tests.serving import APPROVER


def somebody(scene: Scene, chance: Random, role: Role | None = None) -> Computer:
    every = scene.computers.values()
    return chance.choice([one for one in every if role is None or (one.email == APPROVER) == (role is Role.APPROVER)])


def something(scene: Scene, computer: Computer, chance: Random) -> QueueRow | None:
    """One of the submissions that this computer shows as the person's to work on."""
    rows = [row for row in computer.store.queue() if row.active]
    rows.sort(key=lambda row: scene.submissions.index(row.submission_id))
    return chance.choice(rows) if rows else None


def _type(scene: Scene, computer: Computer, submission_id: str, cell: str, value: Any) -> None:
    """An edit that is on disk, and shown at once, or not taken at all."""
    store = computer.store
    try:
        if submission_id:
            store.save_cell(submission_id, cell, value)
        else:
            store.save_own(cell, value)
    except (NotEditable, KeyError):
        return
    scene.model.edited(computer.name, submission_id, cell, value)
    if scene.racing:
        return
    shown = store.workspace(submission_id).cells if submission_id else store.own_cells()
    if shown.get(cell) != plain(value):
        scene.found(
            Wrong(Kind.LOST, f"{computer.name} typed {value} in {submission_id}/{cell}; {shown.get(cell)} is shown")
        )


def _cells(computer: Computer, submission_id: str) -> list[str]:
    try:
        return list(computer.store.workspace(submission_id).cells)
    except KeyError:
        # A sync on another thread has just taken it away.
        return []


def _edit(scene: Scene, chance: Random, computer: Computer, row: QueueRow) -> tuple[str, Any]:
    """A cell of the person's part, and what to put into it."""
    criterion = chance.choice([c.id for _, c in scene.credential.criteria()])
    if chance.random() < 0.1 and (cells := _cells(computer, row.submission_id)):
        return chance.choice(cells), None
    if chance.random() < 0.15:
        mark = highlight().model_copy(update={"text": scene.new_words("mark")})
        return mark_cell(mark.id), mark.model_dump(mode="json")
    if row.role is Role.APPROVER:
        if chance.random() < 0.3:
            return reason_cell(chance.choice(["", criterion])), scene.new_words("reason")
        return override_cell(criterion), {"agreed": True, "rationale": scene.new_words("agreed")}
    if chance.random() < 0.3:
        return "note", scene.new_words("note")
    return rating_cell(criterion), {"level": chance.randint(1, 3), "feedback": scene.new_words("feedback")}


def score(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance)
    for _ in range(chance.randint(1, 4)):
        if (row := something(scene, computer, chance)) is not None:
            _type(scene, computer, row.submission_id, *_edit(scene, chance, computer, row))


def comment(scene: Scene, chance: Random) -> None:
    """In the person's own library, which belongs to no submission."""
    computer = somebody(scene, chance)
    value = None if chance.random() < 0.2 else {"text": scene.new_words("comment")}
    _type(scene, computer, "", f"comment:c{chance.randint(1, 3)}", value)


def _hand_in(scene: Scene, computer: Computer, work: Callable[[], str]) -> bool:
    try:
        scene.model.handed(computer.name, work())
    except (NotEditable, KeyError, WorkIncomplete):
        return False
    return True


def assess(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance, Role.ASSESSOR)
    if (row := something(scene, computer, chance)) is None:
        return
    one = row.submission_id
    for _, check in scene.credential.checks():
        _type(scene, computer, one, check_cell(check.id), {"ok": True, "note": scene.new_words("check")})
    for _, criterion in scene.credential.criteria():
        value = {"level": chance.choice([1, 2, 2, 3]), "feedback": scene.new_words("feedback")}
        _type(scene, computer, one, rating_cell(criterion.id), value)
    _hand_in(scene, computer, lambda: computer.store.submit_assessment(one))


def mark_incomplete(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance, Role.ASSESSOR)
    if (row := something(scene, computer, chance)) is None:
        return
    for _, check in scene.credential.checks():
        value = {"ok": False, "note": scene.new_words("please add")}
        _type(scene, computer, row.submission_id, check_cell(check.id), value)
    _hand_in(scene, computer, lambda: computer.store.mark_incomplete(row.submission_id))


def decide(scene: Scene, chance: Random) -> None:
    """Award or not yet, as the levels say."""
    computer = somebody(scene, chance, Role.APPROVER)
    if (row := something(scene, computer, chance)) is None:
        return
    one = row.submission_id
    for _, criterion in scene.credential.criteria():
        value: dict[str, Any] = {"agreed": True, "rationale": scene.new_words("agreed")}
        if chance.random() < 0.3:
            value = {"agreed": False, "level": chance.randint(1, 3), "rationale": scene.new_words("changed")}
        _type(scene, computer, one, override_cell(criterion.id), value)
    if not _hand_in(scene, computer, lambda: computer.store.decide(one, Outcome.AWARD)):
        _hand_in(scene, computer, lambda: computer.store.decide(one, Outcome.NOT_YET))


def give_back(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance, Role.APPROVER)
    if (row := something(scene, computer, chance)) is None:
        return
    _type(scene, computer, row.submission_id, reason_cell(""), scene.new_words("look again"))
    _hand_in(scene, computer, lambda: computer.store.decide(row.submission_id, Outcome.RETURN))


def report_leak(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance)
    if (row := something(scene, computer, chance)) is None:
        return
    report = LeakReported(evidence_id="e1", page=0, what="name", note=scene.new_words("a name"))
    _hand_in(scene, computer, lambda: computer.store.report_leak(row.submission_id, report))


def sync(scene: Scene, chance: Random) -> None:
    """Again and again, as the app would; sometimes it gives up for now, sometimes it sends what could be undone."""
    computer = somebody(scene, chance)
    if chance.random() < 0.5:
        computer.store.release()
    for _ in range(chance.randint(1, 4)):
        if scene.sync(computer):
            return


def type_while_syncing(scene: Scene, chance: Random) -> None:
    """Edits between the request and its reply, also of a cell that is under way."""
    computer = somebody(scene, chance)
    if (row := something(scene, computer, chance)) is None:
        return
    one, (cell, value) = row.submission_id, _edit(scene, chance, computer, row)
    later = _in_other_words(scene, value)
    _type(scene, computer, one, cell, value)
    scene.proxy.meanwhile = lambda: scene.attempt("typing meanwhile", lambda: _type(scene, computer, one, cell, later))
    scene.sync(computer)
    scene.proxy.meanwhile = None


def _in_other_words(scene: Scene, value: Any) -> Any:
    if not isinstance(value, dict):
        return scene.new_words("later") if isinstance(value, str) else None
    words = next(name for name in ("feedback", "rationale", "text") if name in value)
    return {**value, words: scene.new_words("later")}


def sync_together(scene: Scene, chance: Random) -> None:
    for thread in scene.sync_all():
        thread.join()


def work_while_all_sync(scene: Scene, chance: Random) -> None:
    scene.racing = True
    syncing = scene.sync_all()
    for _ in range(4):
        chance.choice([score, comment, assess, decide])(scene, chance)
    for thread in syncing:
        thread.join()
    scene.racing = False


def go_offline_or_back(scene: Scene, chance: Random) -> None:
    away = [computer for computer in scene.computers.values() if computer.offline]
    if away and chance.random() < 0.8:
        away[0].offline = False
    else:
        somebody(scene, chance).offline = True


def restart_the_app(scene: Scene, chance: Random) -> None:
    somebody(scene, chance).restart()


def sign_in_again(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance)
    try:
        computer.sign_in()
    except AccessEnded:
        computer.set_aside()
    except TROUBLES:
        return


def end_the_sign_in(scene: Scene, chance: Random) -> None:
    """The next refresh is refused."""
    computer = somebody(scene, chance)
    _, token = computer.store.sign_in_state()
    if token is not None:
        signin.sign_out(scene.serving.url, token)


def start_over(scene: Scene, chance: Random) -> None:
    """As if the server no longer held the cursor."""
    somebody(scene, chance).store.start_over()


def download(scene: Scene, chance: Random) -> None:
    computer = somebody(scene, chance)
    row = something(scene, computer, chance)
    if row is None or computer.offline:
        return
    try:
        computer.download(row.submission_id)
    except (Unreachable, SignInNeeded, Busy, AccessEnded, signin.SignInFailed):
        return


def choose(scene: Scene, chance: Random) -> None:
    """Click something that an item of the outbox offers."""
    computer = somebody(scene, chance)
    items = [item for item in computer.store.outbox() if item.choices]
    if items:
        click(scene, computer, chance.choice(items), chance)


def click(scene: Scene, computer: Computer, item: OutboxItem, chance: Random) -> None:
    choice, one = chance.choice(item.choices), item.submission_id
    before = {other.event_id for other in computer.store.outbox()}
    computer.store.choose(item.event_id, choice)
    if choice is Choice.SAVE_COPY:
        return
    if choice in (Choice.KEEP_MINE, Choice.SEND_AGAIN):
        if item.cell is None:
            (again,) = {other.event_id for other in computer.store.outbox()} - before
            scene.model.handed(computer.name, again)
            scene.model.let_go(computer.name, item.event_id, one, None, None)
        return
    scene.model.let_go(computer.name, item.event_id, one, item.cell, item.mine)


def replay(scene: Scene, chance: Random) -> None:
    """An old request byte for byte, or with the sign-in that its computer has now."""
    if not scene.proxy.seen:
        return
    old = chance.choice(list(scene.proxy.seen))
    if chance.random() < 0.7:
        newest = next(r for r in reversed(scene.proxy.seen) if _device(r) == _device(old))
        old = replace(old, headers={**old.headers, "Authorization": newest.headers["Authorization"]})
    scene.proxy.send(old)


def _device(request: Request) -> str:
    return SyncRequest.model_validate_json(request.body).device_id


OPERATIONS: dict[Callable[[Scene, Random], None], int] = {
    score: 18, comment: 4, assess: 10, decide: 9, give_back: 4, mark_incomplete: 1, report_leak: 2, sync: 26,
    type_while_syncing: 6, sync_together: 4, work_while_all_sync: 4, go_offline_or_back: 3, restart_the_app: 2,
    sign_in_again: 4, end_the_sign_in: 2, start_over: 1, download: 4, choose: 6, replay: 6,
}  # fmt: skip
"""Operation → how often it comes, relative to the others."""
