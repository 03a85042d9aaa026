-- Messages, idempotency keys and sagas: as db/common/messaging.sql and db/common/saga.sql of oblako-messaging have them.

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

create table inbox (
    consumer    text        not null,
    message_id  uuid        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, message_id)
);
create index inbox_age on inbox (received_at);

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

create table saga (
    id              uuid        not null primary key,
    name            text        not null,
    subject         text        not null,
    project_id      text,
    request_id      text        not null,
    user_id         text,
    state           text        not null check (state in ('RUNNING', 'COMPENSATING', 'STUCK', 'DONE', 'UNDONE')),
    step            text        not null,
    context         text        not null,
    journal         text        not null,
    attempts        int         not null,
    faults          int         not null,
    waits_for       text,
    wake_at         timestamptz,
    created_at      timestamptz not null,
    deadline_at     timestamptz not null,
    ended_at        timestamptz,
    failed_step     text,
    failure_code    text,
    failure_message text,
    cancel_reason   text,
    pokes           bigint      not null default 0,
    lease_owner     text,
    lease_until     timestamptz,
    epoch           bigint      not null,
    version         bigint      not null,
    check ((ended_at is null) = (wake_at is not null)),
    check ((lease_owner is null) = (lease_until is null))
);
create index saga_due on saga (wake_at) where ended_at is null;
create index saga_unfinished on saga (subject) where ended_at is null;
create index saga_subject on saga (subject, created_at);
create index saga_request on saga (request_id);
create index saga_created on saga (created_at, id);
create index saga_ended on saga (ended_at) where ended_at is not null;

-- Servers. A deleted one stays for a while: administrators and changes-since see it, and a node that was away may still
-- report it.
create table server (
    id              uuid        primary key,
    project_id      text        not null,
    user_id         text        not null,
    name            text        not null,
    description     text,
    hostname        text        not null,
    metadata        jsonb       not null default '{}',
    tags            text[]      not null default '{}',
    access_ip_v4    text,
    access_ip_v6    text,
    flavor          jsonb       not null,           -- as it was at boot or at the last resize
    old_flavor      jsonb,                          -- while a resize waits for confirmation
    flavor_id       text        not null,
    flavor_name     text        not null,
    vcpus           int         not null,
    ram_mib         int         not null,
    disk_gib        int         not null,
    image           jsonb       not null,           -- as it was at boot or at the last rebuild
    image_id        uuid        not null,
    key             jsonb,
    key_name        text,
    config_drive    boolean     not null,
    sealed_secrets  text,
    reservation_id  text        not null,
    launch_index    int         not null,
    vm_state        text        not null,
    task_state      text,
    work            uuid,                           -- whose task it is
    power_state     text        not null,
    progress        int         not null,
    fault           jsonb,
    lock            jsonb,
    requested_zone  text,
    forced_host     text,
    node            text,
    zone            text,
    epoch           bigint      not null,
    disk_generation bigint      not null,
    soft_reboots    bigint      not null,
    hard_reboots    bigint      not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    launched_at     timestamptz,
    deleted_at      timestamptz,
    generation      bigint      not null,
    check ((task_state is null) = (work is null)),
    check ((vm_state = 'DELETED') = (deleted_at is not null))
);
create index server_of_project on server (project_id, created_at desc, id desc) where vm_state <> 'DELETED';
create index server_living on server (created_at desc, id desc) where vm_state <> 'DELETED';
create index server_changed on server (project_id, updated_at);
create index server_on_node on server (node) where node is not null;
create index server_deleted on server (deleted_at) where deleted_at is not null;
create index server_reservation on server (reservation_id);

-- What was asked of servers. Each action has one event, which is in the same row.
create table instance_action (
    id          bigint generated always as identity primary key,
    server_id   uuid        not null,
    request_id  text        not null,
    action      text        not null,
    project_id  text        not null,
    user_id     text        not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    updated_at  timestamptz not null,
    message     text,
    event       text        not null,
    result      text,
    details     text,
    traceback   text,
    host        text
);
create index instance_action_of_server on instance_action (server_id, id desc);
create index instance_action_open on instance_action (server_id, request_id) where finished_at is null;

create sequence host_number as integer;

-- Hosts as their heartbeats tell, and the sum of what is claimed on them.
create table host (
    name            text        primary key,
    number          int         not null unique default nextval('host_number'),
    hypervisor_id   uuid        not null unique,
    service_id      uuid        not null unique,
    zone            text        not null,
    epoch           bigint      not null,           -- counts up each time the node was given up for lost
    boot_id         text        not null,
    sequence        bigint      not null,
    disabled        boolean     not null default false,
    disabled_reason text,
    forced_down     boolean     not null default false,
    facts           jsonb       not null,
    used_servers    int         not null default 0 check (used_servers >= 0),
    used_vcpus      int         not null default 0 check (used_vcpus >= 0),
    used_ram_mib    int         not null default 0 check (used_ram_mib >= 0),
    used_disk_gib   int         not null default 0 check (used_disk_gib >= 0),
    created_at      timestamptz not null,
    last_seen       timestamptz not null
);

-- A server's place on a host, from the claim until the host has confirmed that nothing is left.
create table allocation (
    server_id       uuid        not null,
    node            text        not null references host (name),
    epoch           bigint      not null,
    vcpus           int         not null,
    ram_mib         int         not null,
    disk_gib        int         not null,
    wish            text        not null,
    wish_generation bigint      not null,
    seen_generation bigint,
    seen_state      text,
    seen_disk       bigint,
    seen_soft       bigint,
    seen_hard       bigint,
    seen_failure    jsonb,
    seen_root_bytes bigint,
    seen_at         timestamptz,
    primary key (server_id, node)
);
create index allocation_on_node on allocation (node);

create table placement_explanation (
    id          bigint generated always as identity primary key,
    server_id   uuid        not null,
    at          timestamptz not null,
    body        text        not null
);
create index placement_explanation_of_server on placement_explanation (server_id, id desc);

create table snapshot (
    image_id    uuid        primary key,
    server_id   uuid        not null,
    node        text        not null,
    epoch       bigint      not null,
    state       text,
    bytes_done  bigint      not null,
    bytes_total bigint      not null,
    failure     jsonb,
    at          timestamptz not null
);
