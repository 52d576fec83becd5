"""The benchmark's criteria in Polars: python polars_rules.py FOLDER writes the verdicts as CSV.

An unknown cell is null, and the logic of Polars with nulls does the rest; a date that is none is the year 9999, any other value
that is none `-`.  Tuned: only columns that a criterion reads are parsed, with their types given; each table is gone through once
for all criteria that count its rows; all tables are worked out together, so that both threads have work.
"""
import os
import sys
from datetime import date, timedelta

os.environ.setdefault("POLARS_MAX_THREADS", os.environ.get("BENCH_THREADS", "2"))
import polars as pl  # noqa: E402  (the number of threads is read at import)

from common import NO_LIMIT, Watch, back, by_chance, day_of, month_starts  # noqa: E402

NEVER = date(9999, 12, 31)
LONG_AGO = date(1, 1, 1)
COLUMNS = {
    "shelter": "capacity:int clinical children",
    "staff": "id role contact licence started:date ended:none checked_on:none",
    "training": "staff held_on:date hours:float topic",
    "supervision": "staff supervisor held_on:date minutes:int",
    "admission": "id group started:date ended:none intake_on:none",
    "assessment": "admission part done_on:none assessor",
    "review": "admission held_on:date signed",
    "incident": "kind occurred_on:date reported_on:none closed_on:none",
    "policy": "kind in_force_from:date replaced_on:none reviewed_on:none clauses.roles clauses.staff-training clauses.appeal",
    "observation": "question method answer made_on:date",
    "collections": "type status population:int",
}
TYPES = [name for name in COLUMNS if name not in ("shelter", "collections")]
KINDS = {"int": pl.Int64, "float": pl.Float64, "date": pl.Date, "none": pl.String, "": pl.String}
YES, NO = pl.lit(True), pl.lit(False)
col = pl.col


def load(folder):
    """All tables, read and converted together."""
    lazy = []
    for table, text in COLUMNS.items():
        kinds = {"shelter": "", **dict((part + ":").split(":")[:2] for part in text.split())}
        frame = pl.scan_csv(
            os.path.join(folder, table + ".csv"), schema_overrides={name: KINDS[kind] for name, kind in kinds.items()},
            null_values=[""], quote_char=None, infer_schema=False, try_parse_dates=False).select(list(kinds))
        lazy.append(frame.with_columns(
            pl.when(col(name) == "-").then(NEVER).otherwise(col(name).replace("-", None).str.to_date("%Y-%m-%d")).alias(name)
            for name, kind in kinds.items() if kind == "none"))
    tables = dict(zip(COLUMNS, pl.collect_all(lazy)))
    # Hours have one digit behind the point at most: tenths are whole.
    tables["training"] = tables["training"].with_columns((col("hours") * 10).round().cast(pl.Int64))
    return tables


# --- Parts of queries -------------------------------------------------------------------------------------------------


def sure(condition):
    return condition.fill_null(False)


def perhaps(condition):
    return condition.fill_null(True)


def count(name, condition):
    """Rows that surely and perhaps satisfy a condition."""
    return [sure(condition).sum().alias(name + "_lo"), perhaps(condition).sum().alias(name + "_hi")]


def share(name, counted, good):
    """What the ends of a share need: the worst and the best way to take each row, and whether there is any."""
    return [
        (sure(counted) & sure(good)).sum().alias(name + "_wg"),
        (perhaps(counted) & ~sure(good)).sum().alias(name + "_wb"),
        (perhaps(counted) & perhaps(good)).sum().alias(name + "_bg"),
        (sure(counted) & ~perhaps(good)).sum().alias(name + "_bb"),
        *count(name, counted)]


def lo(name):
    return col(name + "_lo")


def hi(name, record):
    return col(name + "_hi") + col("x_" + record)


def settled(yes, no):
    return pl.when(yes).then(YES).when(no).then(NO)


def at_least(name, record, limit):
    return settled(lo(name) >= limit, hi(name, record) < limit)


