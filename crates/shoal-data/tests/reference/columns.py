"""Writes small files of columns (Parquet, Arrow IPC) with one table in them, and its cells as text: columns.json.

Run with Python 3 and pyarrow; the versions are written into the JSON.
"""

import datetime as dt
import decimal
import json
import pathlib
import platform

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
moments = [dt.datetime(2024, 1, 5, 10, 30), dt.datetime(2024, 1, 6), None]
days = [dt.date(1969, 12, 31), dt.date(2024, 2, 29), None]
columns = {
    "customer": pa.array(["a", "Zoë", "b,\"c\""]).dictionary_encode(),
    "date": pa.array(moments[:2] + [dt.datetime(1960, 2, 29, 23, 59, 59, 999999)], pa.timestamp("us")),
    "total": pa.array([decimal.Decimal("1.50"), decimal.Decimal("-0.05"), decimal.Decimal("12345678901.25")], pa.decimal128(20, 2)),
    "small_total": pa.array([decimal.Decimal("1.5"), None, decimal.Decimal("-2.0")], pa.decimal128(9, 1)),
    "quantity": pa.array([1, None, -3], pa.int64()),
    "price": pa.array([0.1, None, 17850.0], pa.float64()),
    "single": pa.array([0.1, 2.5, None], pa.float32()),
    "paid": pa.array([True, False, None]),
    "day": pa.array(days, pa.date32()),
    "milli": pa.array(moments, pa.timestamp("ms")),
    "nano": pa.array(moments, pa.timestamp("ns", tz="UTC")),
    "big": pa.array([2**64 - 1, 0, None], pa.uint64()),
    "tiny": pa.array([255, 0, None], pa.uint8()),
    "time": pa.array([dt.time(1, 2, 3), None, dt.time(23, 59, 59)], pa.time64("us")),
    "bytes": pa.array([b"abc", b"\x00\xff", None], pa.binary()),
    "nothing": pa.array([None, None, None], pa.null()),
    "tags": pa.array([["x"], [], None], pa.list_(pa.string())),
    "place": pa.array([{"country": "DE", "zip": 1}, {"country": None, "zip": 2}, None], pa.struct([("country", pa.string()), ("zip", pa.int32())])),
}
table = pa.table(columns)

cells = {
    "customer": ["a", "Zoë", "b,\"c\""],
    "date": ["2024-01-05 10:30:00", "2024-01-06 00:00:00", "1960-02-29 23:59:59"],
    "total": ["1.50", "-0.05", "12345678901.25"],
    "small_total": ["1.5", "", "-2.0"],
    "quantity": ["1", "", "-3"],
    "price": ["0.1", "", "17850"],
    "single": ["0.1", "2.5", ""],
    "paid": ["true", "false", ""],
    "day": ["1969-12-31", "2024-02-29", ""],
    "milli": ["2024-01-05 10:30:00", "2024-01-06 00:00:00", ""],
    "nano": ["2024-01-05 10:30:00", "2024-01-06 00:00:00", ""],
    "big": ["18446744073709551615", "0", ""],
    "tiny": ["255", "0", ""],
    "time": ["01:02:03", "", "23:59:59"],
    "bytes": ["abc", "00ff", ""],
    "nothing": ["", "", ""],
    "place.country": ["DE", "", ""],
    "place.zip": ["1", "2", ""],
}

files = []
for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
    pq.write_table(table, here / f"columns.{codec}.parquet", compression=codec)
    files.append(f"columns.{codec}.parquet")
pq.write_table(
    table, here / "columns.second.parquet", row_group_size=2, data_page_version="2.0", use_dictionary=False,
    version="1.0", store_decimal_as_integer=True, compression="snappy",
)
pq.write_table(table, here / "columns.int96.parquet", use_deprecated_int96_timestamps=True, compression="snappy")
files += ["columns.second.parquet", "columns.int96.parquet"]
feather.write_feather(table, here / "columns.lz4.arrow", compression="lz4")
feather.write_feather(table, here / "columns.zstd.arrow", compression="zstd")
with ipc.new_stream(here / "columns.stream.arrow", table.schema) as stream:
    for batch in table.to_batches(max_chunksize=2):
        stream.write_batch(batch)
files += ["columns.lz4.arrow", "columns.zstd.arrow", "columns.stream.arrow"]

made = {"python": platform.python_version(), "pyarrow": pa.__version__, "files": files, "cells": cells}
(here / "columns.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n")
