"""Makes the database of a measurement and prints the id of its first enrolment: `python -m benchmarks.filling 1000`."""

import sys

from flask_migrate import upgrade

from app import create_app
from benchmarks import population
from standards.services import load_frameworks

if __name__ == "__main__":
    with create_app().app_context():
        upgrade()
        load_frameworks()
        sys.stdout.write(f"{population.fill(int(sys.argv[1]))[0]}\n")
