"""Where a storm happens: a server, a line that breaks, four computers with their people, and the model beside them.

Every operation takes its choices from ``chance``, so that a seed (or hypothesis) decides what happens.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from assessor_app.protocol.problems import ProblemError
from assessor_app.protocol.sync import SyncReply, SyncRequest
from assessor_app.server.opening import open_server
from assessor_app.server.services.assigning import assign
from assessor_app.server.services.audit import verify_history
from assessor_app.store.store import Store
from assessor_app.sync import signin
from assessor_app.sync.http import AccessEnded, Busy, Client, SignInNeeded, Unreachable
from assessor_app.sync.loop import ACCESS_ENDED
from tests.faults.facts import answers_so_far, device_facts, server_facts
from tests.faults.model import Kind, Model, Wrong
from tests.faults.proxy import Proxy
from tests.faults.rules import Act
from tests.faults.stormy_world import one_more, people_and_credential, started
from tests.faults.wire import Reply, Request
from tests.serving import APPROVER, ASSESSOR, KEY, OTHER, PASSWORD, SETTINGS, Desk

COMPUTERS = {"alma": ASSESSOR, "alma at home": ASSESSOR, "iris": OTHER, "henrik": APPROVER}
GRACE = {name: timedelta(seconds=3 if name in ("iris", "henrik") else 0) for name in COMPUTERS}
"""What was handed in may be undone for so long."""
ROUNDS = 12
"""How often everybody syncs in a calm at most."""
ACCESS_SECONDS = 3
"""An access token's life: refreshes happen in the middle of it all."""
TROUBLES = (Unreachable, SignInNeeded, Busy, ProblemError, signin.SignInFailed)


@dataclass
class Figures:
    """``lost``, ``doubled``, ``half`` (one side without the other), ``unresolved`` and ``chain_breaks`` count what
    ``wrong`` says."""

    operations: int = 0
    by_operation: dict[str, int] = field(default_factory=dict)
    faults: int = 0
    by_fault: dict[str, int] = field(default_factory=dict)
    events: int = 0
    results: dict[str, int] = field(default_factory=dict)
    submissions: int = 0
    states: dict[str, int] = field(default_factory=dict)
    calms: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    unresolved: int = 0
    chain_breaks: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def count(self, wrong: Wrong) -> None:
        self.wrong.append(str(wrong))
        self.lost += wrong.kind is Kind.LOST
        self.doubled += wrong.kind is Kind.DOUBLED
        self.half += wrong.kind is Kind.HALF
        self.unresolved += wrong.kind is Kind.UNRESOLVED
        self.chain_breaks += wrong.kind is Kind.CHAIN

    def __str__(self) -> str:
        return (
            f"{self.operations} operations, {self.faults} faults of {len(self.by_fault)} kinds, {self.events} events, "
            f"{self.submissions} submissions: {self.lost} lost, {self.doubled} doubled, {self.half} half, "
            f"{self.unresolved} unresolved, {self.chain_breaks} chain breaks, {len(self.wrong)} wrong in all "
            f"({self.seconds} s)"
        )


class Computer(Desk):
    """One person's computer; its line goes through the proxy."""

    def __init__(self, name: str, folder: Path, url: str) -> None:
        self.name, self.email, self.offline = name, COMPUTERS[name], False
        super().__init__(folder, url, self.email)
        self.store.grace = GRACE[name]

    def restart(self) -> None:
        """The application ends and begins again."""
        self.close()
        self.store, self.client = Store(self.profile, KEY), Client(self._url, self._fresh)
        self.store.grace = GRACE[self.name]

    def sign_in(self) -> None:
        """Raises SignInFailed, AccessEnded, Unreachable."""
        device = self.store.device()
        self.store.signed_in(self._url, signin.sign_in_with_password(self._url, device, self.email, PASSWORD))

    def set_aside(self) -> None:
        self.store.set_device_aside(ACCESS_ENDED)


