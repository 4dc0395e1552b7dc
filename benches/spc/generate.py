#!/usr/bin/env python3
"""Writes monthly series as CSV for measuring `bellwether spc`.

usage: generate.py [SERIES] [MONTHS] > series.csv      (100000 60 make about 160 MB)

Shares about 0.9 with noise, the same on every run; every tenth series has a step, every hundredth
never varies.
"""
import random
import sys


def rows(name, kind, months, noise):
    level = 0.85 + 0.1 * noise.random()
    for month in range(months):
        date = f"{2015 + month // 12}-{month % 12 + 1:02}-01"
        step = 0.03 if kind % 10 == 0 and month > months // 2 else 0.0
        value = 1.0 if kind % 100 == 99 else level + step + 0.04 * (noise.random() - 0.5)
        yield f"{name},{date},{value:.6f}\n"


def main():
    series = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    months = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    noise = random.Random(2018)
    sys.stdout.write("series,date,value\n")
    for number in range(series):
        sys.stdout.writelines(rows(f"S{number:06}", number, months, noise))


if __name__ == "__main__":
    main()
