package dev.loam.kernel.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleManifestTest {
    private static final ModuleManifest<String> MANIFEST = new ModuleManifest<>(
            "greeter", "Greets", String.class, Set.of(CharSequence.class),
            Set.of(Number.class), Set.of(),
            (settings, ports) -> {
                assertThat(ports.port(CharSequence.class)).hasToString(settings);
                assertThat(ports.find(Number.class)).isNull();
                assertThatIllegalStateException().isThrownBy(() -> ports.port(Runnable.class));
                return new RunningModule(List.of(), List.of(), List.of());
            });

    @Test
    void a_module_gets_the_ports_it_declared_and_no_other() {
        Runnable other = () -> { };
        var ports = Ports.of(Map.of(CharSequence.class, "hello", Runnable.class, other));

        assertThat(MANIFEST.open("hello", ports).routes()).isEmpty();
    }

    @Test
    void a_module_is_not_opened_without_what_it_needs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MANIFEST.open("hello", Ports.of(Map.of())))
                .withMessageContaining("CharSequence");
    }
}
