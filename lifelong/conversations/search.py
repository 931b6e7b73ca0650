"""People and their words, found by what somebody typed."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations import queries
from lifelong.conversations.models import SAID, Conversation, Entry
from lifelong.conversations.people import ids_of
from lifelong.customers import search
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.words import DayOf, Together, WordsOf, begun, hold, of_days, whole, words_in

#: the days that are looked through for words, one after the other; None: all. Whoever asks for a
#: word that everybody says finds it among the last ones
_DAYS = (2, 16, None)
#: of so many that have the words it is asked who may read them
_LOOKED_AT = 500
#: who sees few conversations does not have the words of all times looked through that stand in so
#: many entries of the last days
_EVERYWHERE = 100
#: letters and digits; and of a word that may have only begun, since who asks for the beginning of
#: many words asks for every entry
_SHORTEST, _SHORTEST_BEGUN = 3, 4


def people(said: str, *, regions: Collection[str], visible_to: Caller, most: int) -> list[Customer]:
    """Whoever leads the people that are meant, with all handles: first by handle, then by a name
    that has these words, then by one that only begins so; among them who was last in touch.
    Whoever may see customers finds every one."""
    held = search.by_handle(said, regions=regions, visible_to=visible_to)
    chosen = _lately_first(held, most)
    for words in (whole(said), begun(said)):
        if len(chosen) < most:
            named = search.by_name(words, visible_to=visible_to)
            others = [one for one in named if one not in chosen]
            chosen += _lately_first(others, most - len(chosen))
    rows = Customer.objects.prefetch_related("handles", "joined__handles").in_bulk(chosen)
    return [rows[one] for one in chosen]


def _lately_first(customer_ids: list[UUID], most: int) -> list[UUID]:
    """Those with whom we were in touch last; then who never wrote."""
    if len(customer_ids) < 2:
        return customer_ids[:most]
    rows = Conversation.objects.filter(customer__in=customer_ids)
    newest = rows.order_by(F("last_entry_at").desc(nulls_last=True))
    wrote = list(newest.values_list("customer_id", flat=True)[:most])
    return (wrote + [one for one in customer_ids if one not in wrote])[:most]


def said(words: str, *, visible_to: Caller, most: int) -> list[Entry]:
    """Messages and notes with all these words that the caller may read, the newest first; where
    there are not enough, also those in which the last word only begins so.

    Of words that everybody says only those of the last days are found.
    """
    visible_to.must(Verb.READ_TEXT)
    seen = queries.within_seen(visible_to)
    found: list[UUID] = []
    for asked in _questions(words):
        for days in _DAYS:
            if len(found) < most and not (days is None and seen and _is_everywhere(asked)):
                newest = _with_words(asked, days).values_list("id", flat=True)[:_LOOKED_AT]
                rows = Entry.objects.filter(seen, pk__in=list(newest)).exclude(pk__in=found)
                read = rows.order_by("-placed_at", "-position").values_list("id", flat=True)
                found += read[: most - len(found)]
    rows = Entry.objects.filter(pk__in=found).select_related(
        "agent", "conversation__customer", "conversation__lead__customer"
    )
    return sorted(rows, key=lambda one: (one.placed_at, one.position), reverse=True)


def said_by_and_to(
    conversation: Conversation, words: str, *, within: Q, visible_to: Caller, most: int
) -> list[UUID]:
    """Entries of this person's conversation with all these words, of which the last may only have
    begun, the newest first. `within`: a condition on entries."""
    visible_to.must(Verb.READ_TEXT)
    if not (asked := _questions(words)):
        return []
    theirs = Q(conversation_id__in=ids_of(conversation))
    rows = _with_words(asked[-1], None).filter(theirs & within)
    return list(rows.values_list("id", flat=True)[:most])


def channels_of(conversation: Conversation, *, visible_to: Caller) -> list[str]:
    """On which channels words of theirs and ours can be found."""
    visible_to.must(Verb.READ_TEXT)
    rows = Entry.objects.filter(conversation_id__in=ids_of(conversation)).exclude(channel="")
    return sorted(rows.values_list("channel", flat=True).distinct())


def _questions(words: str) -> list[str]:
    parts = words_in(words)
    if sum(map(len, parts)) < _SHORTEST:
        return []
    may_begin = len(parts[-1]) >= _SHORTEST_BEGUN
    return [whole(words), *([begun(words)] if may_begin else [])]


def _is_everywhere(asked: str) -> bool:
    lately = _with_words(asked, _DAYS[-2]).order_by().values("id")[:_EVERYWHERE]
    return lately.count() == _EVERYWHERE


def _with_words(asked: str, days: int | None) -> QuerySet[Entry]:
    indexed = Together(WordsOf("text"), DayOf("placed_at"))
    rows = Entry.objects.filter(SAID, hold(indexed, asked))
    if days:
        rows = rows.filter(of_days(indexed, clock.now(), days))
    return rows.order_by("-placed_at", "-position")
