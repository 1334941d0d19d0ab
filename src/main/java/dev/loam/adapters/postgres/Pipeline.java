package dev.loam.adapters.postgres;

import dev.loam.adapters.postgres.Answer.ColumnNames;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Sql.Bind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Oid;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Parser;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;

/// Statements that go out together with one Sync, prepared on one connection: an optional `BEGIN`,
/// the settings, the statements to run before, the statement itself, and perhaps the commit.
///
/// **Why one Sync is a matter of safety.** In the implicit shape the Sync ends the transaction, and
/// with it the role. Were pgjdbc to send a Sync between the settings and the statement, the
/// statement would run as the login role. pgjdbc does just that, to avoid a deadlock of full
/// buffers, before a statement it has *described* whose rows have no bound; and it describes a
/// statement when a parameter has no type. So every text parameter here has the type `unknown`
/// (OID 705), which PostgreSQL treats as no type at all, and pgjdbc as a type. [#checkWhole()]
/// refuses to run anything else.
///
/// **Why the search path is parked.** PostgreSQL 18 reports a changed `search_path` with the answer
/// to a Sync, and pgjdbc then prepares every statement of the connection anew. An explicit
/// transaction answers a Sync while its path still holds, so it ends by putting the path aside;
/// [#UNPARK] puts it back before the commit, for deferred triggers.
final class Pipeline {
    /// pgjdbc also sends a Sync after about 64,000 estimated bytes of answers, 250 a statement.
    private static final int STATEMENTS_MAX = 200;
    /// PostgreSQL's pseudo-type `unknown`.
    private static final int UNKNOWN = 705;

    /// In place of the number of settings: not even the role is set.
    private static final int UNSET = -1;

    private static final String PARK = "select set_config('loam.search_path',"
            + "current_setting('search_path'),true),set_config('search_path',?,true)";
    private static final String UNPARK = "select set_config('search_path',"
            + "current_setting('loam.search_path'),true)";
    private static final String COMMIT = "commit";
    /// Where the log is by now. Behind a commit: at its record or past it.
    private static final String POSITION = "select pg_catalog.pg_current_wal_insert_lsn()";

    /// What goes out behind the statement.
    enum Tail {
        /// Nothing.
        NONE(0),
        /// The search path is put aside.
        PARK(1),
        /// The transaction is committed, and the log's position read. No path has to be put aside,
        /// since none holds any more when the Sync is answered.
        COMMIT(2);

        private final int statements;

        Tail(int statements) {
            this.statements = statements;
        }
    }

    private final Query query;
    private final Query[] parts;
    private final ParameterList parameters;
    private final int[] placeholders;
    private final boolean sets;
    private final Tail tail;
    private final boolean once;
    private final ColumnNames columns = new ColumnNames();

    /// What makes two requests share prepared statements. The role is part of it: a function that
    /// was inlined into a plan keeps the EXECUTE right of the role that planned it.
    /// With a remark, which is another each time, they are not kept.
    record Key(String role, String begin, boolean readOnly, int settings, List<String> before,
            String text, Tail tail, String remark) {
        static Key implicit(Sql sql, Session session) {
            return of(sql, session, null, Tail.NONE);
        }

        /// A whole transaction, with the position after its commit.
        static Key committed(Sql sql, Session session, String begin) {
            return of(sql, session, begin, Tail.COMMIT);
        }

        /// With `parks`, a search path that the session sets is put aside at the end.
        static Key explicit(Sql sql, Session session, String begin, boolean parks) {
            return of(sql, session, begin, tail(session, parks));
        }

        /// In a transaction that has begun: its access is settled. `first` goes before, or null.
        static Key within(Sql sql, Session session, String first, boolean parks) {
            List<String> before = session.before().stream().map(Sql::text).toList();
            return new Key(session.role(), first, false, session.settings().size(), before,
                    sql.text(), tail(session, parks), sql.remark());
        }

        /// After another statement of the same session and transaction: nothing is set anew.
        static Key again(Sql sql, Session session, boolean parked) {
            return new Key(session.role(), parked ? UNPARK : null, false, UNSET, List.of(),
                    sql.text(), parked ? Tail.PARK : Tail.NONE, sql.remark());
        }

        private static Tail tail(Session session, boolean parks) {
            boolean setsPath = session.settings().stream()
                    .anyMatch(setting -> setting.name().equalsIgnoreCase("search_path"));
            return parks && setsPath ? Tail.PARK : Tail.NONE;
        }

        private static Key of(Sql sql, Session session, String begin, Tail tail) {
            boolean readOnly = begin == null && session.access() == Access.READ_ONLY;
            List<Sql> before = session.before();
            List<String> texts = before.isEmpty() ? List.of()
                    : before.stream().map(Sql::text).toList();
            return new Key(session.role(), begin, readOnly, session.settings().size(), texts,
                    sql.text(), tail, sql.remark());
        }
    }

