package dev.loam;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The floors of the house and the rules between its rooms, checked on the compiled classes.
class ArchitectureTest {
    private static final JavaClasses LOAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.loam");

    /// Parts of `java.net` that open no socket.
    private static final Set<String> PURE_NET = Set.of(
            "java.net.URI", "java.net.URISyntaxException", "java.net.URLDecoder",
            "java.net.URLEncoder");

    private static final Set<String> SOURCES_OF_CHANCE = Set.of(
            "java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom",
            "java.util.concurrent.ThreadLocalRandom");

    private static final Pattern TIME_OR_CHANCE = Pattern.compile(
            "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)"
                    + "|java\\.lang\\.Thread\\.sleep"
                    + "|java\\.lang\\.Math\\.random"
                    + "|java\\.util\\.UUID\\.randomUUID"
                    + "|java\\.time\\.(\\w+)\\.now"
                    + "|java\\.time\\.Clock\\.(system|tick)\\w*");

    @Test
    void arrows_point_down() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("base").definedBy("dev.loam.base..")
                .layer("ports").definedBy("dev.loam.ports..")
                .layer("kernel").definedBy("dev.loam.kernel..")
                .layer("modules").definedBy("dev.loam.modules..")
                .layer("adapters").definedBy("dev.loam.adapters..")
                .layer("app").definedBy("dev.loam.app..")
                .whereLayer("app").mayNotBeAccessedByAnyLayer()
                .whereLayer("modules").mayOnlyBeAccessedByLayers("app")
                .whereLayer("adapters").mayOnlyBeAccessedByLayers("app")
                .whereLayer("kernel").mayOnlyBeAccessedByLayers("app", "modules")
                .whereLayer("ports")
                .mayOnlyBeAccessedByLayers("app", "modules", "adapters", "kernel")
                .ensureAllClassesAreContainedInArchitecture()
                .check(LOAM);
    }

    @Test
    void modules_are_strangers_to_each_other() {
        slices().matching("dev.loam.modules.(*)..").should().notDependOnEachOther()
                .allowEmptyShould(true).check(LOAM);
    }

    @Test
    void adapters_are_strangers_to_each_other() {
        slices().matching("dev.loam.adapters.(*)..").should().notDependOnEachOther()
                .allowEmptyShould(true).check(LOAM);
    }

    @Test
    void no_packages_form_a_circle() {
        slices().matching("dev.loam.(**)").should().beFreeOfCycles().check(LOAM);
    }

    @Test
    void only_adapters_and_app_touch_sockets_files_and_databases() {
        noClasses().that()
                .resideOutsideOfPackages("dev.loam.adapters..", "dev.loam.app..")
                .should().dependOnClassesThat(touchesTheWorld())
                .check(LOAM);
    }

    @Test
    void time_and_chance_come_through_ports_time() {
        noClasses().that()
                .resideOutsideOfPackages("dev.loam.adapters..", "dev.loam.app..")
                .should().accessTargetWhere(timeOrChance())
                .because("a seed must be able to replay the world")
                .check(LOAM);
    }

    @Test
    void base_knows_the_jdk_and_in_json_jackson_only() {
        classes().that().resideInAPackage("dev.loam.base..")
                .should().onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "dev.loam.base..", "tools.jackson.."))
                .check(LOAM);
        noClasses().that().resideInAPackage("dev.loam.base..")
                .and().resideOutsideOfPackage("dev.loam.base.json..")
                .should().dependOnClassesThat().resideInAPackage("tools.jackson..")
                .check(LOAM);
    }

    @Test
    void a_module_shows_its_door_and_its_configuration_only() {
        classes().that().resideInAPackage("dev.loam.modules.*")
                .and().areTopLevelClasses().and().haveModifier(JavaModifier.PUBLIC)
                .should().haveSimpleNameEndingWith("Module")
                .orShould().haveSimpleNameEndingWith("Config")
                .allowEmptyShould(true).check(LOAM);
        noClasses().that().resideInAPackage("dev.loam.app..")
                .should().dependOnClassesThat(
                        resideInAnyPackage("dev.loam.modules.*.*..")
                                .and(not(resideInAnyPackage("dev.loam.modules.*.config"))))
                .check(LOAM);
    }

    @Test
    void the_rules_see_what_they_forbid() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(
                noClasses().should().accessTargetWhere(timeOrChance())
                        .evaluate(offender).getFailureReport().getDetails()).hasSize(4);
        assertThat(
                noClasses().should().dependOnClassesThat(touchesTheWorld())
                        .evaluate(offender).hasViolation()).isTrue();
    }

    private static DescribedPredicate<JavaClass> touchesTheWorld() {
        return resideInAnyPackage(
                "java.net..", "java.sql..", "javax.sql..", "java.nio.channels..",
                "java.nio.file..")
                .and(not(describe("pure", type -> PURE_NET.contains(type.getName()))));
    }

    private static DescribedPredicate<JavaAccess<?>> timeOrChance() {
        return describe("asks for time or chance", access -> {
            String owner = access.getTarget().getOwner().getName();
            return SOURCES_OF_CHANCE.contains(owner)
                    || TIME_OR_CHANCE.matcher(owner + "." + access.getTarget().getName())
                            .matches();
        });
    }

    /// Does what the rules forbid, so that a rule that sees nothing is found out.
    @SuppressWarnings("unused")
    private static final class Offender {
        private final long started = System.nanoTime();
        private final UUID id = UUID.randomUUID();
        private final int chance = new Random().nextInt();
        private final Socket socket = null;
    }
}
