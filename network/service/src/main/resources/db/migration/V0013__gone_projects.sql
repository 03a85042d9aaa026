-- Projects that identity has deleted while ports were in their default group: it goes when the last of them has.
create table gone_project (
    project_id varchar(64) primary key
);