    /// Bytes that are not UTF-8 where a text was due.
    static final class MalformedText extends Exception {
        MalformedText() {
            super("invalid byte sequence for encoding \"UTF8\"", null, false, false);
        }
    }

    private Pipeline(
            Query query, int[] placeholders, boolean sets, Tail tail, boolean once) {
        this.once = once;
        this.query = query;
        this.sets = sets;
        this.tail = tail;
        // One statement is not wrapped: it stands for itself.
        this.parts = query.getSubqueries() == null ? new Query[] {query} : query.getSubqueries();
        this.parameters = query.createParameterList();
        this.placeholders = placeholders;
    }

    static Pipeline of(Key key, QueryExecutor executor) throws SQLException {
        var parts = new ArrayList<NativeQuery>();
        if (key.begin() != null) {
            parts.add(parse(key.begin()));
        }
        boolean sets = key.settings() != UNSET;
        if (sets) {
            parts.add(parse(settings(key)));
        }
        for (String text : key.before()) {
            parts.add(parse(text));
        }
        parts.add(parse(key.remark() == null ? key.text()
                : key.text() + " /*" + key.remark() + "*/"));
        switch (key.tail()) {
            case NONE -> {
                // The statement is the last one.
            }
            case PARK -> parts.add(parse(PARK));
            case COMMIT -> {
                parts.add(parse(COMMIT));
                parts.add(parse(POSITION));
            }
        }
        if (parts.size() > STATEMENTS_MAX) {
            throw new IllegalArgumentException(
                    parts.size() + " statements are too many for one round trip");
        }
        int[] placeholders =
                parts.stream().mapToInt(part -> part.bindPositions.length).toArray();
        return new Pipeline(executor.wrap(parts), placeholders, sets, key.tail(),
                key.remark() != null);
    }

    /// Statements without parameters, and nothing else: `COMMIT`, say.
    static Query alone(QueryExecutor executor, String... texts) throws SQLException {
        var parts = new ArrayList<NativeQuery>();
        for (String text : texts) {
            parts.add(parse(text));
        }
        return executor.wrap(parts);
    }

    /// A commit, under the path that was put aside where it `unparks`, then its tag is the second;
    /// with `tells`, followed by the log's position.
    static Query commit(boolean unparks, boolean tells, QueryExecutor executor)
            throws SQLException {
        var texts = new ArrayList<String>(3);
        if (unparks) {
            texts.add(UNPARK);
        }
        texts.add(COMMIT);
        if (tells) {
            texts.add(POSITION);
        }
        return alone(executor, texts.toArray(String[]::new));
    }

    /// A rollback after the checks that a commit would make, under the path that was put aside.
    static Query rehearsal(boolean unparks, QueryExecutor executor) throws SQLException {
        String checks = "set constraints all immediate";
        return unparks ? alone(executor, UNPARK, checks, "rollback")
                : alone(executor, checks, "rollback");
    }

