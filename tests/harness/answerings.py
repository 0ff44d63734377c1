"""An answering room with something the matter with it."""

from dataclasses import replace
from typing import Any, NoReturn

from bot.answering import Answering, Related
from bot.session import Language


class Delegating:
    def __init__(self, answering: Any) -> None:
        self._answering = answering

    def __getattr__(self, name: str) -> Any:
        return getattr(self._answering, name)


class Watched(Delegating):
    """Lets something happen while a question is being answered."""

    def __init__(self, answering: Answering, meanwhile: Any) -> None:
        super().__init__(answering)
        self._meanwhile = meanwhile
        self.begun = 0

    async def ask(self, *args: Any, **kwargs: Any) -> Any:
        self.begun += 1
        self._meanwhile()
        return await self._answering.ask(*args, **kwargs)


class Doubting(Delegating):
    """Is sure of nothing."""

    async def ask(self, question: str, **options: Any) -> Any:
        outcome = await self._answering.ask(question, **options)
        return Related(question, outcome.matches)


class Refusing(Delegating):
    """Finds no answer to anything."""

    async def ask(self, question: str, **_: Any) -> Any:
        return replace(await self._answering.ask("qwzx vbnk jhgf"), question=question)


class BrokenError(Exception):
    """What a broken answering raises; its text holds the question, as errors sometimes do."""


class Broken(Delegating):
    """Fails at everything."""

    async def ask(self, question: str, **_: Any) -> None:
        raise BrokenError(f"cannot answer {question}")

    async def resolve_speaker(self, text: str, *_: Any) -> None:
        raise BrokenError(f"cannot find {text}")

    async def find_speakers(self, text: str, *_: Any) -> None:
        raise BrokenError(f"cannot find {text}")

    async def suggest(self, typed: str, language: Language, **_: Any) -> None:
        raise BrokenError(f"cannot suggest {typed}")


class Breakable(Delegating):
    """Works until it is broken, and then tells in every error what it was given."""

    broken = False

    def __getattr__(self, name: str) -> Any:
        method = super().__getattr__(name)
        if not self.broken:
            return method

        async def fail(*args: Any, **options: Any) -> NoReturn:
            raise BrokenError(f"cannot {name} {args} {options}")

        return fail
