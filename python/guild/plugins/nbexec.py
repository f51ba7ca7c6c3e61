"""Runs a Jupyter notebook as an operation: `python -um guild.plugins.nbexec NOTEBOOK FLAGS`.

The notebook is copied into the run directory. Flags take the place of the values that its code cells assign to variables of
their names, or of what a pattern of theirs matches in code cells (NB_REPLACE, patterns by flag as JSON). Jupyter's `nbconvert` then runs the copy; what its cells printed is printed, images that they showed are written
beside it, and the notebook is written as HTML as well.

NB_NO_EXEC=1 leaves the notebook as it is with its flags; NB_NO_IMAGES=1 writes no images.
"""

import ast
import base64
import json
import os
import re
import subprocess
import sys

from guild import flag_values

_MAGIC = re.compile(r"^(\s*)[%!?]")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def main():
    if len(sys.argv) < 2:
        _exit("missing required arg\nusage: python -m guild.plugins.nbexec NOTEBOOK FLAGS", 2)
    flags, _other = flag_values.args_to_flags(sys.argv[2:])
    source = _find(sys.argv[1])
    target = os.path.basename(source)
    notebook = _read(source)
    set_flags(notebook, flags, _patterns())
    _write(target, notebook)
    if os.getenv("NB_NO_EXEC") == "1":
        return
    nbconvert = _nbconvert()
    _run(nbconvert + ["--to", "notebook", "--execute", "--inplace", target])
    _show(_read(target), os.path.splitext(target)[0])
    _run(nbconvert + ["--to", "html", target])


def set_flags(notebook, flags, patterns=None):
    """Puts flags in the place of what their patterns match, or of values that code cells assign to variables of their names."""
    found = {name: (pattern, flags.pop(name)) for name, pattern in (patterns or {}).items() if name in flags}
    for cell in code_cells(notebook):
        name = "input" if "input" in cell else "source"
        source = cell.get(name, "")
        text = source if isinstance(source, str) else "".join(source)
        for pattern, value in found.values():
            text = with_matches(text, pattern, value)
        text = with_values(text, flags)
        cell[name] = text if isinstance(source, str) else text.splitlines(True)


def with_matches(source, pattern, value):
    """The source of a cell with the value for what a pattern matches: for its first group, where it has one."""

    def replaced(match):
        group = min(1, match.re.groups)
        if match.start(group) < 0:
            return match.group()
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match.group()[:start] + _literal(value) + match.group()[end:]

    return pattern.sub(replaced, source)


def code_cells(notebook):
    """The cells with code; before version 4 of the format they are in worksheets."""
    sheets = notebook.get("worksheets") or [notebook]
    return [cell for sheet in sheets for cell in sheet.get("cells", []) if cell.get("cell_type") == "code"]


def with_values(source, flags):
    """The source of a cell in which each variable that has a flag's name is assigned the flag's value.

    A cell that is not Python as a whole, such as one of another language, stays as it is; lines for IPython may stand in it.
    """
    lines = source.splitlines(True)
    plain = "".join(_MAGIC.sub(r"\1#", line) for line in lines)
    if source.lstrip().startswith("%%"):
        return source
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError):
        return source
    edits = [(node.value, flags[name]) for node in tree.body for name in _assigned(node) if name in flags]
    for node, value in sorted(edits, key=lambda edit: (edit[0].lineno, edit[0].col_offset), reverse=True):
        _replace(lines, node, _literal(value))
    return "".join(lines)


def _assigned(node):
    """The name that a statement assigns one value to."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)][:1]
    if isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _patterns():
    """Compiled patterns by flag."""
    patterns = {}
    for name, text in json.loads(os.environ.get("NB_REPLACE") or "{}").items():
        try:
            patterns[name] = re.compile(text, re.MULTILINE)
        except re.error as e:
            _exit("invalid nb-replace %r for flag %s: %s" % (text, name, e), 1)
    return patterns


def _literal(value):
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return "float('%s')" % value
    return repr(value)


def _replace(lines, node, text):
    """Puts a text in the place of a node. Columns count bytes of UTF-8."""
    first, last = node.lineno - 1, node.end_lineno - 1
    head = lines[first].encode("utf-8")[: node.col_offset].decode("utf-8")
    tail = lines[last].encode("utf-8")[node.end_col_offset :].decode("utf-8")
    lines[first : last + 1] = [head + text + tail] + [""] * (last - first)


def _find(name):
    """The notebook, in the copy of the project that the run has on its path, or where it was started."""
    for place in list(sys.path) + [os.getcwd()]:
        path = os.path.join(place or os.getcwd(), name)
        if os.path.isfile(path):
            return path
    return _exit("cannot find notebook %s in the source code of the run" % name, 1)


def _read(path):
    try:
        with open(path, encoding="utf-8") as f:
            notebook = json.load(f)
    except (ValueError, RecursionError) as e:
        _exit("cannot read notebook %s: it is no JSON (%s)" % (os.path.basename(path), e), 1)
    if not isinstance(notebook, dict):
        _exit("cannot read notebook %s: it holds no notebook" % os.path.basename(path), 1)
    return notebook


def _write(path, notebook):
    with open(path, "w", encoding="utf-8") as f:
        json.dump(notebook, f, indent=1, ensure_ascii=False)
        f.write("\n")


def _nbconvert():
    """How `nbconvert` is started: with this interpreter where it has it."""
    import importlib.util
    import shutil

    if importlib.util.find_spec("nbconvert"):
        return [sys.executable, "-m", "nbconvert"]
    jupyter = shutil.which("jupyter")
    if jupyter:
        return [jupyter, "nbconvert"]
    return _exit("running a notebook needs Jupyter, which is not installed\nTry 'pip install jupyter' and run the command again.", 1)


def _run(command):
    """Runs nbconvert, which says on standard error what it does; that is shown where it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.stderr.write(_ESCAPES.sub("", done.stderr.decode("utf-8", "replace")))
        sys.exit(done.returncode if done.returncode > 0 else 1)


def _show(notebook, name):
    """Prints what the cells printed and gave, and writes their images."""
    for number, cell in enumerate(code_cells(notebook), 1):
        images = 0
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = output.get("text") or ("" if "image/png" in data else data.get("text/plain", ""))
            _print(text, sys.stderr if output.get("name") == "stderr" else sys.stdout)
            if "image/png" in data and os.getenv("NB_NO_IMAGES") != "1":
                images += 1
                _write_image("%s_cell_%i_%i.png" % (name, number, images), data["image/png"])


def _print(text, stream):
    text = text if isinstance(text, str) else "".join(text)
    if text:
        stream.write(text if text.endswith("\n") else text + "\n")
        stream.flush()


def _write_image(path, encoded):
    encoded = encoded if isinstance(encoded, str) else "".join(encoded)
    with open(path, "wb") as f:
        f.write(base64.b64decode(encoded))


def _exit(message, code):
    sys.stderr.write("guild: %s\n" % message)
    sys.exit(code)


if __name__ == "__main__":
    main()