    /// Their values are not sent back: of all of them only one number is.
    private static String settings(Key key) {
        var text = new StringBuilder("select num_nulls(set_config('role',?,true)");
        text.append(",set_config(?,?,true)".repeat(key.settings()));
        if (key.readOnly()) {
            text.append(",set_config('transaction_read_only','on',true)");
        }
        return text.append(')').toString();
    }

    private static NativeQuery parse(String text) throws SQLException {
        List<NativeQuery> parsed = Parser.parseJdbcSql(text, true, true, true, false, false);
        if (parsed.size() != 1) {
            throw new IllegalArgumentException("not one statement but " + parsed.size());
        }
        return parsed.getFirst();
    }

    /// Takes the values of a request whose key this pipeline was made for.
    void bind(Sql sql, Session session, QueryExecutor executor)
            throws SQLException, MalformedText {
        int at = sets ? settings(session) : 1;
        at = bind(sql.binds(), placeholders[statement()], at);
        if (parks()) {
            text(at, executor.getParameterStatus("search_path"));
        }
    }

    private int settings(Session session) throws SQLException, MalformedText {
        int at = 1;
        // `none` is the login role; a request without a role resets what a function may have left.
        text(at++, session.role() == null ? "none" : session.role());
        List<Session.Setting> settings = session.settings();
        for (int i = 0; i < settings.size(); i++) {
            Session.Setting setting = settings.get(i);
            text(at++, setting.name());
            text(at++, setting.value());
        }
        List<Sql> before = session.before();
        int part = statement() - before.size();
        for (int i = 0; i < before.size(); i++) {
            at = bind(before.get(i).binds(), placeholders[part + i], at);
        }
        return at;
    }

    /// The place of the statement itself.
    private int statement() {
        return placeholders.length - 1 - tail.statements;
    }

    /// True when it serves one request alone.
    boolean once() {
        return once;
    }

    /// True when the search path was put aside.
    boolean parks() {
        return tail == Tail.PARK;
    }

    private int bind(List<Bind> binds, int expected, int from) throws SQLException, MalformedText {
        if (binds.size() != expected) {
            throw new IllegalArgumentException(
                    binds.size() + " values for " + expected + " placeholders");
        }
        int at = from;
        for (int i = 0; i < expected; i++) {
            switch (binds.get(i)) {
                case Bind.Text(String value) -> text(at, value);
                case Bind.Utf8(byte[] value) -> text(at, value == null ? null : decode(value));
                case Bind.Binary(byte[] value) -> binary(at, value);
            }
            at++;
        }
        return at;
    }

    private void text(int at, String value) throws SQLException {
        if (value == null) {
            parameters.setNull(at, UNKNOWN);
        } else {
            parameters.setStringParameter(at, value, UNKNOWN);
        }
    }

    private void binary(int at, byte[] value) throws SQLException {
        if (value == null) {
            parameters.setNull(at, Oid.BYTEA);
        } else {
            parameters.setBytea(at, value, 0, value.length);
        }
    }

    /// pgjdbc takes texts as strings only. Decoding ASCII is a copy; and only a text that holds the
    /// replacement character can have been malformed.
    private static String decode(byte[] utf8) throws MalformedText {
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedText();
        }
    }

    /// Fails if pgjdbc would send more than one Sync for this; see the top.
    private void checkWhole() {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].isStatementDescribed()) {
                throw new IllegalStateException("the statement would leave its transaction");
            }
        }
    }

    Answer execute(QueryExecutor executor, int fetchSize, int flags) throws SQLException {
        checkWhole();
        int own = statement();
        var answer = tail == Tail.COMMIT ? new Answer(own, own + 1) : new Answer(own);
        executor.execute(query, parameters, answer, 0, fetchSize, flags);
        return answer;
    }

    /// Lets go of the values, which may be large.
    void clear() {
        parameters.clear();
    }

    ColumnNames columns() {
        return columns;
    }

    /// Lets the server forget the statements, with the next message that goes out.
    void close() {
        query.close();
    }
}
