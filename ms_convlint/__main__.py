"""``python -m ms_convlint`` is the command ``ms-convlint``."""

import sys

from ms_convlint.hosts.cli import main

if __name__ == "__main__":
    sys.exit(main())
