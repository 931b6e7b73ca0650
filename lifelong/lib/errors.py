"""What can go wrong and was foreseen. Everything else is a bug, and loud."""

from datetime import timedelta


class Refused(Exception):
    """An action said no. `str(error)` is a sentence that the person can act on.

    Subclasses stand beside the action that raises them. `code` is the stable name
    for the API; `status` the HTTP status it becomes.
    """

    code = "refused"
    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class NotAllowed(Refused):
    code = "not-allowed"
    status = 403


class NotFound(Refused):
    """Also said of what exists and may not be seen, so that a guess learns nothing."""

    code = "not-found"
    status = 404


class DeliveryFailed(Exception):
    """A connector could not hand a message over. `permanent`: another try will not help.

    `unsure`: the other side may have it all the same. `pause`: it asked not to be tried before.
    """

    def __init__(
        self,
        words: str,
        *,
        permanent: bool,
        unsure: bool = False,
        pause: timedelta = timedelta(0),
    ) -> None:
        super().__init__(words)
        self.permanent = permanent
        self.unsure = unsure
        self.pause = pause


class Unwanted(DeliveryFailed):
    """The recipient has told the other side that they want no messages of ours."""

    def __init__(self, words: str) -> None:
        super().__init__(words, permanent=True)
