package dev.loam;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The style of the house, as far as a machine can see it. Reads every source once.
class TidyTest {
    private static final int COLUMNS_MAX = 100;
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 60;

    /// Methods that are longer, with their lines. This list may only shrink.
    private static final Map<String, Integer> LONG_METHODS = Map.of();

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    /// What measures, built and run apart from everything else.
    private static final List<Path> BENCH = List.of(Path.of("src/jmh/java"), Path.of("bench/src"),
            Path.of("bench/peers/spring/src"));

    // Written in two halves, so that this file does not find itself.
    private static final Pattern LEFTOVER =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!.*#\\d)");
    private static final Pattern SKIPPED_OR_SLEPT = Pattern.compile(
            "@Dis" + "abled|assume" + "True\\(|Thread\\.sl" + "eep\\(|mock" + "ito");
    private static final Pattern NOBODY_DECIDED =
            Pattern.compile(".*(Utils?|Helpers?|Manager|Impl|Common)|(Abstract|Base)[A-Z].*");

    private static final Map<Path, List<String>> SOURCES = readAll();

    @Test
    void lines_are_at_most_100_columns() {
        assertThat(inLines((line, found) -> {
            if (line.codePointCount(0, line.length()) > COLUMNS_MAX) {
                found.add(line.length() + " columns");
            }
        })).isEmpty();
    }