def at_most(name, record, limit):
    return settled(hi(name, record) <= limit, lo(name) > limit)


def exists(name, record):
    return at_least(name, record, 1)


def none(name, record):
    return at_most(name, record, 0)


def reaches(name, record, percent):
    """Whether a share reaches a percentage, whatever it means when no row counts."""
    wg, wb, bg, bb = (col(f"{name}_{end}") for end in ("wg", "wb", "bg", "bb"))
    x = col("x_" + record)
    always = wg * (100 - percent) >= (wb + x) * percent
    ever = (bg + bb + x > 0) & ((bg + x) * (100 - percent) >= bb * percent)
    chance = pl.struct(wg.alias("a"), wb.alias("b"), bg.alias("c"), bb.alias("d"), x.alias("x"), col("s_" + record).alias("s"))
    shown = chance.map_batches(lambda rows: by_samples(rows, percent), return_dtype=pl.Int8)
    return pl.when(col("s_" + record)).then(settled(shown == 1, shown == -1)).otherwise(settled(always, ~ever))


def by_samples(rows, percent):
    """The exact test, for those shelters whose list is a sample."""
    drawn = rows.struct.field("s")
    found = [0] * len(rows)
    for place in drawn.arg_true():
        row = rows[place]
        found[place] = by_chance(row["a"], row["b"], row["c"], row["d"], row["x"], percent)
    return pl.Series(found, dtype=pl.Int8)


def over(name, record, test, empty):
    """A test over rows of which there may be none; `empty` is what it means then, None if that is not known."""
    there = exists(name, record)
    if empty is None:
        return pl.when(sure(there)).then(test)
    same = sure(test == pl.lit(empty))
    return pl.when(sure(there)).then(test).when(~perhaps(there)).then(pl.lit(empty)).when(same).then(pl.lit(empty))


# --- Tables -----------------------------------------------------------------------------------------------------------


