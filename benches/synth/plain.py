#!/usr/bin/env python3
"""A plain generator of A&E rows as a yardstick for `bellwether synth`: the same columns, every
value drawn on its own (nothing linked, nothing conditional), written with the csv module.

Usage: plain.py ROWS FILE
"""

import csv
import random
import sys
import time
from datetime import datetime, timedelta

HEADER = (
    "attendance_id,provider,site,department_type,arrived_at,arrival_mode,attendance_category,"
    "attendance_source,assessed_at,treated_at,decided_to_admit_at,concluded_at,departed_at,acuity,"
    "chief_complaint,injury,diagnosis,discharge_destination,resource_group,price,patient,age,sex,"
    "ethnic_group,lsoa,deprivation_quintile,practice,commissioner"
).split(",")


def main() -> None:
    rows, file = int(sys.argv[1]), sys.argv[2]
    draw = random.Random(1)
    first = datetime(2015, 4, 1)
    start = time.perf_counter()
    with open(file, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for number in range(rows):
            arrived = first + timedelta(minutes=draw.randrange(4 * 365 * 1440))
            minutes = sorted(min(int(draw.lognormvariate(4.6, 0.7)), 1440) for _ in range(3))
            assessed, treated, departed = (arrived + timedelta(minutes=one) for one in minutes)
            admitted = draw.random() < 0.2
            provider = draw.choice(("ZHA", "ZHB", "ZSU"))
            writer.writerow((
                f"A{number}", provider, f"{provider}01", draw.choice((1, 1, 3, 4)),
                arrived.isoformat(), draw.choice(("ambulance", "walk_in")), "first",
                draw.choice(("self", "ambulance", "general_practice")), assessed.isoformat(),
                treated.isoformat(), treated.isoformat() if admitted else "",
                departed.isoformat(), departed.isoformat(), draw.randint(1, 5),
                draw.choice(("29857009", "267036007", "21522001")), "false", "34014006",
                "admitted" if admitted else "home", "VB08Z", draw.randrange(7_800, 38_900),
                f"{draw.getrandbits(64):016x}", draw.randint(0, 100),
                draw.choice(("female", "male")), "white", f"Z01{draw.randrange(125):06d}",
                draw.randint(1, 5), f"ZP{draw.randrange(1, 24):03d}", "ZSC",
            ))
    seconds = time.perf_counter() - start
    print(f"{rows} rows, {seconds:.2f} s, {rows / seconds:,.0f} rows a second")


if __name__ == "__main__":
    main()
