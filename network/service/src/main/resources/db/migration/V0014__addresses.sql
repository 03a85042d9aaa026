-- "Who has this address?" is asked of lists of ports, and by what reaches what.
create index ip_allocation_address on ip_allocation (address);
