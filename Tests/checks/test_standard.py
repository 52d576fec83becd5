"""The standard as people rely on it: every fact answered for, rules that examples watch, stories that come out as told."""
import json
import os
import re
import tempfile

import common
from test_program import golden

STANDARD = "Standards/mhpss-shelter"


def facts():
    """Each published fact is used by a criterion or answered for; lint knows one that is not."""
    code, printed, errors = common.run("standard", "coverage", "--json")
    assert code == 0, errors
    found = json.loads(printed)
    ids = [fact["id"] for fact in found["facts"]]
    wanted = [f"R{n:03}" for n in [*range(1, 342), *range(401, 571)]]
    wanted += [f"I{n:02}" for n in range(1, 19)] + [f"V{n:02}" for n in range(1, 14)]
    assert sorted(ids) == sorted(wanted), set(ids) ^ set(wanted)
    for fact in found["facts"]:
        used = fact["criteria"] or fact["codes"]
        assert bool(used) != bool(fact["because"]), f"{fact['id']}: used and answered for, or neither"
        assert used or len(fact["reason"]) > 20, f"{fact['id']}: no reason"
    used = sum(bool(fact["criteria"] or fact["codes"]) for fact in found["facts"])
    cited = {source for criterion in found["criteria"] for source in criterion["sources"]}
    yield f"{len(ids)} facts: {used} used, {len(ids) - used} answered for; {len(found['criteria'])} criteria by {len(cited)} sources"
    text = re.sub(r"\s+", " ", common.run("standard", "coverage")[1].decode())
    for name in ids:
        assert name in text, f"{name} is not printed"
    yield "the same in words"


def watched():
    """Examples come out as expected and notice nearly every small change to a rule; what they do not is written down."""
    code, printed, errors = common.run(
        "standard", "test", STANDARD, "--coverage", "--mutate", "--json", "--require", "95%")
    assert code == 0, errors[-2000:]
    report = json.loads(printed)["standards"][0]
    changes, conditions = report["changes"], report["conditions"]
    assert conditions["noticed"] == conditions["of"], conditions
    # What nobody notices is on the page, with a reason.
    page = open(common.path(STANDARD, "SURVIVORS.md"), encoding="utf-8").read()
    told = re.search(r"of (\d+) changes (\d+)", page)
    assert (int(told[1]), int(told[2])) == (changes["of"], changes["of"] - changes["noticed"]), changes
    for part in report["parts"]:
        if any(change["noticedBy"] is None for change in part["changes"]):
            assert part["name"].split()[-1] in page, f"{part['name']} is not on the page of survivors"
    yield (
        f"{changes['noticed']} of {changes['of']} small changes noticed; {conditions['noticed']} of {conditions['of']} "
        "conditions seen so, not so and not known")


def handbook():
    """The handbook is what the standard prints today."""
    with tempfile.TemporaryDirectory() as scratch:
        code, _, errors = common.run("standard", "book", "--into", scratch)
        assert code == 0, errors
        pages = sorted(os.listdir(scratch))
        for page in pages:
            golden(f"docs/handbook/{page}", open(os.path.join(scratch, page), "rb").read())
    extra = set(os.listdir(common.path("docs/handbook"))) - set(pages)
    assert not extra, f"nothing prints {sorted(extra)}"
    code, page, errors = common.run("standard", "book")
    assert code == 0 and page.startswith(b"<!DOCTYPE html>"), errors
    yield f"{len(pages)} pages of Markdown, and {len(page) // 1024} KiB of HTML"


def stories():
    """Each fixture is found to be what its story tells: the table beside it was written from the records by hand."""
    settled = 0
    for name in common.STORIES:
        for dossier, table in tables(name):
            found = {one["criterion"]: word(one) for one in common.assess(f"Fixtures/{dossier}")["findings"]}
            for criterion, (expected, why) in table.items():
                assert criterion in found, f"{dossier}: there is no criterion {criterion}"
                assert found[criterion] == expected, f"{dossier}, {criterion}: told {expected}, found {found[criterion]}"
                assert why, f"{dossier}, {criterion}: no reason"
            for criterion, one in found.items():
                if criterion not in table:
                    assert one == "undetermined", f"{dossier}, {criterion}: found {one}, and the story is silent"
            settled += len(table)
            yield f"{dossier}: {len(table)} of {len(found)} findings as told, all others undetermined"
    assert settled > 300


def tables(name):
    """The tables of a story: one a dossier; under a heading with a year where there are several."""
    text = open(common.path(f"Fixtures/stories/{name}.md"), encoding="utf-8").read()
    parts = re.split(r"^## (\d{4})$", text, flags=re.M)
    if len(parts) == 1:
        return [(name, table(text))]
    return [(f"{name}-{year}", table(part)) for year, part in zip(parts[1::2], parts[2::2])]


def table(text):
    rows = re.findall(r"^\| ([A-Z]+-\d+) \| ([a-z ]+?) \| (.*?) \|$", text, re.M)
    assert len(rows) == len({row[0] for row in rows}), "a criterion stands there twice"
    return {criterion: (expected, why) for criterion, expected, why in rows}


def word(finding):
    if finding["applies"] == "no":
        return "not asked"
    if finding["certain"] == finding["possible"] and finding["applies"] == "yes":
        return finding["certain"]
    return "undetermined"


def plausibility():
    """What looks too good is said, and changes nothing; honest records are not suspected."""
    notes = {}
    for name in common.STORIES:
        for dossier, _ in tables(name):
            notes[dossier] = [note["id"] for note in common.assess(f"Fixtures/{dossier}")["plausibility"]]
    assert len(notes.pop("mirror")) >= 3, "the house that is too perfect is not noticed"
    assert not any(notes.values()), notes
    # The same standard without its notes finds the same.
    with tempfile.TemporaryDirectory() as scratch:
        import shutil

        copy = os.path.join(scratch, "mhpss-shelter")
        shutil.copytree(common.path(STANDARD), copy)
        for folder, _, files in os.walk(copy):
            for file in files:
                path = os.path.join(folder, file)
                text = open(path, encoding="utf-8").read()
                open(path, "w", encoding="utf-8").write(re.sub(r"<plausibility .*?</plausibility>", "", text, flags=re.S))
        plain, own = common.assess("Fixtures/mirror", "--standard", copy), common.assess("Fixtures/mirror")
        assert not plain["plausibility"] and own["plausibility"]
        for key in "band", "score", "findings", "actions":
            assert plain[key] == own[key], f"notes change “{key}”"
    yield "mirror is noticed, the others are not, and no finding changes"


CHECKS = [facts, watched, handbook, stories, plausibility]
