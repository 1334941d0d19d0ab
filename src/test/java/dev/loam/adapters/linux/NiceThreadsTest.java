package dev.loam.adapters.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NiceThreadsTest {
    /// Of the fields behind the command in parentheses, which are counted from the third.
    private static final int NICE = 19 - 3;

    @Test
    void its_threads_have_the_least_priority_and_others_keep_theirs() throws Exception {
        int before = nice();
        var task = new FutureTask<>(NiceThreadsTest::nice);
        var thread = new NiceThreads().of("patient", task);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("patient");
        thread.start();

        assertThat(task.get(20, TimeUnit.SECONDS)).isEqualTo(19);
        assertThat(nice()).isEqualTo(before);
    }

    /// Source: Linux manual, proc_pid_stat(5).
    private static int nice() throws Exception {
        var stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
    }
}
