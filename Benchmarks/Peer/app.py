# SPDX-License-Identifier: Apache-2.0
"""A peer for the same questions: FastAPI with hand-written SQL over the same tables, as a team without a framework
would write it. No roles, no masks, no roll-ups, no stage rules; the write keeps a history row."""
import os
import sqlite3
import time
import uuid

import orjson
from fastapi import FastAPI, Request, Response

app = FastAPI()
database = sqlite3.connect(os.environ["PEER_DATABASE"], isolation_level=None, check_same_thread=False, timeout=10)
database.execute("PRAGMA synchronous = FULL")
database.row_factory = sqlite3.Row

LIST_COLUMNS = os.environ["PEER_COLUMNS"]
CARD_COLUMNS = (
    "SELECT p.id, p.policy_no, c.name AS holder, r.name AS product, p.premium FROM policy p "
    "LEFT JOIN contact c ON c.id = p.holder LEFT JOIN product r ON r.id = p.product "
    "WHERE p.deleted_at IS NULL AND p.status = ? ORDER BY p.id DESC LIMIT 15")


def rows(sql, *values):
    return [dict(row) for row in database.execute(sql, values)]


def answer(content, status=200):
    return Response(orjson.dumps(content), status, media_type="application/json")


@app.get("/Policy/{key}")
async def read(key: str):
    found = rows("SELECT * FROM policy WHERE id = ? AND deleted_at IS NULL", key)
    return answer(found[0]) if found else answer({"error": "not found"}, 404)


@app.get("/Policy")
async def page(status: str, premium: int):
    return answer(rows(
        f"SELECT {LIST_COLUMNS} FROM policy WHERE deleted_at IS NULL AND status = ? AND premium >= ? "
        "ORDER BY id LIMIT 50", status, premium))


@app.get("/search")
async def search(words: str):
    return answer(rows(
        "SELECT c.id, c.name, c.mobile FROM contact c WHERE c.deleted_at IS NULL AND c.name LIKE ? "
        "ORDER BY c.id LIMIT 50", f"%{words}%"))


@app.get("/report")
async def report():
    return answer(rows(
        "SELECT branch, agent, count(*) AS n, sum(live_premium) AS premium FROM policy WHERE deleted_at IS NULL "
        "GROUP BY branch, agent"))


@app.get("/standing")
async def standing():
    return answer(rows(
        "SELECT substr(effective_date, 1, 4) AS year, channel, count(*) AS n, sum(ape) AS ape FROM policy "
        "WHERE deleted_at IS NULL GROUP BY 1, 2"))


@app.get("/board")
async def board():
    columns = rows(
        "SELECT status, count(*) AS n, sum(premium) AS premium FROM policy WHERE deleted_at IS NULL GROUP BY status")
    for column in columns:
        column["cards"] = rows(CARD_COLUMNS, column["status"])
    return answer(columns)


@app.post("/Lead")
async def create(request: Request):
    lead = orjson.loads(await request.body())
    if not lead.get("name") or not lead.get("source"):
        return answer({"error": "name and source are required"}, 422)
    key, now = str(uuid.uuid4()), int(time.time() * 1_000_000)
    database.execute("BEGIN IMMEDIATE")
    database.execute(
        "INSERT INTO lead (id, version, created_at, name, source, mobile, stage) VALUES (?, 1, ?, ?, ?, ?, 'new')",
        (key, now, lead["name"], lead["source"], lead.get("mobile")))
    database.execute(
        "INSERT INTO trellis_change (id, entity, record, version, at, door, kind, fields) "
        "VALUES (?, 'Lead', ?, 1, ?, 'peer', 'created', ?)", (str(uuid.uuid4()), key, now, orjson.dumps(lead).decode()))
    database.execute("COMMIT")
    return answer({"id": key}, 201)
