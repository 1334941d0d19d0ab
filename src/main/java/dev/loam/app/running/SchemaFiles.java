package dev.loam.app.running;

import dev.loam.base.name.TableName;
import dev.loam.kernel.validation.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The JSON Schemas that lie in a project's folder: `schema.table.json`, each for the rows of a
/// table.
final class SchemaFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaFiles.class);
    private static final String END = ".json";
    private static final int FILES_MAX = 10_000;
    private static final long BYTES_MAX = 1 << 20;

    private SchemaFiles() {
    }

    /// Those that can be read; the log names the others.
    static Schemas in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Schemas.NONE;
        }
        Map<TableName, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> named = files.filter(file -> file.toString().endsWith(END))
                    .limit(FILES_MAX).toList();
            named.forEach(file -> read(file, texts));
        } catch (IOException wrong) {
            LOG.warn("Cannot read the schemas in {}: {}", folder, wrong.toString());
        }
        return new Schemas(texts);
    }

    private static void read(Path file, Map<TableName, String> texts) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        int end = name.length() - END.length();
        try {
            if (dot <= 0 || dot >= end - 1 || Files.size(file) > BYTES_MAX) {
                LOG.warn("{} is passed over: wanted schema.table.json of 1 MiB at most", file);
                return;
            }
            texts.put(new TableName(name.substring(0, dot), name.substring(dot + 1, end)),
                    Files.readString(file));
        } catch (IOException wrong) {
            LOG.warn("Cannot read {}: {}", file, wrong.toString());
        }
    }
}
