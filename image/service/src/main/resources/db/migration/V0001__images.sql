-- Images and what is stored for whom. The tables at the end are those that every service keeps.

create table image (
    id               uuid         primary key,
    project_id       varchar(64)  not null,
    name             varchar(255),
    status           varchar(16)  not null,
    visibility       varchar(16)  not null,
    disk_format      varchar(16),
    container_format varchar(16),
    min_disk_gib     int          not null,
    min_ram_mib      int          not null,
    is_protected     boolean      not null,
    hidden           boolean      not null,
    tags             varchar(255)[] not null,
    properties       jsonb        not null,
    -- What it takes of its project's quota just now: reserved during an upload, exact afterwards.
    charged_bytes    bigint       not null check (charged_bytes >= 0),
    counted          boolean      not null,
    ordered          boolean      not null,
    -- The upload that is going on.
    upload_object    uuid unique,
    upload_until     timestamptz,
    -- The bytes, once they are all there.
    data_object      uuid unique,
    size_bytes       bigint,
    virtual_bytes    bigint,
    md5              char(32),
    sha512           char(128),
    stored_during    varchar(64),
    fault            varchar(1024),
    generation       bigint       not null,
    created_at       timestamptz  not null,
    updated_at       timestamptz  not null
);
create index image_of_project on image (project_id, created_at desc, id);
create index image_for_others on image (visibility, created_at desc, id) where visibility <> 'PRIVATE';
create index image_by_age on image (created_at desc, id);
create index image_by_name on image (name);
create index image_uploading on image (upload_until) where upload_until is not null;
create index image_unsettled on image (updated_at) where data_object is not null and sha512 is null;

create table image_member (
    image_id   uuid        not null references image on delete cascade,
    project_id varchar(64) not null,
    status     varchar(16) not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (image_id, project_id)
);
create index image_member_of on image_member (project_id, status);

-- Counters that every change of an image moves in its own transaction; never negative, never over the limit.
create table project_usage (
    project_id   varchar(64) primary key,
    image_count  int         not null check (image_count >= 0),
    stored_bytes bigint      not null check (stored_bytes >= 0)
);

-- What every service keeps beside its own tables, in its own schema. Copied into each service's first migration.

-- Messages that have been decided but not yet published. The relay publishes them in order of seq and deletes them.
create table outbox (
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
create table inbox (
    consumer    text        not null,
    message_id  uuid        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, message_id)
);
create index inbox_age on inbox (received_at);

-- Answers to requests that carried an Idempotency-Key, written in the transaction of their effect.
create table idempotency (
    caller      text        not null,
    key         text        not null,
    fingerprint text        not null,
    status      int,
    headers     text,
    body        bytea,
    created_at  timestamptz not null default now(),
    primary key (caller, key)
);
create index idempotency_age on idempotency (created_at);
