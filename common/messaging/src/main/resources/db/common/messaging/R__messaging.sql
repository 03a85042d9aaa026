-- What every service keeps beside its own tables, in its own schema. Flyway runs this file whenever its text has changed, after
-- the versioned migrations: each statement must be harmless where it has had its effect. A new column is one more
-- `alter table … add column if not exists`. The first migrations of identity, image and compute hold an older copy.

-- What is there already is no news.
set local client_min_messages = warning;

-- Messages that have been decided but not yet published. The relay publishes them in order of seq and deletes them.
create table if not exists outbox (
    seq         bigint generated always as identity primary key,
    message_id  uuid        not null,
    topic       text        not null,
    partition   int,
    key         text        not null,
    type        text        not null,
    payload     bytea,
    request_id  text        not null,
    project     text,
    caller      text,
    traceparent text,
    created_at  timestamptz not null default now()
);

-- Messages that have had their effect: one row per consumer and message, written in the transaction of the effect.
create table if not exists inbox (
    consumer    text        not null,
    message_id  uuid        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, message_id)
);
create index if not exists inbox_age on inbox (received_at);

-- Answers to requests that carried an Idempotency-Key, written in the transaction of their effect.
create table if not exists idempotency (
    caller      text        not null,
    key         text        not null,
    fingerprint text        not null,
    status      int,
    headers     text,
    body        bytea,
    created_at  timestamptz not null default now(),
    primary key (caller, key)
);
create index if not exists idempotency_age on idempotency (created_at);
