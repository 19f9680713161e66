"""Where the frozen application begins."""

import multiprocessing
import sys

from assessor_app.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
