-- Which server has a port, when the network service tells that the port was deleted. The document stays json, as V0170 says;
-- the index is of what it says.
create index server_of_port on server using gin (jsonb_path_query_array(nics::jsonb, '$[*].port')) where vm_state <> 'DELETED';
