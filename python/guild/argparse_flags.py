"""Flags of a script that parses its command line with argparse, as its own parser describes them."""

import argparse
import io
import numbers
import shlex

from guild import flag_exchange
from guild import flag_values

MAX_CHOICES = 1000
_ADDING = tuple(
    getattr(argparse, name) for name in ("_AppendAction", "_ExtendAction") if hasattr(argparse, name)
)
_BooleanOptional = getattr(argparse, "BooleanOptionalAction", ())


def intercept(base_args, parses_again, found):
    """Calls `found` with the flags of the first parser that the script uses, instead of parsing.

    base_args: arguments that stand before the flags; they may name a subcommand.
    parses_again: the script has a second call; then a parser without help that parses what it knows only comes first (the
    idiom for reading `--config` early), parses the base arguments and adds its flags to those of the next.
    """
    early = flag_exchange.Flags()
    parse_known_args = argparse.ArgumentParser.parse_known_args

    def report(parser):
        flags = flag_exchange.Flags()
        flags.update(early)
        flags.update(flags_of(parser, base_args))
        found(flags)

    def instead_of_args(self, args=None, namespace=None):
        report(self)

    def instead_of_known_args(self, args=None, namespace=None, **options):
        if not parses_again or self.add_help:
            report(self)
        early.update(flags_of(self, base_args))
        return parse_known_args(self, base_args, namespace, **options)

    argparse.ArgumentParser.parse_args = instead_of_args
    argparse.ArgumentParser.parse_known_args = instead_of_known_args
    return early


def flags_of(parser, base_args):
    """The flags of a parser, or of the subcommand that the base arguments name."""
    command = _subcommand(parser, base_args)
    if command is not None:
        return flags_of(*command)
    flags = flag_exchange.Flags()
    for action in parser._actions:
        name = _flag_name(action)
        if name is not None:
            flags.add(name, _attrs(parser, action, base_args))
    return flags


def _subcommand(parser, base_args):
    """The parser of the subcommand, and the arguments behind its name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for i, arg in enumerate(base_args):
                if arg in action.choices:
                    return action.choices[arg], base_args[i + 1 :]
    return None


def _flag_name(action):
    """The first long option without its dashes. Positional and short arguments are no flags, nor are help and version."""
    if isinstance(action, (argparse._HelpAction, argparse._VersionAction)):
        return None
    for option in action.option_strings:
        if option.startswith("--") and len(option) > 2:
            return option[2:]
    return None


def _attrs(parser, action, base_args):
    attrs = {}
    description = _description(parser, action)
    if description:
        attrs["description"] = description
    default = _default(action)
    if default is not None:
        attrs["default"] = default
    choices = _choices(action)
    if choices:
        attrs["choices"] = choices
    if action.required and not _is_among(action, base_args):
        attrs["required"] = True
    attrs.update(_arg_attrs(action))
    return attrs


def _is_among(action, args):
    """Whether the operation gives the option itself."""
    return any(arg.split("=", 1)[0] in action.option_strings for arg in args)


def _arg_attrs(action):
    """How the value is written on the command line, where that is not `--name value`."""
    if isinstance(action, _BooleanOptional):
        return _switch_pair(action)
    if isinstance(action, (argparse._StoreConstAction, argparse._AppendConstAction)):
        return {"arg-switch": action.const}
    if isinstance(action, argparse._CountAction):
        # Each time that it is given counts from the default on.
        return {"arg-switch": (action.default or 0) + 1}
    if action.type is bool:
        # Any text is true but the empty one.
        return {"arg-encoding": {"no": ""}}
    if _is_number_as_text(action):
        default = _default(action)
        return {"arg-encoding": {"'%s'" % default: default}}
    if _takes_list(action):
        return {"arg-split": True}
    return {}


def _switch_pair(action):
    """`--x` and `--no-x`: the flag passes the one that changes the default."""
    if action.default is True:
        negative = [option[2:] for option in action.option_strings if option.startswith("--no-")]
        return {"arg-name": negative[0], "arg-switch": False} if negative else {}
    return {"arg-switch": True}


def _is_number_as_text(action):
    """Whether the default is a text that looks like a number, which the script is to get as it is."""
    default = _default(action)
    return isinstance(default, str) and not _takes_list(action) and flag_values.like_number(default)


def _takes_list(action):
    return action.nargs in ("+", "*", argparse.REMAINDER) or (isinstance(action.nargs, int) and action.nargs > 0)


def _default(action):
    default = action.default
    if default is None or (isinstance(default, str) and default == argparse.SUPPRESS):
        return None
    if isinstance(default, str) and action.type in (int, float):
        try:
            return action.type(default)
        except ValueError:
            return default
    if isinstance(default, (list, tuple)):
        # A list of values would mean a run for each of them, and some actions add to the list that they have.
        if _takes_list(action) and not isinstance(action, _ADDING):
            return " ".join(shlex.quote(_text(action, item)) for item in default) or None
        return None
    if isinstance(default, (dict, io.IOBase)):
        # No text of a command line says this; the script has it already.
        return None
    return _plain(action, default)


def _plain(action, value):
    """A value that is no plain one, as the text that the action reads as that value; the value itself where there is none.

    A number of another kind (NumPy's, a decimal one) is the plain number that is written as it is.
    """
    if value is None or isinstance(value, (bool, int, float, str)) or not callable(action.type):
        return value
    for text in (str(value), getattr(value, "name", None), getattr(value, "value", None)):
        try:
            if isinstance(text, str) and action.type(text) == value:
                return _same_number(text) if isinstance(value, numbers.Number) else text
        except Exception:
            continue
    return value


def _same_number(text):
    number = flag_values.decode(text)
    return number if isinstance(number, (int, float)) and str(number) == text else text


def _text(action, value):
    return str(_plain(action, value))


def _choices(action):
    """Choices are left out where there are too many to show or to check one by one."""
    if action.choices is None:
        return []
    choices = []
    for choice in action.choices:
        choices.append(_plain(action, choice))
        if len(choices) > MAX_CHOICES:
            return []
    return choices


def _description(parser, action):
    if not action.help or action.help == argparse.SUPPRESS:
        return None
    try:
        return parser._get_formatter()._expand_help(action)
    except (KeyError, TypeError, ValueError, AttributeError):
        return action.help
