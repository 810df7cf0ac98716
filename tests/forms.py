"""Reads the form of a page and fills it in, as a browser does."""

import html.parser


class Form(html.parser.HTMLParser):
    """What the named form of a page would send: `typed` holds names and values."""

    def __init__(self, page: str, name: str):
        super().__init__()
        self.typed: dict[str, str | list[str]] = {}
        self._name, self._inside = name, False
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._text: str | None = None
        self._multiple = False
        self.feed(page)
        assert self.typed, f"The page holds no form {name!r}"

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id") == self._name
        name = attrs.get("name")
        if not self._inside or "disabled" in attrs:
            return
        if tag == "option" and self._select:
            self._options.append((attrs.get("value", ""), "selected" in attrs))
        if not name or "__prefix__" in name:
            return
        if tag == "input" and attrs.get("type") == "checkbox":
            if "checked" in attrs:
                self._add(name, attrs.get("value", "on"))
        elif tag == "input" and attrs.get("type") != "submit":
            self.typed[name] = attrs.get("value", "")
        elif tag == "textarea":
            self._text, self.typed[name] = name, ""
        elif tag == "select":
            self._select, self._options, self._multiple = name, [], "multiple" in attrs

    def handle_data(self, data):
        if self._text:
            self.typed[self._text] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._text:
            # The line break behind the tag belongs to the markup.
            self.typed[self._text] = self.typed[self._text].removeprefix("\n")
            self._text = None
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._options if selected]
            if self._multiple:
                if chosen:
                    self.typed[self._select] = chosen
            else:
                first = [value for value, _selected in self._options[:1]]
                self.typed[self._select] = (chosen or first or [""])[0]
            self._select = None

    def _add(self, name: str, value: str) -> None:
        self.typed[name] = [*self.typed[name], value] if name in self.typed else [value]

    def row(self, prefix: str, **values) -> str:
        """Add a row to the inline `prefix`, as its button does; the prefix of the row."""
        number = int(self.typed[f"{prefix}-TOTAL_FORMS"])
        self.typed[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        for name, value in values.items():
            self.typed[f"{prefix}-{number}-{name}"] = value
        return f"{prefix}-{number}"
