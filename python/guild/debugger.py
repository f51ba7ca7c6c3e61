"""Python's debugger around an operation's module: at its start, at chosen places, and where an uncaught error was raised."""

import os
import sys


def run(call, main_path, below):
    """Calls `call`, stopping where the environment says.

    main_path: the file that a line number alone is meant of.
    below: gives the part of a traceback that is the user's.
    """
    breaks = os.getenv("PDB_BREAKS")
    try:
        if breaks:
            _with_breaks(call, breaks, main_path)
        else:
            call()
    except Exception:
        if os.getenv("BREAK_ON_ERROR") != "1":
            raise
        _post_mortem(below)
        raise


def _post_mortem(below):
    import pdb
    import traceback

    kind, error, trace = sys.exc_info()
    own = below(trace) or trace
    traceback.print_exception(kind, error.with_traceback(own), own)
    pdb.post_mortem(own)
    # It has been shown.
    sys.exit(1)


def _with_breaks(call, breaks, main_path):
    import json
    import pdb

    debugger = pdb.Pdb(nosigint=True)
    for location in json.loads(breaks):
        path, line = _place(location, main_path)
        problem = debugger.set_break(path, line)
        if problem:
            _exit("cannot break at '%s': %s" % (location, problem))
    debugger.reset()
    # Nothing stops it above here, and from here on only the breakpoints do.
    debugger.botframe = sys._getframe()
    debugger.set_continue()
    sys.settrace(debugger.trace_dispatch)
    try:
        call()
    except pdb.bdb.BdbQuit:
        sys.exit(1)
    finally:
        sys.settrace(None)


def _place(location, main_path):
    """The file and line of `[FILE:]LINE` or `MODULE.FUNCTION`: the first line at or after it that does something."""
    name, _, line = location.rpartition(":")
    if line.isdigit():
        path = _file(name, main_path) if name else main_path
        if not path:
            _exit("cannot break at '%s': no such file" % location)
        return path, _statement_line(path, int(line), location)
    module, _, function = location.rpartition(".")
    while module:
        path = _module_file(module, main_path)
        if path:
            found = _function_line(path, function.split("."))
            if found:
                return path, found
        module, _, last = module.rpartition(".")
        function = "%s.%s" % (last, function)
    found = _function_line(main_path, location.split("."))
    if not found:
        _exit("cannot break at '%s': expected [FILE:]LINE or MODULE.FUNCTION" % location)
    return main_path, found


def _file(name, main_path):
    if os.path.basename(main_path) == name:
        return main_path
    for place in [""] + sys.path:
        path = os.path.abspath(os.path.join(place, name))
        if os.path.isfile(path):
            return path
    return None


def _module_file(module, main_path):
    if os.path.splitext(os.path.basename(main_path))[0] == module:
        return main_path
    for place in sys.path:
        base = os.path.abspath(os.path.join(place, *module.split(".")))
        for path in (base + ".py", os.path.join(base, "__init__.py")):
            if os.path.isfile(path):
                return path
    return None


def _parse(path):
    import ast

    with open(path, "rb") as f:
        return ast.parse(f.read(), path)


def _statement_line(path, line, location):
    import ast

    statements = [node for node in ast.walk(_parse(path)) if isinstance(node, ast.stmt) and not _is_text(node)]
    lines = [node.lineno for node in statements if node.lineno >= line]
    if not lines:
        _exit("cannot break at '%s': nothing is done at or after that line" % location)
    return min(lines)


def _function_line(path, names):
    """The first line of the body of a function, which may stand in classes: `Class.method`."""
    import ast

    body = _parse(path).body
    for name in names:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        found = [node for node in body if isinstance(node, kinds) and node.name == name]
        if not found:
            return None
        body = found[-1].body
    return body[1 if _is_text(body[0]) and len(body) > 1 else 0].lineno


def _is_text(statement):
    """A text that stands alone, such as what documents a function, is no step of the program."""
    import ast

    return isinstance(statement, ast.Expr) and isinstance(getattr(statement.value, "value", None), str)


def _exit(message):
    sys.stderr.write("guild: %s\n" % message)
    sys.exit(1)
