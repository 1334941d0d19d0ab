package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.app.cli.Cli;
import dev.loam.app.cli.Console;
import dev.loam.app.command.ProjectActions;
import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RestServer;
import dev.loam.fixture.TestDatabase;
import dev.loam.spec.process.LoamProcess.Ended;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `loam diff` over two schemas of one database, whose second is what a year made of the first.
class DiffSpec {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TestDatabase DATABASE = PostgresFixture.freshDatabase("""
            do $$ begin
                if to_regrole('diff_anon') is null then create role diff_anon; end if;
            end $$;
            create schema v1;
            create type v1.mood as enum ('happy', 'sad');
            create table v1.author (id int primary key, name text not null, bio text);
            create table v1.book (id int primary key, title text not null, price numeric not null,
                isbn varchar(13), mood v1.mood, author_id int references v1.author,
                printed text, note text default 'none');
            create table v1.tag (id int primary key);
            create function v1.find(q text) returns setof v1.book stable language sql
                as 'select * from v1.book';
            create function v1.add(a int, b int default 0) returns int immutable language sql
                return a + b;

            create schema v2;
            create type v2.mood as enum ('happy', 'sad', 'angry');
            create table v2.author (id bigint primary key, name text);
            create table v2.book (id int primary key, title text not null, price text not null,
                isbn varchar(10), mood v2.mood, author_id int references v2.author,
                editor_id int references v2.author, printed timestamptz not null,
                note text default 'some', pages int not null);
            create table v2.shelf (id int primary key);
            create function v2.find(q text) returns setof v2.book language sql
                as 'select * from v2.book';
            create function v2.add(a int, b int) returns int immutable language sql
                return a + b;
            grant usage on schema v1, v2 to diff_anon;
            grant select on v1.author, v2.author to diff_anon;
            """);
    private static final RestServer SERVER = RestServer.start(DATABASE.url(), Map.of(
            "PGRST_DB_SCHEMAS", "v1,v2", "PGRST_DB_ANON_ROLE", "postgres"));

    @TempDir
    private Path dir;

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void what_became_of_a_schema() {
        Ended ended = diff(schema("v1"), schema("v2"), "--json");
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(changes(ended, "breaking")).contains(
                "path_removed /tag is gone",
                "method_removed GET /rpc/find is gone",
                "got_member_removed author.bio is gone from answers",
                "sent_member_removed author.insert.bio is gone from requests",
                "sent_member_removed author.update.bio is gone from requests",
                "parameter_removed /author?bio is gone",
                "got_null_allowed author.name can be null in answers",
                "got_widened book.price is string in answers, was number",
                "sent_narrowed book.insert.price is string in requests, was number",
                "operator_removed /book?printed cannot be filtered with match any more",
                "sent_narrowed book.insert.isbn is string of maxLength 10 in requests, was string"
                        + " of maxLength 13",
                "sent_narrowed book.insert.printed is string (date-time) in requests, was string",
                "sent_null_refused book.insert.printed cannot be null in requests any more",
                "sent_member_required book.insert.printed is required in requests",
                "sent_member_required book.insert.pages is new and required in requests",
                "sent_member_required /rpc/add.b is required in requests",
                "parameter_required /rpc/add?b is required",
                "foreign_key_ambiguous book.editor_id refers to author.id, as another column"
                        + " does");
        assertThat(changes(ended, "risky")).contains(
                "got_larger author.id is integer (int64) in answers, was integer (int32)",
                "got_value_added v1.mood has the value angry in answers",
                "sent_default_changed book.insert.note has the default \"some\", had \"none\"");
        assertThat(changes(ended, "safe")).contains(
                "path_added /shelf is new", "got_member_added book.pages is new in answers",
                "sent_widened author.insert.id is integer (int64) in requests, was integer"
                        + " (int32)",
                "sent_value_added v1.mood has the value angry in requests");
    }

