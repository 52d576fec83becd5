"""Writes an invented portfolio for the benchmark; the same arguments give the same bytes.

    python3 Benchmarks/generate.py FOLDER --shelters 20 --rows 500 [--seed 1] [--blank 0.02] [--day 2026-03-31]

Each shelter has a temper between 0 (badly run) and 1 (well run), so that some meet a criterion and some do not. A part of
the cells is blank, and a part of the lists is incomplete, a random sample, or missing.
"""
import argparse
import os
import random
from datetime import date, timedelta

COLUMNS = {
    "shelter": "capacity clinical children",
    "staff": "id role contact licence started ended checked_on",
    "training": "id staff held_on hours topic",
    "supervision": "id staff supervisor held_on minutes",
    "admission": "id group language started ended intake_on",
    "assessment": "id admission part done_on assessor",
    "review": "id admission held_on signed changed",
    "incident": "id kind occurred_on reported_on closed_on",
    "policy": "id kind in_force_from replaced_on reviewed_on clauses.roles clauses.staff-training clauses.appeal "
              "clauses.time-limits",
    "observation": "id question method answer made_on",
}
# How many of a shelter's rows are of each type; the rest are observations.
WEIGHTS = {
    "staff": 20, "training": 120, "supervision": 200, "admission": 100, "assessment": 250, "review": 200,
    "incident": 60, "policy": 6, "observation": 44,
}
ROLES = "counsellor psychologist social-worker educator nurse night-staff cook manager".split()
TOPICS = "trauma confidentiality safety suicide-screening first-aid psea self-care interviewing".split()
POLICIES = "safety confidentiality child-safeguarding complaints staff-care exit".split()
LANGUAGES = "sqi srp mkd ron ukr ara eng fas".split()
YEARS_BACK = 3


