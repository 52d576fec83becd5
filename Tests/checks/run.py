"""Runs the checks of the finished program; closes with “N passed, N failed”."""
import sys
import traceback

import test_portfolio
import test_program
import test_promises
import test_standard

passed, failed = 0, 0
for check in test_program.CHECKS + test_promises.CHECKS + test_portfolio.CHECKS + test_standard.CHECKS:
    if sys.argv[1:] and check.__name__ not in sys.argv[1:]:
        continue
    try:
        for line in check():
            print(f"ok    {check.__name__}: {line}", flush=True)
        passed += 1
    except Exception as error:
        if not isinstance(error, AssertionError):
            traceback.print_exc()
        print(f"FAIL  {check.__name__}: {error}", flush=True)
        failed += 1
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
