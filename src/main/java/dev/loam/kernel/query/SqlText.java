package dev.loam.kernel.query;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.ports.database.Footprint;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The text of a statement in the making, with its binds in order.
///
/// PostgreSQL's functions that take any row are called with their schema, since a function of a
/// table's rows may be called as they are.
///
/// The only place where a name or a value becomes SQL. Names are always quoted. A value is a bind,
/// except the keys of JSON paths and limits: as constants they let expression indexes and the
/// planner's estimates serve, and requests repeat them.
final class SqlText {
    private final StringBuilder text = new StringBuilder(512);
    private final List<Bind> binds = new ArrayList<>();
    private final Set<TableName> reads = new LinkedHashSet<>();
    private final Set<TableName> writes = new LinkedHashSet<>();
    private final Set<FunctionName> calls = new LinkedHashSet<>();
    private boolean known = true;

    SqlText sql(String sql) {
        text.append(sql);
        return this;
    }

    SqlText number(long number) {
        text.append(number);
        return this;
    }

    SqlText name(String name) {
        text.append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"') {
                text.append('"');
            }
            text.append(c);
        }
        text.append('"');
        return this;
    }

    SqlText column(String qualifier, String column) {
        return name(qualifier).sql(".").name(column);
    }

    /// The whole row of a FROM item. Its name alone would mean a column of that name, if there is
    /// one.
    SqlText row(String alias) {
        return name(alias).sql(".*");
    }

    SqlText relation(TableName name) {
        return name(name.schema()).sql(".").name(name.name());
    }

    SqlText function(FunctionName name) {
        calls.add(name);
        return name(name.schema()).sql(".").name(name.name());
    }

    /// A string constant. With a backslash it is an escape string, which reads the same whatever
    /// `standard_conforming_strings` says.
    SqlText constant(String value) {
        boolean escape = value.indexOf('\\') >= 0;
        text.append(escape ? " E'" : "'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'' || c == '\\') {
                text.append(c);
            }
            text.append(c);
        }
        text.append('\'');
        return this;
    }

    SqlText bind(String value) {
        return bind(new Bind.Text(value));
    }

    SqlText bind(Bind bind) {
        text.append('?');
        binds.add(bind);
        return this;
    }

    /// A type as a client wrote it in a cast. Words stand as they are, since that is how types of
    /// several words are written; anything else is quoted as one name.
    SqlText type(String type) {
        String element = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
        boolean words = !element.isBlank() && element.chars().allMatch(c ->
                c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
                        || c == ' ');
        if (words) {
            text.append(element);
        } else {
            name(element);
        }
        if (type.endsWith("[]")) {
            text.append("[]");
        }
        return this;
    }

    void reads(TableName name) {
        reads.add(name);
    }

    void writes(TableName name) {
        writes.add(name);
    }

    /// Says that something is called which is not named here.
    void callsUnknown() {
        known = false;
    }

    /// A statement whose answer is not made of rows.
    Sql done() {
        return done(false, List.of());
    }

    /// A statement that writes these rows of its table, all that it may where there are none.
    Sql doneWriting(List<Footprint.Pin> rows) {
        return done(false, rows);
    }

    /// A statement that only reads, and touches what is said beside what it names.
    Sql done(Plan.Touched touched) {
        calls.addAll(touched.calls());
        return done(known && touched.known(), touched.pins());
    }

    private Sql done(boolean whole, List<Footprint.Pin> pins) {
        return new Sql(text.toString(), List.copyOf(binds), new Footprint(
                whole, Set.copyOf(reads), Set.copyOf(writes), Set.copyOf(calls), pins));
    }
}
