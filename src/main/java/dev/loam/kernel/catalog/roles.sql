-- Settings of the roles that this login may act as, as far as it may set them itself.
select r.rolname, lower(split_part(given.setting, '=', 1)),
    substr(given.setting, strpos(given.setting, '=') + 1)
from pg_roles r
cross join unnest(r.rolconfig) as given (setting)
left join pg_settings s on lower(s.name) = lower(split_part(given.setting, '=', 1))
where pg_has_role(session_user, r.oid, 'member')
    and (s.context is null or s.context = 'user')
order by 1, 2
