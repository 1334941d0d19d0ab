-- Views and functions that an API shows as resources of their own.

create view album_summary with (security_invoker = on) as
select album.album_id,
    album.title,
    album.artist_id,
    summary.tracks,
    summary.minutes,
    summary.price
from album
cross join lateral (
    select count(*) as tracks,
        round(coalesce(sum(track.milliseconds), 0) / 60000.0, 1) as minutes,
        coalesce(sum(track.unit_price), 0) as price
    from track
    where track.album_id = album.album_id
) as summary;

create view track_detail with (security_invoker = on) as
select track.track_id,
    track.name,
    track.album_id,
    album.title as album,
    album.artist_id,
    artist.name as artist,
    track.genre_id,
    genre.name as genre,
    track.milliseconds,
    track.unit_price
from track
join album using (album_id)
join artist using (artist_id)
join genre using (genre_id);

-- The owner of a materialized view reads it alone, so it holds nothing private.
create materialized view genre_sales as
select genre.genre_id,
    genre.name as genre,
    coalesce(sum(invoice_line.quantity), 0) as tracks_sold,
    coalesce(sum(invoice_line.quantity * invoice_line.unit_price), 0) as revenue
from genre
left join track using (genre_id)
left join invoice_line using (track_id)
group by genre.genre_id, genre.name;

create unique index genre_sales_genre_id_idx on genre_sales (genre_id);

comment on view album_summary is 'Albums with the number, length and price of their tracks.';
comment on view track_detail is 'Tracks with the names of album, artist and genre.';
comment on materialized view genre_sales is 'What each genre has sold; refreshed by hand.';

-- A computed column: `track?select=name,duration`.
create function duration(track) returns text
language sql immutable
return ($1.milliseconds / 60000) || ':'
    || lpad(($1.milliseconds / 1000 % 60)::text, 2, '0');

-- A computed column on a table that is guarded row by row.
create function full_name(customer) returns text
language sql immutable
return $1.first_name || ' ' || $1.last_name;

-- A computed relationship to many: `artist?select=name,track(name)`.
create function track(artist) returns setof track
language sql stable
begin atomic
    select track.*
    from track
    join album on album.album_id = track.album_id
    where album.artist_id = $1.artist_id;
end;

-- A computed relationship to one: `track?select=name,artist(name)`.
create function artist(track) returns setof artist rows 1
language sql stable
begin atomic
    select artist.*
    from artist
    join album on album.artist_id = artist.artist_id
    where album.album_id = $1.album_id;
end;

create function search_tracks(words text) returns setof track
language sql stable
as $$
    select *
    from track
    where to_tsvector('simple', name) @@ plainto_tsquery('simple', words);
$$;

create function top_genres(rows_max integer default 5)
returns table (genre text, tracks bigint, minutes numeric)
language sql stable
as $$
    select genre.name, count(*), round(sum(track.milliseconds) / 60000.0, 1)
    from genre
    join track using (genre_id)
    group by genre.genre_id
    order by count(*) desc, genre.name
    limit rows_max;
$$;

create function album_price(album_id integer) returns numeric
language sql stable
as $$
    select sum(unit_price) from track where track.album_id = album_price.album_id;
$$;

create function create_playlist(name text, track_ids integer[]) returns playlist
language plpgsql
as $$
declare
    made playlist;
begin
    if cardinality(track_ids) = 0 then
        raise exception 'a playlist needs at least one track'
            using errcode = '22023', hint = 'Give track_ids, for example {1,2}.';
    end if;
    insert into playlist (name) values (create_playlist.name) returning * into made;
    insert into playlist_track (playlist_id, track_id)
    select made.playlist_id, track_id from unnest(track_ids) as track_id;
    return made;
end;
$$;

comment on function duration(track) is 'Playing time as minutes:seconds.';
comment on function full_name(customer) is 'First and last name.';
comment on function track(artist) is 'All tracks of an artist, on whichever album.';
comment on function artist(track) is 'The artist of the album a track is on.';
comment on function search_tracks(text) is 'Tracks whose name has all the words.';
comment on function top_genres(integer) is 'The genres with the most tracks.';
comment on function album_price(integer) is 'What all tracks of an album cost together.';
comment on function create_playlist(text, integer[]) is 'Makes a playlist of these tracks.';
