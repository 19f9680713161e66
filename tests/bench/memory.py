"""Memory of all processes with a 300-page document open and read from end to end; against PyMuPDF alone.

Proportional set size where the system tells it (Linux): shared memory is counted once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.corpus import text_pages

_PEER = """
import sys, psutil, pymupdf
data = sys.stdin.buffer.read()
lists = []
with pymupdf.open("pdf", data) as document:
    for page in document:
        lists.append(page.get_displaylist())
        lists[-1].get_pixmap(matrix=pymupdf.Matrix(1.4, 1.4))
        del lists[:-8]
    print(psutil.Process().memory_info().rss)
"""


_OURS = """
import json, sys
from pathlib import Path
import psutil
from assessor_app.demo.robot import let_live
from tests.bench.stage import show, stage, until

def megabytes():
    ours, total = psutil.Process(), 0
    for process in (ours, *ours.children(recursive=True)):
        full = process.memory_full_info()
        total += getattr(full, "pss", full.rss)
    return round(total / 1e6, 1)

if __name__ == "__main__":
    data = Path(sys.argv[1]).read_bytes()
    with stage() as (session, canvas):
        let_live(2000)
        empty = megabytes()
        show(session, canvas, data)
        until(canvas, canvas.is_sharp)
        opened = megabytes()
        for page in range(0, 300, 3):
            canvas.go_to_page(page)
            until(canvas, canvas.is_sharp)
        let_live(500)
        print(json.dumps({"window_only_mb": empty, "just_opened_mb": opened, "read_to_the_end_mb": megabytes()}))
"""


def measure(runs: int) -> dict[str, object]:
    data = text_pages(300)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "in.pdf"
        file.write_bytes(data)
        # A process of its own: this one has loaded the peers' libraries, and so would its renderers.
        ours = subprocess.run([sys.executable, "-c", _OURS, file], capture_output=True, check=True, text=True)
    peer = subprocess.run([sys.executable, "-c", _PEER], input=data, capture_output=True, check=True)
    return {
        **json.loads(ours.stdout.splitlines()[-1]), "limit_mb": 350,
        "pymupdf_alone_mb": round(int(peer.stdout) / 1e6, 1), "document_mb": round(len(data) / 1e6, 2),
    }  # fmt: skip
