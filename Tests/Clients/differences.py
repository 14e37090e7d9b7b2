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
    (r"(?i)\b(divby|has|case|cast|today|startof|within|localdate|addmonths|aggregate|isof|now|matchespattern"
     r"|hassubset)\b", "operators and functions of 4.01, aggregation and our own that it does not know"),
    (r"(?i)\bin\s*\(\s*[^,()]*\)", "a list of one needs a comma at its end there; the standard has none"),
    (r"(?i)\bin\s*\(\s*\)", "an empty list"),
    (r"^\s|\s$|\(\s|\s\)|\s,|,\s|\s/|/\s|:\s", "blanks at the ends and inside parentheses are not all taken there"),
    (r"\w\s*\(", "a name followed by ( that it does not know is no call there but an error of the grammar"),
    (r"\b0\d{3}-\d\d-\d\d", "years before 1000 are no dates there"),
    (r"(?i)[+-]\s*[\d.(a-z_]", "signs before names, parentheses and numbers bind otherwise there"),
    (r"(?i)'[+-]?P", "durations in quotes alone"),
    (r"[^\x00-\x7f]", "names of other letters"),
    (r"(?i)\b(any|all|null|true|false|not|and|or|add|sub|mul|div|mod|eq|ne|gt|ge|lt|le|in)\w", "its reserved words eat the beginning of longer names"),
    (r"(?i)/(any|all)\(|\b(any|all)\b", "lambdas: the variable may be left out, the words may be names"),
    (r"\d[eE]|\d:\d|\.\d", "numbers and times that it splits otherwise"),
    (r"(?i)\bnot\b", "not binds to less there"),
]

# odata-query takes the form, the service does not.
ONLY_OTHER = [
    (r"(?i)\s(eq|ne|gt|ge|lt|le)\s.*\s(eq|ne|gt|ge|lt|le|in)\s", "comparisons of comparisons without parentheses"),
    (r"[\n\r\f\v\u00a0]", "its blanks are those of the machine's regular expressions"),
    (r"\d{4}-\d\d-\d\d", "days that do not exist, and times without an offset, are dates there"),
    (r"(?i)geo|hassubset|hassubsequence", "unsupported here by design"),
    (r"(?i)duration'", "durations with years and months, and without a number"),
    (r"\d:\d|\d:", "its pattern of times takes a doubled colon"),
    (r"(?i)\b(NULL|True|False|NOT|AND|OR)\b|\bnull\b", "its null is not case-sensitive, and stands where a condition has to"),
    (r"\(\s*[^()]*,\s*\)", "a list of one with a comma at its end"),
    (r"(?<!\bin)\s*\([^()]*,[^()]*\)", "a list may stand there wherever a value may"),
    (r"(?i)\d+(\.\d+)?(e[+-]?\d+)?", "numbers directly followed by other marks are split there without a blank"),
    (r"^''$|''", "texts next to other words without a blank"),
    (r"-", "a minus may stand before everything there"),
    (r"\.", "names with dots are namespaces there, unsupported here"),
    (r"(?i)\bnot\b|\bin\b", "not and in bind otherwise, and take a list or a name on either side"),
    (r"(?i)\b(any|all)\b", "lambdas over what is no collection"),
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


def reason(text, table):
    shown = bare(text)
    return next((why for pattern, why in table if re.search(pattern, shown)), None)
