package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Refusal;
import dev.loam.base.name.FunctionName;
import dev.loam.kernel.catalog.MediaHandler;
import dev.loam.kernel.query.Asked.Shape;
import dev.loam.kernel.query.Explain;
import dev.loam.kernel.query.Explain.Option;
import dev.loam.kernel.query.Field;
import dev.loam.kernel.query.Format;
import dev.loam.kernel.query.Selected;
import dev.loam.ports.web.Headers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcceptedTest {
    private static final Shape COVER = only("cover");
    private static final Shape TITLE = only("title");
    private static final MediaHandler KML = aggregate("application/kml", "kml_agg", false);
    private static final MediaHandler BOOK_CSV = aggregate("text/csv", "csv_agg", true);
    private static final MediaHandler PAGE = new MediaHandler(
            "text/html", new FunctionName("api", "get_page"), null, false, false);
    private static final MediaHandler ANY = aggregate("*/*", "any_agg", true);
    private static final MediaHandler GENERAL_ANY = aggregate("*/*", "any_agg", false);

    record Case(String accept, Offer offer, Format format, String contentType) {
    }

    static List<Case> cases() {
        var json = Format.Json.ARRAY;
        Offer books = Offer.PLAIN;
        Offer places = Offer.of(Library.PLACES, Shape.ALL, Library.catalog());
        Offer covers = Offer.of(Library.BOOKS, COVER, Library.catalog());
        Offer titles = Offer.of(Library.BOOKS, TITLE, Library.catalog());
        Offer handled = Offer.of(Library.BOOKS, Shape.ALL, Library.catalog(KML, BOOK_CSV, PAGE));
        Offer any = Offer.of(Library.BOOKS, Shape.ALL, Library.catalog(KML, ANY));
        Offer general = Offer.of(Library.BOOKS, Shape.ALL, Library.catalog(GENERAL_ANY));
        Offer titlesHandled = Offer.of(Library.BOOKS, TITLE, Library.catalog(BOOK_CSV));
        Offer page = Offer.of(Library.function("get_page"), Shape.ALL, Library.catalog(PAGE));
        return List.of(
                new Case(null, books, json, "application/json; charset=utf-8"),
                new Case("*/*", books, json, "application/json; charset=utf-8"),
                new Case("Application/JSON;charset=utf-8", books, json,
                        "application/json; charset=utf-8"),
                new Case("text/html, application/*;q=0.5", books, json,
                        "application/json; charset=utf-8"),
                new Case("text/csv", books, new Format.Csv(), "text/csv; charset=utf-8"),
                new Case("application/json;q=0.1, text/csv;q=0.9", books, new Format.Csv(),
                        "text/csv; charset=utf-8"),
                new Case("*/*, text/csv", books, new Format.Csv(), "text/csv; charset=utf-8"),
                new Case("text/csv;q=0, */*", books, json, "application/json; charset=utf-8"),
                new Case("application/vnd.pgrst.object+json", books,
                        new Format.Json(true, false),
                        "application/vnd.pgrst.object+json; charset=utf-8"),
                new Case("application/vnd.pgrst.object", books, new Format.Json(true, false),
                        "application/vnd.pgrst.object+json; charset=utf-8"),
                new Case("application/vnd.pgrst.object+json;nulls=stripped", books,
                        new Format.Json(true, true),
                        "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8"),
                new Case("application/vnd.pgrst.array+json;nulls=stripped", books,
                        new Format.Json(false, true),
                        "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8"),
                new Case("application/vnd.pgrst.array+json", books, json,
                        "application/json; charset=utf-8"),
                new Case("application/geo+json", places, new Format.GeoJson(),
                        "application/geo+json; charset=utf-8"),
                new Case("application/octet-stream", covers, new Format.Scalar(true),
                        "application/octet-stream"),
                new Case("text/plain", titles, new Format.Scalar(false),
                        "text/plain; charset=utf-8"),
                new Case("application/kml", handled, new Format.Custom(KML), "application/kml"),
                new Case("text/csv", handled, new Format.Custom(BOOK_CSV),
                        "text/csv; charset=utf-8"),
                new Case("*/*", handled, json, "application/json; charset=utf-8"),
                new Case("image/png", any, new Format.Custom(ANY), "application/octet-stream"),
                new Case(null, general, new Format.Custom(GENERAL_ANY),
                        "application/octet-stream"),
                new Case("text/csv", general, new Format.Csv(), "text/csv; charset=utf-8"),
                new Case("text/csv", titlesHandled, new Format.Csv(),
                        "text/csv; charset=utf-8"),
                new Case(null, any, new Format.Custom(ANY), "application/octet-stream"),
                new Case("application/vnd.pgrst.object+json", any, new Format.Json(true, false),
                        "application/vnd.pgrst.object+json; charset=utf-8"),
                new Case("text/html", page, new Format.Scalar(false), "text/html"),
                new Case("application/octet-stream",
                        Offer.of(Library.function("raw"), Shape.ALL, Library.catalog()),
                        new Format.Scalar(true), "application/octet-stream"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_best_of_what_is_on_offer_is_chosen(Case one) {
        var headers = one.accept() == null ? Headers.NONE : Headers.of("Accept", one.accept());
        assertThat(Accepted.of(headers, one.offer(), true))
                .isEqualTo(new Accepted(one.format(), one.contentType()));
    }

    record Planned(String accept, Format format, String contentType, List<Option> options) {
    }

    static List<Planned> plans() {
        return List.of(
                new Planned("application/vnd.pgrst.plan", Format.Json.ARRAY,
                        "application/vnd.pgrst.plan+text; for=\"application/json\"", List.of()),
                new Planned("application/vnd.pgrst.plan+json", Format.Json.ARRAY,
                        "application/vnd.pgrst.plan+json; for=\"application/json\"", List.of()),
                new Planned("application/vnd.pgrst.plan+text; for=\"text/csv\"",
                        new Format.Csv(), "application/vnd.pgrst.plan+text; for=\"text/csv\"",
                        List.of()),
                new Planned("application/vnd.pgrst.plan; for=\"application/vnd.pgrst.object;"
                        + "nulls=stripped\"; options=wal|analyze|nonsense",
                        new Format.Json(true, true), "application/vnd.pgrst.plan+text; for=\""
                        + "application/vnd.pgrst.object+json;nulls=stripped\"; "
                        + "options=analyze|wal", List.of(Option.ANALYZE, Option.WAL)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void a_plan_is_that_of_a_format_with_options(Planned one) {
        var accepted = Accepted.of(Headers.of("Accept", one.accept()), Offer.PLAIN, true);

        assertThat(accepted.format()).isEqualTo(one.format());
        assertThat(accepted.contentType()).isEqualTo(one.contentType() + "; charset=utf-8");
        assertThat(accepted.explain()).isEqualTo(
                new Explain(one.accept().contains("plan+json"), one.options()));
        assertThat(accepted.singular()).isFalse();
    }

    @Test
    void nothing_on_offer_is_406() {
        for (String accept : List.of("unknown/unknown, image/png;q=0.2", "text/plain",
                "application/geo+json", "application/vnd.pgrst.plan+json", "text/html",
                "application/json;q=0")) {
            var failure = catchThrowableOfType(Refusal.class,
                    () -> Accepted.of(Headers.of("Accept", accept), Offer.PLAIN, false)).failure();
            assertThat(failure.code()).isEqualTo("PGRST107");
            assertThat(failure.status()).isEqualTo(406);
        }
        var failure = catchThrowableOfType(Refusal.class, () -> Accepted.of(
                Headers.of("Accept", "image/png;q=0.2, unknown/unknown"), Offer.PLAIN,
                false)).failure();
        assertThat(failure.message())
                .isEqualTo("None of these media types are available: unknown/unknown, image/png");
    }

    private static Shape only(String column) {
        return new Shape(
                List.of(new Selected.Column(Field.of(column), null, null, null, null)),
                List.of(), List.of(), List.of());
    }

    private static MediaHandler aggregate(String type, String function, boolean forBooks) {
        return new MediaHandler(type, new FunctionName("api", function),
                forBooks ? Library.BOOKS.name() : null, true, true);
    }
}
