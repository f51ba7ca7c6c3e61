"""What guild puts on the path of a Python run."""

__version__ = "0.7.0"
