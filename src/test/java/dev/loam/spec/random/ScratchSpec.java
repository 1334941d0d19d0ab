package dev.loam.spec.random;

import dev.loam.fixture.PostgresFixture;
import dev.loam.fixture.RestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScratchSpec {
    @Test
    void scratch() throws Exception {
        var db = PostgresFixture.freshDatabase(Files.readString(Path.of("src/test/resources/cases/schema.sql")));
        try (var server = RestServer.start(db.url("case_login"), Map.of("PGRST_DB_AGGREGATES_ENABLED", "true"))) {
            for (String line : Files.readAllLines(Path.of("/tmp/scratch.txt"))) {
                if (line.isBlank()) continue;
                String[] p = line.split("\\|\\|", -1);
                List<String[]> h = new ArrayList<>();
                for (int i = 3; i < p.length; i++) h.add(p[i].split(": ", 2));
                String body = p.length > 2 ? p[2] : "";
                String target = p[1];
                java.util.regex.Matcher m = java.util.regex.Pattern.compile("~(\\d+)x(.)").matcher(target);
                target = m.replaceAll(r -> java.util.regex.Matcher.quoteReplacement(r.group(2).repeat(Integer.parseInt(r.group(1)))));
                try {
                    var a = server.http().send(p[0], target, h, body.getBytes(StandardCharsets.UTF_8));
                    String t = a.text();
                    System.out.println("## " + line + "\n   -> " + a.status() + " " + a.header("Content-Range") + " " + (t.length() > 300 ? t.substring(0, 300) : t));
                } catch (RuntimeException e) {
                    System.out.println("## " + line + "\n   -> " + e);
                }
            }
        }
    }
}
