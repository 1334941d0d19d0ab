package dev.loam.kernel.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The expression that makes a body: what it costs PostgreSQL depends on its shape.
class BodyWriterTest {
    @Test
    void json_is_not_printed_to_be_read_again_as_text() {
        assertThat(body(new Format.Json(false, false)))
                .isEqualTo("coalesce((pg_catalog.json_agg(\"_postgrest_t\".*)), '[]')");
        assertThat(body(new Format.Json(true, false)))
                .isEqualTo("coalesce((pg_catalog.json_agg(\"_postgrest_t\".*) -> 0), 'null')");
        assertThat(body(new Format.Json(false, true))).isEqualTo("coalesce(pg_catalog."
                + "json_strip_nulls(pg_catalog.json_agg(\"_postgrest_t\".*)), '[]')");
    }

    @Test
    void a_row_that_goes_out_alone_is_not_cast_either() {
        var out = new SqlText();
        BodyWriter.line(out, Format.Json.ARRAY);
        assertThat(out.done().text()).isEqualTo("pg_catalog.row_to_json(\"_postgrest_t\".*)");
    }

    private static String body(Format format) {
        var out = new SqlText();
        BodyWriter.body(out, format, null, false, false);
        return out.done().text();
    }
}
