"""The program as a user meets it: same bytes for same input, clear refusals, golden reports, examples that bite."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import common


def stable():
    """A folder, one file, other locales and time zones: the same bytes."""
    code, folder, _ = common.run("assess", "Fixtures/harbour", "--format", "json")
    assert code == 0
    for name, arguments, environment in [
        ("one file", ["Fixtures/harbour.xml"], None),
        ("again", ["Fixtures/harbour"], None),
        ("another locale and zone", ["Fixtures/harbour"], {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"}),
        ("a third", ["Fixtures/harbour/"], {"LC_ALL": "sq_AL.UTF-8", "TZ": "America/Los_Angeles", "LANG": "C"}),
    ]:
        code, other, errors = common.run("assess", *arguments, "--format", "json", environment=environment)
        assert code == 0, errors
        assert other == folder, f"{name}: other bytes"
        yield f"{name}: the same bytes"


def empty():
    """Where nothing is recorded, nothing is judged."""
    found = common.assess("Fixtures/empty")
    assert found["score"] == {"low": "0.0", "high": "100.0"}, found["score"]
    assert found["determined"] == {"share": "0.0"}, found["determined"]
    for finding in found["findings"]:
        assert finding["applies"] == "no" or (finding["certain"], finding["possible"]) == ("below", "ideal"), finding
    yield f"{len(found['findings'])} criteria, none judged"


def refusals():
    """Each hostile file: a located message, exit code 65, no output file, nothing private repeated."""
    secrets = ["ana@example", "70 123 456", "Ana Invented", "1234567890123", "root:"]
    folder = common.path("Fixtures/hostile")
    for name in sorted(os.listdir(folder)):
        if name == "expected":
            continue
        with tempfile.TemporaryDirectory() as scratch:
            output = os.path.join(scratch, "out.json")
            target = f"Fixtures/hostile/{name}"
            if name == "broken-standard":
                arguments = ["assess", "Fixtures/empty", "--standard", target, "--format", "json", "--output", output]
            elif os.path.exists(f"{folder}/{name}/standard.xml"):
                arguments = ["check", target]
            else:
                arguments = ["assess", target, "--format", "json", "--output", output]
            code, printed, errors = common.run(*arguments)
            assert code == 65, f"{name}: exit {code}"
            assert not printed and not os.listdir(scratch), f"{name}: something was written"
        for secret in secrets:
            assert secret not in errors, f"{name}: the message repeats “{secret}”"
        golden(f"Fixtures/hostile/expected/{name}.txt", errors.encode())
        places = [re.match(r"(\S+?):(\d+):(\d+): ", line) for line in errors.splitlines()]
        places = [(place[1], int(place[2]), int(place[3])) for place in places if place]
        assert places == sorted(places), f"{name}: not in the order of the places"
        assert re.match(r"Fixtures/hostile/\S+: (error|warning): .*\[[a-z-]+\]\n", errors), errors
        yield f"{name}: refused"


def every_error():
    """A rule file with one of each error of the language prints them all, in one run, in the order of their places."""
    code, _, errors = common.run("check", "Fixtures/hostile/every-error")
    assert code == 65, errors
    said = set(re.findall(r"\[([a-z-]+)\]$", errors, re.M))
    wanted = set(
        "name-row name-field name-code name-define name-parameter name-criterion ref-none ref-many time-none time-window "
        "time-unbounded time-mixed time-holidays type-compare type-unit type-kind type-age empty-missing empty-needless "
        "deadline-exit count-impossible count-persons body none-order recorded-world sample-every voluntary cycle "
        "level-order constant example cite text remedy privacy cost unused".split())
    assert wanted <= said, f"not said: {sorted(wanted - said)}"
    places = re.findall(r"^(\S+?):(\d+):(\d+): (?:error|warning): ", errors, re.M)
    assert len(places) == len(errors.splitlines()), "a message without its place"
    order = [(file, int(line), int(column)) for file, line, column in places]
    assert order == sorted(order), "not in the order of the places"
    yield f"{len(said)} codes in {len(places)} messages, sorted"


def golden(name, found):
    """Compares with a file that people open; LINTEL_GOLDEN=update rewrites it."""
    file = common.path(name)
    if os.environ.get("LINTEL_GOLDEN") == "update":
        os.makedirs(os.path.dirname(file), exist_ok=True)
        open(file, "wb").write(found)
        return
    assert os.path.exists(file), f"{name} is missing; `make golden` writes it"
    wanted = open(file, "rb").read()
    if wanted == found:
        return
    lines = list(zip(wanted.decode().splitlines(), found.decode().splitlines()))
    number = next((i for i, (a, b) in enumerate(lines) if a != b), len(lines))
    first = lines[number] if number < len(lines) else ("(end)", "(end)")
    raise AssertionError(f"{name}:{number + 1} differs\n  golden: {first[0]}\n  found:  {first[1]}")


def reports():
    """The golden reports are what the program prints today."""
    wanted = set()
    for fixture in common.FIXTURES:
        for kind, command, form in [
            (".txt", "assess", "text"), (".html", "assess", "html"), (".json", "assess", "json"),
            ("-plan.txt", "plan", "text"),
        ]:
            if form != "text" and fixture != "threshold":
                continue
            code, printed, errors = common.run(command, f"Fixtures/{fixture}", "--format", form)
            assert code == 0, errors
            golden(f"Reports/{fixture}{kind}", printed)
            wanted.add(fixture + kind)
    others = sorted(
        name for name in os.listdir(common.path("Fixtures"))
        if os.path.exists(common.path("Fixtures", name, "dossier.xml")) and name not in common.FIXTURES)
    for name, arguments in [(f"{name}.txt", ["assess", f"Fixtures/{name}"]) for name in others] + [
        ("threshold-explain-ADM-01.txt", ["explain", "Fixtures/threshold", "ADM-01"]),
        ("threshold-transit.txt", ["assess", "Fixtures/threshold", "--profile", "transit"]),
    ]:
        code, printed, errors = common.run(*arguments)
        assert code == 0, errors
        golden(f"Reports/{name}", printed)
        wanted.add(name)
    extra = {name for name in os.listdir(common.path("Reports")) if not name.endswith(".png")} - wanted
    assert not extra, f"nothing makes {sorted(extra)}"
    for name in sorted(wanted):
        if name.endswith(".txt"):
            long = [line for line in open(common.path("Reports", name)) if len(line.rstrip("\n")) > 80]
            assert not long, f"{name}: longer than 80 columns: {long[0]}"
    yield f"{len(wanted)} golden reports"


def html():
    """A report asks nobody for anything and runs nothing."""
    page = open(common.path("Reports/threshold.html")).read()
    for banned in ["<script", "http://", "src=", "@import", "url(http"]:
        assert banned not in page, f"the report holds {banned}"
    assert 'lang="en"' in page and "<title>" in page and "aria-label" in page
    yield "self-contained, with language, title and labelled pictures"


def explained():
    """A share that fails names the failing records and how many are needed."""
    code, printed, _ = common.run("explain", "Fixtures/threshold", "ADM-01")
    text = re.sub(r"\s+", " ", printed.decode())
    assert code == 0
    for wanted in ["at least 90 %", "A-005: no", "A-006: no", "A-008: no", "6 of 9", "3 of 9"]:
        assert wanted in text, f"“{wanted}” is not said in:\n{printed.decode()}"
    yield "ADM-01 names A-005, A-006 and A-008, and needs 3 of 9"


def early_lists():
    """A finding that is open only because a list is older than the day it is about says so."""
    text = re.sub(r"\s+", " ", common.run("assess", "Fixtures/lantern")[1].decode())
    wanted = "This is open only because the list of incidents was taken on 12 June 2026, before 30 September 2026."
    assert wanted in text, "lantern does not say that its incident list is old"
    yield "lantern says that its list of incidents was taken on 12 June"


def domain_files(standard):
    """The files of a standard's domains."""
    text = open(f"{standard}/standard.xml", encoding="utf-8").read()
    return re.findall(r'<domain file="([^"]+)"', text)


