-- What version 1 of the schema was, and a delivery in it. Never changed: stores like this one are on users' disks.
CREATE TABLE deliveries (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  at INTEGER NOT NULL,
  provider TEXT,
  event_id TEXT,
  type TEXT,
  unknown_type INTEGER NOT NULL,
  verdict TEXT,
  signature TEXT,
  sent_to TEXT,
  answered INTEGER,
  duplicate_of TEXT,
  replay_of TEXT,
  method TEXT NOT NULL,
  target TEXT NOT NULL,
  headers TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX deliveries_by_event ON deliveries (event_id, provider) WHERE event_id IS NOT NULL;
CREATE INDEX deliveries_by_type ON deliveries (type);
CREATE INDEX deliveries_by_time ON deliveries (at);
CREATE TABLE attempts (
  delivery TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sent_to TEXT NOT NULL,
  headers TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused', 'timed-out', 'unreachable')),
  duration_ms REAL NOT NULL,
  status INTEGER,
  status_text TEXT,
  response_headers TEXT,
  response_body BLOB,
  response_truncated INTEGER,
  why TEXT,
  detail TEXT,
  PRIMARY KEY (delivery, number)
) STRICT;
INSERT INTO deliveries (id, direction, at, provider, event_id, type, unknown_type, verdict, signature, sent_to, answered,
  duplicate_of, replay_of, method, target, headers, body)
VALUES ('dlv_OLD', 'out', 1000, 'acme', 'evt_0001', 'job.completed', 0, NULL, NULL, 'http://localhost:3000/hooks', NULL,
  NULL, NULL, 'POST', '/hooks', '[["Content-Type","application/json"]]', x'7b7d');
INSERT INTO attempts (delivery, number, at, sent_to, headers, outcome, duration_ms, status, status_text, response_headers,
  response_body, response_truncated, why, detail)
VALUES ('dlv_OLD', 1, 1001, 'http://localhost:3000/hooks', '[["X-Signature","v1=00"]]', 'accepted', 12.5, 200, 'OK',
  '[["X-A","1"]]', x'6f6b', 0, NULL, NULL);
