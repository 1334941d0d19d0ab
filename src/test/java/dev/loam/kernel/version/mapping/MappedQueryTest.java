package dev.loam.kernel.version.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loam.base.failure.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedQueryTest {
    private static final Mapping MAPPING = mapping("""
            {"tables": {
               "song": {"now": "track",
                 "fields": {"title": "name", "place->city": "city", "place->zip": "zip",
                            "mood": "info->mood"},
                 "gone": {"genre": null}, "hidden": ["rating"], "defaults": {"kind": "single"},
                 "related": {"record_id": "record"}},
               "record": {"now": "album", "fields": {"label": "publisher"}}}}
            """);

    private static Mapping mapping(String json) {
        List<String> problems = new ArrayList<>();
        Mapping mapping = MappingReader.read("2026-05-01", json, problems);
        assertThat(problems).isEmpty();
        return mapping;
    }

    private static String mapped(String query) {
        var asked = new MappedQuery.Asked(MAPPING.table("song"), null,
                MAPPING.table("song").defaults());
        return RawParameter.all(MappedQuery.of(MAPPING, asked, query).query()).stream()
                .map(one -> one.name() == null ? one.raw() : one.name() + '=' + one.value())
                .collect(Collectors.joining("&"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            id=eq.1                              | id=eq.1
            title=eq.a                           | name=eq.a
            place->>city=eq.a                    | city=eq.a
            mood=eq.a                            | info->>mood=eq.a
            mood->x=eq.a                         | info->mood->x=eq.a
            select=*                             | select=*
            select=                              | select=
            select=title,id                      | select=title:name,id
            select=t:title::text                 | select=t:name::text
            select=title.count()                 | select=name.count()
            select=count(),title                 | select=count(),title:name
            select=mood,place->>zip              | select=mood:info->mood,zip:zip
            select=mood->a->>b                   | select=b:info->mood->a->>b
            select=p:place                       | select="p->city":city,"p->zip":zip
            select=genre,id                      | select=id
            select=genre                         | select=*
            select=record(label,id)              | select=record:album(label:publisher,id)
            select=r:record!inner(label)         | select=r:album!inner(label:publisher)
            select=record_id(label)              | select=record_id(label:publisher)
            select=...record(label)              | select=...album(label:publisher)
            select=record()&record=is.null       | select=record:album()&record=is.null
            select=record(*)&record.label=eq.a   | select=record:album(*)&record.publisher=eq.a
            select=r:record(*)&record.order=label | select=r:album(*)&r.order=publisher
            select=record(*)&order=record(label).desc,title | \
            select=record:album(*)&order=record(publisher).desc,name
            order=place->zip.desc.nullslast,title | order=zip.desc.nullslast,name
            or=(title.eq."a,b",not.and(mood.is.null,id.in.(1,2))) | \
            or=(name.eq."a,b",not.and(info->>mood.is.null,id.in.(1,2)))
            not.and=(title.eq.a)                 | not.and=(name.eq.a)
            select=record(*)&record.not.or=(label.eq.a) | \
            select=record:album(*)&record.not.or=(publisher.eq.a)
            columns=id,title,place,genre         | columns=id,name,city,zip,kind
            on_conflict=title                    | on_conflict=name
            limit=3&offset=1&cursor=~abc         | limit=3&offset=1&cursor=~abc
            unread&x=%ff                         | unread&x=%ff
            select=a(                            | select=a(
            or=title.eq.a                        | or=title.eq.a
            other.title=eq.a                     | other.title=eq.a
            """)
    void a_query_is_asked_in_the_names_of_today(String then, String now) {
        assertThat(mapped(then)).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name=eq.a             | LOAM-VERSION-003
            select=rating         | LOAM-VERSION-003
            select=album(id)      | LOAM-VERSION-003
            place->street=eq.a    | LOAM-VERSION-003
            order=city            | LOAM-VERSION-003
            genre=eq.a            | LOAM-VERSION-006
            place=eq.a            | LOAM-VERSION-006
            """)
    void what_the_version_does_not_have_is_refused(String query, String code) {
        assertThatThrownBy(() -> mapped(query)).isInstanceOfSatisfying(Refusal.class,
                refusal -> assertThat(refusal.failure().code()).isEqualTo(code));
    }

    @Test
    void names_that_change_places_do_so_in_both_directions() {
        Mapping swapped = mapping("{\"tables\": {\"t\": {\"fields\": {\"a\": \"b\","
                + " \"b\": \"a\"}}}}");
        var asked = new MappedQuery.Asked(swapped.table("t"), null, Map.of());
        var query = MappedQuery.of(swapped, asked, "a=eq.1&b=eq.2");
        assertThat(query.query()).isEqualTo("b=eq.1&a=eq.2");
        assertThat(new String(query.selection().reshaping().all("{\"a\":1,\"b\":2}".getBytes())))
                .isEqualTo("{\"b\":1,\"a\":2}");
    }
}
