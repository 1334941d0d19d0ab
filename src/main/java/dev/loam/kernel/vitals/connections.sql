-- Of clients, in all databases of the server. What the login may not see has no state.
select known.state, count(client.pid) as connections
from (values ('active'), ('idle'), ('idle_in_transaction'), ('other')) as known (state)
left join pg_stat_activity as client on client.backend_type = 'client backend'
    and known.state = case
        when client.state in ('active', 'idle') then client.state
        when client.state like 'idle in transaction%' then 'idle_in_transaction'
        else 'other' end
group by known.state
