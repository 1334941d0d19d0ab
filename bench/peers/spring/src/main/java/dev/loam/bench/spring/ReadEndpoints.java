package dev.loam.bench.spring;

import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The reads, each with the statement one would write for it. Nested answers are made by
/// PostgreSQL, which is faster than joining and sorting out here.
@RestController
@Profile("jdbc")
class ReadEndpoints {
    private static final String NESTED = """
            select coalesce(json_agg(a)::text, '[]') from (
                select artist.name, coalesce((
                    select json_agg(b) from (
                        select album.title, coalesce((
                            select json_agg(c) from (
                                select track.name from track
                                where track.album_id = album.album_id) as c), '[]') as track
                        from album where album.artist_id = artist.artist_id) as b), '[]') as album
                from artist %s) as a
            """;

    private final JdbcClient jdbc;
    private final Caller caller;

    ReadEndpoints(JdbcClient jdbc, Caller caller) {
        this.jdbc = jdbc;
        this.caller = caller;
    }

    @GetMapping("/track/{id}")
    TrackRow track(@PathVariable int id) {
        return jdbc.sql("select * from track where track_id = ?").param(id)
                .query(TrackRow.class).single();
    }

    @GetMapping("/tracks/genre/{genre}")
    List<TrackRow> page(
            @PathVariable int genre, @RequestParam int limit, @RequestParam int offset) {
        return jdbc.sql("select * from track where genre_id = ? order by milliseconds desc,"
                        + " track_id limit ? offset ?")
                .param(genre).param(limit).param(offset).query(TrackRow.class).list();
    }

    @GetMapping("/tracks")
    List<TrackRow> tracks(@RequestParam int limit) {
        return jdbc.sql("select * from track order by track_id limit ?").param(limit)
                .query(TrackRow.class).list();
    }

    @GetMapping("/customer/{id}")
    @Transactional(readOnly = true)
    Map<String, Object> customer(
            @RequestHeader("Authorization") String authorization, @PathVariable int id) {
        caller.assume(authorization);
        return jdbc.sql("select * from customer where customer_id = ?").param(id)
                .query().singleRow();
    }

    @GetMapping(path = "/artist/{id}/albums", produces = MediaType.APPLICATION_JSON_VALUE)
    String artist(@PathVariable int id) {
        return jdbc.sql(NESTED.formatted("where artist.artist_id = ?")).param(id)
                .query(String.class).single();
    }

    @GetMapping(path = "/artists", produces = MediaType.APPLICATION_JSON_VALUE)
    String artists() {
        return jdbc.sql(NESTED.formatted("order by artist.artist_id"))
                .query(String.class).single();
    }

    @GetMapping("/add_up")
    int sum(@RequestParam int a, @RequestParam int b) {
        return jdbc.sql("select add_up(?, ?)").param(a).param(b).query(Integer.class).single();
    }

    @GetMapping("/popular_tracks")
    List<Map<String, Object>> popular() {
        return jdbc.sql("select * from popular_tracks()").query().listOfRows();
    }

    @GetMapping("/document/{id}")
    Map<String, Object> document(@PathVariable int id) {
        return jdbc.sql("select * from document where document_id = ?").param(id)
                .query().singleRow();
    }

    @GetMapping("/event/{id}")
    Map<String, Object> event(@PathVariable long id) {
        return jdbc.sql("select * from event where event_id = ?").param(id).query().singleRow();
    }

    @GetMapping("/events/after/{id}")
    List<Map<String, Object>> events(@PathVariable long id) {
        return jdbc.sql("select * from event where event_id > ? order by event_id limit 50")
                .param(id).query().listOfRows();
    }
}
