#!/usr/bin/env python3
"""The shipped indicators over A&E attendances by DuckDB: in one hand-written query, and in one query each.

    benches/evaluate/peer.py ATTENDANCES.parquet [--generate ROWS] [--threads 2]

`--generate` writes the file first: 48 months, 4 providers, 60 practices. Needs `pip install duckdb`.
Set beside it: bellwether load ae_attendances ATTENDANCES.parquet; time bellwether evaluate
"""

import argparse
import re
import time
import tomllib
from pathlib import Path

import duckdb

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue" / "indicators"

GENERATE = """
COPY (
  SELECT 'T' || i AS attendance_id, 'RA' || (hash(i) % 4) AS provider,
    'RA' || (hash(i) % 4) || '0' || (hash(i, 1) % 2) AS site, (1 + hash(i, 2) % 5)::BIGINT AS department_type,
    arrived_at, ['ambulance', 'walk_in', 'other'][(1 + hash(i, 3) % 3)::BIGINT] AS arrival_mode,
    ['first', 'planned_follow_up', 'unplanned_follow_up'][(1 + hash(i, 4) % 3)::BIGINT] AS attendance_category,
    'self' AS attendance_source, arrived_at + to_minutes((hash(i, 5) % 60)::BIGINT) AS assessed_at,
    arrived_at + to_minutes((hash(i, 6) % 120)::BIGINT) AS treated_at,
    CASE WHEN hash(i, 7) % 4 = 0 THEN arrived_at + to_minutes((120 + hash(i, 8) % 60)::BIGINT) END AS decided_to_admit_at,
    NULL::TIMESTAMP AS concluded_at, arrived_at + to_minutes((180 + hash(i, 9) % 300)::BIGINT) AS departed_at,
    (1 + hash(i, 10) % 5)::BIGINT AS acuity, ['267036007', '22253000'][(1 + hash(i, 11) % 2)::BIGINT] AS chief_complaint,
    hash(i, 12) % 3 = 0 AS injury, NULL::VARCHAR AS diagnosis,
    ['home', 'admitted', 'left_before_treatment'][(1 + hash(i, 13) % 3)::BIGINT] AS discharge_destination,
    NULL::VARCHAR AS resource_group, (8000 + hash(i, 14) % 20000)::BIGINT AS price, 'P' || hash(i, 15) % 200000 AS patient,
    (hash(i, 16) % 100)::BIGINT AS age, ['male', 'female'][(1 + hash(i, 17) % 2)::BIGINT] AS sex, 'white' AS ethnic_group,
    'E0' || hash(i, 18) % 300 AS lsoa, (1 + hash(i, 19) % 5)::BIGINT AS deprivation_quintile,
    'E' || hash(i, 20) % 60 AS practice, 'C1' AS commissioner
  FROM (SELECT i, TIMESTAMP '2015-04-01' + to_minutes((hash(i, 21) % (1461 * 1440))::BIGINT) AS arrived_at FROM range({rows}) t(i))
  ORDER BY date_trunc('month', arrived_at), provider, arrived_at
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def measures():
    """Numerator and denominator of every shipped indicator over attendances, in DuckDB's words."""
    found = []
    for path in sorted(CATALOGUE.glob("*.toml")):
        if path.name.endswith(".spec.toml"):
            continue
        definition = tomllib.loads(path.read_text())
        if definition.get("dataset") != "ae_attendances":
            continue
        where = definition.get("where", "true")
        parts = ["numerator_sql"] + (["denominator_sql"] if definition["calculation"] == "ratio" else [])
        for part in parts:
            sql = definition.get(part, "true")
            is_number = re.match(r"(minutes|days)_between\([^)]*\)$|price", sql)
            made = f"sum({sql}) FILTER ({where})" if is_number else f"count(*) FILTER (({where}) AND ({sql}))"
            found.append(made)
    return found


def run(connection, label, queries):
    began = time.perf_counter()
    for query in queries:
        connection.execute(query).fetchall()
    print(f"{label}: {time.perf_counter() - began:.2f} s, {len(queries)} queries")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--generate", type=int)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--indicators", type=int, default=60)
    given = arguments.parse_args()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {given.threads}; SET memory_limit = '4GB'")
    connection.execute("CREATE MACRO minutes_between(a, b) AS epoch(b - a) / 60.0")
    connection.execute("CREATE MACRO days_between(a, b) AS date_diff('day', a, b)")
    if given.generate:
        connection.execute(GENERATE.format(rows=given.generate, path=given.file))
    counted = measures()
    # Sixty indicators: those shipped for this dataset, then the same over other departments.
    while len(counted) < 2 * given.indicators:
        department = 1 + len(counted) % 5
        base = counted[len(counted) % len(measures())]
        counted.append(base.replace("FILTER (", f"FILTER (department_type = {department} AND ", 1))
    counted = counted[: 2 * given.indicators]
    sets = "GROUPING SETS ((provider, month), (practice, month))"
    scan = f"(SELECT *, date_trunc('month', arrived_at) AS month FROM '{given.file}')"
    one = f"SELECT provider, practice, month, {', '.join(counted)} FROM {scan} GROUP BY {sets}"
    each = [
        f"SELECT provider, practice, month, {counted[i]}, {counted[i + 1]} FROM {scan} GROUP BY {sets}"
        for i in range(0, len(counted), 2)
    ]
    run(connection, "one query", [one])
    run(connection, "one query an indicator", each)


if __name__ == "__main__":
    main()
