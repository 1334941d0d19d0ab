package dev.loam.app.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningLoamTest {
    @TempDir
    private Path dir;

    @Test
    void a_process_notes_itself_and_takes_the_note_back() throws Exception {
        ProjectFolder project = new ProjectFolder(dir);

        RunningLoam noted = RunningLoam.note(project, "http://a:1", null);

        assertThat(RunningLoam.of(project)).contains(noted);
        assertThat(Files.readAllLines(project.pidFile()).getFirst())
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        noted.forget(project);
        assertThat(RunningLoam.of(project)).isEmpty();
        assertThat(project.pidFile()).doesNotExist();
    }

    @Test
    void another_process_with_the_same_id_is_not_taken_for_it() throws Exception {
        ProjectFolder project = new ProjectFolder(dir);
        RunningLoam.note(project, "http://a:1", "http://a:2");
        List<String> lines = Files.readAllLines(project.pidFile());

        Files.write(project.pidFile(),
                List.of(lines.get(0), "2001-01-01T00:00:00Z", lines.get(2), lines.get(3)));

        assertThat(RunningLoam.of(project)).isEmpty();
    }

    @Test
    void a_note_nobody_can_read_stands_for_no_process() throws Exception {
        ProjectFolder project = new ProjectFolder(dir);
        project.prepare();
        for (String content : List.of("", "12\n", "x\ny\nz\n\n")) {
            Files.writeString(project.pidFile(), content);

            assertThat(RunningLoam.of(project)).as(content).isEmpty();
        }
    }

    @Test
    void a_note_of_another_process_is_left_alone() throws Exception {
        ProjectFolder project = new ProjectFolder(dir);
        RunningLoam first = RunningLoam.note(project, "http://a:1", null);
        RunningLoam second = RunningLoam.note(project, "http://a:2", null);

        first.forget(project);

        assertThat(RunningLoam.of(project)).contains(second);
    }
}
