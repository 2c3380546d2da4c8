"""Dates as they are worded: what a pattern of the language found, with what stands around it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.enrich.counting import numbers
from services.enrich.dating.date_values import Wording
from services.enrich.dating.date_words import Grammar
from services.enrich.tagging.name_words import ALL_NOUNS_CAPITAL
from services.enrich.text import calendar_names
from services.enrich.text.plain import WORD, is_name, words_of

# Years that news speak of as years; what is less is rather a number.
_FIRST_YEAR, _LAST_YEAR, _LIKELY_YEAR = 1500, 2100, 1900
# Nothing that is looked for before a date is longer.
LOOK_BACK = 48
# "fiscal ", "financial ".
_FISCAL_BEFORE = 10
_COUNT_BEFORE = re.compile(r"[\w'-]+(?:[ \n][\w'-]+){0,4}[ \n]$")
_FOLLOWS = re.compile(r"[ \n]?([^\W\d_]+|[%€$£°])")
# The hour at which a match begins: "Saturday (21:00)".
_OPENS_AT = re.compile(r"[ \n]\(\d{1,2}(?:[ .:]?(?:h|uhr|uur|am|pm|p\.m)|[.:]\d\d\b)")
_CLAUSE_END = re.compile(r"[,.;:!?()«»“”\"]\s*")
_ENDS = re.compile(r"[,.;:)]|[ \n]\(|$")


class Reader:
    """What a match means: no date, one, or several ("12 and 13 March")."""

    def __init__(self, body: str, text: str, language: str, words: Grammar) -> None:
        self.body, self.text, self.language, self.words = body, text, language, words

    def read(self, match: re.Match[str]) -> Sequence[Wording]:
        """The dates of a match, in order; none if what stands around it says that it is no date."""
        groups = match.groupdict()
        if groups.get("weekday"):
            return self._weekday(match)
        if name := groups.get("relative"):
            if is_name(self.body, match.start()) or (
                name in self.words.words.parts_of_day and self._is_part_of_day(match.start())
            ):
                return ()
            return [Wording(*match.span(), unit="day", shift=self.words.words.days[_blank(name)])]
        if name := groups.get("period"):
            unit, shift = self.words.periods[_blank(name)]
            is_of_another = shift is None and self.words.of_another.match(self.text, match.end())
            if is_of_another or (unit == "month" and self.words.of_month.match(self.text, match.end())):
                return ()  # "El pasado mes de septiembre" is not the month before this.
            return [Wording(*match.span(), unit=unit, shift=shift)]
        if groups.get("nth"):
            return self._part(match)
        if groups.get("feast"):
            return self._feast(match)
        if groups.get("maybe") and not self._in_the_past(*match.span()):
            return ()
        if groups.get("unit"):
            return self._counted(match)
        if iso := groups.get("iso"):
            year, month, day = map(int, iso.split("-"))
            return [Wording(*match.span(), year, month, day)]
        if groups.get("mark"):
            return self._digits(match)
        if groups.get("month"):
            return self._month(match)
        return self._year(match)

    def _before(self, name: str, start: int) -> bool:
        return self.words.before[name].at(self.text, start)

    def _month(self, match: re.Match[str]) -> Sequence[Wording]:
        name = match["month"]
        month, year = self.words.months[_blank(name)], self._of_year(match)
        wide = name in calendar_names.wide_months(self.language)
        if match.groupdict().get("days"):
            beside = wide or match.groupdict().get("dot") or match.start("month") == match.start()
            if not year.is_said and not (beside and self._printed_as_usual(match)):
                return ()
            return self._days(match, replace(year, month=month))
        small = self.body[match.start("month")].islower() or calendar_names.months_are_capital(self.language)
        before = self.text[max(0, match.start() - LOOK_BACK) : match.start()]
        leads = self._before("month", match.start()) or self.words.through_month.search(before)
        leads = leads or self.words.month_behind.match(self.text, match.end())
        is_date = year.is_said or (wide and small and leads)
        if year.year is None and not (is_date and self._printed_as_usual(match)):
            return ()
        return [replace(year, month=month)]

    def _of_year(self, match: re.Match[str]) -> Wording:
        """What is said of the year of a day or a month, beside it; `start` is where that begins."""
        groups, start = match.groupdict(), match.start()
        direction = -1 if groups.get("last") else 1 if groups.get("next") else 0
        for name, sign in (("last", -1), ("next", 1)):
            begins = self.words.before[name].find(self.text, start)
            if begins is not None and not (direction or groups.get("year") or groups.get("days")):
                start, direction = begins, sign
        yearly = groups.get("yearly")
        return Wording(
            start,
            match.end(),
            year=int(match["year"]) if groups.get("year") else None,
            unit="year" if yearly else None,
            shift=self.words.periods[_blank(yearly)][1] if yearly else 0,
            direction=direction,
            ahead=not groups.get("year") and self._before("ahead", match.start()),
        )

    def _days(self, match: re.Match[str], of_month: Wording) -> Sequence[Wording]:
        """One day, several, or all from the first to the last; the first or the last stands beside the month."""
        days = list(self.words.day.finditer(self.text, *match.span("days")))
        spelled = self.words.words.spelled
        numbers_ = [int(day["number"]) if day["number"] else spelled[day["spelled"]] for day in days]
        if not all(0 < number < 32 for number in numbers_):
            return ()
        end = match.end() - (1 if self._ends_sentence(match) else 0)
        first = replace(of_month, end=end, day=numbers_[0])
        if len(days) == 1:
            return [first]
        if len(days) == 2 and self._through(match.start(), self.text[days[0].end() : days[1].start()]):
            return [replace(first, until=replace(first, day=numbers_[1]))]
        wordings = [
            replace(first, start=day.start(), end=self._day_end(day), day=number)
            for day, number in zip(days, numbers_, strict=True)
        ]
        if match.start("month") == match.start():
            wordings[0] = replace(wordings[0], start=match.start())
        if match.end("days") < match.end():
            wordings[-1] = replace(wordings[-1], end=end)
        return wordings

    def _is_part_of_day(self, start: int) -> bool:
        """Whether an article stands before what may be tomorrow, or a word and an article: "una fría mañana"."""
        before = self.text.rfind(" ", max(0, start - LOOK_BACK), max(0, start - 1)) + 1
        return any(self._before("part of the day", at) for at in (start, before) if at)

    def _printed_as_usual(self, match: re.Match[str]) -> bool:
        """Whether a month has its capital, in a language where it has one: "13 may" is no date."""
        return self.body[match.start("month")].isupper() or not calendar_names.months_are_capital(self.language)

    def _ends_sentence(self, match: re.Match[str]) -> bool:
        """A dot behind a full name of a month is no part of it."""
        return match.group().endswith(".") and match["month"] in calendar_names.wide_months(self.language)

    def _day_end(self, day: re.Match[str]) -> int:
        ordinal = re.compile("|".join(map(re.escape, self.words.words.ordinals)) or "(?!)").match(self.text, day.end())
        return ordinal.end() if ordinal else day.end()

    def _through(self, start: int, between: str) -> bool:
        """Whether two days are the ends of an interval: "3 to 5", "between 3 and 5"."""
        ordinals = self.words.words.ordinals
        for ordinal in ordinals:
            between = between.removeprefix(ordinal)
        return self.words.to.fullmatch(between) is not None or self._before("between", start)

    def _digits(self, match: re.Match[str]) -> Sequence[Wording]:
        first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
        if first <= 12 and second <= 12 and first != second and self.words.words.order != "dmy":
            # 4/10 is one day in London and another in Washington.
            return [Wording(*match.span(), year, vague=True)]
        day, month = (first, second) if second <= 12 else (second, first)
        return [Wording(*match.span(), year, month, day)]

    def _year(self, match: re.Match[str]) -> Sequence[Wording]:
        start, end = match.span()
        year = int(match["year"])
        bracketed = self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"
        second = self.words.year_before.search(self.text, max(0, start - LOOK_BACK), start)
        alone = bracketed or second or self._before("year alone", start)
        sure = alone or (self.words.years_before.match(self.text, end) if year >= _LIKELY_YEAR else None)
        if not _FIRST_YEAR <= year <= _LAST_YEAR or self._before("decade", start):
            return ()
        return [Wording(start, end, year)] if sure or self._maybe_year(year, start, end) else ()

    def _maybe_year(self, year: int, start: int, end: int) -> bool:
        """It is a year unless something follows that can be counted: after "of", or if it is no round number."""
        likely = year >= _LIKELY_YEAR and year % 100 > 0 and bool(self.words.words.before_years)
        if likely and (self.words.participle.match(self.text, end) or self._before("year within", start)):
            return True
        if not self._before("year", start) and not (
            likely and not numbers.is_quantity(self.text, start, self.language)
        ):
            return False
        follows = _FOLLOWS.match(self.text, end)
        return follows is None or numbers.is_function_word(follows[1], self.language)

    def _feast(self, match: re.Match[str]) -> Sequence[Wording]:
        """Christmas, and not what is called after it: "before Christmas shopping", "on Christmas Island"."""
        month, day = map(int, self.words.words.feasts[_blank(match["feast"])].split("-"))
        feast = replace(self._of_year(match), month=month, day=day)
        if not feast.is_said and self._before("since", match.start()):
            feast = replace(feast, direction=-1)
        elif not (feast.is_said or self._before("feast", match.start())):
            return ()
        follows = _FOLLOWS.match(self.text, match.end())
        is_name = follows is not None and self.body[follows.start(1)].isupper()
        # Where nouns have capitals, the capital tells enough.
        is_noun = follows is not None and not numbers.is_function_word(follows[1], self.language)
        return () if is_name or (is_noun and self.language not in ALL_NOUNS_CAPITAL) else [feast]

    def _part(self, match: re.Match[str]) -> Sequence[Wording]:
        """A quarter or a half of a year; of a fiscal year it is nobody knows when."""
        groups, parts = match.groupdict(), self.words.words.parts
        months = parts.letters[match["letter"]] if groups.get("letter") else 3 if groups["quarter"] else 6
        month = 1 + months * ((parts.nth.get(_blank(match["nth"])) or int(match["nth"])) - 1)
        before = self.text[max(0, match.start() - LOOK_BACK) : match.start()]
        behind = self.text[match.end() : match.end() + LOOK_BACK]
        year = self._of_year(match)
        beside = f"{before[-_FISCAL_BEFORE:]} {_CLAUSE_END.split(behind)[0]}"
        is_sure = year.is_said or self.words.near_parts.search(before + behind)
        if month > 12 or not is_sure or self.words.others.search(beside):
            return ()
        return [replace(year, month=month, months=months, vague=self.words.fiscal.search(beside) is not None)]

    def _weekday(self, match: re.Match[str]) -> Sequence[Wording]:
        groups = match.groupdict()
        start, end = match.span()
        if groups["every"] or self._before("every", start):
            return ()
        weekday = self.words.weekdays[_blank(match["weekday"])]
        is_day = groups["days"] and self._is_day(end)
        if groups["days"] and not is_day:
            end = match.end("weekday")
        if month := self.words.of_month.match(self.text, end):
            return self._of_month(start, weekday, month)
        direction = 1 if groups["next"] else -1 if groups["last"] else 0
        ahead = self._before("by", start) or _OPENS_AT.match(self.text, end) is not None
        for name, sign in (("last", -1), ("next", 1), ("this", 0)):
            begins = self.words.before[name].find(self.text, start)
            if not direction and begins is not None:
                start, direction = begins, sign
                break
        if _blank(match["weekday"]) in self.words.words.short_weekdays and not (
            direction or _ENDS.match(self.text, end) or self._before("short", match.start())
        ):
            return ()
        if is_day:
            return [Wording(start, end, weekday=weekday, day=int(groups["days"]))]
        return self._dated(start, end) or [Wording(start, end, weekday=weekday, direction=direction, ahead=ahead)]

    def _is_day(self, end: int) -> bool:
        """Whether a number behind a weekday is the day's: "domingo 16 y lunes 17", but not "domingo 16 de ellos"."""
        follows = _FOLLOWS.match(self.text, end)
        word = follows[1] if follows else None
        return word is None or (word not in self.words.words.of and numbers.is_function_word(word, self.language))

    def _of_month(self, start: int, weekday: int, month: re.Match[str]) -> Sequence[Wording]:
        """`The last Sunday of April`; one of its Sundays, nobody knows which, nor that of "April last year"."""
        nth = self.words.nth_before.search(self.text[max(0, start - LOOK_BACK) : start])
        if nth is None or self.words.near.match(self.text, month.end()):
            return ()
        year = int(month["year"]) if month["year"] else None
        number = -1 if nth["last"] else self.words.words.parts.nth[_blank(nth["nth"])]
        ahead = self._before("ahead", start - len(nth.group()))
        return [
            Wording(
                start - len(nth.group()), month.end(), year, self.words.months[_blank(month["month"])],
                weekday=weekday, nth=number, ahead=ahead,
            )
        ]  # fmt: skip

    def _dated(self, start: int, end: int) -> Sequence[Wording]:
        """`Wednesday, October 4`: the weekday is a part of the date that follows."""
        joined = self.words.joined.match(self.text, end)
        token = WORD.match(self.text, joined.end()) if joined else None
        if token is None:
            return ()
        for pattern in self.words.starts.get("0" if token.group().isdigit() else token.group(), ()):
            match = pattern.match(self.text, token.start())
            if match and {"days", "mark"} & {name for name, value in match.groupdict().items() if value}:
                read = self.read(match)
                if read and read[0].weekday is None:
                    return [replace(read[0], start=start), *read[1:]]
        return ()

    def _counted(self, match: re.Match[str]) -> Sequence[Wording]:
        """So many units before or behind the day of publication."""
        groups = match.groupdict()
        sign = 1 if groups.get("ahead") is not None else -1
        unit = self.words.units[_blank(match["unit"])]
        start, count, about = match.start(), groups.get("count"), False
        if count is None:
            before = _COUNT_BEFORE.search(self.text[max(0, start - LOOK_BACK) : start])
            read = self._count(before.group()) if before else None
            start -= len(before.group()) - read[1] if before and read else 0
        else:
            read = self._count(count)
            about = read is not None and read[1] > 0
            if about and _blank(count[: read[1]].strip()) not in self.words.words.about:  # type: ignore[index]
                return ()
        if read is None:
            return ()
        if count is None:
            about = self._about(start)
        shift = sign * read[0]
        if unit == "week":
            # "Two weeks ago" is a day; "last week" is a week.
            unit, shift = "day", 7 * shift
        return [Wording(start, match.end(), unit=unit, shift=shift, vague=about)]

    def _in_the_past(self, start: int, end: int) -> bool:
        """Whether the words between two commas speak of the past: "a nurse há 22 anos" has been one for so long."""
        before = self.text[max(0, start - LOOK_BACK) : start]
        behind = self.text[end : end + LOOK_BACK]
        near = _CLAUSE_END.split(before)[-1].strip() or _CLAUSE_END.split(behind.lstrip(","))[0]
        # What is near is lower case, so that no name is told from a verb in it.
        return any(tense < 0 for _, tense in self.words.cues.find(near, near, words_of(near)))

    def _about(self, start: int) -> bool:
        before = _blank(self.text[max(0, start - LOOK_BACK) : start]).rstrip()
        return any(before.endswith(" " + word) for word in self.words.words.about)

    def _count(self, text: str) -> tuple[int, int] | None:
        """The whole number that the text ends with, and where in the text it begins."""
        starts = [0, *(match.end() for match in re.finditer(r"[ \n]", text))]
        for start in starts:
            value = numbers.read(text[start:].strip(), self.language)
            if value is not None and value == int(value) and value < 10_000:
                return int(value), start
        return None


def _blank(name: str) -> str:
    """A name as the data has it, where the text has the end of a line in it."""
    return " ".join(name.split())
