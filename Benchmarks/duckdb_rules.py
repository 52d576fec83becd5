"""The benchmark's criteria in DuckDB: python duckdb_rules.py FOLDER writes the verdicts as CSV.

An unknown cell is NULL, and SQL's own logic does the rest; a date that is none is infinity, any other value that is none `-`.
Tuned: only columns that a criterion reads are loaded, with their types given; each table is read once for all criteria that
count its rows; months and peaks are counted in one pass; nothing is sorted but the result.
"""
import os
import sys
from datetime import timedelta

import duckdb

from common import NO_LIMIT, Watch, back, by_chance, day_of, month_starts

COLUMNS = {
    "shelter": "shelter:house capacity:INTEGER clinical children",
    "staff": "shelter:house id role contact licence started:DATE ended:none checked_on:none",
    "training": "shelter:house id: staff held_on:DATE hours:DECIMAL(9,1) topic",
    "supervision": "shelter:house id: staff supervisor held_on:DATE minutes:INTEGER",
    "admission": "shelter:house id group language: started:DATE ended:none intake_on:none",
    "assessment": "shelter:house id: admission part done_on:none assessor",
    "review": "shelter:house id: admission held_on:DATE signed changed:",
    "incident": "shelter:house id: kind occurred_on:DATE reported_on:none closed_on:none",
    "policy": "shelter:house id: kind in_force_from:DATE replaced_on:none reviewed_on:none clauses.roles clauses.staff-training "
              "clauses.appeal clauses.time-limits:",
    "observation": "shelter:house id: question method answer made_on:DATE",
    "collections": "shelter:house type status drawn: population:BIGINT",
}
TYPES = [name for name in COLUMNS if name not in ("shelter", "collections")]


def load(database, folder):
    houses = os.path.join(folder, "shelter.csv")
    database.execute(
        f"CREATE TYPE house AS ENUM (SELECT shelter FROM read_csv('{houses}', header = true, all_varchar = true, delim = ','))")
    for table, text in COLUMNS.items():
        kinds = [part.partition(":")[::2] if ":" in part else (part, "VARCHAR") for part in text.split()]
        described = ", ".join(f"'{name}': '{'VARCHAR' if kind in ('', 'none') else kind}'" for name, kind in kinds)
        chosen = ", ".join(
            f"""CASE "{name}" WHEN '-' THEN DATE 'infinity' ELSE CAST("{name}" AS DATE) END AS "{name}" """
            if kind == "none" else f'"{name}"' for name, kind in kinds if kind)
        path = os.path.join(folder, table + ".csv")
        database.execute(
            f"CREATE TEMP TABLE {table} AS SELECT {chosen} FROM read_csv('{path}', header = true, auto_detect = false, "
            f"delim = ',', quote = '', escape = '', nullstr = '', columns = {{{described}}})")


# --- Parts of queries -------------------------------------------------------------------------------------------------


def count(name, condition):
    """Rows that surely and perhaps satisfy a condition."""
    return f"count_if({condition}) AS {name}_lo, count_if(({condition}) IS NOT FALSE) AS {name}_hi"


def share(name, counted, good):
    """What the ends of a share need: the worst and the best way to take each row, and whether there is any."""
    return f"""
      count_if({counted} AND {good}) AS {name}_wg,
      count_if(({counted}) IS NOT FALSE AND ({good}) IS NOT TRUE) AS {name}_wb,
      count_if(({counted}) IS NOT FALSE AND ({good}) IS NOT FALSE) AS {name}_bg,
      count_if({counted} AND NOT ({good})) AS {name}_bb,
      {count(name, counted)}"""


def lo(name):
    return f"coalesce({name}_lo, 0)"


def hi(name, record):
    return f"(coalesce({name}_hi, 0) + x_{record})"


def at_least(name, record, limit):
    return f"(CASE WHEN {lo(name)} >= {limit} THEN true WHEN {hi(name, record)} < {limit} THEN false END)"


def at_most(name, record, limit):
    return f"(CASE WHEN {hi(name, record)} <= {limit} THEN true WHEN {lo(name)} > {limit} THEN false END)"


def exists(name, record):
    return at_least(name, record, 1)


def none(name, record):
    return at_most(name, record, 0)


