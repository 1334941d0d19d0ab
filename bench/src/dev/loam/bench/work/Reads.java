package dev.loam.bench.work;

import static dev.loam.bench.work.Dialect.DATA_REST;
import static dev.loam.bench.work.Dialect.DIRECTUS;
import static dev.loam.bench.work.Dialect.GRAPHQL;
import static dev.loam.bench.work.Dialect.JDBC;
import static dev.loam.bench.work.Dialect.PARSE;
import static dev.loam.bench.work.Dialect.REST;
import static dev.loam.bench.work.Limits.byRow;
import static dev.loam.bench.work.Limits.whole;

import java.util.List;

/// The workloads that read Chinook.
final class Reads {
    private static final String TRACK = "track_id,name,album_id,media_type_id,genre_id,composer,"
            + "milliseconds,bytes,unit_price";
    private static final String TRACK_GRAPHQL = "track_id: trackId name album_id: albumId "
            + "media_type_id: mediaTypeId genre_id: genreId composer milliseconds bytes "
            + "unit_price: unitPrice";
    private static final String CUSTOMER = "customer_id,first_name,last_name,company,address,city,"
            + "state,country,postal_code,phone,fax,email,support_rep_id";

    private Reads() {
    }

    static List<Workload> all() {
        return List.of(point(), pointJwt(),
                pointJwt().as("tokens", "the same by 20,000 different tokens")
                        .by(Who.MANY_TOKENS).limit(null),
                embed(), embedAll(), page(), pageThousand(), function(), heavyFunction(),
                answer100k(),
                connections(10), connections(50), connections(100), connections(1_000));
    }

    static Workload point() {
        return Workload.named("point", "a track by key, no token")
                .asks(REST, Call.get("/track?track_id=eq.1"))
                .asks(JDBC, Call.get("/track/1"))
                .asks(DATA_REST, Call.get("/track/1"))
                .asks(GRAPHQL, graphql("{ list: trackByTrackId(trackId: 1) { " + TRACK_GRAPHQL
                        + " } }"))
                .asks(DIRECTUS, Call.get("/items/track/1?fields=" + TRACK))
                .asks(PARSE, Call.get("/classes/Track?limit=1&where=%7B%22track_id%22%3A1%7D"
                        + "&keys=" + TRACK))
                .limit(byRow("select track.* from track where track.track_id = 1"));
    }

    private static Workload pointJwt() {
        return Workload.named("point-jwt",
                        "a customer by key, behind a token and row-level security")
                .by(Who.CUSTOMER)
                .asks(REST, Call.get("/customer?customer_id=eq.1"))
                .asks(JDBC, Call.get("/customer/1"))
                .asks(GRAPHQL, graphql("{ list: customerByCustomerId(customerId: 1) { customer_id:"
                        + " customerId first_name: firstName last_name: lastName company address"
                        + " city state country postal_code: postalCode phone fax email"
                        + " support_rep_id: supportRepId } }"))
                .asks(DIRECTUS, Call.get("/items/customer/1?fields=" + CUSTOMER))
                .limit(byRow("select customer.* from customer where customer.customer_id = 1"));
    }

    private static Workload connections(int count) {
        return pointJwt().as("connections-" + count, "point-jwt on " + count + " connections")
                .connections(count).limit(null);
    }

    private static Workload embed() {
        return Workload.named("embed", "an artist by key with albums and their tracks")
                .asks(REST, Call.get(
                        "/artist?artist_id=eq.90&select=name,album(title,track(name))"))
                .asks(JDBC, Call.get("/artist/90/albums"))
                .asks(GRAPHQL, graphql("{ list: artistByArtistId(artistId: 90) { name album: "
                        + "albumsByArtistId { nodes { title track: tracksByAlbumId { nodes { name "
                        + "} } } } } }"))
                .asks(DIRECTUS, Call.get("/items/artist/90?fields=name,album.title,"
                        + "album.track.name&deep%5Balbum%5D%5B_limit%5D=-1"
                        + "&deep%5Balbum%5D%5Btrack%5D%5B_limit%5D=-1"))
                .limit(byRow(embedded("where artist.artist_id = 90")));
    }

    private static Workload embedAll() {
        return Workload.named("embed-all", "all artists with albums and their tracks")
                .asks(REST, Call.get(
                        "/artist?select=name,album(title,track(name))&order=artist_id"))
                .asks(JDBC, Call.get("/artists"))
                .asks(GRAPHQL, graphql("{ list: allArtists(orderBy: [ARTIST_ID_ASC]) { nodes { "
                        + "name album: albumsByArtistId { nodes { title track: tracksByAlbumId { "
                        + "nodes { name } } } } } } }"))
                .asks(DIRECTUS, Call.get("/items/artist?fields=name,album.title,album.track.name"
                        + "&sort=artist_id&limit=-1&deep%5Balbum%5D%5B_limit%5D=-1"
                        + "&deep%5Balbum%5D%5Btrack%5D%5B_limit%5D=-1"))
                .limit(whole(embedded("order by artist.artist_id")));
    }

