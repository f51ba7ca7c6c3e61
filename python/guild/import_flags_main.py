"""Asks a script's own parser for its flags: `python import_flags_main.py KIND OUT SCRIPT PACKAGE [ARGS]`.

KIND is `argparse`, `click` or `absl`. OUT is the file that the result is written to; what the script prints does not matter. PACKAGE
is the package of the module, empty for none. The script runs up to the call that would parse its arguments, not further.
"""

import os
import sys


def main():
    kind, out, script, package = sys.argv[1:5]
    base_args = sys.argv[5:]
    _init_path(script, package)

    from guild import flag_exchange
    from guild import python_util

    def found(flags):
        flag_exchange.finish(out, flags)

    early = None
    if kind == "click":
        from guild import click_flags

        click_flags.intercept(base_args, found)
    elif kind == "absl":
        from guild import absl_flags

        absl_flags.intercept(found)
    else:
        from guild import argparse_flags

        early = argparse_flags.intercept(base_args, _parses_again(script), found)

    sys.argv = [script] + base_args
    python_util.owns_process = True
    try:
        python_util.exec_script(script, mod_name="%s.__main__" % package if package else "__main__")
    except BaseException as e:
        flag_exchange.write(out, _failure(e, script))
        os._exit(1)
    found(early or flag_exchange.Flags())


def _init_path(script, package):
    """The path as Python would have it for the script, with guild's own package behind everything."""
    own = os.path.dirname(os.path.abspath(__file__))
    root = os.path.dirname(os.path.abspath(script))
    for _ in filter(None, package.split(".")):
        root = os.path.dirname(root)
    sys.path[0] = root
    sys.path.append(os.path.dirname(own))


def _parses_again(script):
    with open(script, "rb") as f:
        source = f.read()
    return source.count(b"parse_args(") + source.count(b"parse_known_args(") > 1


def _failure(error, script):
    """What went wrong in the script, and on which of its lines."""
    return {"error": _reason(error), "line": _line_in(error, script)}


def _reason(error):
    if isinstance(error, SystemExit):
        code = 0 if error.code is None else error.code
        return "the script exited with %s before it parsed its arguments" % (repr(code) if isinstance(code, str) else code,)
    text = str(error).strip()
    name = type(error).__name__
    return "%s: %s" % (name, text) if text else name


def _line_in(error, script):
    if isinstance(error, SyntaxError) and error.filename == script:
        return error.lineno
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == script:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


if __name__ == "__main__":
    main()