class Rules:
    def __init__(self, day):
        self.day = day

    def recent(self, field, months):
        return (col(field) > back(self.day, months)) & (col(field) <= self.day)

    def in_time(self, done, start, days):
        return (col(done) <= self.day) & (col(done) <= col(start) + timedelta(days=days))

    def is_due(self, start, days):
        return col(start) <= self.day - timedelta(days=days)

    def by(self, field):
        return col(field) <= self.day

    def extra(self, t):
        listed = pl.concat([t[name].lazy().group_by("shelter").agg(n=pl.len()).with_columns(type=pl.lit(name)) for name in TYPES])
        x = (pl.when(col("status") == "complete").then(0).when(col("population").is_null()).then(NO_LIMIT)
             .otherwise(col("population") - col("n").fill_null(0)))
        rows = t["collections"].lazy().join(listed, on=["shelter", "type"], how="left").with_columns(x=x)
        rows = rows.with_columns(s=(col("status") == "sample") & (col("x") > 0))
        return rows.group_by("shelter").agg(
            *(col("x").filter(col("type") == name).max().alias("x_" + name) for name in TYPES),
            *(col("s").filter(col("type") == name).any().alias("s_" + name) for name in TYPES))

    def by_parent(self, rows, key, *aggregates):
        """Sums by the row that a reference names, and of those where that is not known."""
        sums = rows.group_by("shelter", key).agg(aggregates)
        return sums.filter(col(key).is_not_null()), sums.filter(col(key).is_null()).drop(key)

    def staff(self, t, extra):
        trauma = (col("topic") == "trauma") & self.recent("held_on", 24)
        trained, trained_somebody = self.by_parent(
            t["training"].lazy().filter(perhaps(trauma)), "staff", *count("t", trauma))
        held = self.recent("held_on", 3)
        seen, seen_somebody = self.by_parent(
            t["supervision"].lazy().filter(perhaps(held)), "staff", *count("v", held))
        rows = t["staff"].lazy().join(extra, on="shelter")
        rows = rows.join(trained, left_on=["shelter", "id"], right_on=["shelter", "staff"], how="left")
        rows = rows.join(seen, left_on=["shelter", "id"], right_on=["shelter", "staff"], how="left")
        rows = rows.join(trained_somebody, on="shelter", how="left", suffix="_any")
        rows = rows.join(seen_somebody, on="shelter", how="left", suffix="_any")
        active = self.by("started") & ~self.by("ended")
        rows = rows.with_columns(
            pl.col("t_lo", "t_hi", "v_lo", "v_hi", "t_hi_any", "v_hi_any").fill_null(0)).with_columns(
            active=active, contact_now=active & (col("contact") == "yes"),
            counsels=active & col("role").is_in(["counsellor", "psychologist", "social-worker"]),
            trained=settled(col("t_lo") > 0, col("t_hi") + col("t_hi_any") + col("x_training") == 0),
            v_most=col("v_hi") + col("v_hi_any") + col("x_supervision"))
        contact, counsels = col("contact_now"), col("counsels")

        def enough(limit):
            return settled(col("v_lo") >= limit, col("v_most") < limit)

        return rows.group_by("shelter").agg(
            *count("contact", contact), *count("c03a", contact & ~self.by("checked_on")),
            *count("c03i", contact & ~self.recent("checked_on", 36)), *count("c04", col("active") & (col("licence") != "-")),
            *share("c06", contact, col("trained")), *count("counsel", counsels),
            *count("c15a", counsels & ~enough(1)), *count("c15i", counsels & ~enough(3)))

    def training(self, t):
        year = self.recent("held_on", 12)
        return t["training"].lazy().group_by("shelter").agg(
            sure(year).sum().alias("c05_rows"), col("topic").filter(sure(year)).drop_nulls().n_unique().alias("c05_lo"),
            (col("topic").filter(perhaps(year)).drop_nulls().n_unique()
             + (perhaps(year) & col("topic").is_null()).sum()).alias("c05_hi"),
            col("hours").filter(sure(year)).sum().alias("c07_lo"), col("hours").filter(perhaps(year)).sum().alias("c07_hi"),
            (perhaps(year) & col("hours").is_null()).sum().alias("c07_open"))

    def supervision(self, t):
        half = self.recent("held_on", 6)
        parts = []
        for limit in (45, 60):
            low, high = col("minutes").fill_null(0) - limit, col("minutes") - limit
            maybe = half.is_null()
            parts += [
                (low.filter(sure(half)).sum() + low.clip(upper_bound=0).filter(maybe).sum()).alias(f"c08_{limit}_lo"),
                (high.filter(sure(half)).sum() + high.clip(lower_bound=0).filter(maybe).sum()).alias(f"c08_{limit}_hi"),
                (sure(half) | (maybe & sure(high >= 0))).sum().alias(f"c08_{limit}_rows")]
        months = month_starts(self.day, 12)
        each = [sure((col("held_on") >= first) & (col("held_on") < after)).sum() for first, after in zip(months, months[1:])]
        licences = t["staff"].lazy().select("shelter", "id", "licence")
        rows = t["supervision"].lazy().join(licences, left_on=["shelter", "supervisor"], right_on=["shelter", "id"], how="left")
        good = pl.when(col("supervisor") == "-").then(NO).otherwise(col("licence") != "-")
        return rows.group_by("shelter").agg(
            *count("c08", half), *parts, (perhaps(half) & col("minutes").is_null()).sum().alias("c08_open"),
            pl.min_horizontal(each).alias("c13_lo"), (pl.min_horizontal(each) + col("held_on").is_null().sum()).alias("c13_hi"),
            *share("c14", self.recent("held_on", 12), good))

    def admission(self, t, extra):
        part, done = col("part") == "safety-risk", self.by("done_on")
        screenings = t["assessment"].lazy().filter(perhaps(part) & perhaps(done)).select(
            "shelter", "admission", first=pl.when(part & done).then(col("done_on")), maybe=col("done_on").fill_null(LONG_AGO))
        screened, screened_somebody = self.by_parent(screenings, "admission", pl.col("first", "maybe").min())
        held = self.recent("held_on", 3)
        reviewed, reviewed_somebody = self.by_parent(
            t["review"].lazy().filter(perhaps(held)), "admission", *count("r", held),
            *count("g", held & (col("signed") == "yes")))
        rows = t["admission"].lazy().join(extra, on="shelter")
        for table in (screened, reviewed):
            rows = rows.join(table, left_on=["shelter", "id"], right_on=["shelter", "admission"], how="left")
        for table in (screened_somebody, reviewed_somebody):
            rows = rows.join(table, on="shelter", how="left", suffix="_any")
        due = col("started") + timedelta(days=14)
        maybe = pl.min_horizontal("maybe", "maybe_any")
        possible = (col("x_assessment") > 0) | sure(maybe <= due) | (col("started").is_null() & maybe.is_not_null())

        def has(name):
            return settled(sure(col(name + "_lo") > 0), col(name + "_hi").fill_null(0) + col(name + "_hi_any").fill_null(0)
                           + col("x_review") == 0)

        rows = rows.with_columns(
            new=self.recent("started", 12), here=self.by("started") & ~self.by("ended"),
            screened=settled(sure(col("first") <= due), ~possible), reviewed=has("r"), signed=has("g"))
        talk, long_here = col("new") & self.by("intake_on"), col("here") & (col("started") <= back(self.day, 3))
        child = col("group").is_in(["girl", "boy"]) & self.by("started") & ~(col("ended") <= back(self.day, 12))
        return rows.group_by("shelter").agg(
            *count("here", col("here")), *count("child", child),
            *share("c09a", talk, self.in_time("intake_on", "started", 3)),
            *share("c09i", talk, self.in_time("intake_on", "started", 1)),
            *share("c12", col("new") & self.is_due("started", 3), self.in_time("intake_on", "started", 3)),
            *share("c16", col("new") & self.is_due("started", 14), col("screened")),
            *count("c22a", long_here & ~col("reviewed")), *count("c22i", long_here & ~col("signed")))

    def peak(self, t, name, start, end):
        """The most people on any day: comings and goings in the order of days."""
        first = back(self.day, 12) + timedelta(days=1)
        stays = t["admission"].lazy().select("shelter", start=start, end=end).filter(
            (col("start") <= self.day) & (col("end") > first) & (col("end") > col("start")))
        comings = stays.select("shelter", day=pl.max_horizontal("start", pl.lit(first)), change=pl.lit(1))
        goings = stays.filter(col("end") <= self.day).select("shelter", day=col("end"), change=pl.lit(-1))
        days = pl.concat([comings, goings]).group_by("shelter", "day").agg(col("change").sum()).sort("shelter", "day")
        return days.group_by("shelter").agg(col("change").cum_sum().max().alias(name))

    def assessment(self, t):
        rows = t["assessment"].lazy().join(
            t["admission"].lazy().select("shelter", "id", "group"), left_on=["shelter", "admission"],
            right_on=["shelter", "id"], how="left")
        rows = rows.join(
            t["staff"].lazy().select("shelter", "id", "licence"), left_on=["shelter", "assessor"],
            right_on=["shelter", "id"], how="left")
        good = pl.when(col("assessor") == "-").then(NO).otherwise(col("licence") != "-")
        counted = self.recent("done_on", 12) & col("group").is_in(["girl", "boy"])
        return rows.group_by("shelter").agg(share("c17", counted, good))

    def incident(self, t):
        harm = col("kind").is_in(["violence", "self-harm"]) & self.recent("occurred_on", 12)

        def late(days):
            return harm & self.is_due("occurred_on", days) & ~self.in_time("reported_on", "occurred_on", days)

        complaint = (col("kind") == "complaint") & self.recent("occurred_on", 24) & self.is_due("occurred_on", 30)
        return t["incident"].lazy().group_by("shelter").agg(
            *count("c02a", late(3)), *count("c02i", late(1)), *count("c11", self.recent("occurred_on", 6)),
            *count("breach", (col("kind") == "data-breach") & self.recent("occurred_on", 12)),
            *share("c24", complaint, self.in_time("closed_on", "occurred_on", 30)))

    def policy(self, t):
        def in_force(kind):
            return (col("kind") == kind) & self.by("in_force_from") & ~self.by("replaced_on")

        safety = in_force("safety") & (col("clauses.roles") == "yes") & (col("clauses.staff-training") == "yes")
        child = in_force("child-safeguarding")
        return t["policy"].lazy().group_by("shelter").agg(
            *count("c01a", safety), *count("c01i", safety & self.recent("reviewed_on", 12)),
            *count("c19a", child & self.recent("reviewed_on", 24)),
            *count("c19i", child & self.recent("reviewed_on", 12) & (col("clauses.appeal") == "yes")),
            *count("secret", in_force("confidentiality") & self.recent("reviewed_on", 6)))

    def observation(self, t):
        calm = (col("question") == "calm") & col("method").is_in(["site", "interview"]) & self.recent("made_on", 6)
        rights = (col("question") == "rights") & self.recent("made_on", 12)
        told = rights & (col("answer") == "yes")
        return t["observation"].lazy().group_by("shelter").agg(
            *count("c20a", calm & col("answer").is_in(["partly", "yes"])), *count("c20i", calm & (col("answer") == "yes")),
            *count("denied", rights & (col("answer") == "no")), sure(told).sum().alias("c21_rows"),
            col("method").filter(sure(told)).drop_nulls().n_unique().alias("c21_lo"),
            (col("method").filter(perhaps(told)).drop_nulls().n_unique()
             + (perhaps(told) & col("method").is_null()).sum()).alias("c21_hi"))

    def tables(self, t):
        extra = self.extra(t)
        begun, gone = col("started").fill_null(LONG_AGO), col("ended").fill_null(NEVER)
        parts = pl.collect_all([
            extra, self.staff(t, extra), self.training(t), self.supervision(t), self.admission(t, extra),
            self.peak(t, "c18_lo", col("started"), col("ended")), self.peak(t, "c18_hi", begun, gone), self.assessment(t),
            self.incident(t), self.policy(t), self.observation(t)])
        wide = t["shelter"]
        for part in parts:
            wide = wide.join(part, on="shelter", how="left", maintain_order="left")
        counts = [name for part in parts for name in part.columns if name != "shelter" and not name.startswith(("x_", "s_"))]
        return wide.with_columns(col(counts).fill_null(0).cast(pl.Int64))


