-- Who may read what. Rows are guarded by the database itself, so that every way in is guarded.
-- Nothing here allows writing: that is left to the service key, which passes by the policies.

alter table artist enable row level security;
alter table album enable row level security;
alter table genre enable row level security;
alter table media_type enable row level security;
alter table track enable row level security;
alter table playlist enable row level security;
alter table playlist_track enable row level security;
alter table employee enable row level security;
alter table customer enable row level security;
alter table invoice enable row level security;
alter table invoice_line enable row level security;

grant select on all tables in schema public to anon, authenticated;
grant all on all tables in schema public to service_role;
grant usage on all sequences in schema public to service_role;

create policy "The catalogue is open" on artist
    for select to anon, authenticated using (true);
create policy "The catalogue is open" on album
    for select to anon, authenticated using (true);
create policy "The catalogue is open" on genre
    for select to anon, authenticated using (true);
create policy "The catalogue is open" on media_type
    for select to anon, authenticated using (true);
create policy "The catalogue is open" on track
    for select to anon, authenticated using (true);
create policy "The catalogue is open" on playlist
    for select to anon, authenticated using (true);
create policy "The catalogue is open" on playlist_track
    for select to anon, authenticated using (true);

create policy "Colleagues are known to those who signed in" on employee
    for select to authenticated using (true);

-- The subselect is evaluated once a statement, not once a row.
create policy "Customers see themselves" on customer
    for select to authenticated
    using (email = (select auth.jwt() ->> 'email'));

-- The policies of customer and of invoice apply inside these subselects.
create policy "Customers see their invoices" on invoice
    for select to authenticated
    using (customer_id in (select customer_id from customer));

create policy "Customers see the lines of their invoices" on invoice_line
    for select to authenticated
    using (invoice_id in (select invoice_id from invoice));
