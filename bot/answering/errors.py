"""What can be wrong with what a member asks for."""

from bot.session import Speaker


class UnknownSpeakerError(Exception):
    """Nobody is called like that; ``known`` are the speakers that there are."""

    def __init__(self, text: str, known: tuple[Speaker, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.known = known


class UnknownSessionError(Exception):
    """There is no session with that id; ``known`` are the ids that there are."""

    def __init__(self, text: str, known: tuple[str, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.known = known
