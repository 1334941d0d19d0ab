package dev.loam.kernel.lineage;

import dev.loam.base.name.FunctionName;
import dev.loam.base.name.TableName;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Follows what things use, and what these use in turn, to the end. For one thread and one answer.
final class Tracing {
    /// Numbers below are PostgreSQL's own objects.
    private static final long FIRST_OF_USERS = 16_384;

    private final Inventory inventory;
    private final Set<TableName> tables = new HashSet<>();
    private final Set<String> obstacles = new LinkedHashSet<>();
    private final Set<Long> relations = new HashSet<>();
    private final Set<Uses.Call> calls = new HashSet<>();
    private final ArrayDeque<Runnable> next = new ArrayDeque<>();
    private CallerParts caller = CallerParts.NONE;

    Tracing(Inventory inventory) {
        this.inventory = inventory;
    }

    /// What everything given up to now comes from.
    Origins origins() {
        while (!next.isEmpty()) {
            next.poll().run();
        }
        return new Origins(tables, caller, List.copyOf(obstacles));
    }

    /// What any answer may call without naming it.
    Tracing ambient() {
        inventory.ambient().forEach(
                function -> call(new Uses.Call(function, null), "What makes JSON"));
        return this;
    }

    Tracing relation(TableName name) {
        ReadRelation relation = inventory.relationsByName().get(name);
        if (relation == null) {
            obstacles.add("The relation " + name + " is not known.");
        } else {
            read(relation);
        }
        return this;
    }

    /// Every function of that name.
    Tracing functions(FunctionName name) {
        List<ReadFunction> overloads = inventory.functionsByName().get(name);
        if (overloads != null) {
            overloads.forEach(function -> function(function, null));
        } else if (!name.schema().equals("pg_catalog")) {
            obstacles.add("The function " + name + " is not known.");
        } else if (inventory.builtins().obstacle(name.name()) != null) {
            obstacles.add("The statement " + inventory.builtins().obstacle(name.name()) + ".");
        }
        return this;
    }

    /// `subject` begins the sentences about it.
    Tracing uses(Uses uses, String subject) {
        uses.obstacles().forEach(predicate -> obstacles.add(subject + " " + predicate + "."));
        caller = caller.plus(uses.caller());
        for (long id : uses.relations()) {
            ReadRelation relation = inventory.relations().get(id);
            if (relation == null) {
                obstacles.add(subject + " reads a relation that is temporary or gone.");
            } else {
                next.add(() -> read(relation));
            }
        }
        uses.calls().forEach(call -> call(call, subject));
        for (long operator : uses.operators()) {
            Long function = inventory.operators().functions().get(operator);
            if (function != null) {
                call(new Uses.Call(function, null), subject);
            }
        }
        if (uses.texts().stream().anyMatch(inventory.types()::datesIn)) {
            obstacles.add(subject + " reads a text as a date, which may be the word now.");
        }
        for (long type : uses.checked()) {
            Uses checks = inventory.types().checks(type);
            if (checks != Uses.NOTHING) {
                uses(checks, "The check of a domain");
            }
        }
        return this;
    }

    private void read(ReadRelation relation) {
        if (!relations.add(relation.id())) {
            return;
        }
        String subject = kind(relation) + relation.name();
        if (relation.remark().off()) {
            obstacles.add(subject + " is switched off by its comment.");
        }
        wrong(relation.remark(), subject);
        if (relation.own()) {
            obstacles.add(subject + " is PostgreSQL's own, and changes of it are not told.");
            return;
        }
        switch (relation.kind()) {
            case 'v' -> uses(relation.uses(), subject);
            case 'f' -> obstacles.add(subject + " holds data of another server.");
            case 'S' -> obstacles.add(subject + " is a sequence, whose changes are not told.");
            default -> addWithWhole(relation);
        }
        if (relation.security().enabled()) {
            for (ReadRelation.Condition policy : relation.security().policies()) {
                uses(policy.uses(), "The policy " + policy.name() + " of " + relation.name());
            }
        }
        for (long child : relation.children()) {
            ReadRelation known = inventory.relations().get(child);
            if (known == null) {
                obstacles.add(subject + " has a child that is temporary or gone.");
            } else {
                next.add(() -> read(known));
            }
        }
    }

    /// A publication may have changes of a partition told under the name of what it is part of.
    private void addWithWhole(ReadRelation relation) {
        tables.add(relation.name());
        ReadRelation whole = inventory.relations().get(relation.parent());
        if (whole != null && whole.kind() == 'p') {
            addWithWhole(whole);
        }
    }

    private static String kind(ReadRelation relation) {
        return switch (relation.kind()) {
            case 'v' -> "The view ";
            case 'm' -> "The materialized view ";
            case 'f' -> "The foreign table ";
            case 'r', 'p' -> "The table ";
            default -> "The relation ";
        };
    }

    private void call(Uses.Call call, String subject) {
        if (call.function() < FIRST_OF_USERS) {
            String why = inventory.builtins().obstacle(call.function());
            if (why != null) {
                obstacles.add(subject + " " + why + ".");
            }
            return;
        }
        ReadFunction function = inventory.functions().get(call.function());
        if (function == null) {
            obstacles.add(subject + " calls a function that is gone.");
        } else {
            next.add(() -> function(function, call.member()));
        }
    }

    private void function(ReadFunction function, String member) {
        if (!calls.add(new Uses.Call(function.id(), member))) {
            return;
        }
        String subject = "The function " + function.name();
        Remark remark = function.remark();
        if (remark.off()) {
            obstacles.add(subject + " is switched off by its comment.");
        }
        wrong(remark, subject);
        if (function.isVolatile()) {
            obstacles.add(subject + " is VOLATILE.");
        } else if (remark.reads() != null) {
            remark.reads().forEach(this::relation);
            caller = caller.plus(remark.claims() == null ? CallerParts.EVERYTHING
                    : new CallerParts(false, remark.claims(), Set.of()));
        } else if (function.unknown() != null) {
            obstacles.add(subject + " " + function.unknown() + ".");
        } else {
            uses(function.uses(), subject);
            yields(function.uses().yields(), member, subject);
        }
    }

    private void yields(Uses.Yields yields, String member, String subject) {
        if (yields.claims()) {
            caller = caller.plus(member == null
                    ? new CallerParts(false, Set.of(), Set.of(Uses.CLAIMS))
                    : new CallerParts(false, Set.of(member), Set.of()));
        }
        for (long function : yields.functions()) {
            call(new Uses.Call(function, member), subject);
        }
    }

    private void wrong(Remark remark, String subject) {
        if (remark.wrong() != null) {
            obstacles.add(subject + " has a comment that is not understood: " + remark.wrong()
                    + ".");
        } else if (remark.claims() != null && remark.reads() == null) {
            obstacles.add(subject + " names claims in its comment, but not what it reads.");
        }
    }
}
