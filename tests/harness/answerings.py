"""An answering room with something the matter with it."""

from bot.answering import Related


class Delegating:
    def __init__(self, answering):
        self._answering = answering

    def __getattr__(self, name):
        return getattr(self._answering, name)


class Watched(Delegating):
    """Lets something happen while a question is being answered."""

    def __init__(self, answering, meanwhile):
        super().__init__(answering)
        self._meanwhile = meanwhile
        self.begun = 0

    async def ask(self, *args, **kwargs):
        self.begun += 1
        self._meanwhile()
        return await self._answering.ask(*args, **kwargs)


class Doubting(Delegating):
    """Is sure of nothing."""

    async def ask(self, question, **options):
        outcome = await self._answering.ask(question, **options)
        return Related(question, outcome.matches)


class BrokenError(Exception):
    """What a broken answering raises; its text holds the question, as errors sometimes do."""


class Broken(Delegating):
    """Fails at everything."""

    async def ask(self, question, **_):
        raise BrokenError(f"cannot answer {question}")

    async def resolve_speaker(self, text):
        raise BrokenError(f"cannot find {text}")

    async def find_speakers(self, text):
        raise BrokenError(f"cannot find {text}")

    async def suggest(self, typed, language, **_):
        raise BrokenError(f"cannot suggest {typed}")
