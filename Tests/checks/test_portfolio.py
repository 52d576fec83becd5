"""Portfolios as a user meets them: right verdicts, the same from any number of threads and from dossiers, clear refusals."""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile

import common

ARCHIVES = common.path("Tests/checks/portfolios")


def unpacked(scratch, archive):
    """The portfolios of an archive."""
    folder = os.path.join(scratch, archive.split(".")[0])
    with tarfile.open(os.path.join(ARCHIVES, archive)) as tar:
        tar.extractall(folder, filter="data")
    return sorted(where for where, _, files in os.walk(folder) if "as-of.txt" in files)


def judged(folder, *more):
    code, output, errors = common.run("portfolio", folder, "--standard", "benchmark", *more)
    assert code == 0, f"{folder}: exit {code}\n{errors}"
    return output


def content(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def verdicts():
    """Every verdict is the expected one, to the byte, however many threads work."""
    with tempfile.TemporaryDirectory() as scratch:
        for archive in sorted(name for name in os.listdir(ARCHIVES) if name.endswith(".tar.xz")):
            profile = ["--profile", "tiny"] if archive.startswith("tiny") else []
            count = 0
            for number, folder in enumerate(unpacked(scratch, archive)):
                expected = content(folder, "expected.csv")
                threads = str(1 + number % 4)
                output = judged(folder, *profile, "--threads", threads)
                assert output == expected, f"{folder}: {difference(output, expected)}"
                count += expected.count(b"\n") - 1
            yield f"{archive}: {count} verdicts"
        assert judged(folder, *profile, "--timings") == expected, "other verdicts where all is read first"
        yield "the same where all is read before anything is judged"


def difference(output, expected):
    left, right = output.decode().splitlines(), expected.decode().splitlines()
    found = [f"found {a}, expected {b}" for a, b in zip(left, right) if a != b]
    return "; ".join(found[:5]) or f"{len(left)} lines, expected {len(right)}"


def dossiers():
    """The same shelters as a folder of dossiers get the same verdicts."""
    with tempfile.TemporaryDirectory() as scratch:
        flat = unpacked(scratch, "houses-21.tar.xz")[0]
        folder = os.path.join(scratch, "dossiers")
        as_dossiers(flat, folder)
        assert judged(folder) == content(flat, "expected.csv"), "other verdicts"
        yield "a folder of dossiers: the same bytes"
        header, _ = as_json(folder)
        assert header["asOf"] == "2026-03-31" and len(header["inputs"]) == 20, header
        yield "each dossier with its hash"


def as_dossiers(flat, folder):
    """Writes each shelter of a flat portfolio as a dossier."""
    day = content(flat, "as-of.txt").decode().strip()
    tables = {}
    for name in os.listdir(flat):
        if name.endswith(".csv") and name != "expected.csv":
            with open(os.path.join(flat, name), newline="") as file:
                tables[name[:-4]] = list(csv.reader(file))
    for row in tables["shelter"][1:]:
        os.makedirs(os.path.join(folder, row[0]))
        attributes = " ".join(f'{name}="{cell}"' for name, cell in zip(tables["shelter"][0][1:], row[1:]))
        collections = ""
        for label, record, how, drawn, population in tables["collections"][1:]:
            if label == row[0]:
                more = f' drawn="{drawn}"' if drawn else ""
                more += f' population="{population}"' if population else ""
                collections += f'<collection of="{record}" how="{how}"{more}/>\n'
        with open(os.path.join(folder, row[0], "dossier.xml"), "w") as file:
            file.write(f'<dossier label="{row[0]}" as-of="{day}">\n<shelter {attributes}/>\n{collections}</dossier>\n')
        for record, lines in tables.items():
            if record in ("shelter", "collections"):
                continue
            with open(os.path.join(folder, row[0], record + ".csv"), "w", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(lines[0][1:])
                writer.writerows(line[1:] for line in lines[1:] if line[0] == row[0])


def as_json(folder):
    data = json.loads(judged(folder, "--format", "json"))
    return data, data["verdicts"]


def portfolio_json():
    """JSON follows its schema, says the same as CSV, and names its inputs."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = unpacked(scratch, "houses-22.tar.xz")[0]
        data, verdicts = as_json(folder)
        try:
            import jsonschema
        except ImportError:
            yield "no jsonschema here: the schema was not looked at"
        else:
            with open(common.path("docs/portfolio.schema.json")) as file:
                jsonschema.Draft202012Validator(json.load(file)).validate(data)
            yield "as the schema says"
        lines = [
            ",".join([one["shelter"], one["criterion"], one["certain"] or "", one["possible"] or "", one["applies"]])
            for one in verdicts]
        assert lines == content(folder, "expected.csv").decode().splitlines()[1:], "other verdicts than in CSV"
        yield "the same verdicts as in CSV"
        for one in data["inputs"]:
            assert one["sha256"] == hashlib.sha256(content(folder, one["name"])).hexdigest(), one
        names = [one["name"] for one in data["inputs"]]
        assert "staff.csv" in names and "expected.csv" not in names, names
        yield f"{len(names)} inputs with their hashes"


def portfolio_refusals():
    """What is wrong is named with its place, all at once, and nothing is judged."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = unpacked(scratch, "houses-23.tar.xz")[0]

        def refused(expected, *more):
            code, printed, errors = common.run(
                "portfolio", folder, "--standard", "benchmark", "--output", os.path.join(scratch, "out"), *more)
            assert code == 65, f"exit {code}: {errors}"
            assert not printed and not os.path.exists(os.path.join(scratch, "out")), "something was written"
            found = [line for line in errors.splitlines() if "warning" not in line]
            for part in expected:
                assert any(part in line for line in found), f"expected “{part}”:\n{errors}"
            return found

        staff = content(folder, "staff.csv")
        lines = staff.split(b"\n")
        bad = lines[:3] + [lines[3].replace(b",", b",,", 1), lines[4] + b",x"] + lines[5:-1]
        bad += [lines[3], b"H00099,S0,cook,yes,-,2020-01-01,-,-", b""]
        with open(os.path.join(folder, "staff.csv"), "wb") as file:
            file.write(b"\n".join(bad))
        first = refused(["staff.csv:4", "staff.csv:5: ", f"staff.csv:{len(bad) - 1}:1"], "--threads", "1")
        assert refused([], "--threads", "3") == first, "other messages from other threads"
        yield f"{len(first)} mistakes at once, the same from any number of threads"
        with open(os.path.join(folder, "staff.csv"), "wb") as file:
            file.write(staff.replace(b"S1,", b"ana@example.org,", 1))
        secret = refused(["privacy"])
        assert not any("ana@" in line for line in secret), secret
        yield "a private value is refused and not repeated"
        os.rename(os.path.join(folder, "staff.csv"), os.path.join(folder, "staf.csv"))
        refused(["did you mean “staff.csv”?"])
        os.remove(os.path.join(folder, "as-of.txt"))
        refused(["as-of.txt"])
        yield "misspelt and missing files are named"
    for code, arguments in [
        (66, ["portfolio", "no-such-folder"]), (64, ["portfolio", "Fixtures", "--format", "xls"]),
        (64, ["portfolio", "Fixtures", "--threads", "0"]), (64, ["portfolio", "Fixtures", "--as-of", "today"]),
    ]:
        found, printed, _ = common.run(*arguments)
        assert found == code and not printed, f"{arguments}: exit {found}"
    yield "wrong usage is refused"


def benchmark_portfolios():
    """The benchmark's generator writes the same bytes for the same seed, and what it writes is judged."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = [os.path.join(scratch, name) for name in ("first", "second", "other")]
        for folder, seed in zip(folders, "112"):
            subprocess.run(
                [sys.executable, "-B", common.path("Benchmarks/generate.py"), folder, "--shelters", "4", "--rows", "300",
                 "--seed", seed], check=True)
        names = sorted(os.listdir(folders[0]))
        assert all(content(folders[0], name) == content(folders[1], name) for name in names), "other bytes"
        assert content(folders[0], "staff.csv") != content(folders[2], "staff.csv"), "the seed changes nothing"
        yield f"{len(names)} files, the same bytes"
        lines = judged(folders[2]).decode().splitlines()
        assert len(lines) == 1 + 4 * 24, len(lines)
        yield "all criteria of all shelters are judged"


CHECKS = [verdicts, dossiers, portfolio_json, portfolio_refusals, benchmark_portfolios]
