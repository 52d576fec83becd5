"""What the checks of the finished program share: they run it as a user would and look at what comes out."""
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LINTEL = os.environ.get("LINTEL", os.path.join(ROOT, ".build", "debug", "lintel"))
FIXTURES = ["harbour", "threshold", "lantern", "empty"]
STORIES = ["beacon", "bridge", "harbour", "lantern", "meadow", "mirror", "orchard", "station", "threshold"]


def run(*arguments, environment=None):
    """Runs lintel in the project's folder: exit code, standard output, standard error."""
    result = subprocess.run(
        [LINTEL, *arguments], cwd=ROOT, capture_output=True, env={**os.environ, **(environment or {})})
    return result.returncode, result.stdout, result.stderr.decode()


def assess(dossier, *more):
    """An assessment as JSON."""
    code, output, errors = run("assess", dossier, "--format", "json", *more)
    assert code == 0, f"{dossier}: exit {code}\n{errors}"
    return json.loads(output)


def path(*parts):
    return os.path.join(ROOT, *parts)
