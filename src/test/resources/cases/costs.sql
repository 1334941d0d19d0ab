create table api.wide as select n as id, n % 100 as part, 'word ' || n as word
  from generate_series(1, 20000) n;
alter table api.wide add primary key (id);
analyze api.wide;
grant select, update on api.wide to case_anon;
create function api.wide_words() returns setof api.wide language sql stable
  as $$ select * from api.wide $$;
create function api.limited() returns text language sql stable
  set plan_filter.statement_cost_limit = '100'
  as $$ select current_setting('plan_filter.statement_cost_limit') || ' '
          || (select count(*) from api.wide) $$;
create table hidden.calls (n integer);
create function hidden.noted() returns void language plpgsql security definer as $$ begin
  if current_setting('transaction_read_only') = 'off' then
    insert into hidden.calls values (1);
  end if; end $$;
grant usage on schema hidden to case_anon;
