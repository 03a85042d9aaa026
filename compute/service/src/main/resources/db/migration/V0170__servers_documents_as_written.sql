-- The documents inside a server are only ever read as a whole, and lists of servers read many: as json they come out as they
-- went in, where jsonb is spelled out anew for each row. What tenants write freely (metadata, the reason of a lock) stays
-- jsonb, which refuses characters that no text can have.
alter table server
    alter column flavor type json,
    alter column old_flavor type json,
    alter column image type json,
    alter column key type json;