class House:
    """Draws the rows of one shelter."""

    def __init__(self, dice, today, rows):
        self.dice = dice
        self.today = today
        self.temper = min(1.0, max(0.0, dice.gauss(0.7, 0.18)))
        total = sum(WEIGHTS.values())
        self.counts = {name: max(3, rows * weight // total) for name, weight in WEIGHTS.items()}

    def chance(self, probability):
        return self.dice.random() < probability

    def yes_no(self, probability):
        return "yes" if self.chance(probability) else "no"

    def past(self, days=365 * YEARS_BACK):
        """Some day of the last so many."""
        return self.today - timedelta(days=int(days * self.dice.random()))

    def after(self, day, usual):
        """Some days later, usually so many; `-` while that lies ahead."""
        later = day + timedelta(days=int(self.dice.expovariate(1.0) * usual))
        return "-" if later > self.today else later

    def tables(self):
        staff = [self.worker(n) for n in range(self.counts["staff"])]
        stays = [self.stay(n) for n in range(self.counts["admission"])]
        here = sum(1 for stay in stays if stay[4] == "-")
        return {
            "shelter": [[int(here * self.dice.uniform(0.9, 2.0)) + 3, self.yes_no(0.75), self.yes_no(0.7)]],
            "staff": staff,
            "training": [self.training(n, staff) for n in range(self.counts["training"])],
            "supervision": self.supervisions(staff),
            "admission": stays,
            "assessment": [self.assessment(n, stays, staff) for n in range(self.counts["assessment"])],
            "review": [self.review(n, stays) for n in range(self.counts["review"])],
            "incident": [self.incident(n) for n in range(self.counts["incident"])],
            "policy": [self.policy(n) for n in range(self.counts["policy"])],
            "observation": [self.observation(n) for n in range(self.counts["observation"])],
        }

    def worker(self, n):
        role = ROLES[n % 3] if n % 5 < 2 else self.dice.choice(ROLES)
        begun = self.past(365 * 7)
        licence = role if role in ROLES[:3] and self.chance(self.temper) else "-"
        checked = max(begun, self.past(900)) if self.chance(self.temper + 0.2) else "-"
        return [f"S{n}", role, self.yes_no(0.7), licence, begun, self.after(begun, 1800), checked]

    def training(self, n, staff):
        topic = "trauma" if self.chance(self.temper * 0.3) else self.dice.choice(TOPICS)
        hours = self.dice.choice(["1", "1.5", "2", "3", "4.5", "6", "8"])
        return [f"T{n}", staff[n % len(staff)][0], self.past(), hours, topic]

    def supervisions(self, staff):
        count = self.counts["supervision"]
        working = [row[0] for row in staff if row[5] == "-" and row[1] in ROLES[:3]] or [staff[0][0]]
        minutes = [30, 45, 60] if self.temper < 0.6 else [45, 60, 90]
        pause = self.dice.choice([0, 0, 0, 40])
        rows = []
        for n in range(count):
            back = n * 365 * YEARS_BACK // count
            if pause and 150 < back < 150 + pause:
                back += pause
            who = working[n % len(working)] if self.chance(self.temper + 0.25) else self.dice.choice(staff)[0]
            by = self.dice.choice(staff[:4])[0] if self.chance(0.9) else "-"
            rows.append([f"V{n}", who, by, self.today - timedelta(days=back), self.dice.choice(minutes)])
        return rows

    def stay(self, n):
        begun = self.past()
        group = self.dice.choice(["woman"] * 7 + ["girl", "boy", "man"])
        return [
            f"A{n}", group, self.dice.choice(LANGUAGES), begun, self.after(begun, 80),
            self.after(begun, 3.5 - 3 * self.temper)]

    def assessment(self, n, stays, staff):
        stay = stays[n % len(stays)]
        part = "safety-risk" if n < len(stays) else self.dice.choice(["ptsd", "depression", "health", "legal"])
        by = self.dice.choice(staff[:6])[0] if self.chance(0.95) else "-"
        return [f"X{n}", stay[0], part, self.after(stay[3], 11 - 9 * self.temper), by]

    def review(self, n, stays):
        stay = stays[n % len(stays)]
        end = self.today if stay[4] == "-" else stay[4]
        back = (end - stay[3]).days
        if self.chance(self.temper):
            back = min(back, 80)
        return [
            f"R{n}", stay[0], end - timedelta(days=int(self.dice.random() * (back + 1))),
            self.yes_no(0.4 + 0.6 * self.temper), self.yes_no(0.5)]

    def incident(self, n):
        happened = self.past()
        kind = self.dice.choices(["absence", "violence", "self-harm", "data-breach", "complaint"], [48, 10, 10, 1, 31])[0]
        wait = 0.3 if self.chance(self.temper) else 2.5
        return [f"I{n}", kind, happened, self.after(happened, wait), self.after(happened, 45 - 38 * self.temper)]

    def policy(self, n):
        since = self.past()
        replaced = "-" if n < len(POLICIES) else self.today - (self.today - since) / 2
        reviewed = self.past(int(100 + 900 * (1 - self.temper)))
        return [f"P{n}", POLICIES[n % len(POLICIES)], since, replaced, reviewed] + [
            self.yes_no(0.45 + 0.55 * self.temper) for _ in range(4)]

    def observation(self, n):
        question = self.dice.choice(["calm", "rights", "safe", "respected", "informed", "culture"])
        method = self.dice.choice(["site", "interview", "document", "record-review"])
        bad = 0.25 * (1 - self.temper)
        answer = self.dice.choices(["no", "partly", "yes", "-"], [bad, 0.2, self.temper, 0.02])[0]
        return [f"O{n}", question, method, answer, self.past()]


def collections(dice, tables):
    """What is said of each list; a list that is absent loses its rows."""
    tidy = dice.random() < 0.6
    lines = []
    for name in WEIGHTS:
        how = "complete" if tidy else dice.choices(["complete", "partial", "sample", "absent"], [76, 15, 6, 3])[0]
        if how == "absent":
            tables[name] = []
        listed = len(tables[name])
        if how == "sample":
            lines.append([name, how, listed, listed + dice.randrange(2 * listed + 1)])
        elif how == "partial" and dice.random() < 0.5:
            lines.append([name, how, "", listed + dice.randrange(12)])
        else:
            lines.append([name, how, "", ""])
    return lines


def forget(dice, tables, blank):
    """Empties cells, ids apart; some shelters keep better books than others."""
    share = blank * dice.choice([0, 0.5, 1, 2.5])
    for name, rows in tables.items():
        first = 0 if name == "shelter" else 1
        for row in rows:
            for column in range(first, len(row)):
                if dice.random() < share:
                    row[column] = ""


def main():
    parser = argparse.ArgumentParser(description="Writes an invented portfolio.")
    parser.add_argument("folder")
    parser.add_argument("--shelters", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True, help="of each shelter")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blank", type=float, default=0.02, help="the part of the cells that is empty")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 3, 31))
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    with open(os.path.join(options.folder, "as-of.txt"), "w") as file:
        file.write(f"{options.day}\n")
    headers = {name: columns.split() for name, columns in COLUMNS.items()}
    headers["collections"] = ["type", "status", "drawn", "population"]
    files = {name: open(os.path.join(options.folder, name + ".csv"), "w", newline="") for name in headers}
    for name, columns in headers.items():
        files[name].write(",".join(["shelter", *columns]) + "\n")
    for number in range(options.shelters):
        label = f"H{number:05}"
        dice = random.Random(f"{options.seed}/{label}")
        tables = House(dice, options.day, options.rows).tables()
        forget(dice, tables, options.blank)
        tables["collections"] = collections(dice, tables)
        for name, rows in tables.items():
            files[name].write("".join(f"{label},{','.join(map(str, row))}\n" for row in rows))
    for file in files.values():
        file.close()


if __name__ == "__main__":
    main()
