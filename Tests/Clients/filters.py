# SPDX-License-Identifier: Apache-2.0
"""Makes filters about policies: well-formed ones that have a meaning, and ones that are spoilt."""
import random

NUMBERS = ["premium", "sumInsured", "cashValue", "payTerm", "riderCount"]
DAYS = ["applyDate", "issueDate", "lapsedOn"]
TEXTS = ["policyNo", "branch"]
PIECES = [
    "(", ")", ",", "'", "''", " ", "  ", "and", "or", "not ", " eq ", " ne ", " in ", "premium", "null", "true", "/", ":",
    "1", "-", "1.5", "2024-02-30", "any(", "all(x:x", "duration'P1D'", "'x", "contains(", "add", "@me", "$it", "é", "\t", ";",
    "*", "=", "!", "&&", ".", "..", "1e", "1.", ".5", "2024-01-01T", "T00:00:00Z", "has", "divby", "case(", "INF",
]


class FilterMaker:
    def __init__(self, seed, texts):
        self.random = random.Random(seed)
        self.texts = texts

    def one_of(self, *choices):
        return self.random.choice(choices)

    def number(self, depth):
        if depth <= 0 or self.random.random() < 0.6:
            return self.one_of(*NUMBERS, str(self.random.randint(0, 30)), f"{self.random.randint(0, 9000)}.5")
        operator = self.one_of("add", "sub", "mul")
        left, right = self.number(depth - 1), self.number(depth - 1)
        return f"{left} {operator} {right}" if self.random.random() < 0.7 else f"({left} {operator} {right})"

    def text(self):
        return "'" + self.random.choice(self.texts).replace("'", "''") + "'"

    def day(self):
        return f"{self.random.randint(2005, 2026)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def comparison(self, depth):
        order = self.one_of("eq", "ne", "gt", "ge", "lt", "le")
        kind = self.random.randrange(9)
        if kind < 3:
            return f"{self.number(depth)} {order} {self.number(depth)}"
        if kind == 3:
            return f"{self.one_of(*DAYS)} {order} {self.day()}"
        if kind == 4:
            return f"{self.one_of(*TEXTS)} {order} {self.text()}"
        if kind == 5:
            return f"{self.one_of(*NUMBERS, *DAYS, *TEXTS)} {self.one_of('eq', 'ne')} null"
        if kind == 6:
            return f"{self.one_of('contains', 'startswith', 'endswith')}({self.one_of(*TEXTS)},{self.text()})"
        if kind == 7:
            return f"{self.one_of(*TEXTS)} in ({self.text()},{self.text()})"
        return f"{self.one_of('year', 'month', 'day')}({self.one_of(*DAYS)}) {order} {self.random.randint(1, 2026)}"

    def condition(self, depth):
        if depth <= 0 or self.random.random() < 0.35:
            return self.comparison(depth)
        if self.random.random() < 0.2:
            return f"not ({self.condition(depth - 1)})"
        left, right = self.condition(depth - 1), self.condition(depth - 1)
        joined = f"{left} {self.one_of('and', 'or')} {right}"
        return f"({joined})" if self.random.random() < 0.4 else joined

    def spoilt(self, text):
        """The text with up to three pieces dropped, doubled, put in or swapped."""
        for _ in range(self.random.randint(1, 3)):
            at, length = self.random.randrange(len(text) + 1), self.random.randint(1, 6)
            deed = self.random.randrange(3)
            if deed == 0:
                text = text[:at] + text[at + length:]
            elif deed == 1:
                text = text[:at] + self.random.choice(PIECES) + text[at:]
            else:
                text = text[:at] + text[at:at + length] * 2 + text[at + length:]
        return text
