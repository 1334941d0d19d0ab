package dev.loam.kernel.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Table;
import java.util.List;
import java.util.Optional;

/// The rules of tables and functions, each compiled when a body for it first comes, so many of them
/// at most, and all dropped with the catalog they were made of.
public final class Validation {
    private static final int RULES_MAX = 2_000;

    private final int violationsMax;
    private final Schemas schemas;
    private volatile Compiled compiled;

    /// No answer tells more than `violationsMax`.
    public Validation(int violationsMax, Schemas schemas) {
        this.violationsMax = violationsMax;
        this.schemas = schemas;
    }

    private record Compiled(Catalog catalog, Cache<Object, Optional<RowRules>> rules) {
    }

    /// For one body with rows of a table; null for a table that is not known.
    public BodyCheck rows(Catalog catalog, TableName name, Manner manner) {
        Table table = catalog.table(name);
        if (table == null) {
            return null;
        }
        RowRules rules = rules(catalog).get(name,
                _ -> Optional.of(RowRules.of(table, catalog, schemas))).orElseThrow();
        // Of several objects that change rows one counts.
        return new BodyCheck(rules, manner, new Violations(violationsMax),
                manner.change() ? 1 : Integer.MAX_VALUE);
    }

    /// For one body with the arguments of a function; null where its names do not say which.
    public BodyCheck arguments(Catalog catalog, FunctionName name, Manner manner) {
        List<Function> overloads = catalog.functionsNamed(name);
        RowRules rules = rules(catalog).get(name,
                _ -> Optional.ofNullable(RowRules.of(overloads, catalog))).orElse(null);
        return rules == null ? null
                : new BodyCheck(rules, manner, new Violations(violationsMax), 1);
    }

    /// Those of this catalog. Requests that still hold an older one may have theirs made again.
    private Cache<Object, Optional<RowRules>> rules(Catalog catalog) {
        Compiled now = compiled;
        if (now == null || now.catalog() != catalog) {
            now = new Compiled(catalog, Caffeine.newBuilder().maximumSize(RULES_MAX).build());
            compiled = now;
        }
        return now.rules();
    }
}
