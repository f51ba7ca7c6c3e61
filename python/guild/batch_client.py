"""How an optimizer's process asks the guild that runs its batch: lines of JSON to a socket, and lines back."""

import json
import os
import socket

DESK_ENV = "GUILD_TRIALS"


class BatchError(Exception):
    """The batch does not do what was asked of it, or cannot be reached."""


class Over(BatchError):
    """The batch runs no more trials."""


def address():
    """Where the batch can be asked; None in a process that is no optimizer's."""
    return os.environ.get(DESK_ENV) or None


def ask(**call):
    """Asks the batch and waits for its answer, for a trial as long as it takes. May be used by several threads at once."""
    line = json.dumps(call, allow_nan=True, default=_plain)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as desk:
            desk.connect(address() or "")
            desk.sendall(line.encode("utf-8") + b"\n")
            with desk.makefile("r", encoding="utf-8") as lines:
                answered = lines.readline()
    except OSError as error:
        raise BatchError("cannot ask the batch: %s" % error) from None
    if not answered:
        raise BatchError("cannot ask the batch: the guild that runs it has ended")
    answer = json.loads(answered)
    if answer.get("ok"):
        return answer
    raise (Over if answer.get("error") == "over" else BatchError)(answer.get("message") or "the batch refuses")


def _plain(value):
    """Numbers and lists of libraries such as numpy, as Python's own."""
    for convert in ("item", "tolist"):
        if hasattr(value, convert):
            try:
                return getattr(value, convert)()
            except (TypeError, ValueError):
                continue
    raise TypeError("a flag cannot have the value %r" % (value,))
