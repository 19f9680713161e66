"""``assessor-app export`` and ``import``: work and packets by file, where there is no line."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assessor_app.protocol.files import FileRefused
from assessor_app.store.database import DatabaseTooNew, DatabaseUnreadable
from assessor_app.store.keychain import KeychainUnavailable, system_keychain
from assessor_app.store.keys import KeyLost, WrongPassphrase
from assessor_app.store.lock import Occupied, ProfileLock
from assessor_app.store.profile import Profile, default_folder
from assessor_app.store.store import Store
from assessor_app.sync.carrying import save_outbox, take_parcel


class NoTerminal(Exception):
    """There is nobody to ask."""


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    out = subparsers.add_parser("export", help="save what waits to be synced as a signed file")
    out.add_argument("file", type=Path)
    _common(out)
    out.set_defaults(run=partial(_run, _export))
    into = subparsers.add_parser("import", help="take in a file that the server made for this computer")
    into.add_argument("file", type=Path)
    _common(into)
    into.set_defaults(run=partial(_run, _import))


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", type=Path, help="folder of the profile")
    parser.add_argument("--passphrase-stdin", action="store_true", help="read the profile's passphrase from there")


def _run(does: Callable[[Store, argparse.Namespace], None], args: argparse.Namespace) -> int:
    profile = Profile(args.profile or default_folder())
    if not profile.database.exists():
        print(f"There is no profile in {profile.folder}.", file=sys.stderr)
        return 2
    lock = ProfileLock(profile)
    try:
        lock.take()
        store = _open(profile, from_stdin=args.passphrase_stdin)
        try:
            does(store, args)
            return 0
        finally:
            store.close()
    except Occupied:
        print("The application is open with this profile; use its outbox, or close it first.", file=sys.stderr)
    except NoTerminal:
        print("There is no terminal to ask for the passphrase; send it with --passphrase-stdin.", file=sys.stderr)
    except WrongPassphrase:
        print("That is not the passphrase of this profile. Nothing was changed.", file=sys.stderr)
    except FileRefused as error:
        print(error, file=sys.stderr)
    except (KeyLost, KeychainUnavailable, DatabaseUnreadable, DatabaseTooNew, OSError) as error:
        print(f"It can't be done: {error}. Nothing was lost.", file=sys.stderr)
    finally:
        lock.release()
    return 1


def _open(profile: Profile, *, from_stdin: bool) -> Store:
    chain = system_keychain()

    def ask(_: bool) -> str:
        if not from_stdin and not sys.stdin.isatty():
            raise NoTerminal
        return sys.stdin.readline().rstrip("\r\n") if from_stdin else getpass.getpass("Passphrase: ")

    return Store(profile, profile.key(chain, ask), profile.device_secrets(chain) if chain is not None else None)


def _export(store: Store, args: argparse.Namespace) -> None:
    count = save_outbox(store, args.file)
    if not count:
        print(f"Nothing waits; {args.file} says so.")
        return
    print(f"Wrote {count} events to {args.file}. They stay in the outbox until the server has answered.")


def _import(store: Store, args: argparse.Namespace) -> None:
    brought = take_parcel(store, args.file)
    print(f"Took in {brought.answers} answers and {brought.packets} packets.")
