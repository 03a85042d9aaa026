-- Trunks and what they carry; flow logs.

create table trunk (
    id             uuid          primary key,
    project_id     varchar(64)   not null,
    name           varchar(255)  not null,
    description    varchar(255)  not null,
    tags           varchar(255)[] not null,
    created_at     timestamptz   not null,
    updated_at     timestamptz   not null,
    revision       bigint        not null,
    port_id        uuid          not null unique references port,
    admin_state_up boolean       not null
);
create index trunk_of_project on trunk (project_id, id);

create table trunk_subport (
    port_id         uuid not null primary key references port,
    trunk_id        uuid not null references trunk on delete cascade,
    segmentation_id int  not null,
    unique (trunk_id, segmentation_id)
);

-- A log about a group or a port goes with it.
create table flow_log (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    enabled     boolean       not null,
    event       varchar(16)   not null,
    resource_id uuid references security_group on delete cascade,
    target_id   uuid references port on delete cascade
);
create index flow_log_of_project on flow_log (project_id, id);
