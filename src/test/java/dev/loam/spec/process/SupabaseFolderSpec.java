package dev.loam.spec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.spec.process.LoamProcess.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Supabase project's folder, as its own tools leave it, under `loam up`.
class SupabaseFolderSpec {
    @TempDir
    private Path project;

    @BeforeEach
    void make_a_project() {
        Projects.write(project, "supabase/config.toml", """
                project_id = "shop"
                [api]
                port = 0
                schemas = ["public", "extra"]
                max_rows = 2
                [db.seed]
                enabled = true
                sql_paths = ["./seed.sql", "./seeds/*.sql"]
                [studio]
                enabled = true
                """);
        Projects.write(project, "supabase/migrations/20260101000000_shop.sql", """
                create schema extra;
                create table public.item (id bigint generated always as identity primary key,
                    name text not null, owner uuid default auth.uid());
                alter table public.item enable row level security;
                create policy "all may read" on public.item for select to anon using (true);
                create extension if not exists "uuid-ossp" with schema extensions;
                """);
        Projects.write(project, "supabase/migrations/notes.sql", "this is no migration");
        Projects.write(project, "supabase/seed.sql",
                "insert into public.item (name) values ('a ${dollar}'), ('b');");
        Projects.write(project, "supabase/seeds/more.sql",
                "insert into public.item (name) values ('c');");
    }

    @Test
    void it_starts_with_its_migrations_and_seeds() {
        try (LoamProcess loam = LoamProcess.up(project, Map.of())) {
            assertThat(loam.http().get("/rest/v1/item?select=name").text().replaceAll("\\s", ""))
                    .isEqualTo("[{\"name\":\"a${dollar}\"},{\"name\":\"b\"}]");
            assertThat(loam.http().get("/rest/v1/item?select=count()").status()).isEqualTo(400);
            assertThat(loam.http().get("/rest/v1/item", "Accept-Profile", "extra").status())
                    .isEqualTo(404);
            assertThat(loam.allErr())
                    .contains("supabase/config.toml: Loam has no counterpart yet for [studio]")
                    .contains("left out: supabase/migrations/notes.sql")
                    .contains("Applied supabase/migrations/20260101000000_shop.sql", "Seeded");
            assertThat(Programs.psql(Projects.keys(project).get("DATABASE_URL"),
                    "select version || name from supabase_migrations.schema_migrations"))
                    .isEqualTo("20260101000000shop");
            assertThat(loam.stop()).isZero();
        }
        try (LoamProcess again = LoamProcess.up(project, Map.of())) {
            assertThat(again.allErr()).doesNotContain("Applied", "Seeded");
        }
    }

    @Test
    void what_is_missing_is_named_before_anything_runs() {
        Projects.write(project, "supabase/migrations/20260102000000_uploads.sql",
                "create extension vector;\ninsert into storage.buckets (id) values ('x');\n");
        Ended up = LoamProcess.run(project, "up", "--port", "0", "--admin-port", "0");
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err()).contains("The migrations need what this database does not have",
                "extension vector (supabase/migrations/20260102000000_uploads.sql:1)",
                "storage.buckets (supabase/migrations/20260102000000_uploads.sql:2)");
        assertThat(LoamProcess.run(project, "migrate", "status").out())
                .contains("pending       supabase/migrations/20260101000000_shop.sql");
    }
}