def thresholds():
    """Changing a threshold in a copy of a rule file makes an example fail; one in sixty is tried so, all by `watched`."""
    source = common.path("Standards/mhpss-shelter")
    found = []
    for name in domain_files(source):
        text = open(f"{source}/{name}", encoding="utf-8").read()
        pattern = r'<parameter name="([\w-]+)" type="(\w+)" value="(PT?)?(\d+)([^"]*)"'
        found += [(name, text, match) for match in re.finditer(pattern, text)]
    caught, missed = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, text, match in found[::60]:
            parameter, kind, prefix, number, unit = match.groups()
            # Far enough that an example with ten rows must notice it.
            step = 12 if kind == "share" else 1
            for change in (-step, step):
                value = int(number) + change
                if value <= 0 or (kind == "share" and value > 100):
                    continue
                copy = os.path.join(folder, "copy")
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(source, copy)
                changed = text[: match.start(3 if prefix else 4)] + f"{prefix or ''}{value}{unit}" + text[match.end(5):]
                changed = re.sub(rf'(name="{parameter}"[^>]*?) min="[^"]*"', r"\1", changed)
                changed = re.sub(rf'(name="{parameter}"[^>]*?) max="[^"]*"', r"\1", changed)
                open(f"{copy}/{name}", "w", encoding="utf-8").write(changed)
                code, _, errors = common.run("standard", "test", copy)
                # An error says at once that the changed rule cannot be.
                (caught if code in (1, 65) else missed).append(f"{parameter} {number}{unit} → {value}{unit}")
    assert len(caught) >= 6 and not missed, f"no example notices {missed}"
    yield f"{len(caught)} changed thresholds, each noticed by an example"


