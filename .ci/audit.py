"""Ask PyPI's advisories about every pinned version. A known vulnerability fails; that nobody could be asked is said."""

import json
import subprocess
import sys

_COMMAND = "pip_audit --disable-pip --require-hashes --progress-spinner off --timeout 10 --format json --requirement"


def audit(lock: str) -> bool:
    """Print what was found about one lock file; true unless a vulnerability is known."""
    done = subprocess.run([sys.executable, "-m", *_COMMAND.split(), lock], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        packages = []
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        print(f"pip-audit: the advisories are out of reach from here; {lock} was not audited.")
        return True
    found = [(package, flaw) for package in asked for flaw in package["vulns"]]
    for package, flaw in found:
        print(f"{package['name']} {package['version']}: {flaw['id']}, fixed in {flaw['fix_versions'] or 'no version'}")
    print(f"pip-audit: {len(asked)} of {len(packages)} packages in {lock} audited, {len(found)} vulnerabilities.")
    return not found


if __name__ == "__main__":
    clean = [audit(lock) for lock in sys.argv[1:]]
    sys.exit(not all(clean))