def reaches(name, record, percent):
    """Whether a share reaches a percentage, whatever it means when no row counts."""
    wg, wb, bg, bb = (f"CAST(coalesce({name}_{end}, 0) AS BIGINT)" for end in ("wg", "wb", "bg", "bb"))
    return f"""(CASE
      WHEN s_{record} THEN CASE by_chance({wg}, {wb}, {bg}, {bb}, x_{record}, {percent}) WHEN 1 THEN true WHEN -1 THEN false END
      WHEN {wg} * {100 - percent} >= ({wb} + x_{record}) * {percent} THEN true
      WHEN {bg} + {bb} + x_{record} > 0 AND ({bg} + x_{record}) * {100 - percent} >= {bb} * {percent} THEN NULL
      ELSE false END)"""


def over(name, record, test, empty):
    """A test over rows of which there may be none."""
    there = exists(name, record)
    if empty is None:
        return f"(CASE WHEN {there} THEN {test} END)"
    return (f"(CASE WHEN {there} THEN {test} WHEN {there} IS NOT NULL THEN {empty} "
            f"WHEN {test} = {empty} THEN {empty} END)")


# --- The criteria -----------------------------------------------------------------------------------------------------


def queries(day):
    a = f"DATE '{day}'"

    def recent(field, months):
        return f"({field} > DATE '{back(day, months)}' AND {field} <= {a})"

    def in_time(done, start, days):
        return f"({done} <= {a} AND {done} <= {start} + {days})"

    def is_due(start, days):
        return f"({start} <= {a} - {days})"

    months = month_starts(day, 12)
    window = back(day, 12) + timedelta(days=1)
    yield "extra", f"""
      SELECT shelter, {", ".join(f"max(x) FILTER (type = '{name}') AS x_{name}" for name in TYPES)},
        {", ".join(f"coalesce(bool_or(status = 'sample' AND x > 0) FILTER (type = '{name}'), false) AS s_{name}" for name in TYPES)}
      FROM (
        SELECT c.shelter, c.type, status,
          CASE WHEN status = 'complete' THEN 0 WHEN population IS NULL THEN {NO_LIMIT} ELSE population - coalesce(n, 0) END AS x
        FROM collections c LEFT JOIN (
          {" UNION ALL ".join(f"SELECT shelter, '{name}' AS type, count(*) AS n FROM {name} GROUP BY shelter" for name in TYPES)}
        ) listed USING (shelter, type))
      GROUP BY shelter"""

    # Workers, with what is known of each one's trainings and supervisions.
    trauma = f"(topic = 'trauma' AND {recent('held_on', 24)})"
    yield "trained", f"SELECT shelter, staff, {count('t', trauma)} FROM training WHERE {trauma} IS NOT FALSE GROUP BY shelter, staff"
    held = recent("held_on", 3)
    yield "supervised", f"SELECT shelter, staff, {count('v', held)} FROM supervision WHERE {held} IS NOT FALSE GROUP BY shelter, staff"
    yield "workers", f"""
      SELECT s.shelter, active, active AND contact = 'yes' AS in_contact, licence <> '-' AS licensed, checked_on,
        active AND role IN ('counsellor', 'psychologist', 'social-worker') AS counsels,
        CASE WHEN t.t_lo > 0 THEN true
          WHEN coalesce(t.t_hi, 0) + coalesce(ta.t_hi, 0) + x_training > 0 THEN NULL ELSE false END AS is_trained,
        coalesce(v.v_lo, 0) AS v_lo, coalesce(v.v_hi, 0) + coalesce(va.v_hi, 0) + x_supervision AS v_hi
      FROM (SELECT *, started <= {a} AND NOT (ended <= {a}) AS active FROM staff) s
        JOIN extra USING (shelter)
        LEFT JOIN trained t ON t.shelter = s.shelter AND t.staff = s.id
        LEFT JOIN trained ta ON ta.shelter = s.shelter AND ta.staff IS NULL
        LEFT JOIN supervised v ON v.shelter = s.shelter AND v.staff = s.id
        LEFT JOIN supervised va ON va.shelter = s.shelter AND va.staff IS NULL"""

    def enough(limit):
        return f"(CASE WHEN v_lo >= {limit} THEN true WHEN v_hi < {limit} THEN false END)"

    yield "of_staff", f"""
      SELECT shelter, {count('contact', 'in_contact')},
        {count('c03a', f'in_contact AND NOT (checked_on <= {a})')},
        {count('c03i', f'in_contact AND NOT {recent("checked_on", 36)}')},
        {count('c04', 'active AND licensed')}, {share('c06', 'in_contact', 'is_trained')},
        {count('counsel', 'counsels')}, {count('c15a', f'counsels AND NOT {enough(1)}')},
        {count('c15i', f'counsels AND NOT {enough(3)}')}
      FROM workers GROUP BY shelter"""

    topics = "trauma confidentiality safety suicide-screening first-aid psea self-care interviewing".split()
    year = recent("held_on", 12)
    bit = "CASE topic " + " ".join(f"WHEN '{topic}' THEN {1 << n}" for n, topic in enumerate(topics)) + " END"
    yield "of_training", f"""
      SELECT shelter, count_if({year}) AS c05_rows, bit_count(bit_or({bit}) FILTER ({year})) AS c05_lo,
        coalesce(bit_count(bit_or({bit}) FILTER ({year} IS NOT FALSE)), 0)
          + count_if({year} IS NOT FALSE AND topic IS NULL) AS c05_hi,
        sum(hours) FILTER ({year}) AS c07_lo, sum(hours) FILTER ({year} IS NOT FALSE) AS c07_hi,
        count_if({year} IS NOT FALSE AND hours IS NULL) AS c07_open
      FROM training GROUP BY shelter"""

    half = recent("held_on", 6)

    def mean(limit):
        return f"""
        coalesce(sum(coalesce(minutes, 0) - {limit}) FILTER ({half}), 0)
          + coalesce(sum(least(coalesce(minutes, 0) - {limit}, 0)) FILTER ({half} IS NULL), 0) AS c08_{limit}_lo,
        coalesce(sum(minutes - {limit}) FILTER ({half}), 0)
          + coalesce(sum(greatest(minutes - {limit}, 0)) FILTER ({half} IS NULL), 0) AS c08_{limit}_hi,
        count_if({half} OR ({half} IS NULL AND minutes >= {limit})) AS c08_{limit}_rows"""

    in_months = [f"count_if(held_on >= DATE '{first}' AND held_on < DATE '{after}')" for first, after in zip(months, months[1:])]
    yield "of_supervision", f"""
      SELECT v.shelter, {count('c08', half)}, {mean(45)}, {mean(60)},
        count_if({half} IS NOT FALSE AND minutes IS NULL) AS c08_open,
        least({", ".join(in_months)}) AS c13_lo, least({", ".join(in_months)}) + count_if(held_on IS NULL) AS c13_hi,
        {share('c14', recent('held_on', 12), "(CASE WHEN supervisor = '-' THEN false ELSE licence <> '-' END)")}
      FROM supervision v LEFT JOIN staff s ON s.shelter = v.shelter AND s.id = v.supervisor GROUP BY v.shelter"""

    # Assessments by the stay they name, and those of which that is not known.
    part = "(part = 'safety-risk')"
    yield "screenings", f"""
      SELECT shelter, admission, min(done_on) FILTER ({part} AND done_on <= {a}) AS sure,
        min(coalesce(done_on, DATE '0001-01-01')) AS perhaps
      FROM assessment WHERE {part} IS NOT FALSE AND (done_on <= {a}) IS NOT FALSE GROUP BY shelter, admission"""
    signed = f"({recent('held_on', 3)} AND signed = 'yes')"
    yield "reviews", f"""
      SELECT shelter, admission, {count('r', recent('held_on', 3))}, {count('s', signed)}
      FROM review WHERE {recent('held_on', 3)} IS NOT FALSE GROUP BY shelter, admission"""

    def reviewed(name):
        return f"""CASE WHEN r.{name}_lo > 0 THEN true
          WHEN coalesce(r.{name}_hi, 0) + coalesce(ra.{name}_hi, 0) + x_review > 0 THEN NULL ELSE false END"""

    yield "stays", f"""
      SELECT n.shelter, n."group", started, ended, intake_on, {recent('started', 12)} AS is_new,
        started <= {a} AND NOT (ended <= {a}) AS is_here,
        CASE WHEN x.sure <= started + 14 THEN true
          WHEN x_assessment > 0 OR coalesce(least(x.perhaps, xa.perhaps) <= started + 14, false)
            OR (started IS NULL AND least(x.perhaps, xa.perhaps) IS NOT NULL) THEN NULL ELSE false END AS is_screened,
        {reviewed('r')} AS is_reviewed, {reviewed('s')} AS is_signed
      FROM admission n JOIN extra USING (shelter)
        LEFT JOIN screenings x ON x.shelter = n.shelter AND x.admission = n.id
        LEFT JOIN screenings xa ON xa.shelter = n.shelter AND xa.admission IS NULL
        LEFT JOIN reviews r ON r.shelter = n.shelter AND r.admission = n.id
        LEFT JOIN reviews ra ON ra.shelter = n.shelter AND ra.admission IS NULL"""
    long_here = f"is_here AND started <= DATE '{back(day, 3)}'"
    children = f"""("group" IN ('girl', 'boy') AND started <= {a} AND NOT (ended <= DATE '{back(day, 12)}'))"""
    has_talk = f"(is_new AND intake_on <= {a})"
    yield "of_admission", f"""
      SELECT shelter, {count('here', 'is_here')}, {count('child', children)},
        {share('c09a', has_talk, in_time('intake_on', 'started', 3))},
        {share('c09i', has_talk, in_time('intake_on', 'started', 1))},
        {share('c12', f"(is_new AND {is_due('started', 3)})", in_time('intake_on', 'started', 3))},
        {share('c16', f"(is_new AND {is_due('started', 14)})", 'is_screened')},
        {count('c22a', f'{long_here} AND NOT is_reviewed')}, {count('c22i', f'{long_here} AND NOT is_signed')}
      FROM stays GROUP BY shelter"""

    # The most people on any day: comings and goings in the order of days, surely and perhaps.
    def peak(name, start, end, condition):
        return f"""SELECT shelter, max(people) AS {name} FROM (
          SELECT shelter, sum(sum(change)) OVER (PARTITION BY shelter ORDER BY day) AS people FROM (
            SELECT shelter, greatest({start}, DATE '{window}') AS day, 1 AS change FROM admission WHERE {condition}
            UNION ALL SELECT shelter, {end}, -1 FROM admission WHERE {condition} AND {end} <= {a})
          GROUP BY shelter, day) GROUP BY shelter"""

    def in_window(start, end):
        return f"{start} <= {a} AND {end} > DATE '{window}' AND {end} > {start}"

    begun, gone = "coalesce(started, DATE '0001-01-01')", "coalesce(ended, DATE 'infinity')"
    yield "peaks", f"""
      SELECT * FROM ({peak('c18_lo', 'started', 'ended', in_window('started', 'ended'))})
        FULL JOIN ({peak('c18_hi', begun, gone, in_window(begun, gone))}) USING (shelter)"""

    yield "of_assessment", f"""
      SELECT x.shelter, {share('c17', f'''({recent('done_on', 12)} AND n."group" IN ('girl', 'boy'))''',
                               "(CASE WHEN assessor = '-' THEN false ELSE licence <> '-' END)")}
      FROM assessment x LEFT JOIN admission n ON n.shelter = x.shelter AND n.id = x.admission
        LEFT JOIN staff s ON s.shelter = x.shelter AND s.id = x.assessor GROUP BY x.shelter"""

    harm = f"(kind IN ('violence', 'self-harm') AND {recent('occurred_on', 12)})"

    def late(days):
        return f"({harm} AND {is_due('occurred_on', days)} AND NOT {in_time('reported_on', 'occurred_on', days)})"

    complaint = f"(kind = 'complaint' AND {recent('occurred_on', 24)} AND {is_due('occurred_on', 30)})"
    breach = f"(kind = 'data-breach' AND {recent('occurred_on', 12)})"
    yield "of_incident", f"""
      SELECT shelter, {count('c02a', late(3))}, {count('c02i', late(1))}, {count('c11', recent('occurred_on', 6))},
        {count('breach', breach)}, {share('c24', complaint, in_time('closed_on', 'occurred_on', 30))}
      FROM incident GROUP BY shelter"""

    def in_force(kind):
        return f"kind = '{kind}' AND in_force_from <= {a} AND NOT (replaced_on <= {a})"

    safety = f"""{in_force('safety')} AND "clauses.roles" = 'yes' AND "clauses.staff-training" = 'yes'"""
    child = in_force("child-safeguarding")
    yield "of_policy", f"""
      SELECT shelter, {count('c01a', safety)}, {count('c01i', f"{safety} AND {recent('reviewed_on', 12)}")},
        {count('c19a', f"{child} AND {recent('reviewed_on', 24)}")},
        {count('c19i', f'''{child} AND {recent('reviewed_on', 12)} AND "clauses.appeal" = 'yes' ''')},
        {count('secret', f"{in_force('confidentiality')} AND {recent('reviewed_on', 6)}")}
      FROM policy GROUP BY shelter"""

    calm = f"question = 'calm' AND method IN ('site', 'interview') AND {recent('made_on', 6)}"
    rights = f"question = 'rights' AND {recent('made_on', 12)}"
    told = f"({rights} AND answer = 'yes')"
    way = "CASE method WHEN 'site' THEN 1 WHEN 'interview' THEN 2 WHEN 'document' THEN 4 WHEN 'record-review' THEN 8 END"
    yield "of_observation", f"""
      SELECT shelter, {count('c20a', f"{calm} AND answer IN ('partly', 'yes')")}, {count('c20i', f"{calm} AND answer = 'yes'")},
        {count('denied', f"{rights} AND answer = 'no'")}, count_if({told}) AS c21_rows,
        bit_count(bit_or({way}) FILTER ({told})) AS c21_lo,
        coalesce(bit_count(bit_or({way}) FILTER ({told} IS NOT FALSE)), 0)
          + count_if({told} IS NOT FALSE AND method IS NULL) AS c21_hi
      FROM observation GROUP BY shelter"""


