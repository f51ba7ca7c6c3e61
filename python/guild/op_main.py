"""Runs a Python module as an operation: `python -um guild.op_main MODULE [ARGS] -- FLAGS`.

FLAGS_DEST says where the flags go: to the module's command line (`args`, `args:...`, or unset), into its global variables
(`globals`), or into one global object (`global:NAME`, `dict:NAME`, `namespace:NAME`).
"""

import os
import sys

from guild import flag_values
from guild import python_util


def main():
    _main()


def _main():
    if len(sys.argv) < 2:
        _exit("missing required arg\nusage: python -m guild.op_main MODULE [ARGS] -- FLAGS", 2)
    module_info = _find_module(sys.argv[1])
    args, globals, merges = flags_interface(sys.argv[2:])
    if globals or merges:
        from guild import main_again

        main_again.prepare(module_info, sys.argv[2:])
    sys.argv = [module_info.mod_path] + args
    _debug("loading module from '%s'" % module_info.mod_path)
    if os.getenv("SET_TRACE") == "1":
        import pdb

        pdb.set_trace()
    python_util.owns_process = True
    if os.getenv("BREAK_ON_ERROR") or os.getenv("PDB_BREAKS"):
        from guild import debugger

        debugger.run(lambda: exec_script(module_info, globals, merges), module_info.mod_path, _below_guild)
    else:
        exec_script(module_info, globals, merges)


def exec_script(module_info, globals, merges):
    mod_name = "%s.__main__" % module_info.package if module_info.package else "__main__"
    if merges:
        python_util.exec_script(module_info.mod_path, globals, mod_name=mod_name, merges=merges)
    else:
        python_util.exec_script(module_info.mod_path, globals, mod_name=mod_name)


# Numbers that YAML and Python's `float` spell differently. A text of that spelling comes in quotes.
_PYTHON_FLOATS = {".inf": "inf", "-.inf": "-inf", ".nan": "nan"}


def flags_interface(args):
    """The arguments for the module, its preset globals, and the functions that change what it assigns."""
    dest = os.getenv("FLAGS_DEST") or "args"
    if dest == "args" or dest.startswith("args:"):
        base, flags = flag_values.split_args(args)
        return base + [_flag_word(arg) for arg in flags], {}, {}
    flags, other = flag_values.args_to_flags(args)
    if dest == "globals":
        return other, flags, {}
    from guild import flag_dests

    kind, name = flag_dests.split_dest(dest)
    if kind not in ("global", "dict", "namespace") or not name:
        _exit("unsupported flags dest '%s': use args, globals, global:NAME, dict:NAME or namespace:NAME" % dest, 1)
    return other, {}, flag_dests.merges(name, flags, kind)


def _flag_word(word):
    """A word of the flags as a script gets it: a flag, its value, or both where the value looks like a flag (`--x=-.inf`)."""
    flag, joined, value = word.partition("=")
    return flag + joined + _argument(value) if joined and flag.startswith("--") else _argument(word)


def _argument(text):
    """What a script gets for a flag: a text without the quotes that keep it a text, unless it would look like a number then."""
    if text[:1] in ("'", '"'):
        value = flag_values.decode(text)
        return value if isinstance(value, str) and not flag_values.like_number(value) else text
    return _PYTHON_FLOATS.get(text, text)


class ModuleInfo:
    """A module to run: its file, and the package that its relative imports start from (empty for none)."""

    def __init__(self, mod_path, package):
        self.mod_path = mod_path
        self.package = package


def _find_module(spec):
    """The module of `[DIR/]MODULE`, looked for in the places of `sys.path`; with a package, its `__main__`.

    DIR is put before those places. A file is preferred to any module of the standard library that has its name.
    """
    directory, module = _split_spec(spec)
    parts = module.split(".")
    for place in list(sys.path):
        root = os.path.join(place or os.getcwd(), directory)
        found = _module_in(root, parts) or _module_in(root, [module])
        if found:
            if directory:
                sys.path.insert(0, root)
            return found
    found = _module_known_to_python(module)
    if not found:
        _exit("No module named %s" % spec, 1)
    return found


def _module_known_to_python(module):
    """A module that is in no directory of the path, such as one installed in place."""
    from importlib.util import find_spec

    try:
        spec = find_spec(module)
        if spec and spec.submodule_search_locations is not None:
            spec = find_spec(module + ".__main__")
    except ModuleNotFoundError as e:
        if e.name and (module + ".__main__").startswith(e.name):
            return None
        raise
    except ValueError:
        return None
    if not spec or not spec.origin or not spec.origin.endswith(".py"):
        return None
    return ModuleInfo(spec.origin, spec.parent or "")


def _split_spec(spec):
    directory, _, module = spec.replace(os.path.sep, "/").rpartition("/")
    return directory, module


def _module_in(root, parts):
    base = os.path.join(root, *parts)
    if os.path.isfile(base + ".py"):
        return ModuleInfo(base + ".py", ".".join(parts[:-1]))
    main = os.path.join(base, "__main__.py")
    if os.path.isfile(main):
        return ModuleInfo(main, ".".join(parts))
    return None


def _exit(message, code):
    sys.stderr.write("guild: %s\n" % message)
    sys.exit(code)


def _debugging():
    try:
        return int(os.getenv("LOG_LEVEL") or 20) <= 10
    except ValueError:
        return False


def _debug(message):
    if _debugging():
        sys.stderr.write("DEBUG: [guild] %s\n" % message)


def _show_user_errors():
    """An uncaught error is shown as if the module had been started by Python itself: without the frames above it."""
    show = sys.excepthook

    def show_without_guild(kind, error, trace):
        own = _below_guild(trace)
        sys.excepthook = show
        show(kind, error.with_traceback(own), own)

    sys.excepthook = show_without_guild


def _below_guild(trace):
    here = os.path.dirname(os.path.abspath(__file__))
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if not _is_machinery(filename) and os.path.dirname(os.path.abspath(filename)) != here:
            return trace
        trace = trace.tb_next
    return None


def _is_machinery(filename):
    return filename.startswith("<frozen ") or os.path.basename(filename) == "runpy.py"


def _hide_interrupt():
    """An interrupted run needs no traceback; Python still ends by the signal, after its exit handlers."""
    sys.excepthook = lambda kind, error, trace: None


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        if os.getenv("HANDLE_KEYBOARD_INTERRUPT") == "1":
            _show_user_errors()
        elif not _debugging():
            _hide_interrupt()
        raise
    except SystemExit:
        raise
    except BaseException:
        if not _debugging():
            _show_user_errors()
        raise
