package dev.loam.kernel.version.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                      | wanted JSON
            []                                                     | wanted an object
            {"tabels": {}}                                         | tabels: unknown
            {"tables": []}                                         | tables: wanted an object
            {"tables": {"a": {"feilds": {}}}}                      | tables.a.feilds: unknown
            {"tables": {"a": {"fields": {"b": 1}}}}                | tables.a.fields.b: wanted
            {"tables": {"a": {"fields": {"b": "c->d->e"}}}}        | tables.a.fields.b: wanted
            {"tables": {"a": {"fields": {"b": "d", "c": "d"}}}}    | two fields are at d
            {"tables": {"a": {"fields": {"b->x": "c->y"}}}}        | wanted a column on one side
            {"tables": {"a": {"fields": {"b->x": "c", "b": "d"}}}} | a column or an object
            {"tables": {"a": {"hidden": "b"}}}                     | tables.a.hidden: wanted
            {"tables": {"a": {"now": ""}}}                         | tables.a.now: wanted a name
            {"functions": {"f": {"fields": {"a": "b->c"}}}}        | can be renamed, not moved
            {"functions": {"f": {"related": {}}}}                  | functions.f.related: unknown
            """)
    void what_is_wrong_is_told_with_its_place(String json, String problem) {
        List<String> problems = new ArrayList<>();
        MappingReader.read("2026-05-01", json, problems);
        assertThat(problems).anySatisfy(found -> assertThat(found).contains(problem));
    }
}
