-- The tables whose changes clients may listen to; policies say who sees which row.
do $$
begin
    if exists (select from pg_publication where pubname = 'supabase_realtime') then
        alter publication supabase_realtime add table artist, album, track;
    end if;
end
$$;
