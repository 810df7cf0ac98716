"""Values as cells, and cells as people type them as values."""

import datetime
import decimal
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, override

from portal.dates.edtf import FISCAL_YEAR
from portal.dates.written import read as read_date
from portal.record.schema import in_file, plainly
from portal.tables.table import Cell

YES = {"true", "yes", "y", "1", "はい", "○", "〇", "有", "有り", "真"}
NO = {"false", "no", "n", "0", "いいえ", "×", "無", "無し", "偽"}
SEPARATORS = re.compile(r"[,、，;；\n]+")
# The numbers that spreadsheets keep days as, from 1954 to 2119: no year is among them.
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
LANGUAGES = ("ja", "en")
# Signs that CP932 has one place for, by the sign that it gives back.
TWINS = str.maketrans("〜‖−¢£¬—", "～∥－￠￡￢―")


class Refused(Exception):
    """Why a cell is refused, in words."""


def is_listed(field: models.Field) -> bool:
    """Whether a cell of the field holds several values."""
    return bool(field.many_to_many) or isinstance(field, models.JSONField)


def to_cell(field: models.Field, value) -> Cell:
    """What a value of a form, None where the form has none, stands in a table as."""
    if value is None:
        if field.is_relation:
            return ""
        default = in_file(field.get_default())
        value = "" if default is None or default == [] else default
    if is_listed(field):
        return ", ".join(map(str, value)) if value else ""
    if isinstance(field, models.BooleanField):
        return value in (True, "true")
    if isinstance(field, models.IntegerField | models.DecimalField) and value != "":
        number = decimal.Decimal(str(value))
        # More digits than a spreadsheet keeps go out as text.
        if len(number.as_tuple().digits) <= 15:
            return int(number) if number == number.to_integral_value() else float(number)
    return str(value)


def as_text(cell: Cell) -> str:
    """A cell as text, which is the same however it came."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return format(cell, ".15g") if abs(cell) < 1e15 else format(cell, ".0f")
    if isinstance(cell, datetime.datetime):
        day = cell.isoformat().partition("T")[0]
        return day if cell.time() == datetime.time() else cell.isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell).strip()


def is_same(field: models.Field, cell: Cell, value) -> bool:
    """Whether a cell says what a form says already, without being understood."""
    return as_text(cell) == as_text(to_cell(field, value))


def is_twin(field: models.Field, cell: Cell, value) -> bool:
    """Whether a cell of a file in CP932 says what a form says, as far as CP932 can."""
    return as_text(cell).translate(TWINS) == as_text(to_cell(field, value)).translate(TWINS)


def is_yes(cell: Cell) -> bool:
    """Whether a cell says yes. Raises Refused where it says neither yes nor no."""
    text = unicodedata.normalize("NFKC", as_text(cell)).casefold()
    if text in YES:
        return True
    if text in NO or not text:
        return False
    raise Refused(gettext("Write TRUE or FALSE (yes or no)."))


def to_value(field: models.Field, cell: Cell):
    """The value of a form that a cell means; None for none. Raises Refused."""
    text = as_text(cell)
    if not text:
        return _nothing(field)
    if isinstance(field, models.BooleanField):
        return is_yes(cell)
    if is_listed(field):
        return _listed(field, text)
    if field.is_relation:
        return text
    if field.flatchoices:
        return _chosen(field, text)
    if getattr(field, "is_year", False):
        text = _year(cell, text)
    elif getattr(field, "is_edtf", False):
        text = _date(cell, text)
    elif isinstance(field, models.IntegerField | models.DecimalField):
        text = _number(field, cell, text)
    return _checked(field, text)


def _nothing(field: models.Field):
    """No value, where the field may have none."""
    required = not field.blank and not field.many_to_many
    default = None if field.is_relation else field.get_default()
    if required or default not in (None, "", []):
        raise Refused(gettext("A value is needed here."))


def _listed(field: models.Field, text: str) -> list[str]:
    found = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    if twice := sorted({part for part in found if found.count(part) > 1}):
        raise Refused(gettext("“%(value)s” stands there twice.") % {"value": twice[0]})
    if isinstance(field, models.JSONField):
        _checked(field, found)
    return found


def _chosen(field: models.Field, text: str):
    """The code that a cell names, by itself or by its words in either language."""
    known = {str(code): code for code, _label in field.flatchoices}
    if text in known:
        return plainly(known[text])
    for language in LANGUAGES:
        with override(language):
            worded = {str(label): code for code, label in field.flatchoices}
        if text in worded:
            return plainly(worded[text])
    raise Refused(
        gettext("“%(value)s” is not known here. Known are: %(known)s.")
        % {"value": text, "known": gettext(", ").join(known)}
    )


def _is_serial(cell: Cell, text: str) -> bool:
    """Whether a cell is the bare number that a spreadsheet keeps a day as."""
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if not number and not text.isdecimal():
        return False
    return FIRST_SERIAL <= float(text) <= LAST_SERIAL


def _refuse_serial(text: str) -> None:
    raise Refused(
        gettext(
            "%(number)s is the number that a spreadsheet keeps a day as: the cell shows a year or "
            "a day by its format alone, such as 令和8年度. Write the year as text: 2026, 令和8年度."
        )
        % {"number": text}
    )


def _year(cell: Cell, text: str) -> str:
    """The year that a cell means, which may be told as a fiscal year or by an era."""
    if isinstance(cell, datetime.date):
        raise Refused(
            gettext("A year is wanted here, and the cell holds a day: %(day)s. Write the year.")
            % {"day": text}
        )
    if _is_serial(cell, text):
        _refuse_serial(text)
    found = _read(text)
    if match := FISCAL_YEAR.match(found):
        return match[1]
    if not re.fullmatch(r"\d{4}", found):
        raise Refused(gettext("“%(value)s” is no year.") % {"value": text})
    return found


def _date(cell: Cell, text: str) -> str:
    if isinstance(cell, datetime.time):
        raise Refused(gettext("A day is wanted here, and the cell holds a time of day."))
    if _is_serial(cell, text):
        _refuse_serial(text)
    return _read(text.partition("T")[0] if isinstance(cell, datetime.datetime) else text)


def _read(text: str) -> str:
    try:
        return read_date(text)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _number(field: models.Field, cell: Cell, text: str) -> str:
    """A number without what people write in it to read it better: 12,345, １２３."""
    if isinstance(cell, datetime.date | datetime.time | bool):
        raise Refused(gettext("A number is wanted here, not “%(value)s”.") % {"value": text})
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", plain):
        raise Refused(
            gettext("“%(value)s” is no number. Write it in digits, for example 12,345.")
            % {"value": text}
        )
    number = decimal.Decimal(plain)
    if isinstance(field, models.IntegerField):
        if number != number.to_integral_value():
            raise Refused(gettext("“%(value)s” is no whole number.") % {"value": text})
        number = number.to_integral_value()
    return format(number, "f")


def _checked(field: models.Field, value):
    """The value as a form has it, where the field takes it."""
    try:
        found = field.clean(value, None)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return plainly(in_file(found))