def schema():
    """The JSON is what its schema says, by a public validator."""
    import jsonschema

    described = json.load(open(common.path("docs/assessment.schema.json")))
    jsonschema.Draft202012Validator.check_schema(described)
    validator = jsonschema.Draft202012Validator(described, format_checker=jsonschema.FormatChecker())
    for arguments in [[f"Fixtures/{fixture}"] for fixture in common.FIXTURES] + [
        ["Fixtures/threshold", "--profile", "transit"]
    ]:
        errors = [error.message for error in validator.iter_errors(common.assess(*arguments))]
        assert not errors, f"{arguments}: {errors[:3]}"
    broken = common.assess("Fixtures/empty")
    broken["findings"][0]["severity"] = "awful"
    assert list(validator.iter_errors(broken)), "the schema lets anything through"
    yield f"{len(common.FIXTURES) + 1} assessments are what the schema says"


def profiles():
    """A profile changes what it says and nothing else, and every report says so."""
    published = common.assess("Fixtures/threshold")
    tailored = common.assess("Fixtures/threshold", "--profile", "transit")
    assert tailored["standard"] == published["standard"], "a profile changes the standard itself"
    profile = tailored["profile"]
    assert published["profile"] is None and profile["id"] == "transit"
    assert all(change["reason"] for change in profile["changes"]), "a change without a reason"
    concerned = {name for change in profile["changes"] for name in change["criteria"]}
    before = {finding["criterion"]: finding for finding in published["findings"]}
    after = {finding["criterion"]: finding for finding in tailored["findings"]}
    left_out = {name for change in profile["changes"] if change["change"] == "left out" for name in [change["subject"]]}
    assert "ADM-04" in left_out and set(before) - set(after) == left_out
    for name, finding in after.items():
        if name not in concerned:
            for key in "applies", "certain", "possible", "basis", "severity", "evidence":
                assert finding[key] == before[name][key], f"{name} is not touched and differs"
    assert after["MOV-01"]["severity"] == "critical" and before["MOV-01"]["severity"] == "major"
    text = re.sub(r"\s+", " ", common.run("assess", "Fixtures/threshold", "--profile", "transit")[1].decode())
    page = common.run("assess", "Fixtures/threshold", "--profile", "transit", "--format", "html")[1].decode()
    for change in profile["changes"]:
        for form in text, page:
            assert change["reason"] in form, f"{change['subject']}: its reason is not said"
    # Criteria that are left out for one reason share a line.
    lines = {(change["change"], change["reason"]) for change in profile["changes"] if change["loosens"]}
    assert text.count("(asks less)") >= len(lines) > 0
    for wanted, arguments in [
        (66, ["assess", "Fixtures/empty", "--profile", "transti"]), (0, ["standard", "test", "--profile", "transit"]),
        (64, ["standard", "show", "ADM-04", "--profile", "transit"]), (0, ["standard", "show", "--profile", "transit"]),
        (64, ["explain", "Fixtures/empty", "ADM-04", "--profile", "transit"]),
        (0, ["plan", "Fixtures/empty", "--profile", "transit"]),
    ]:
        code, _, errors = common.run(*arguments)
        assert code == wanted, f"{arguments}: exit {code}, expected {wanted}\n{errors}"
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy")
        shutil.copytree(common.path("Standards/mhpss-shelter"), copy)
        file = f"{copy}/profiles/transit.xml"
        written = open(file, encoding="utf-8").read()
        hashed = lambda: common.assess("Fixtures/empty", "--standard", copy, "--profile", "transit")["profile"]["sha256"]
        open(file, "w", encoding="utf-8").write(written.replace("\n\n", "\n").replace("<set ", "<set\n   ", 1))
        assert hashed() == profile["sha256"], "the layout changes the SHA-256"
        open(file, "w", encoding="utf-8").write(written.replace('value="P1D"', 'value="P2D"', 1))
        assert hashed() != profile["sha256"], "a value does not change the SHA-256"
    yield f"{len(profile['changes'])} changes, each said with its reason; {len(after) - len(concerned & set(after))} findings as before"


