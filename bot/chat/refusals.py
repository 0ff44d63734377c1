"""Why a question is not taken, or an answer not known to be there; ``errors`` finds the words."""

from typing import Final

import aiohttp
from discord import app_commands

LOST: Final = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""What is raised where Discord's answer to a request got lost, or cannot be read."""


class TooFastError(app_commands.CheckFailure):
    """A member asks again before the cooldown is over; ``repeated`` when they were told before."""

    def __init__(self, seconds: int, *, repeated: bool) -> None:
        super().__init__("cooldown")
        self.seconds = seconds
        self.repeated = repeated


class StoppingError(app_commands.CheckFailure):
    """The bot takes no more questions, as it is about to stop."""


class BusyError(app_commands.CheckFailure):
    """More is asked than can be answered in time."""


class ExpiredError(app_commands.CheckFailure):
    """Discord takes no answer any more: nobody can be told anything."""


class LostReplyError(Exception):
    """What was sent has perhaps arrived: nothing is taken back, and nothing more is said."""
