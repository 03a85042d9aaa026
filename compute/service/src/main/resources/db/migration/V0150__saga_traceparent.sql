-- A saga carries the trace of the request that started it to its steps. Absent in rows of earlier releases, and when
-- nobody traces.
alter table saga add column traceparent text;
