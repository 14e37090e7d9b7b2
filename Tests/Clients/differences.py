# SPDX-License-Identifier: Apache-2.0
"""Where odata-query and the service judge a text differently, and why. What stands in no line fails the test."""
import re

_TEXT = r"'(?:[^']|'')*'"


def bare(text):
    """The text with its string literals emptied, so that words in them explain nothing."""
    return re.sub(_TEXT, "''", text)


# The service takes the form, odata-query does not.
ONLY_SERVICE = [
    (r"[$@]", "names with $ and @ ($it, $count, parameter aliases) are not in its grammar"),
    (r"(?i)\b(divby|has)\b|\b(case|cast|aggregate|isof)\(", "operators and functions of 4.01 that its grammar has no form for"),
    (r"=", "functions with named parameters"),
    (r"(?i)\bin\s*\(\s*[^,()]*\)", "a list of one needs a comma at its end there; the standard has none"),
    (r"(?i)\bin\s+\w", "in may be followed by a collection"),
    (r"^\s|\s$|\(\s|\s\)|\s,|,\s|\s/|/\s", "blanks at the ends and inside parentheses are not all taken there"),
    (r"\w''", "choices with the name of their type, which is what a name before a text is"),
    (r"(?i)\b(any|all|null|true|false)\w|\b(any|all)\b", "its reserved words eat the beginning of longer names"),
    (r"(^|\()\d\d:\d\d", "a time at the beginning"),
    (r"\b0\d{3}-", "years before 1000"),
    (r"(?i)\b\d+(\.\d+)?e\d", "numbers with an exponent that it splits otherwise"),
]

# odata-query takes the form, the service does not.
ONLY_OTHER = [
    (r"\({51}", "parentheses nested deeper than the service reads"),
    (r"[^\x00-\x7f]", "it takes letters of every script in names"),
    (r"\w\.\w", "names with dots are namespaces there, unsupported here"),
    (r"\bINF\b|\bNaN\b", "INF and NaN are names there"),
    (r"(?i)geo|hassubset|hassubsequence", "unsupported here by design"),
    (r"\d{4}-\d\d-\d\d", "days that do not exist, and times without an offset, are literals there"),
    (r"(?i)duration''", "durations with years and months, and empty ones"),
    (r"\d\d::\d\d", "its pattern of times takes a doubled colon"),
    (r"(?i)\bin\s*\([^()]*[a-z]", "lists hold literals only; there they hold names and values of every kind"),
    (r"(?i)(?<!\bin)(?<!\w)\s*\([^()]*,[^()]*\)", "a list may stand there wherever a value may"),
    (r",\s*\)", "a list of one with a comma at its end"),
    (r"\b(NULL|Null|TRUE|FALSE)\b", "its null is not case-sensitive"),
    (r"(?i)\b\w+ (eq|ne|gt|ge|lt|le) [^()]+? (eq|ne|gt|ge|lt|le) (?!.*\b(and|or)\b)", "comparisons of comparisons without parentheses"),
    (r"''\w|\w''|\d[a-z]", "texts and numbers may touch other words there"),
    (r"--|- ", "a minus may be doubled and stand apart there"),
    (r"(?i)\bnot\b", "not binds to a list or name behind it there"),
]

# Both take it, but SQL as odata-query writes it has another meaning.
ROWS = [
    (r"(?i)\b(add|sub|mul|div|mod)\b", "parentheses of arithmetic are lost in its SQL"),
    (r"(?i)\bnot\b", "its NOT is not put around comparisons in parentheses, and unknown stays unknown"),
    (r"(?i)\bne\b", "ne finds what is empty by the standard, != of SQL does not"),
    (r"[%_\\]", "it doubles % and _ instead of escaping them"),
    (r"(?i)\band\b.*\bor\b|\bor\b.*\band\b", "its AND and OR lose parentheses: operators are compared as objects"),
    (r"(?i)\b(\w+) (ge|le) (\w+)\b", "ge and le of two empty values hold by the standard"),
    (r"(?i)\b(eq|ne) [a-zA-Z]", "two empty values are equal by the standard, not in SQL"),
]


def reason(text, table, shown=None):
    """Why the two differ about a text; None if no line says so."""
    if table is ONLY_OTHER and len(text) > 8192:
        return "longer than the service reads"
    shown = bare(text) if shown is None else shown
    return next((why for pattern, why in table if re.search(pattern, shown)), None)
