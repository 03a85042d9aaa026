-- Routers, floating IPs and the ports they forward. Interfaces of routers are rows of port with the router as device.

create table router (
    id                      uuid          primary key,
    project_id              varchar(64)   not null,
    name                    varchar(255)  not null,
    description             varchar(255)  not null,
    tags                    varchar(255)[] not null,
    created_at              timestamptz   not null,
    updated_at              timestamptz   not null,
    revision                bigint        not null,
    admin_state_up          boolean       not null,
    gateway_port_id         uuid references port,
    enable_snat             boolean       not null,
    routes                  jsonb         not null,
    distributed             boolean       not null,
    ha                      boolean       not null,
    availability_zone_hints varchar(255)[] not null
);
create index router_of_project on router (project_id, id);
create index router_gateway on router (gateway_port_id) where gateway_port_id is not null;

create table floatingip (
    id                  uuid          primary key,
    project_id          varchar(64)   not null,
    name                varchar(255)  not null,
    description         varchar(255)  not null,
    tags                varchar(255)[] not null,
    created_at          timestamptz   not null,
    updated_at          timestamptz   not null,
    revision            bigint        not null,
    floating_network_id uuid          not null references network,
    floating_port_id    uuid          not null references port,
    floating_ip_address inet          not null,
    port_id             uuid references port,
    fixed_ip_address    inet,
    router_id           uuid references router,
    qos_policy_id       uuid,
    check ((port_id is null) = (fixed_ip_address is null))
);
create index floatingip_of_project on floatingip (project_id, id);
create index floatingip_of_router on floatingip (router_id) where router_id is not null;
create unique index floatingip_own_port on floatingip (floating_port_id);
-- An address has one floating IP on each external network.
create unique index floatingip_target
    on floatingip (port_id, fixed_ip_address, floating_network_id) where port_id is not null;

create table port_forwarding (
    id                uuid          primary key,
    project_id        varchar(64)   not null,
    name              varchar(255)  not null,
    description       varchar(255)  not null,
    tags              varchar(255)[] not null,
    created_at        timestamptz   not null,
    updated_at        timestamptz   not null,
    revision          bigint        not null,
    floatingip_id     uuid          not null references floatingip on delete cascade,
    protocol          varchar(16)   not null,
    external_first    int           not null,
    external_last     int           not null,
    internal_port_id  uuid          not null references port,
    internal_address  inet          not null,
    internal_first    int           not null,
    internal_last     int           not null
);
create index port_forwarding_of_floatingip on port_forwarding (floatingip_id);
create index port_forwarding_of_port on port_forwarding (internal_port_id);