def distinct(name, record, limit):
    """At least so many different values; a row whose value is unknown has one."""
    low = f"greatest(coalesce({name}_lo, 0), least(coalesce({name}_rows, 0), 1))"
    return f"(CASE WHEN {low} >= {limit} THEN true WHEN {hi(name, record)} < {limit} THEN false END)"


def criteria():
    """For each criterion: does it apply, and is each level met."""

    def summed(limit):
        return (f"(CASE WHEN coalesce(c07_lo, 0) >= {limit} THEN true "
                f"WHEN coalesce(c07_open, 0) + x_training = 0 AND coalesce(c07_hi, 0) < {limit} THEN false END)")

    def mean(limit):
        test = (f"(CASE WHEN coalesce(c08_{limit}_lo, 0) >= {limit} * x_supervision THEN true "
                f"WHEN x_supervision > 0 OR c08_open > 0 OR (c08_{limit}_rows > 0 AND c08_{limit}_hi >= 0) THEN NULL "
                f"ELSE false END)")
        return over("c08", "supervision", test, "false")

    def ratio(most):
        return (f"(CASE WHEN {lo('contact')} > 0 AND {hi('here', 'admission')} <= {most} * {lo('contact')} THEN true "
                f"WHEN {hi('contact', 'staff')} = 0 OR {lo('here')} > {most} * {hi('contact', 'staff')} THEN false END)")

    def peak(percent):
        return (f"(CASE WHEN 100 * (coalesce(c18_hi, 0) + x_admission) <= {percent} * capacity THEN true "
                f"WHEN 100 * coalesce(c18_lo, 0) > {percent} * capacity THEN false END)")

    def checked(name):
        return over("contact", "staff", none(name, "staff"), "false")

    breach, secret = none("breach", "incident"), exists("secret", "policy")

    def shares(name, record, first, second, empty=None):
        return tuple(over(name, record, reaches(name, record, percent), empty) for percent in (first, second))

    yield "C01", "true", exists("c01a", "policy"), exists("c01i", "policy")
    yield "C02", "true", none("c02a", "incident"), none("c02i", "incident")
    yield "C03", "true", checked("c03a"), checked("c03i")
    yield "C04", "clinical = 'yes'", at_least("c04", "staff", 3), at_least("c04", "staff", 5)
    yield "C05", "true", distinct("c05", "training", 5), distinct("c05", "training", 8)
    yield "C06", exists("c06", "staff"), *shares("c06", "staff", 80, 95)
    yield "C07", "true", summed(200), summed(400)
    yield "C08", "true", mean(45), mean(60)
    yield "C09", "true", *(over(name, "admission", reaches(name, "admission", 50), None) for name in ("c09a", "c09i"))
    yield "C10", "true", ratio(2), ratio(1)
    yield "C11", "true", at_most("c11", "incident", 20), at_most("c11", "incident", 10)
    yield "C12", exists("c12", "admission"), *shares("c12", "admission", 80, 95)
    yield "C13", "true", at_least("c13", "supervision", 1), at_least("c13", "supervision", 4)
    yield "C14", "true", *shares("c14", "supervision", 50, 75, "false")
    yield ("C15", exists("counsel", "staff"),
           *(over("counsel", "staff", none(name, "staff"), None) for name in ("c15a", "c15i")))
    yield "C16", exists("c16", "admission"), *shares("c16", "admission", 70, 90)
    yield "C17", f"children = 'yes' AND {exists('c17', 'assessment')}", *shares("c17", "assessment", 60, 80)
    yield "C18", "true", peak(100), peak(85)
    yield "C19", exists("child", "admission"), exists("c19a", "policy"), exists("c19i", "policy")
    yield "C20", "true", exists("c20a", "observation"), exists("c20i", "observation")
    denied = none("denied", "observation")
    yield "C21", "true", *(f"{denied} AND {distinct('c21', 'observation', limit)}" for limit in (2, 3))
    yield "C22", "true", none("c22a", "admission"), none("c22i", "admission")
    yield "C23", "true", f"({breach} OR {secret})", f"({breach} AND {secret})"
    yield "C24", "true", *shares("c24", "incident", 70, 95, "true")


