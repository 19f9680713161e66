"""Where a renderer process begins: the engines are imported there, and never in the process that starts it."""

from __future__ import annotations

from multiprocessing.connection import Connection

from assessor_app.documents.model import Limits


def main(connection: Connection, limits: Limits, name: str) -> None:
    from assessor_app.documents.worker import serve

    serve(connection, limits, name)
