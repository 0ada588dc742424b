#!/usr/bin/env python3
"""The same tally as a whole process by vivavoce, pandas, polars and DuckDB. See README.md beside this file."""

import argparse
import csv
import io
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target/release/vivavoce"

# Each prints lines "cell,code,count". One row of the answers stands for one chosen code.
PANDAS_CSV = """
import pandas as pd, sys
t = pd.read_csv(sys.argv[1] + "/csv/answers.csv", usecols=["cell", "status", "code"], dtype="string",
                keep_default_na=False)
t = t[(t.status == "answered") & (t.code != "")]
t.groupby(["cell", "code"], observed=True).size().to_csv(sys.stdout, header=False)
"""
PANDAS_PARQUET = """
import pandas as pd, sys
t = pd.read_parquet(sys.argv[1] + "/parquet/answers", columns=["cell", "status", "code"])
t = t[(t.status == "answered") & t.code.notna()]
t.groupby(["cell", "code"], observed=True).size().to_csv(sys.stdout, header=False)
"""
POLARS_CSV = """
import polars as pl, sys
t = pl.scan_csv(sys.argv[1] + "/csv/answers.csv", infer_schema=False)
t = t.filter((pl.col("status") == "answered") & (pl.col("code") != ""))
t.group_by("cell", "code").len().collect().write_csv(sys.stdout.buffer, include_header=False)
"""
POLARS_PARQUET = """
import polars as pl, sys
t = pl.scan_parquet(sys.argv[1] + "/parquet/answers/**/*.parquet", hive_partitioning=True)
t = t.filter((pl.col("status") == "answered") & pl.col("code").is_not_null())
t.group_by("cell", "code").len().collect().write_csv(sys.stdout.buffer, include_header=False)
"""
DUCKDB_CSV = """
import duckdb, sys
duckdb.sql(f"COPY (SELECT cell, code, count(*) FROM read_csv('{sys.argv[1]}/csv/answers.csv', all_varchar=true) "
           "WHERE status = 'answered' AND code <> '' GROUP BY ALL) TO '/dev/stdout' (HEADER false)")
"""
DUCKDB_PARQUET = """
import duckdb, sys
duckdb.sql(f"COPY (SELECT cell, code, count(*) FROM read_parquet('{sys.argv[1]}/parquet/answers/*/*.parquet', "
           "hive_partitioning=true) WHERE status = 'answered' AND code IS NOT NULL GROUP BY ALL) TO '/dev/stdout' (HEADER false)")
"""


def rows(text):
    """Counts by cell and code."""
    found = {}
    for line in csv.reader(io.StringIO(text)):
        if len(line) == 3:
            found[tuple(line[:2])] = found.get(tuple(line[:2]), 0) + int(line[2])
    return found


def ours(text):
    found = {}
    for line in csv.DictReader(io.StringIO(text)):
        if line["status"] == "answered":
            found[(line["ref"], line["code"])] = int(line["n"])
    return found


def make(folder, count):
    if not (folder / "done").exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([PROGRAM, "sample", "--sessions", str(count), "--seed", "7", "--into", folder], check=True)
        (folder / "done").touch()
    for form in ("csv", "parquet"):
        if not (folder / form).exists():
            subprocess.run([PROGRAM, "--data", folder, "export", form, "--into", folder / form], check=True)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--sessions", type=int, default=10_000)
    args.add_argument("--runs", type=int, default=7)
    args = args.parse_args()
    folder = ROOT / f"target/bench-data/{args.sessions}"
    make(folder, args.sessions)
    python = [sys.executable, "-c"]
    programs = {
        "vivavoce, warm catalogue": [str(PROGRAM), "--data", str(folder), "tally", "--by", "all", "--as", "csv"],
        "polars, Parquet": [*python, POLARS_PARQUET, str(folder)],
        "DuckDB, Parquet": [*python, DUCKDB_PARQUET, str(folder)],
        "pandas, Parquet": [*python, PANDAS_PARQUET, str(folder)],
        "polars, CSV": [*python, POLARS_CSV, str(folder)],
        "DuckDB, CSV": [*python, DUCKDB_CSV, str(folder)],
        "pandas, CSV": [*python, PANDAS_CSV, str(folder)],
    }
    times = {name: [] for name in programs}
    counts = {}
    for turn in range(args.runs + 1):
        for name, command in programs.items():
            begun = time.perf_counter()
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            # The first turn fills the page cache and the catalogue; it is looked at for the counts.
            if turn == 0:
                counts[name] = ours(out) if name.startswith("vivavoce") else rows(out)
            else:
                times[name].append(time.perf_counter() - begun)
    first = counts["vivavoce, warm catalogue"]
    for name, found in counts.items():
        # Codes of rows that were added in an interview belong to no bank: they are in the tables, not in the tally.
        differ = [key for key in first if found.get(key) != first[key]]
        if differ:
            key = differ[0]
            print(f"{name}: {len(differ)} of {len(first)} counts differ, such as {key}: {found.get(key)}, not {first[key]}")
    print(f"{args.sessions} sessions, {len(first)} counts; median and least of {args.runs} runs, seconds")
    for name, all_times in times.items():
        print(f"{name:26} {statistics.median(all_times):7.3f} {min(all_times):7.3f}")


if __name__ == "__main__":
    main()
