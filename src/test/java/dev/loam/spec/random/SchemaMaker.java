package dev.loam.spec.random;

import dev.loam.spec.random.Schema.Access;
import dev.loam.spec.random.Schema.Column;
import dev.loam.spec.random.Schema.Edge;
import dev.loam.spec.random.Schema.Form;
import dev.loam.spec.random.Schema.Link;
import dev.loam.spec.random.Schema.Table;
import dev.loam.spec.random.Schema.Trait;
import java.util.ArrayList;
import java.util.List;

/// Throws a schema.
final class SchemaMaker {
    private static final List<Kind> KEYS = List.of(Kind.INTEGER, Kind.BIGINT, Kind.TEXT,
            Kind.UUID, Kind.DATE);

    private final Dice dice;
    private final Words names;
    private final List<Table> tables = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    private SchemaMaker(Dice dice) {
        this.dice = dice;
        this.names = new Words(dice);
    }

    static Schema make(Dice dice) {
        var maker = new SchemaMaker(dice);
        int count = dice.between(3, 5);
        for (int i = 0; i < count; i++) {
            maker.table();
        }
        if (dice.below(4) > 0) {
            maker.junction();
        }
        List<Link> real = List.copyOf(maker.links);
        int views = dice.between(0, 2);
        for (int i = 0; i < views; i++) {
            maker.view(real);
        }
        maker.edges();
        return new Schema(List.copyOf(maker.tables), List.copyOf(maker.edges),
                FunctionMaker.make(dice, maker.tables));
    }

    private void table() {
        var words = new Words(dice);
        List<Column> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        int parts = dice.oneIn(4) ? 2 : 1;
        for (int i = 0; i < parts; i++) {
            Column part = new Column(words.name(), dice.pick(KEYS), true, null, Trait.NONE);
            columns.add(part);
            key.add(part.name());
        }
        boolean owned = dice.oneIn(3);
        if (owned) {
            columns.add(new Column(words.name(), Kind.TEXT, true, null, Trait.OWNER));
        }
        Form form = dice.oneIn(6) ? Form.PARTITIONED : Form.PLAIN;
        String name = tables.isEmpty() || !dice.oneIn(3) ? names.name()
                : names.like(dice.pick(tables).name());
        List<Reference> references = references(words, columns);
        int more = dice.between(2, 7);
        for (int i = 0; i < more; i++) {
            columns.add(column(words.name(), i == 0 && owned));
        }
        if (dice.oneIn(6)) {
            columns.add(new Column(words.name(), Kind.TEXT, false, null, Trait.UNGRANTED));
        }
        boolean computed = dice.oneIn(2);
        if (computed) {
            columns.add(new Column(
                    names.name() + " c", Kind.TEXT, false, null, Trait.COMPUTED));
        }
        Access user = dice.oneIn(16) ? Access.NOTHING : dice.oneIn(5) ? Access.READ : Access.WRITE;
        Access anonymous = dice.oneIn(8) ? Access.NOTHING : dice.oneIn(2) ? Access.READ
                : Access.WRITE;
        var table = new Table(name, form, List.copyOf(columns), List.copyOf(key), owned,
                anonymous, user, null, List.of());
        tables.add(table);
        for (Reference reference : references) {
            Table to = reference.to() == null ? table : reference.to();
            boolean unique = form == Form.PLAIN && dice.oneIn(5);
            links.add(new Link("fk " + names.name(), table, reference.own(), to, to.key(), unique));
        }
    }

    /// Columns that point to another table's key; to the table itself where `to` is null.
    private record Reference(List<String> own, Table to) {
    }

    private List<Reference> references(Words words, List<Column> columns) {
        List<Reference> references = new ArrayList<>();
        List<Column> ownKey = columns.stream().filter(Column::required)
                .filter(column -> column.trait() == Trait.NONE).toList();
        int count = dice.between(0, 2);
        for (int i = 0; i < count; i++) {
            boolean self = tables.isEmpty() || dice.oneIn(4);
            Table to = self ? null : dice.pick(tables);
            List<String> own = new ArrayList<>();
            for (Column key : self ? ownKey : to.keyColumns()) {
                Column column = Column.plain(words.name(), key.kind());
                columns.add(column);
                own.add(column.name());
            }
            references.add(new Reference(List.copyOf(own), to));
        }
        return references;
    }