def judged():
    """One query: a row a shelter and criterion."""
    parts = ", ".join(
        f"{{'criterion': '{name}', 'applies': {applies}, 'first': {first}, 'second': {second}}}"
        for name, applies, first, second in criteria())
    tables = " ".join(
        f"LEFT JOIN {name} USING (shelter)"
        for name in ("of_staff", "of_training", "of_supervision", "of_admission", "of_assessment", "of_incident",
                     "of_policy", "of_observation", "peaks"))
    return f"""
      SELECT shelter, t.criterion AS criterion,
        CASE WHEN t.applies IS FALSE THEN NULL WHEN t.first IS NOT TRUE THEN 'below'
          WHEN t.second IS NOT TRUE THEN 'acceptable' ELSE 'ideal' END AS certain,
        CASE WHEN t.applies IS FALSE THEN NULL WHEN t.first IS FALSE THEN 'below'
          WHEN t.second IS FALSE THEN 'acceptable' ELSE 'ideal' END AS possible,
        CASE WHEN t.applies THEN 'yes' WHEN t.applies IS NULL THEN 'unknown' ELSE 'no' END AS applicable
      FROM (
        SELECT place, shelter, unnest([{parts}]) AS t
        FROM (SELECT *, rowid AS place FROM shelter) JOIN extra USING (shelter) {tables})
      ORDER BY place, t.criterion"""


def main():
    folder = sys.argv[1]
    watch = Watch()
    database = duckdb.connect(config={"threads": int(os.environ.get("BENCH_THREADS", "2"))})
    database.create_function("by_chance", by_chance, ["BIGINT"] * 6, "INTEGER")
    load(database, folder)
    watch.lap("load")
    for name, query in queries(day_of(folder)):
        kind = "TABLE" if name.startswith(("of_", "extra", "peaks")) else "VIEW"
        database.execute(f"CREATE TEMP {kind} {name} AS {query}")
    database.execute(f"CREATE TEMP TABLE verdicts AS {judged()}")
    watch.lap("evaluate")
    database.execute("COPY verdicts TO '/dev/stdout' (HEADER, DELIMITER ',', NULL '')")
    watch.lap("write")


if __name__ == "__main__":
    main()