class Scene:
    """Everything that runs, and the model beside it."""

    def __init__(self, folder: Path, seed: int, submissions: int = 10, access_seconds: int = ACCESS_SECONDS) -> None:
        self.figures, self._counted = Figures(), Counter[str]()
        self.server = open_server(folder / "server", SETTINGS)
        self.credential, self.people = people_and_credential(self.server)
        self.model = Model(self.credential, self.people[APPROVER])
        self.submissions: list[str] = []
        self.post = folder / "post"
        self.post.mkdir()
        self.outboxes: list[Path] = []
        self.parcels: list[tuple[Computer, str, Path]] = []
        self._telling = threading.Lock()
        self._number = 0
        self.racing = False
        """Whether people work while replies come in: what is shown may then be newer than what was typed."""
        self.serving = started(folder / "server", access_seconds)
        self.proxy = Proxy(self.serving.url, seed, self._heard)
        for number in range(submissions):
            one, email = self.hand_in(), (ASSESSOR, OTHER)[number % 2]
            assign(self.server, one, email)
            self.model.acted(Act.ASSIGN, one, self.people[email], 0)
        self.computers = {
            name: Computer(name, folder / f"computer {number}", self.proxy.url) for number, name in enumerate(COMPUTERS)
        }

    def close(self) -> None:
        for computer in self.computers.values():
            computer.close()
        self.proxy.close()
        self.serving.kill()
        self.server.close()

    def do(self, operation: Callable[[Scene, Random], None], chance: Random) -> None:
        self.figures.operations += 1
        name = operation.__name__.replace("_", " ")
        self._counted[name] += 1
        self.attempt(name, lambda: operation(self, chance))

    def attempt(self, name: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may ever meet it
            self.found(Wrong(Kind.WRONG, f"{name} raised {type(error).__name__}: {error}"))

    def found(self, wrong: Wrong) -> None:
        self.figures.count(wrong)

    def new_words(self, about: str) -> str:
        """Words that nobody typed before: where they end up tells what became of them."""
        with self._telling:
            self._number += 1
            return f"{about} {self._number}"

    def hand_in(self) -> str:
        submission_id = one_more(self.server, self.credential, len(self.submissions) + 1)
        self.submissions.append(submission_id)
        self.model.began(submission_id, self.answers())
        return submission_id

    def answers(self) -> int:
        """How many the server gave so far; what it still works on is waited for."""
        self.proxy.wait_until_quiet()
        return answers_so_far(self.server.data)

    def sync(self, computer: Computer) -> bool:
        """One try, as the app would make it; whether it came through."""
        if computer.offline:
            return False
        try:
            computer.sync()
        except AccessEnded:
            computer.set_aside()
            return False
        except TROUBLES:
            return False
        return True

    def sync_all(self) -> list[threading.Thread]:
        """Everybody at the same moment, each on a thread of their own."""

        def one(computer: Computer) -> None:
            self.attempt(f"the sync of {computer.name}", lambda: self.sync(computer))

        threads = [threading.Thread(target=one, args=(computer,)) for computer in self.computers.values()]
        for thread in threads:
            thread.start()
        return threads

    def _heard(self, request: Request, reply: Reply | None) -> None:
        """What goes over the line, before any fault: what was sealed, and what was answered."""
        with self._telling:
            if reply is None:
                for event in SyncRequest.model_validate_json(request.body).events:
                    self.model.sent(event)
            elif reply.status == 200:
                for result in SyncReply.model_validate_json(reply.body).results:
                    self.model.result(result.event_id, result.status.value)

    def calm(self) -> None:
        """The line is whole, everybody syncs until nothing waits, and the model compares."""
        self.proxy.heal()
        for computer in self.computers.values():
            computer.offline = False
        for _ in range(ROUNDS):
            # Twice round, for what the others' last events changed.
            settled = [self._settled(computer) for computer in [*self.computers.values()] * 2]
            if all(settled):
                break
        else:
            self.found(Wrong(Kind.UNRESOLVED, f"after {ROUNDS} rounds of syncs there is still no calm"))
        self.compare()

    def _settled(self, computer: Computer) -> bool:
        """Whether it synced and has nothing left to send."""
        computer.store.release()
        try:
            try:
                computer.sync()
            except SignInNeeded:
                computer.sign_in()
                return False
        except AccessEnded:
            computer.set_aside()
            return False
        except TROUBLES as error:
            self.found(Wrong(Kind.WRONG, f"{computer.name} can't sync in the calm: {error}"))
            return False
        return not computer.store.anything_waits() and not computer.store.events_to_send()

    def compare(self) -> None:
        devices: dict[str, Any] = {}
        for name, computer in self.computers.items():
            devices[name], sealed = device_facts(computer.store)
            for event in sealed:
                self.model.sent(event)
        server = server_facts(self.server.data)
        for wrong in self.model.wrongs(server, devices):
            self.found(wrong)
        for broken in verify_history(self.server).breaks:
            self.found(Wrong(Kind.CHAIN, f"history at {broken.link}: {broken.what}"))
        figures = self.figures
        figures.calms += 1
        figures.by_operation = dict(sorted(self._counted.items()))
        figures.by_fault = {fault.value: number for fault, number in sorted(self.proxy.counted.items())}
        figures.faults, figures.events = self.proxy.counted.total(), len(self.model.events)
        figures.submissions = len(self.submissions)
        figures.states = dict(Counter(state for state, _, _ in server.submissions.values()))
        figures.results = dict(
            Counter(" ".join([answer.status, answer.problem.rpartition(":")[2]]).strip() for answer in server.answers)
        )
