"""Who waits, and the conversation with one person."""

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, TURNED, WIDE, Screen, Who
from pictures.screens.doing import after, click, cut_off, find, press, search_for, split_last, write

_HERO = Who.HERO
_HANNAH = "/people/{hannah}"
_WORDS = "Liebe Frau Vogel, das tut mir leid. Die fehlende Flasche geht heute noch auf den Weg."
_SIGNED = (
    "Liebe Frau Vogel,\n\n**die fehlende Flasche geht heute noch auf den Weg.** Bitte:\n\n"
    "- den Karton aufheben\n- uns *bis Freitag* schreiben, wenn sie [noch fehlt](https://shop.example)"
    "\n\n> Es waren nur fünf.\n\nViele Grüße"
)
SCREENS = (
    Screen("desk-waiting", "Who waits, nobody chosen", "/", _HERO, ALL),
    Screen(
        "desk-lately",
        "Who waits, with those lately closed",
        "/",
        _HERO,
        act=click("#lately-closed"),
    ),
    Screen(
        "desk-person",
        "A person: what they say, what they bought, what one answers",
        _HANNAH,
        _HERO,
        (WIDE, *ALL, NARROWEST),
        act=write(_WORDS),
    ),
    Screen("desk-angry", "A person who threatens, with what is at stake", "/people/{gerd}", _HERO),
    Screen("desk-chat", "A chat", "/people/{leila}", _HERO, (LIGHT, NARROW)),
    Screen(
        "desk-far", "A name and words that read from right to left", "/people/{far}", _HERO, ALL
    ),
    Screen(
        "desk-long", "A long name, long words, somebody who leaves", "/people/{long}", _HERO, ALL
    ),
    Screen("desk-closed", "A person who needs nothing from us now", "/people/{closed}", _HERO),
    Screen(
        "desk-who",
        "Who this is, on a small screen",
        _HANNAH,
        _HERO,
        (NARROW, NARROWEST),
        act=click("#show-who"),
    ),
    Screen(
        "desk-named", "An order that a guest named before the chat", "/people/{guest}", _HERO, ALL
    ),
    Screen(
        "desk-named-small",
        "The same, on a small screen",
        "/people/{guest}",
        _HERO,
        (NARROW, NARROWEST),
        act=click("#show-who"),
    ),
    Screen("desk-keys", "The sheet of keys", _HANNAH, _HERO, ALL, act=press("?")),
    Screen(
        "desk-search",
        "Search, as one types",
        _HANNAH,
        _HERO,
        (*ALL, NARROWEST),
        act=search_for("han"),
    ),
    Screen(
        "desk-search-words", "Words that somebody said", _HANNAH, _HERO, act=search_for("flasche")
    ),
    Screen("desk-search-order", "An order by its number", "/", _HERO, act=search_for("214")),
    Screen(
        "desk-search-empty", "Search, before a word", "/", _HERO, (LIGHT, DARK), act=search_for("")
    ),
    Screen("desk-search-nothing", "Nothing found", "/", _HERO, act=search_for("xyzzy")),
    Screen(
        "desk-search-offline",
        "Search without a line",
        "/",
        _HERO,
        act=after(cut_off("**/search?*"), search_for("hannah")),
    ),
    Screen(
        "desk-find",
        "Words found in one person's conversation",
        _HANNAH,
        _HERO,
        (*ALL, NARROWEST),
        act=find("flasche"),
    ),
    Screen("desk-note", "A note that only we see", _HANNAH, _HERO, act=press("n")),
    Screen(
        "desk-mention",
        "A colleague named in a note",
        _HANNAH,
        _HERO,
        (LIGHT, NARROW),
        act=after(press("n"), write("@r")),
    ),
    Screen("mentions", "Notes that name me", "/mentions", _HERO, ALL),
    Screen("desk-split", "From a message on another matter", _HANNAH, _HERO, act=split_last),
    Screen("desk-texts", "Reply texts to choose from", _HANNAH, _HERO, ALL, act=press("/")),
    Screen(
        "desk-open-words",
        "A reply text with words still to fill in",
        _HANNAH,
        _HERO,
        act=write("Liebe {{customer.first_name}}, {{order.number}} kommt am {{day}}."),
    ),
    Screen(
        "desk-formatting",
        "An answer with signs of formatting, and what makes them",
        _HANNAH,
        _HERO,
        ALL,
        act=write(_SIGNED),
    ),
    Screen(
        "desk-preview",
        "The same as its reader will see it",
        _HANNAH,
        _HERO,
        ALL,
        act=after(write(_SIGNED), click("[data-does=preview]")),
    ),
    Screen(
        "desk-set-aside", "Set aside until later", _HANNAH, _HERO, (LIGHT, NARROW), act=press("s")
    ),
    Screen("desk-close", "Close a matter", _HANNAH, _HERO, (LIGHT, NARROW), act=press("e")),
    Screen("desk-topic", "Choose a topic", _HANNAH, _HERO, act=click("#closes summary")),
    Screen("desk-later", "Send later", _HANNAH, _HERO, act=press("l")),
    Screen("desk-more", "The rarer things", _HANNAH, _HERO, act=press("m")),
    Screen("desk-risks", "What the machine read in it", "/people/{gerd}", _HERO, act=press("w")),
    Screen(
        "desk-failed",
        "An answer that did not get out: the line is down",
        _HANNAH,
        _HERO,
        (LIGHT, NARROW),
        before=cut_off("**/replies"),
        act=after(write(_WORDS), click("#composer [type=submit].main")),
    ),
    Screen(
        "desk-offline",
        "No connection",
        _HANNAH,
        _HERO,
        act=after(
            lambda page: page.context.set_offline(True), lambda page: page.wait_for_timeout(3000)
        ),
    ),
    Screen("desk-lead", "A lead looks at a person", _HANNAH, Who.LEAD),
    Screen(
        "desk-order",
        "An order opened beside the person",
        _HANNAH,
        _HERO,
        (LIGHT, DARK, TURNED),
        act=click("#who details.order > summary"),
    ),
    Screen("order", "An order by itself", "/orders/{order}", _HERO, ALL),
)