# --- The criteria -----------------------------------------------------------------------------------------------------


def criteria():
    """For each criterion: does it apply, and is each level met."""

    def distinct(name, record, limit):
        low = pl.max_horizontal(lo(name), pl.min_horizontal(col(name + "_rows"), 1))
        return settled(low >= limit, hi(name, record) < limit)

    def summed(limit):
        return settled(lo("c07") >= limit * 10, (col("c07_open") + col("x_training") == 0) & (col("c07_hi") < limit * 10))

    def mean(limit):
        x = col("x_supervision")
        ever = (x > 0) | (col("c08_open") > 0) | ((col(f"c08_{limit}_rows") > 0) & (col(f"c08_{limit}_hi") >= 0))
        return over("c08", "supervision", settled(col(f"c08_{limit}_lo") >= x * limit, ~ever), False)

    def ratio(most):
        workers, most_workers = lo("contact"), hi("contact", "staff")
        return settled((workers > 0) & (hi("here", "admission") <= workers * most),
                       (most_workers == 0) | (lo("here") > most_workers * most))

    def peak(percent):
        return settled(sure(hi("c18", "admission") * 100 <= col("capacity") * percent),
                       sure(lo("c18") * 100 > col("capacity") * percent))

    def shares(name, record, first, second, empty=None):
        return [over(name, record, reaches(name, record, percent), empty) for percent in (first, second)]

    breach, secret, denied = none("breach", "incident"), exists("secret", "policy"), none("denied", "observation")
    return {
        "C01": [YES, exists("c01a", "policy"), exists("c01i", "policy")],
        "C02": [YES, none("c02a", "incident"), none("c02i", "incident")],
        "C03": [YES, *(over("contact", "staff", none(name, "staff"), False) for name in ("c03a", "c03i"))],
        "C04": [col("clinical") == "yes", at_least("c04", "staff", 3), at_least("c04", "staff", 5)],
        "C05": [YES, distinct("c05", "training", 5), distinct("c05", "training", 8)],
        "C06": [exists("c06", "staff"), *shares("c06", "staff", 80, 95)],
        "C07": [YES, summed(200), summed(400)],
        "C08": [YES, mean(45), mean(60)],
        "C09": [YES, *(over(name, "admission", reaches(name, "admission", 50), None) for name in ("c09a", "c09i"))],
        "C10": [YES, ratio(2), ratio(1)],
        "C11": [YES, at_most("c11", "incident", 20), at_most("c11", "incident", 10)],
        "C12": [exists("c12", "admission"), *shares("c12", "admission", 80, 95)],
        "C13": [YES, at_least("c13", "supervision", 1), at_least("c13", "supervision", 4)],
        "C14": [YES, *shares("c14", "supervision", 50, 75, False)],
        "C15": [exists("counsel", "staff"), *(over("counsel", "staff", none(name, "staff"), None) for name in ("c15a", "c15i"))],
        "C16": [exists("c16", "admission"), *shares("c16", "admission", 70, 90)],
        "C17": [(col("children") == "yes") & exists("c17", "assessment"), *shares("c17", "assessment", 60, 80)],
        "C18": [YES, peak(100), peak(85)],
        "C19": [exists("child", "admission"), exists("c19a", "policy"), exists("c19i", "policy")],
        "C20": [YES, exists("c20a", "observation"), exists("c20i", "observation")],
        "C21": [YES, *(denied & distinct("c21", "observation", limit) for limit in (2, 3))],
        "C22": [YES, none("c22a", "admission"), none("c22i", "admission")],
        "C23": [YES, breach | secret, breach & secret],
        "C24": [YES, *shares("c24", "incident", 70, 95, True)],
    }


