"""Masking the names of others: the same person is the same number everywhere in a file, and the importer is "me".

What stands in a column of people is masked as a whole. In every other text, the names met in those columns are masked
wherever they stand, and so are e-mail addresses and phone numbers. A name in no such column cannot be known.
"""

import re
from collections.abc import Iterable, Sequence

ME = "me"
SOMEBODY = "[a person]"  # a first name or surname that several have
LEAST_OF_A_NAME = 3  # letters of a part of a name that is masked by itself
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w./:+-])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?|\(?0)\d[\d ()-]{6,16}\d(?!\w)")
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_SEPARATORS = re.compile(r"\s*(?:[;|\n]|<br\s*/?>)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")

Pieces = tuple[str, ...]


class Mask:
    """Knows the people of one file. First `meet` everyone in its columns of people, then mask its texts."""

    def __init__(self, my_names: Iterable[str] = ()) -> None:
        self._people: dict[str, str] = {}  # by key
        self.others = 0
        self._spellings: dict[Pieces, str] = {}  # the words of a name, in either order
        self._firsts: dict[str, set[int]] = {}  # how many words the names have that begin with this one
        self._parts: dict[str, str] = {}  # a first name, a surname, a login
        self._emails: dict[str, str] = {}
        self._phones: dict[str, str] = {}
        self._masked: dict[tuple[str, bool], str] = {}  # tables say the same again and again
        for name in my_names:
            if name.strip():
                self._learn(name, ME)

    def meet(self, cell: str) -> None:
        for name in people_in(cell):
            self._label(name)

    def person(self, cell: str) -> str:
        """A cell of a column of people."""
        return ", ".join(self._label(name) for name in people_in(cell))

    def is_me(self, cell: str) -> bool:
        return any(self._label(name) == ME for name in people_in(cell))

    def text(self, text: str, *, phones: bool = True) -> str:
        """Any other text."""
        masked = self._masked.get((text, phones))
        if masked is None:
            masked = self._names_in(_EMAIL.sub(lambda found: self._email(found[0]), text))
            masked = _PHONE.sub(lambda found: self._phone(found[0]), masked) if phones else masked
            self._masked[text, phones] = masked
        return masked

    def _label(self, name: str) -> str:
        known = self._people.get(_key(name))
        if known is None:
            self.others += 1
            known = self._learn(name, f"Person {self.others}")
        return known

    def _learn(self, name: str, label: str) -> str:
        self._masked.clear()
        self._people[_key(name)] = label
        if "@" in name:
            return label
        pieces = tuple(_WORD.findall(name.casefold()))
        for spelling in {pieces, pieces[::-1], pieces[1:] + pieces[:1]}:
            if spelling:
                self._spellings.setdefault(spelling, label)
                self._firsts.setdefault(spelling[0], set()).add(len(spelling))
        for piece in pieces:
            if len(piece) >= LEAST_OF_A_NAME and not piece.isdecimal():
                known = self._parts.setdefault(piece, label)
                self._parts[piece] = label if known == label else SOMEBODY
        return label

    def _names_in(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        result, done, place = [], 0, 0
        while place < len(words):
            length, label = self._name_at(words, place)
            if length:
                result += [text[done : words[place].start()], label]
                done = words[place + length - 1].end()
            place += max(length, 1)
        return "".join([*result, text[done:]])

    def _name_at(self, words: Sequence[re.Match[str]], place: int) -> tuple[int, str]:
        """How many words from here are a name, the longest that it can be, and whose; whatever stands between them."""
        first = words[place][0].casefold()
        for length in sorted(self._firsts.get(first, ()), reverse=True):
            run = words[place : place + length]
            label = self._spellings.get(tuple(word[0].casefold() for word in run))
            if label:
                return length, label
        return (1, self._parts[first]) if first in self._parts else (0, "")

    def _email(self, address: str) -> str:
        known = self._people.get(_key(address))
        return known or self._emails.setdefault(address.casefold(), f"[e-mail {len(self._emails) + 1}]")

    def _phone(self, text: str) -> str:
        digits = re.sub(r"\D", "", text)
        if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or _DATE.search(text):
            return text
        return self._phones.setdefault(digits, f"[phone {len(self._phones) + 1}]")


def people_in(cell: str) -> Sequence[str]:
    """The names in a cell: one, or several with semicolons, bars or line breaks between them."""
    return [name.strip() for name in _SEPARATORS.split(cell) if name.strip()]


def _key(name: str) -> str:
    """The same for "Moira Kerr", "Kerr, Moira" and "moira  kerr"."""
    if "@" in name:
        return name.strip().casefold()
    return " ".join(sorted(_WORD.findall(name.casefold()))) or name.casefold()
