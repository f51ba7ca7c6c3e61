"""The main module of a process that multiprocessing starts anew (`spawn`, `forkserver`): the operation's, with the same flags.

Such a process imports the main module again by the name in its `__spec__`. Were that the script's own, its variables would have
the values there that the script gives them, and not those of the flags.
"""

import os

from guild import python_util

ENV = "GUILD_MAIN_AGAIN"


def prepare(module_info, words):
    """Has processes that are started from now on import the main module through `guild.mp_main`.

    words: the arguments and flags that the module is run with.
    """
    os.environ[ENV] = repr((module_info.mod_path, module_info.package, words))
    _use_spec(module_info.package)


def run(namespace):
    """Runs the main module again, in the namespace of the module that stands for it."""
    from ast import literal_eval

    from guild import op_main

    mod_path, package, words = literal_eval(os.environ[ENV])
    _, globals, merges = op_main.flags_interface(words)
    _use_spec(package)
    mod_name = "%s.__mp_main__" % package if package else "__mp_main__"
    python_util.exec_script(mod_path, globals, mod_name=mod_name, merges=merges, namespace=namespace)


def _use_spec(package):
    """The name is the stand-in's, the package that of the module: relative imports start from there."""

    class Spec(type(os.__spec__)):
        parent = package

    python_util.main_spec = Spec("guild.mp_main", None)
