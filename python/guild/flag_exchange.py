"""How the flags that were found in a script reach guild: one JSON file, in which 1 and 1.0 stay different.

Values: null, booleans, strings and integers up to 2^53 stand for themselves; {"f": TEXT} is a float, {"i": TEXT} a larger
integer, {"l": [...]} a list and {"m": [[KEY, VALUE], ...]} a map.
"""

import os
import sys

MAX_SAFE_INTEGER = 2**53 - 1


class NotAValue(TypeError):
    """A Python object that is no flag value."""


def encode(value):
    """A value as JSON data. Raises NotAValue for what is neither a scalar nor a list or dictionary of such."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value) if type(value) is str else _text(value)
    if isinstance(value, int):
        return int(value) if abs(value) <= MAX_SAFE_INTEGER else {"i": "%d" % value}
    if isinstance(value, float):
        return {"f": float.__repr__(value)}
    if isinstance(value, os.PathLike):
        return _text(os.fspath(value))
    if isinstance(value, (list, tuple, range)):
        return {"l": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"m": [[str(key), encode(item)] for key, item in value.items()]}
    raise NotAValue(value)


def decode(data):
    """The value that JSON data stands for."""
    if not isinstance(data, dict):
        return data
    ((kind, content),) = data.items()
    if kind == "f":
        return float(content)
    if kind == "i":
        return int(content)
    if kind == "l":
        return [decode(item) for item in content]
    return {key: decode(item) for key, item in content}


def _text(value):
    if not isinstance(value, str):
        raise NotAValue(value)
    return "".join(value)


class Flags:
    """The attributes of each flag, collected in the script's order, with warnings about what had to be bent."""

    def __init__(self):
        self.attrs = {}
        self.warnings = []

    def add(self, name, attrs):
        """attrs: plain values by the name of the flag attribute (`default`, `description`, `arg-switch`, ...)."""
        self.attrs[name] = [[key, self._encode(value, name)] for key, value in attrs.items()]

    def update(self, other):
        self.attrs.update(other.attrs)
        self.warnings.extend(other.warnings)

    def _encode(self, value, name):
        if isinstance(value, (list, tuple)):
            return {"l": [self._encode(item, name) for item in value]}
        try:
            return encode(value)
        except NotAValue:
            text = str(value)
            self.warnings.append(
                "[import_flags_main] cannot serialize value %s for flag %s - coercing to string" % (text, name)
            )
            return text


def write(path, result):
    """Writes the result whole or not at all."""
    import json

    with open(path + ".part", "w", encoding="ascii") as f:
        json.dump(result, f)
    os.rename(path + ".part", path)


def finish(path, flags):
    """Reports the flags and ends the process at once: no exit handler, no waiting for threads."""
    result = {"flags": list(flags.attrs.items()), "warnings": list(dict.fromkeys(flags.warnings)), "modules": _project_modules()}
    write(path, result)
    os._exit(0)


def _project_modules():
    """The files of modules that are neither installed nor part of Python or guild: path, size, time of change."""
    found = []
    for module in list(sys.modules.values()):
        if not is_of_project(module):
            continue
        path = os.path.abspath(module.__file__)
        try:
            stat = os.stat(path)
        except OSError:
            continue
        found.append([path, stat.st_size, str(stat.st_mtime_ns)])
    return sorted(found)


def is_of_project(module):
    """Whether a module, or None for none, has a file that is neither installed nor part of Python or guild."""
    path = getattr(module, "__file__", None)
    if not isinstance(path, str):
        return False
    path = os.path.abspath(path)
    return not path.startswith(_installed_places()) and "%ssite-packages%s" % (os.sep, os.sep) not in path


def _installed_places():
    library = os.path.dirname(os.path.abspath(os.__file__))
    here = os.path.dirname(os.path.abspath(__file__))
    return (library + os.sep, here + os.sep)
