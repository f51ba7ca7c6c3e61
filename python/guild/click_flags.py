"""Flags of a script whose command line is a Click command (or a Typer application), as the command describes them."""

import enum
import shlex

import click

from guild import flag_exchange


def intercept(base_args, found):
    """Calls `found` with the flags of the command that the script runs, instead of running it.

    base_args: arguments that stand before the flags; they may name a subcommand.
    """

    def instead_of_context(self, info_name, args, parent=None, **extra):
        found(flags_of(self, base_args))

    make_context = click.Command.make_context
    for command_class in _command_classes():
        if "make_context" in vars(command_class):
            command_class.make_context = instead_of_context
    return make_context


def _command_classes():
    """Older versions of Click have a class above Command."""
    return [cls for cls in click.Command.__mro__ if cls is not object]


def flags_of(command, base_args):
    """The flags of a command, or of the subcommand that the base arguments name."""
    subcommand = _subcommand(command, base_args)
    if subcommand is not None:
        return flags_of(*subcommand)
    flags = flag_exchange.Flags()
    for param in getattr(command, "params", []):
        name = _flag_name(param)
        if name is not None:
            flags.add(name, _attrs(param, base_args))
    return flags


def _subcommand(command, base_args):
    commands = getattr(command, "commands", {})
    for i, arg in enumerate(base_args):
        if arg in commands:
            return commands[arg], base_args[i + 1 :]
    return None


def _flag_name(param):
    if not isinstance(param, click.Option) or _only_shows(param):
        return None
    for option in param.opts:
        if option.startswith("--") and len(option) > 2:
            return option[2:]
    return None


def _only_shows(param):
    """An option such as `--version`, for which a command prints something and ends."""
    return param.is_eager and param.is_flag and not param.expose_value


def _attrs(param, base_args):
    attrs = {}
    if param.help:
        attrs["description"] = param.help
    default = _default(param)
    if default is not None:
        attrs["default"] = _choice_name(default)
    choices = getattr(param.type, "choices", None)
    if choices:
        attrs["choices"] = [_choice_name(choice) for choice in choices]
    # The operation may give the option itself.
    is_given = any(arg.split("=", 1)[0] in param.opts for arg in base_args)
    if param.required and default is None and not is_given:
        attrs["required"] = True
    attrs.update(_arg_attrs(param, default))
    return attrs


def _choice_name(value):
    """Click takes the members of an enumeration by name."""
    return value.name if isinstance(value, enum.Enum) else value


def _arg_attrs(param, default):
    """How the value is written on the command line, where that is not `--name value`."""
    if param.count:
        return {"arg-switch": 1}
    if param.is_flag:
        negative = [option[2:] for option in param.secondary_opts if option.startswith("--")]
        if negative and default is True:
            return {"arg-name": negative[0], "arg-switch": False}
        flag_value = param.flag_value
        return {"arg-switch": True if isinstance(flag_value, bool) or _is_unset(flag_value) else flag_value}
    if param.nargs != 1:
        return {"arg-split": True}
    return {}


def _default(param):
    default = param.default
    if _is_unset(default):
        return False if _is_plain_switch(param) else None
    if callable(default):
        # Such a default is made anew for each run: the clock, a random name.
        return None
    if param.is_flag:
        return default
    if isinstance(default, (list, tuple)):
        return None if param.multiple else " ".join(shlex.quote(str(item)) for item in default) or None
    try:
        return param.type.convert(default, param, None) if isinstance(default, str) else default
    except click.BadParameter:
        return default


def _is_plain_switch(param):
    return param.is_flag and (isinstance(param.flag_value, bool) or _is_unset(param.flag_value))


def _is_unset(value):
    """None, or the mark that Click 8.2 and later have for what was not given."""
    return value is None or (type(value).__name__ == "Sentinel" and getattr(value, "name", "") == "UNSET")
