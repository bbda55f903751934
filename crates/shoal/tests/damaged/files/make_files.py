"""Writes sales.parquet, sales.arrow and sales.arrows: the same sixty rows that `sales` in ../inputs.rs makes as text."""

import datetime
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

rows = range(60)
table = pa.table({
    "order": pa.array([1000 + row for row in rows], pa.int64()),
    "customer": pa.array([f"C{row % 20:02}" for row in rows]),
    "date": pa.array([datetime.date(2024, 1 + row % 12, 1 + row % 28) for row in rows]),
    "quantity": pa.array([1 + row % 3 for row in rows], pa.int32()),
    "price": pa.array([10.5 + row % 7 for row in rows]),
})
pyarrow.parquet.write_table(table, "sales.parquet", compression="snappy")
with pa.ipc.new_file("sales.arrow", table.schema) as file:
    file.write_table(table)
with pa.ipc.new_stream("sales.arrows", table.schema) as stream:
    stream.write_table(table)
