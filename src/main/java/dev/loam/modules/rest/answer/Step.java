package dev.loam.modules.rest.answer;

import dev.loam.base.failure.Failure;
import dev.loam.ports.database.Rows;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;

/// The statement of a request, ready to be run, and what it is to be answered as.
public final class Step {
    private final Answering answering;
    private final Session session;
    private final Sql sql;
    private final Form form;
    private final Objections objections;

    Step(Answering answering, Session session, Sql sql, Form form) {
        this.answering = answering;
        this.session = session;
        this.sql = sql;
        this.form = form;
        this.objections = Objections.of(answering);
    }

    public Answering answering() {
        return answering;
    }

    public Session session() {
        return session;
    }

    public Sql sql() {
        return sql;
    }

    /// True where nothing can be written.
    public boolean reads() {
        return session.access() == Access.READ_ONLY;
    }

    /// The one row that the statement's rows amount to.
    Rows result(Rows rows) {
        return form.result(rows, answering.accepted().format());
    }

    /// Why the result cannot stand, or null.
    public Failure objection(Rows rows) {
        return objections.to(rows);
    }

    /// True where the row count alone can make it fail.
    boolean objectionable() {
        return objections.possible();
    }
}