    @Test
    void lines_have_no_tabs_and_no_trailing_blanks() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : texts()) {
            List<String> lines = Files.readAllLines(file);
            for (int number = 1; number <= lines.size(); number++) {
                String line = lines.get(number - 1);
                if (line.contains("\t") || !line.equals(line.stripTrailing())) {
                    found.add(file + ":" + number);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void files_end_with_one_newline() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : texts()) {
            String text = Files.readString(file);
            if (!text.isEmpty() && !text.endsWith("\n") || text.endsWith("\n\n")) {
                found.add(file);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void files_are_at_most_500_lines() {
        assertThat(SOURCES.entrySet().stream()
                .filter(source -> source.getValue().size() > FILE_LINES_MAX)
                .map(source -> source.getKey() + ": " + source.getValue().size())).isEmpty();
    }

    @Test
    void methods_are_at_most_60_lines() {
        Map<String, Integer> found = new TreeMap<>();
        parse((unit, positions) -> new TreeScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree type, String outer) {
                return super.visitClass(type, type.getSimpleName().toString());
            }

            @Override
            public Void visitMethod(MethodTree method, String type) {
                if (method.getBody() == null) {
                    return super.visitMethod(method, type);
                }
                // The body alone, and no text blocks: a table of cases is data.
                long lines = lines(method.getBody()) - linesOfTexts(method);
                if (lines > METHOD_LINES_MAX) {
                    found.put(type + "#" + method.getName(), (int) lines);
                }
                return super.visitMethod(method, type);
            }

            private long linesOfTexts(MethodTree method) {
                long[] sum = {0};
                new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitLiteral(LiteralTree literal, Void nothing) {
                        sum[0] += lines(literal) - 1;
                        return null;
                    }
                }.scan(method.getBody(), null);
                return sum[0];
            }

            private long lines(Tree tree) {
                return line(positions.getEndPosition(unit, tree))
                        - line(positions.getStartPosition(unit, tree)) + 1;
            }

            private long line(long position) {
                return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
            }
        }.scan(unit, ""));
        assertThat(found).as("methods over %d lines", METHOD_LINES_MAX).isEqualTo(LONG_METHODS);
    }

    @Test
    void every_package_says_what_it_is() {
        Set<Path> folders = new TreeSet<>();
        SOURCES.keySet().stream().filter(file -> file.startsWith(MAIN))
                .forEach(file -> folders.add(file.getParent()));
        assertThat(folders.stream()
                .filter(folder -> !SOURCES.getOrDefault(
                        folder.resolve("package-info.java"), List.of("")).getFirst()
                        .startsWith("///"))).isEmpty();
    }

    @Test
    void leftovers_name_their_issue() {
        assertThat(inLines((line, found) -> {
            if (LEFTOVER.matcher(line).find()) {
                found.add(line.strip());
            }
        })).isEmpty();
    }

    @Test
    void no_test_is_skipped_sleeps_or_mocks() {
        assertThat(inLines((line, found) -> {
            if (SKIPPED_OR_SLEPT.matcher(line).find()) {
                found.add(line.strip());
            }
        }).stream().filter(place -> place.startsWith(TEST.toString()))).isEmpty();
    }

    @Test
    void documentation_comments_are_markdown() {
        assertThat(inLines((line, found) -> {
            if (line.strip().startsWith("/" + "**")) {
                found.add("use ///");
            }
        })).isEmpty();
    }

    @Test
    void no_import_serves_a_comment_only() {
        List<String> found = new ArrayList<>();
        parse((unit, _) -> {
            Set<String> used = names(unit);
            for (ImportTree one : unit.getImports()) {
                String whole = one.getQualifiedIdentifier().toString();
                String name = whole.substring(whole.lastIndexOf('.') + 1);
                if (!name.equals("*") && !used.contains(name)) {
                    found.add(unit.getSourceFile().getName() + ": " + whole);
                }
            }
        });
        assertThat(found).isEmpty();
    }

    @Test
    void names_say_what_somebody_decided() {
        List<String> found = new ArrayList<>();
        parse((unit, _) -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (NOBODY_DECIDED.matcher(type.getSimpleName()).matches()) {
                    found.add(type.getSimpleName().toString());
                }
                return super.visitClass(type, nothing);
            }
        }.scan(unit, null));
        assertThat(found).isEmpty();
    }

    private static Set<String> names(CompilationUnitTree unit) {
        Set<String> names = new HashSet<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitImport(ImportTree one, Void nothing) {
                return null;
            }

            @Override
            public Void visitIdentifier(IdentifierTree identifier, Void nothing) {
                names.add(identifier.getName().toString());
                return super.visitIdentifier(identifier, nothing);
            }
        }.scan(unit, null);
        return names;
    }

    private static List<String> inLines(BiConsumer<String, List<String>> check) {
        List<String> all = new ArrayList<>();
        SOURCES.forEach((file, lines) -> {
            for (int number = 1; number <= lines.size(); number++) {
                List<String> found = new ArrayList<>();
                check.accept(lines.get(number - 1), found);
                for (String what : found) {
                    all.add(file + ":" + number + ": " + what);
                }
            }
        });
        return all;
    }

    private static void parse(BiConsumer<CompilationUnitTree, SourcePositions> visit) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of(), null,
                    files.getJavaFileObjectsFromPaths(SOURCES.keySet()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                visit.accept(unit, positions);
            }
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /// Sources and the other texts people write.
    private static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>(SOURCES.keySet());
        texts.addAll(List.of(Path.of("loam"), Path.of("pom.xml"), Path.of(".ci/run"),
                Path.of("bench/run"), Path.of("bench/jmh")));
        for (String folder : List.of("docs", "src/main", "src/test", "examples", "bench/data",
                "bench/peers", "bench/src")) {
            texts.addAll(files(Path.of(folder), ".*\\.(md|sql|sh|toml|xml|js|mjs|properties)"));
        }
        texts.addAll(files(Path.of("."), "\\./[A-Z]+\\.md"));
        return texts;
    }

    private static Map<Path, List<String>> readAll() {
        try {
            Map<Path, List<String>> sources = new TreeMap<>();
            for (Path root : Stream.concat(Stream.of(MAIN, TEST), BENCH.stream()).toList()) {
                for (Path file : files(root, ".*\\.java")) {
                    sources.put(file, Files.readAllLines(file));
                }
            }
            return sources;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static List<Path> files(Path root, String form) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        int depth = root.equals(Path.of(".")) ? 1 : Integer.MAX_VALUE;
        try (Stream<Path> all = Files.walk(root, depth)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(form)).sorted().toList();
        }
    }
}
