-- What private.mjs takes for granted: rooms with members, a channel that members only read, a
-- function that sends from SQL and can undo it, a table whose trigger sends.
create table public.room_member (room text, person uuid, primary key (room, person));
insert into public.room_member values
    ('7', '00000000-0000-4000-8000-00000000000a'), ('8', '00000000-0000-4000-8000-00000000000a');
grant select on public.room_member to authenticated;

create policy "members read" on realtime.messages for select to authenticated
    using (exists (
        select from public.room_member
        where person = (select auth.uid()) and 'room:' || room = realtime.topic()));
create policy "members write" on realtime.messages for insert to authenticated
    with check (exists (
        select from public.room_member
        where person = (select auth.uid()) and 'room:' || room = realtime.topic()));
create policy "notices" on realtime.messages for select to authenticated
    using (realtime.topic() = 'notices');

create function public.say(event text, payload jsonb, topic text, is_private boolean,
    undone boolean) returns void
language plpgsql
as $$
begin
    perform realtime.send(say.payload, say.event, say.topic, say.is_private);
    if undone then
        raise exception 'undone';
    end if;
end
$$;

create table public.room_note (id bigint generated always as identity primary key, room text,
    text text);
create function public.room_note_changes() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    perform realtime.broadcast_changes('room:' || coalesce(new.room, old.room), tg_op, tg_op,
        tg_table_name, tg_table_schema, new, old);
    return null;
end
$$;
create trigger room_note_changes after insert or update or delete on public.room_note
    for each row execute function public.room_note_changes();