    private Column column(String name, boolean texts) {
        Kind kind = texts ? Kind.TEXT : dice.pick(Kind.values());
        boolean preset = dice.oneIn(4);
        String value = preset ? kind.literal(kind.value(dice, null)) : null;
        return new Column(name, kind, false, value, Trait.NONE);
    }

    private void junction() {
        Table one = dice.pick(tables);
        List<Table> others = tables.stream().filter(table -> table != one).toList();
        Table other = dice.pick(others);
        var words = new Words(dice);
        List<Column> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        List<List<String>> sides = new ArrayList<>();
        for (Table side : List.of(one, other)) {
            List<String> own = new ArrayList<>();
            for (Column target : side.keyColumns()) {
                Column column = new Column(words.name(), target.kind(), true, null, Trait.NONE);
                columns.add(column);
                own.add(column.name());
            }
            key.addAll(own);
            sides.add(own);
        }
        columns.add(column(words.name(), false));
        var junction = new Table(names.name(), Form.PLAIN, List.copyOf(columns),
                List.copyOf(key), false, Access.READ, Access.WRITE, null, List.of());
        tables.add(junction);
        var near = new Link(
                "fk " + names.name(), junction, sides.getFirst(), one, one.key(), false);
        var far = new Link(
                "fk " + names.name(), junction, sides.getLast(), other, other.key(), false);
        links.add(near);
        links.add(far);
        edges.add(new Edge.Across(near, far));
        edges.add(new Edge.Across(far, near));
    }

    private void view(List<Link> real) {
        // A key of a table to itself could not be told from those to a view of the table.
        List<Table> bases = tables.stream().filter(table -> table.base() == null
                && real.stream().noneMatch(link -> link.self() && link.from() == table)).toList();
        if (bases.isEmpty()) {
            return;
        }
        Table base = dice.pick(bases);
        var words = new Words(dice);
        List<Column> columns = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Column column : base.stored()) {
            boolean needed = column.required();
            if (column.readable() && (needed || dice.below(4) > 0)) {
                String name = dice.oneIn(2) ? column.name() : words.name();
                if (columns.stream().noneMatch(one -> one.name().equals(name))) {
                    columns.add(new Column(
                            name, column.kind(), column.required(), null, column.trait()));
                    seen.add(column.name());
                }
            }
        }
        if (!seen.containsAll(base.key())) {
            return;
        }
        List<String> key = base.key().stream()
                .map(part -> columns.get(seen.indexOf(part)).name()).toList();
        var view = new Table(names.name(), Form.VIEW, List.copyOf(columns), key, base.owned(),
                base.anonymous(), base.user(), base, List.copyOf(seen));
        tables.add(view);
        for (Link link : real) {
            through(link, view);
        }
    }

    /// The link as it is seen from or to a view that has all of its columns.
    private void through(Link link, Table view) {
        if (link.self()) {
            return;
        }
        if (link.from() == view.base() && view.bases().containsAll(link.own())) {
            links.add(new Link(link.name(), view, seen(view, link.own()), link.to(),
                    link.other(), link.unique()));
        }
        if (link.to() == view.base()) {
            links.add(new Link(link.name(), link.from(), link.own(), view,
                    seen(view, link.other()), link.unique()));
        }
    }

    private static List<String> seen(Table view, List<String> base) {
        return base.stream().map(name -> view.columns().get(view.bases().indexOf(name)).name())
                .toList();
    }

    private void edges() {
        for (Link link : links) {
            edges.add(new Edge.Up(link));
            edges.add(new Edge.Down(link));
        }
        for (Edge edge : List.copyOf(edges)) {
            boolean views = edge.from().base() != null || edge.to().base() != null;
            if (!views && !(edge instanceof Edge.Across) && dice.oneIn(4)) {
                String name = names.name();
                edges.add(new Edge.Computed(name, edge.from(), edge.to(), edge.toOne()));
            }
        }
    }
}
