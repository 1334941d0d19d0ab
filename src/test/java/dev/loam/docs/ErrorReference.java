package dev.loam.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.loam.base.failure.Failure;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.custom.CustomFailure;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.modules.rest.failure.SqlFailure;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Every failure that a request can meet, found in the compiled classes: each record of each family
/// is made once, with the names of its components in place of values, and asked for its words.
final class ErrorReference {
    /// A number that no failure says by itself, so that it can be found again in a message.
    private static final int MARK = 424_200;

    private ErrorReference() {
    }

    /// A record of a family, and what it says.
    record Form(String record, Failure failure, String message, String details, String hint) {
        boolean ownCode() {
            return failure.code().startsWith("LOAM-");
        }
    }

    /// All forms by their code. [SqlFailure] and [CustomFailure.Raised] are not among them: their
    /// codes are PostgreSQL's;
    /// nor is [AuthFailure], whose codes are in the reference of its own protocol.
    static Map<String, List<Form>> byCode() {
        Map<String, List<Form>> found = new TreeMap<>();
        for (Class<?> type : records()) {
            Form form = form(type);
            found.computeIfAbsent(form.failure().code(), _ -> new ArrayList<>()).add(form);
        }
        return found;
    }

    /// The whole page.
    static String page(ErrorCures cures) {
        var page = new StringBuilder(cures.head());
        for (ErrorCures.Group group : cures.groups()) {
            page.append("\n## ").append(group.title()).append("\n\n").append(group.text());
            byCode().forEach((code, forms) -> {
                if (group.equals(cures.groupOf(code))) {
                    page.append(section(code, forms, cures.of(code)));
                }
            });
        }
        return page.append(SqlStates.section()).toString();
    }

    private static String section(String code, List<Form> forms, ErrorCures.Cure cure) {
        var text = new StringBuilder("\n### ").append(code).append("\n\n");
        text.append("Status ").append(forms.getFirst().failure().status()).append(".\n\n");
        Set<String> said = new LinkedHashSet<>(cure.said());
        for (Form form : forms) {
            if (cure.said().isEmpty()) {
                said.add(form.message());
            }
        }
        said.forEach(message -> text.append("> ").append(message).append('\n').append(">\n"));
        text.setLength(text.length() - 2);
        Set<String> more = new LinkedHashSet<>();
        for (Form form : forms) {
            add(more, "Details", form.details());
            add(more, "Hint", form.hint());
            new TreeMap<>(form.failure().headers()).forEach((name, value) -> {
                if (!name.equals("WWW-Authenticate")) {
                    more.add("- Header: `" + name + ": " + readable(value) + "`\n");
                }
            });
        }
        if (!more.isEmpty()) {
            text.append('\n');
            more.forEach(text::append);
        }
        return text.append("\nCause: ").append(cure.cause()).append("\n\nCure: ")
                .append(cure.cure()).append('\n').toString();
    }

    private static void add(Set<String> more, String what, String text) {
        if (text != null) {
            more.add("- " + what + ": " + text + "\n");
        }
    }

    private static List<Class<?>> records() {
        List<Class<?>> records = new ArrayList<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.loam")) {
            if (found.isRecord() && found.isAssignableTo(Failure.class)
                    && !found.isEquivalentTo(SqlFailure.class)
                    && !found.isEquivalentTo(CustomFailure.Raised.class)
                    && !found.isAssignableTo(AuthFailure.class)) {
                records.add(found.reflect());
            }
        }
        records.sort((one, other) -> one.getName().compareTo(other.getName()));
        return records;
    }

    private static Form form(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = sample(components[i], i);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(components)
                    .map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            Failure failure = (Failure) constructor.newInstance(values);
            return new Form(type.getSimpleName(), failure,
                    named(failure.message(), components), named(failure.details(), components),
                    named(failure.hint(), components));
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException(type + " cannot be made for the reference", wrong);
        }
    }

    /// A value that says its component's name; a number says the component's place instead.
    private static Object sample(RecordComponent component, int place) {
        String name = '‹' + component.getName() + '›';
        Class<?> type = component.getType();
        if (type == String.class) {
            return name;
        } else if (type == List.class) {
            return List.of(name);
        } else if (type == Map.class) {
            return Map.of();
        } else if (type == long.class) {
            return (long) MARK + place;
        } else if (type == int.class) {
            return MARK + place;
        } else if (type == Duration.class) {
            return Duration.ofMillis(MARK + place);
        } else if (type == Path.class) {
            return Path.of("‹" + name + "›");
        } else if (type == TableName.class) {
            return new TableName("‹schema›", name);
        } else if (type == FunctionName.class) {
            return new FunctionName("‹schema›", name);
        }
        throw new IllegalStateException("no sample for a component of " + type);
    }

    private static String named(String text, RecordComponent[] components) {
        if (text == null) {
            return null;
        }
        String named = text;
        for (int i = 0; i < components.length; i++) {
            named = named.replace(Integer.toString(MARK + i), '‹' + components[i].getName() + '›');
        }
        return readable(named);
    }

    /// Angle quotes stay; what Markdown would take for markup is kept from it.
    private static String readable(String text) {
        return text.replace("*", "\\*").replace(Integer.toString(MARK), "‹number›");
    }
}
