"""What a program that guild runs may ask about its own run."""

import logging
import os


class NoCurrentRun(Exception):
    """This process is not one that guild started."""


class CurrentRun:
    """The run that a process belongs to."""

    def __init__(self, run_id, run_dir):
        self.id = run_id
        self.short_id = run_id[:8]
        self.dir = self.path = run_dir

    def guild_path(self, *names):
        return os.path.join(self.dir, ".guild", *names)


def current_run():
    """The run of this process. Raises NoCurrentRun where guild did not start it."""
    run_dir = os.environ.get("RUN_DIR")
    if not run_dir:
        raise NoCurrentRun()
    return CurrentRun(os.environ.get("RUN_ID") or os.path.basename(run_dir), run_dir)


def init_logging():
    """Logs as guild does, from the level that it gives its runs and in the format that the user wants."""
    if os.environ.get("LOG_INIT_SKIP") == "1":
        return
    level = os.environ.get("LOG_LEVEL", "")
    logging.basicConfig(
        level=int(level) if level.isdigit() else logging.INFO,
        format=os.environ.get("LOG_FORMAT") or "%(levelname)s: [%(name)s] %(message)s",
    )
