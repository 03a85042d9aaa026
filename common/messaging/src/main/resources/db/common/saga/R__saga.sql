-- Sagas of a service that has some: one row each, written once per turn of a worker. As db/common/messaging, this file runs
-- again when its text has changed. The journal is a JSON array of what was done and undone; it lives in the row because every
-- turn writes both.

set local client_min_messages = warning;

create table if not exists saga (
    id              uuid        not null primary key,
    name            text        not null,
    subject         text        not null,
    project_id      text,
    request_id      text        not null,
    user_id         text,
    traceparent     text,                       -- W3C trace context of the request that started it
    state           text        not null check (state in ('RUNNING', 'COMPENSATING', 'STUCK', 'DONE', 'UNDONE')),
    step            text        not null,
    context         text        not null,
    journal         text        not null,
    attempts        int         not null,
    faults          int         not null,
    waits_for       text,
    wake_at         timestamptz,                -- null once it has ended
    created_at      timestamptz not null,
    deadline_at     timestamptz not null,
    ended_at        timestamptz,
    failed_step     text,
    failure_code    text,
    failure_message text,
    cancel_reason   text,                       -- written by whoever asks it to turn back, never by its worker
    pokes           bigint      not null default 0,
    lease_owner     text,
    lease_until     timestamptz,
    epoch           bigint      not null,
    version         bigint      not null,
    check ((ended_at is null) = (wake_at is not null)),
    check ((lease_owner is null) = (lease_until is null))
);
create index if not exists saga_due on saga (wake_at) where ended_at is null;
create index if not exists saga_unfinished on saga (subject) where ended_at is null;
create index if not exists saga_subject on saga (subject, created_at);
create index if not exists saga_request on saga (request_id);
create index if not exists saga_created on saga (created_at, id);
create index if not exists saga_ended on saga (ended_at) where ended_at is not null;
