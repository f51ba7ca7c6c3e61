"""Stands for the operation's main module where multiprocessing imports that again. It leaves no name of its own behind."""

if __name__ == "__mp_main__":
    __import__("guild.main_again").main_again.run(globals())
