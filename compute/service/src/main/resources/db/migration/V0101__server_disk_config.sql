-- OS-DCF:diskConfig as the tenant asked for it: AUTO (true) or MANUAL.
alter table server add column disk_auto boolean not null default false;
