package dev.loam.modules.realtime.access;

import dev.loam.kernel.identity.Caller;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.ports.database.Database;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.database.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Asks the policies on `realtime.messages` by doing what they are about: rows of the topic are
/// inserted, read as the caller and inserted as the caller, in one transaction that is rolled back.
/// So whatever decides otherwise decides here too: rights on the table, restrictive policies,
/// `bypassrls`, triggers.
///
/// The rows to read are inserted under a role that no policy binds, or by the login itself where
/// that is not to be had and the login owns the table. No function runs with the rights of an
/// owner, and nothing has to be there but the table.
public final class PolicyAccess implements ChannelAccess {
    /// A role that the login may become, that may insert into `realtime.messages`, and that no
    /// policy binds.
    public static final String OWN_ROLE = "service_role";

    /// Of UTF-8. Rows of the topic are written to be asked about, and an index holds it.
    private static final int TOPIC_BYTES_MAX = 1_000;
    private static final Rights NONE = new Rights(false, false, false, false);

    /// What a policy raises, of itself or since the topic is not of the form that it takes for
    /// granted, is a no; any other error leaves the question open. Variables go by their full
    /// names, since the table may have columns of the same ones.
    private static final Sql PROBE = Sql.of("""
            do $probe$
            <<probe>>
            declare
                prober text;
                asked text := pg_catalog.current_setting('realtime.topic');
                moment timestamp := pg_catalog.now() at time zone 'utc';
                broadcast uuid := pg_catalog.gen_random_uuid();
                presence uuid := pg_catalog.gen_random_uuid();
                kind text;
                known boolean := true;
                rights text := '';
            begin
                foreach prober in array
                    array[pg_catalog.current_setting('loam.prober'), 'none']
                loop
                    begin
                        perform pg_catalog.set_config('role', prober, true);
                        insert into realtime.messages (id, topic, extension, private, inserted_at)
                        values (probe.broadcast, probe.asked, 'broadcast', true, probe.moment),
                            (probe.presence, probe.asked, 'presence', true, probe.moment);
                        exit;
                    exception when insufficient_privilege or invalid_parameter_value then
                        if prober = 'none' then
                            raise;
                        end if;
                    end;
                end loop;
                begin
                    perform pg_catalog.set_config(
                        'role', pg_catalog.current_setting('loam.asked_role'), true);
                exception when insufficient_privilege or invalid_parameter_value then
                    known := false;
                    rights := '----';
                end;
                foreach kind in array array['broadcast', 'presence'] loop
                    exit when not known;
                    begin
                        perform 1 from realtime.messages
                        where id = case probe.kind when 'broadcast' then probe.broadcast
                                else probe.presence end
                            and inserted_at = probe.moment;
                        rights := rights || case when found then 'r' else '-' end;
                    exception when insufficient_privilege or data_exception or raise_exception
                    then
                        rights := rights || '-';
                    end;
                end loop;
                foreach kind in array array['broadcast', 'presence'] loop
                    exit when not known;
                    begin
                        insert into realtime.messages (topic, extension, private, inserted_at)
                        values (probe.asked, probe.kind, true, probe.moment);
                        rights := rights || 'w';
                    exception when insufficient_privilege or data_exception or raise_exception
                            or integrity_constraint_violation then
                        rights := rights || '-';
                    end;
                end loop;
                perform pg_catalog.set_config('loam.channel_rights', rights, true);
            end
            $probe$
            """);
    private static final Sql ANSWER =
            Sql.of("select pg_catalog.current_setting('loam.channel_rights')");

    private final Database database;
    private final String ownRole;
    private final Questions questions;

    /// `ownRole` inserts the rows to read, if it can.
    public PolicyAccess(Database database, String ownRole, Questions questions) {
        this.database = database;
        this.ownRole = ownRole;
        this.questions = questions;
    }

    @Override
    public Rights rights(Caller caller, String topic) {
        // PostgreSQL's word for the login role.
        if (caller.role().equals("none") || !isSound(topic)) {
            return NONE;
        }
        var session = new Session(null, List.of(
                new Setting("loam.prober", ownRole),
                new Setting("request.jwt.claims", caller.claimsJson()),
                new Setting("realtime.topic", topic),
                new Setting("loam.asked_role", caller.role())),
                Access.READ_WRITE, null, List.of(PROBE));
        String told = questions.asked(run ->
                database.decide(ANSWER, session, run, Verdict.ROLLBACK)).text(0, 0);
        return new Rights(told.charAt(0) == 'r', told.charAt(1) == 'r', told.charAt(2) == 'w',
                told.charAt(3) == 'w');
    }

    /// PostgreSQL has no NUL in a text.
    private static boolean isSound(String topic) {
        return topic.length() <= TOPIC_BYTES_MAX && topic.indexOf('\0') < 0
                && topic.getBytes(StandardCharsets.UTF_8).length <= TOPIC_BYTES_MAX;
    }
}