def rules():
    """The rule files are what their XSD says, and it refuses a misspelt word."""
    folder = common.path("Standards/mhpss-shelter")
    files = [f"{folder}/{name}" for name in ("standard.xml", "dictionary.xml", "bibliography.xml")]
    files += [f"{folder}/facts/{name}" for name in sorted(os.listdir(folder + "/facts"))]
    files += [f"{folder}/{name}" for name in domain_files(folder)]
    check = ["xmllint", "--nonet", "--noout", "--schema", common.path("Standards/lintel.xsd")]
    result = subprocess.run(check + files, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    with tempfile.TemporaryDirectory() as scratch:
        wrong = os.path.join(scratch, "wrong.xml")
        open(wrong, "w").write(open(files[-1]).read().replace("<every ", "<evry ", 1).replace("</every>", "</evry>", 1))
        assert subprocess.run(check + [wrong], capture_output=True).returncode != 0, "a misspelt word passes"
    tailoring = ["xmllint", "--nonet", "--noout", "--schema", common.path("Standards/lintel-profile.xsd")]
    own = [f"{folder}/profiles/{name}" for name in sorted(os.listdir(folder + "/profiles"))]
    result = subprocess.run(tailoring + own, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    wrong = common.path("Fixtures/hostile/broken-profile/profiles/loose.xml")
    assert subprocess.run(tailoring + [wrong], capture_output=True).returncode != 0, "a misspelt profile passes"
    yield f"{len(files) + len(own)} rule files are what the XSD says"


def usage():
    """Wrong usage, missing files and unmet demands have the documented exit codes."""
    for wanted, arguments in [
        (64, ["assess"]), (64, ["assess", "Fixtures/empty", "--format", "htm"]),
        (64, ["assess", "Fixtures/empty", "--as-of", "yesterday"]), (64, ["explain", "Fixtures/empty", "ADM-99"]),
        (66, ["assess", "Fixtures/nowhere"]), (66, ["assess", "Fixtures/empty", "--standard", "mhpss-sheltre"]),
        (1, ["assess", "Fixtures/threshold", "--require", "acceptable"]),
        (0, ["assess", "Fixtures/harbour", "--require", "sound"]), (0, ["standard", "list"]), (0, ["--version"]),
        (73, ["assess", "Fixtures/empty", "--output", "/nowhere/at/all.txt"]),
        (0, ["standard", "show", "ADM-01"]), (0, ["standard", "lint"]), (0, ["standard", "test"]),
        (0, ["check", "Standards/mhpss-shelter", "Fixtures/lantern", "Fixtures/harbour.xml"]),
    ]:
        code, _, errors = common.run(*arguments)
        assert code == wanted, f"{arguments}: exit {code}, expected {wanted}\n{errors}"
    code, _, errors = common.run("assess", "Fixtures/empty", "--standard", "mhpss-sheltre")
    assert "mhpss-shelter" in errors, errors
    yield "exit codes as documented"


def mutants():
    """What is said of small changes is so: made by hand, those noticed fail an example and the others do not."""
    source = common.path("Standards/mhpss-shelter")
    code, printed, errors = common.run("standard", "test", "mhpss-shelter", "--coverage", "--mutate", "--json")
    assert code == 0, errors
    found = json.loads(printed)["standards"][0]
    changes = [change for part in found["parts"] for change in part["changes"]]
    noticed = [change for change in changes if change["noticedBy"]]
    assert (len(noticed), len(changes)) == (found["changes"]["noticed"], found["changes"]["of"]) and changes
    assert 0 < found["limits"]["noticed"] <= found["limits"]["of"]
    assert 0 < found["conditions"]["noticed"] <= found["conditions"]["of"]
    with tempfile.TemporaryDirectory() as folder:
        for is_noticed in True, False:
            moved = [
                change for change in changes
                if (change["noticedBy"] is not None) == is_noticed and " moved to " in change["words"]]
            for change in moved[:: max(1, len(moved) // 4)]:
                copy = os.path.join(folder, "copy")
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(source, copy)
                path, line, column = change["place"].rsplit(":", 2)
                file = os.path.join(copy, path.split("mhpss-shelter/")[1])
                lines = open(file, encoding="utf-8").read().split("\n")
                written, value = change["words"].split(" moved to ")
                name = written.split("=")[0]
                place = int(column) - 1
                text = lines[int(line) - 1]
                assert text[place:].startswith(written), f"{change['place']}: {written} is not there"
                rest = re.sub(r' (min|max)="[^"]*"', "", text[place + len(written):])
                lines[int(line) - 1] = f'{text[:place]}{name}="{value}"{rest}'
                open(file, "w", encoding="utf-8").write("\n".join(lines))
                code, _, errors = common.run("standard", "test", copy)
                assert code == (1 if is_noticed else 0), f"{change}: exit {code}\n{errors}"
            yield f"{len(moved)} moved limits {'noticed' if is_noticed else 'that nobody notices'}, some made by hand"
    for wanted, arguments in [
        (0, ["--mutate", "--require", "1%"]), (1, ["--mutate", "--require", "100%"]), (64, ["--require", "90%"]),
        (64, ["--mutate", "--require", "101%"]), (64, ["--json"]), (64, ["--mutate", "--profile", "tiny"]),
    ]:
        code, _, errors = common.run("standard", "test", "benchmark", *arguments)
        assert code == wanted, f"{arguments}: exit {code}, expected {wanted}\n{errors}"
    yield "--require holds what it says"


def verified():
    """A result is verified to the last byte; whatever is changed is named."""
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "result.json")
        dossier = os.path.join(folder, "dossier")
        shutil.copytree(common.path("Fixtures/threshold"), dossier)
        code, _, errors = common.run("assess", dossier, "--format", "json", "--output", result)
        assert code == 0, errors
        first = open(result, encoding="utf-8").read()

        def verify(expected, wanted, *more, against=dossier):
            code, printed, errors = common.run("verify", result, against, *more)
            said = printed.decode() + errors
            assert code == expected, f"exit {code}, expected {expected}:\n{said}"
            assert wanted in said, f"“{wanted}” is not in:\n{said}"
            return said

        verify(0, "The same: ")
        verify(1, "It was not tailored; now it is, by the profile transit.", "--profile", "transit")
        for old, new, wanted in [
            ('"certain": "below"', '"certain": "ideal"', "was ideal to "),
            ('"truth": "no"', '"truth": "yes"', "but evidence differ"),
            ('"severity": "critical"', '"severity": "minor"', "but severity differ"),
            ('  "asOf"', ' "asOf"', "Only the layout of the file differs."),
            ('"bounded": false', '"bounded": true', "Other parts differ: bounded."),
            ('"title": "', '"title": "Not ', "Other parts differ: standard.title."),
        ]:
            assert old in first, old
            open(result, "w", encoding="utf-8").write(first.replace(old, new, 1))
            verify(1, wanted)
            verify(1, "the file was changed after it was written")
        found = json.loads(first)
        del found["findings"][3]
        open(result, "w", encoding="utf-8").write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        verify(1, "not there then")
        for broken, wanted in [
            (first.rstrip()[:-1], "expected “,” or “"), ("[]", "this is no assessment"), ("{}", "“lintel” is missing"), ("", "ends too early"),
            ("[" * 100000, "more than 64 deep"), (first.replace('"asOf": "2026', '"asOf": "26'), "is no date"),
            (first.replace('"lintel"', '"lintel": "9", "lintel"', 1), "is there twice"),
        ]:
            open(result, "w", encoding="utf-8").write(broken)
            verify(65, wanted)
        open(result, "w", encoding="utf-8").write(first.replace('"id": "mhpss-shelter"', '"id": "../../etc"'))
        verify(66, "does not ship")
        open(result, "w", encoding="utf-8").write(first)
        verify(66, "no such file", against=dossier + "-not")
        changed = open(f"{dossier}/staff.csv", encoding="utf-8").read().replace("2024", "2023", 1)
        open(f"{dossier}/staff.csv", "w", encoding="utf-8").write(changed)
        verify(1, "The dossier has changed.")
        shutil.copytree(common.path("Standards/mhpss-shelter"), f"{folder}/standard")
        open(f"{folder}/standard/standard.xml", "a").write("<!-- -->\n")
        verify(1, "The standard has changed, though its version is still", "--standard", f"{folder}/standard")
        code, _, errors = common.run("assess", dossier, "--profile", "transit", "--format", "json", "--output", result)
        assert code == 0, errors
        verify(0, "The same: ")
        verify(1, "It was tailored by the profile transit; now by none.", "--profile", "none")
    yield "the same result is the same; changed files, dossiers, standards and profiles are named"


CHECKS = [
    mutants, verified, stable, empty, refusals, every_error, reports, html, explained, early_lists, thresholds,
    schema, rules,
    profiles, usage]