def verdicts(wide):
    """One row a shelter and criterion."""
    rules = criteria()
    truths = wide.select("shelter", *(
        truth.alias(f"{name}{place}") for name, parts in rules.items() for place, truth in enumerate(parts)))
    frames = []
    for name in rules:
        applies, first, second = (col(f"{name}{place}") for place in range(3))
        out = ~perhaps(applies)
        certain = pl.when(~sure(first)).then(pl.lit("below")).when(~sure(second)).then(pl.lit("acceptable")).otherwise(pl.lit("ideal"))
        possible = pl.when(~perhaps(first)).then(pl.lit("below")).when(~perhaps(second)).then(pl.lit("acceptable")).otherwise(
            pl.lit("ideal"))
        frames.append(truths.lazy().select(
            "shelter", pl.lit(name).alias("criterion"), pl.when(~out).then(certain).alias("certain"),
            pl.when(~out).then(possible).alias("possible"),
            pl.when(out).then(pl.lit("no")).when(sure(applies)).then(pl.lit("yes")).otherwise(pl.lit("unknown")).alias("applicable"),
            pl.int_range(pl.len()).alias("place")))
    return pl.concat(frames).sort("place", "criterion").drop("place").collect()


def main():
    folder = sys.argv[1]
    watch = Watch()
    tables = load(folder)
    watch.lap("load")
    judged = verdicts(Rules(day_of(folder)).tables(tables))
    watch.lap("evaluate")
    judged.write_csv(sys.stdout.buffer)
    watch.lap("write")


if __name__ == "__main__":
    main()
