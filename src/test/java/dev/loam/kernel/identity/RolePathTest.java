package dev.loam.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolePathTest {
    private static final String CLAIMS = """
            {"role": "author", "postgrest": {"roles": ["other", "author", "editor"],
             "wlcg": ["/groupa", "/groupb/"], "mixed": [1, null, "text"], "none": []},
             "https://www.example.com/role": {"key": "quoted"}, "a_b$c@d": "odd",
             "it's": "apostrophe",
             "people": [{"kind": "x", "role": "first"}, {"kind": "y", "role": "second"}],
             "héros": "accented", "empty": null, "smile": "😀role"}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "$.role                                      | author",
            "$ .role                                     | author",
            "$['role']                                   | author",
            "$[\"role\"]                                 | author",
            "$.postgrest.roles[1]                        | author",
            "$.postgrest.roles[-1]                       | editor",
            "$.postgrest.roles[9]                        | -",
            "$.postgrest.roles[-9]                       | -",
            "$.postgrest.roles[*]                        | other",
            "$.postgrest.roles[1:]                       | author",
            "$.postgrest.roles[:-1]                      | other",
            "$.postgrest.roles[2:1]                      | -",
            "$.postgrest.none[*]                         | -",
            "$['https://www.example.com/role'].key       | quoted",
            "$['it\\'s']                                 | apostrophe",
            "$['\\u0072ole']                             | author",
            "$.héros                                     | accented",
            "$.postgrest.roles[?(@ == 'author')]         | author",
            "$.postgrest.roles[?@ == \"author\"]         | author",
            "$.postgrest.roles[?@ != 'other']            | author",
            "$.postgrest.roles[?search(@, '^au')]        | author",
            "$.postgrest.roles[?!search(@, 't')]         | -",
            "`$.postgrest.roles[?@ == 'x' || @=='editor']` | editor",
            "$.postgrest.roles[?search(@,'e') && (@ != 'other')] | editor",
            "$.people[?@.kind == 'y'].role               | second",
            "$.people[?@['role']].role                   | first",
            "$.people[?@.missing].role                   | -",
            "$.*.key                                     | quoted",
            "$.missing.deeper[3]                         | -",
            ".role                                       | author",
            ".postgrest.roles[1]                         | author",
            ".\"https://www.example.com/role\".key       | quoted",
            ".a_b$c@d                                    | odd",
            ".postgrest.roles[?(@ == \"author\")]        | author",
            ".postgrest.roles[?(@ != \"other\")]         | author",
            ".postgrest.roles[?(@ ^== \"aut\")]          | author",
            ".postgrest.roles[?(@ ==^ \"hor\")]          | author",
            ".postgrest.roles[?(@ *== \"utho\")]         | author",
            ".postgrest.roles[?(@ == \"nobody\")]        | -",
            ".postgrest.mixed[?(@ *== \"t\")]            | text",
            ".postgrest.wlcg[0][1:]                      | groupa",
            ".postgrest.wlcg[1][1:-1]                    | groupb",
            ".postgrest.wlcg[0][:]                       | /groupa",
            ".postgrest.wlcg[0][-6:]                     | groupa",
            ".postgrest.roles[?(@ ^== \"aut\")][:4]      | auth",
            ".smile[1:]                                  | role",
            ".role[0]                                    | -",
    })
    void the_first_value_at_the_path_is_found(String path, String expected) {
        var found = RolePath.parse(path).first(StrictJson.MAPPER.readTree(CLAIMS));

        assertThat(found == null ? "-" : found.asString()).isEqualTo(expected);
    }

    @Test
    void a_slice_that_ends_before_it_starts_is_an_empty_text() {
        var found = RolePath.parse(".role[5:2]").first(StrictJson.MAPPER.readTree(CLAIMS));

        assertThat(found.asString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "role", "role.other", ".", "..role", ".role.", ".role[", ".role[]", ".role[x]",
            ".a-b", ".role[-1]", ".role[99999999999]", ".\"open", ".r[?(@ = \"x\")]",
            ".r[?(@ == 'x')]", ".r[?(@ == \"x\"]", "$.", "$..role", "$role", "$[role]", "$[]",
            "$['a','b']", "$['a'",
            "$.a b", "$[?]", "$[?length(@) == 'x']", "$[?@ == 3]", "$[?search(@, '(')]",
            "$[?search(@)]", "$['\\x']", "$['\\u12']", "$.a[1:2:3]", "$[?@ < 'x']"})
    void what_is_no_path_is_refused_with_the_place(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> RolePath.parse(path))
                .withMessageStartingWith("failed to parse role-claim-key value (" + path + ")")
                .withMessageContaining("at character");
    }

    @Test
    void filters_nested_past_the_bound_are_refused() {
        var path = "$[?" + "(".repeat(10_000) + "@" + ")".repeat(10_000) + "]";

        assertThatIllegalArgumentException().isThrownBy(() -> RolePath.parse(path));
    }
}