    private static Workload page() {
        return Workload.named("page", "50 of 1,297 tracks of a genre, by length")
                .asks(REST, Call.get("/track?genre_id=eq.1&order=milliseconds.desc,track_id"
                        + "&limit=50&offset=50"))
                .asks(JDBC, Call.get("/tracks/genre/1?limit=50&offset=50"))
                .asks(DATA_REST, Call.get("/track/search/genre?genreId=1&size=50&page=1"))
                .asks(GRAPHQL, graphql("{ list: allTracks(condition: {genreId: 1}, orderBy: "
                        + "[MILLISECONDS_DESC, TRACK_ID_ASC], first: 50, offset: 50) { nodes { "
                        + TRACK_GRAPHQL + " } } }"))
                .asks(DIRECTUS, Call.get("/items/track?fields=" + TRACK
                        + "&filter%5Bgenre_id%5D%5B_eq%5D=1&sort=-milliseconds,track_id"
                        + "&limit=50&offset=50"))
                .asks(PARSE, Call.get("/classes/Track?where=%7B%22genre_id%22%3A1%7D"
                        + "&order=-milliseconds,track_id&limit=50&skip=50&keys=" + TRACK))
                .limit(byRow("select track.* from track where track.genre_id = 1 order by"
                        + " track.milliseconds desc, track.track_id limit 50 offset 50"));
    }

    private static Workload pageThousand() {
        return Workload.named("page-1000", "1,000 tracks in the order of their keys")
                .asks(REST, Call.get("/track?order=track_id&limit=1000"))
                .asks(JDBC, Call.get("/tracks?limit=1000"))
                .asks(DATA_REST, Call.get("/track/search/all?size=1000"))
                .asks(GRAPHQL, graphql("{ list: allTracks(orderBy: [TRACK_ID_ASC], first: 1000) "
                        + "{ nodes { " + TRACK_GRAPHQL + " } } }"))
                .asks(DIRECTUS, Call.get("/items/track?fields=" + TRACK
                        + "&sort=track_id&limit=1000"))
                .asks(PARSE, Call.get("/classes/Track?order=track_id&limit=1000&keys=" + TRACK))
                .limit(whole("select track.* from track order by track.track_id limit 1000"));
    }

    private static Workload function() {
        return Workload.named("function", "a function that adds two numbers")
                .asks(REST, Call.get("/rpc/add_up?a=20&b=22"))
                .asks(JDBC, Call.get("/add_up?a=20&b=22"))
                .asks(GRAPHQL, graphql("{ list: addUp(a: 20, b: 22) }"))
                .limit(whole("select add_up(20, 22)"));
    }

    private static Workload heavyFunction() {
        return Workload.named("function-500", "a function that ranks and gives 500 rows")
                .asks(REST, Call.get("/rpc/popular_tracks"))
                .asks(JDBC, Call.get("/popular_tracks"))
                .asks(GRAPHQL, graphql("{ list: popularTracks { nodes { track_id: trackId track "
                        + "album artist playlists } } }"))
                .limit(whole("select popular.* from popular_tracks() as popular"));
    }

    private static Workload answer100k() {
        return Workload.named("answer-100k", "a row of 100 KB")
                .asks(REST, Call.get("/document?document_id=eq.1"))
                .asks(JDBC, Call.get("/document/1"))
                .asks(GRAPHQL, graphql("{ list: documentByDocumentId(documentId: 1) { document_id: "
                        + "documentId content } }"))
                .asks(DIRECTUS, Call.get("/items/document/1?fields=document_id,content"))
                .limit(byRow("select document.* from document where document.document_id = 1"));
    }

    /// As the dialect writes it.
    private static String embedded(String which) {
        return "select artist.name, coalesce(albums.list, '[]') as album from artist left join"
                + " lateral (select json_agg(one) as list from (select album.title,"
                + " coalesce(tracks.list, '[]') as track from album left join lateral (select"
                + " json_agg(one) as list from (select track.name from track where album.album_id"
                + " = track.album_id) as one) as tracks on true where artist.artist_id ="
                + " album.artist_id) as one) as albums on true " + which;
    }

    static Call graphql(String query) {
        return Call.send("POST", "/graphql",
                "{\"query\":\"" + query.replace("\"", "\\\"") + "\"}");
    }
}
