-- The interfaces of a server, in the order in which its guest sees them; only ever read as a whole.
alter table server add column nics json not null default '[]';
