"""An operation that does nothing but say what it was given: for examples, and for steps that only stand for others."""

import sys

if len(sys.argv) > 1:
    print(" ".join(sys.argv[1:]))
