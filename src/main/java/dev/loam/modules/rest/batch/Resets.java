package dev.loam.modules.rest.batch;

import dev.loam.modules.rest.answer.Step;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is put back between two operations: a setting lasts until the transaction ends, so that of
/// one operation would hold for those that come after and do not make it themselves.
final class Resets {
    private static final Setting READ_ONLY = new Setting("transaction_read_only", "on");

    private final List<String> names;
    private final List<Setting> settings = new ArrayList<>(List.of(
            new Setting("response.status", ""), new Setting("response.headers", "")));

    private Resets(List<String> names) {
        this.names = names;
    }

    /// Those settings that some of the steps make and others do not.
    static Resets of(List<Step> steps) {
        Map<String, Integer> made = new HashMap<>();
        for (Step step : steps) {
            step.session().settings().stream()
                    .map(setting -> setting.name().toLowerCase(Locale.ROOT)).distinct()
                    .forEach(name -> made.merge(name, 1, Integer::sum));
        }
        return new Resets(made.keySet().stream()
                .filter(name -> made.get(name) < steps.size()).sorted().toList());
    }

    /// The statement that asks for the values to put back, null where there are none.
    Sql question() {
        if (names.isEmpty()) {
            return null;
        }
        Sql.Bind[] binds = names.stream().map(Sql.Bind::of).toArray(Sql.Bind[]::new);
        return Sql.of("select " + String.join(", ",
                Collections.nCopies(binds.length, "current_setting(?, true)")), binds);
    }

    /// Takes the answer to it.
    void take(Rows rows) {
        for (int i = 0; i < names.size(); i++) {
            String value = rows.text(0, i);
            settings.add(new Setting(names.get(i), value == null ? "" : value));
        }
    }

    /// The session of a step, in which nothing is left of those before. With `readOnly` it may not
    /// write although others may.
    Session session(Step step, boolean readOnly) {
        Session own = step.session();
        List<Setting> all = new ArrayList<>(settings);
        all.addAll(own.settings());
        if (readOnly) {
            all.add(READ_ONLY);
        }
        return new Session(own.role(), all, own.access(), null, own.before());
    }
}
