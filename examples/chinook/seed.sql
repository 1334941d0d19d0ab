-- Loaded once, when the database is created.

\copy artist from 'data/artist.csv' with (format csv, header)
\copy album from 'data/album.csv' with (format csv, header)
\copy genre from 'data/genre.csv' with (format csv, header)
\copy media_type from 'data/media_type.csv' with (format csv, header)
\copy track from 'data/track.csv' with (format csv, header)
\copy playlist from 'data/playlist.csv' with (format csv, header)
\copy playlist_track from 'data/playlist_track.csv' with (format csv, header)
\copy employee from 'data/employee.csv' with (format csv, header)
\copy customer from 'data/customer.csv' with (format csv, header)
\copy invoice from 'data/invoice.csv' with (format csv, header)
\copy invoice_line from 'data/invoice_line.csv' with (format csv, header)

-- The rows brought their own keys: the next ones go on after them.
select setval(pg_get_serial_sequence('artist', 'artist_id'), max(artist_id)) from artist;
select setval(pg_get_serial_sequence('album', 'album_id'), max(album_id)) from album;
select setval(pg_get_serial_sequence('genre', 'genre_id'), max(genre_id)) from genre;
select setval(pg_get_serial_sequence('media_type', 'media_type_id'), max(media_type_id))
from media_type;
select setval(pg_get_serial_sequence('track', 'track_id'), max(track_id)) from track;
select setval(pg_get_serial_sequence('playlist', 'playlist_id'), max(playlist_id)) from playlist;
select setval(pg_get_serial_sequence('employee', 'employee_id'), max(employee_id)) from employee;
select setval(pg_get_serial_sequence('customer', 'customer_id'), max(customer_id)) from customer;
select setval(pg_get_serial_sequence('invoice', 'invoice_id'), max(invoice_id)) from invoice;
select setval(pg_get_serial_sequence('invoice_line', 'invoice_line_id'), max(invoice_line_id))
from invoice_line;

refresh materialized view genre_sales;
analyze;