    @Test
    void breaking_changes_break_real_clients() {
        var http = SERVER.http();
        String[] old = {"Accept-Profile", "v1", "Content-Profile", "v1"};
        String[] now = {"Accept-Profile", "v2", "Content-Profile", "v2"};
        for (String path : List.of("/tag", "/author?bio=is.null", "/rpc/add?a=1",
                "/book?select=author(*)")) {
            assertThat(http.get(path, old).status()).as(path).isEqualTo(200);
            assertThat(http.get(path, now).status()).as(path).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void one_line_of_what_one_of_why_one_of_where() {
        DATABASE.execute("""
                create schema a1; create schema a2;
                create table a1.t (id int primary key);
                create table a2.t (id int primary key, x text not null);
                """);
        Ended ended = LoamProcess.run(dir, "diff", schema("a1"), schema("a2"));
        assertThat(ended.out()).startsWith("""
                breaking t.insert.x is new and required in requests
                         Requests that leave it out are refused.
                         POST PUT /t  #/components/schemas/t.insert/properties/x

                """).contains("""
                safe     t.x is new in answers
                         Clients pass over what they do not know.
                         GET POST PUT PATCH DELETE /t  #/components/schemas/t/properties/x

                """);
        assertThat(ended.err()).isEqualTo("1 breaking, 0 risky, 3 safe\n");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(diff(schema("a1"), schema("a1")).err()).isEqualTo("Nothing changed.\n");
        assertThat(diff(schema("a1"), schema("a1")).code()).isZero();
    }

    @Test
    void served_apis_projects_and_files() throws Exception {
        Files.writeString(dir.resolve("loam.toml"), """
                [database]
                url = "%s"
                schemas = ["v1", "v2"]
                """.formatted(DATABASE.url()));
        String served = "http://127.0.0.1:" + SERVER.port() + "/";
        assertThat(diff(served, dir.toString()).err()).isEqualTo("Nothing changed.\n");
        assertThat(diff(dir + "#v2", served + "#v2").err()).isEqualTo("Nothing changed.\n");
        assertThat(diff(dir + "#v1", dir + "#v2").code()).isEqualTo(1);

        Path older = Files.writeString(dir.resolve("v1.json"),
                SERVER.http().get("/", "Accept", "application/openapi+json").text());
        assertThat(diff(older.toString(), served).err()).isEqualTo("Nothing changed.\n");
        Ended changed = diff(older.toString(), dir + "#v2", "--json");
        assertThat(changes(changed, "breaking")).contains("path_removed /tag is gone",
                "got_widened book.price is string in answers, was number",
                "sent_member_required book.pages is new and required in requests",
                "got_member_removed author.bio is gone from answers");
    }

    @Test
    void a_role_has_its_own_view() {
        Ended ended = diff(schema("v1"), schema("v2"), "--role", "diff_anon", "--json");
        assertThat(changes(ended, "breaking")).noneMatch(change -> change.contains("book"))
                .contains("got_member_removed author.bio is gone from answers");
        assertThat(diff(schema("v1"), schema("v1"), "--role", "nobody").err())
                .contains("loam: OLD: ", "nobody");
    }

    @Test
    void a_risky_change_fails_a_strict_build() {
        DATABASE.execute("""
                create schema r1; create schema r2;
                create table r1.t (id int primary key);
                create table r2.t (id bigint primary key);
                """);
        assertThat(diff(schema("r1"), schema("r2")).code()).isZero();
        assertThat(diff(schema("r1"), schema("r2"), "--strict").code()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_read_is_2_and_says_which() throws Exception {
        Path text = Files.writeString(dir.resolve("text"), "no json");
        Path json = Files.writeString(dir.resolve("other.json"), "{\"openapi\":\"3.1.0\"}");
        Path two = Files.writeString(dir.resolve("2.json"), "{\"swagger\":\"2.0\",\"paths\":{}}");
        Path three = Files.writeString(dir.resolve("3.json"),
                "{\"openapi\":\"3.1.0\",\"paths\":{}}");
        String served = "http://127.0.0.1:" + SERVER.port();
        Path project = Files.createDirectory(dir.resolve("wrong"));
        Files.writeString(project.resolve("loam.toml"), "prot = 1");
        refused("OLD: this is no JSON document", text.toString(), three.toString());
        refused("NEW: this is no OpenAPI document", three.toString(), json.toString());
        refused("OLD is written in OpenAPI 2.0 and NEW in 3.1.0", two.toString(),
                three.toString());
        refused("NEW: " + served + "/ answered 406: Invalid schema: v9", three.toString(),
                served + "/#v9");
        refused("OLD: " + served + "/rest/v9/ answered 404", served + "/rest/v9/",
                three.toString());
        refused("OLD: http://127.0.0.1:1/ does not answer", "http://127.0.0.1:1/",
                three.toString());
        refused("OLD: there is no schema v9", schema("v9"), three.toString());
        refused("NEW: the database could not be reached", three.toString(),
                "postgres://u:secret@127.0.0.1:1/d");
        refused("NEW: loam.toml: prot: unknown setting", three.toString(), project.toString());
    }

    private void refused(String why, String... arguments) {
        Ended ended = diff(arguments);
        assertThat(ended.err()).contains("loam: " + why).doesNotContain("secret", "defect");
        assertThat(ended.code()).as(ended.err()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
    }

    private static String schema(String name) {
        return DATABASE.url() + "?schema=" + name;
    }

    /// The command, in this process.
    private static Ended diff(String... arguments) {
        List<String> line = new ArrayList<>(List.of("diff"));
        line.addAll(List.of(arguments));
        var out = new StringWriter();
        var err = new StringWriter();
        var console = new Console(new PrintWriter(out), new PrintWriter(err),
                new BufferedReader(new StringReader("")));
        int code = new Cli(new ProjectActions(), console, Map.of())
                .run(line.toArray(String[]::new));
        console.flush();
        return new Ended(code, out.toString(), err.toString());
    }

    private static List<String> changes(Ended ended, String level) {
        List<String> changes = new ArrayList<>();
        for (JsonNode change : JSON.readTree(ended.out()).path("changes")) {
            if (change.path("level").asString().equals(level)) {
                changes.add(change.path("rule").asString() + " " + change.path("place").asString()
                        + " " + change.path("what").asString());
            }
        }
        return changes;
    }
}
