package dev.loam.spec.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Where addresses have to be proven, nobody learns which of them have an account: neither by
/// status and body nor by time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnumerationSpec {
    /// How far from a tossed coin the order of two samples may be.
    private static final double BIAS_MAX = 0.2;
    private static final int TRIES = 3;
    /// Guesses that an account bears before it takes no more for a while.
    private static final int GUESSES = 5;

    private AuthServer server;
    private People people;
    private final String known = People.address();
    private final String knownNumber = People.number();

    @BeforeAll
    void start() {
        var settings = new HashMap<>(Map.of("auth.email.enable-confirmations", "true",
                "auth.sms.enable-confirmations", "true", "auth.email.max-frequency", "0s",
                "auth.sms.max-frequency", "0s", "auth.password.hashing.memory", "1MiB",
                "auth.password.hashing.iterations", "1"));
        for (var limit : List.of("email-sent", "sms-sent", "otp", "sign-in-sign-ups",
                "token-verifications")) {
            settings.put("auth.rate-limit." + limit, "0");
        }
        server = AuthServer.start(settings);
        people = new People(server);
        people.confirmed(known);
        people.confirmedNumber(knownNumber);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void sign_up_with_a_taken_address_looks_like_one_with_a_free_address() {
        var data = ",'password':'correct horse','data':{'name':'Ann','plan':null}}";
        sameForm(people.post("/signup", "{'email':'" + known + "'" + data),
                people.post("/signup", "{'email':'" + People.address() + "'" + data), "email",
                known);
        sameForm(people.post("/signup", "{'phone':'" + knownNumber + "'" + data),
                people.post("/signup", "{'phone':'" + People.number() + "'" + data), "phone",
                knownNumber);
    }

    private static void sameForm(Reply taken, Reply free, String member, String address) {
        assertThat(taken.status()).isEqualTo(200);
        assertThat(free.status()).isEqualTo(200);
        var pretended = taken.json();
        var real = free.json();
        assertThat(names(pretended)).isEqualTo(names(real));
        assertThat(pretended.path(member).asString()).isEqualTo(address);
        assertThat(names(pretended.path("user_metadata"))).isEqualTo(
                names(real.path("user_metadata")));
        assertThat(pretended.path("user_metadata").path(member).asString()).isEqualTo(address);
        assertThat(pretended.path("user_metadata").path("sub")).isEqualTo(pretended.path("id"));
        assertThat(pretended.path("app_metadata")).isEqualTo(real.path("app_metadata"));
        assertThat(pretended.path("created_at")).isEqualTo(pretended.path("updated_at"));
        // That much the protocol itself tells.
        assertThat(pretended.path("identities")).isEmpty();
    }

    private static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    @Test
    void a_sign_up_that_is_pretended_leaves_nothing_behind_and_changes_nothing() {
        var taken = People.address();
        people.confirmed(taken);
        var reply = people.post("/signup", "{'email':'" + taken
                + "','password':'another horse','data':{'name':'Eve'}}");

        assertThat(server.tables().value("select count(*) from auth.users where email like"
                + " '%-%-%-%-%'")).isEqualTo("0");
        assertThat(server.tables().value("select count(*) from auth.users where id = '"
                + reply.text("id") + "'")).isEqualTo("0");
        assertThat(people.signIn(taken).status()).isEqualTo(200);
        assertThat(people.signIn(taken).json().path("user").path("user_metadata").has("name"))
                .isFalse();
        assertThat(server.mailbox(taken, 0)).isEmpty();
    }

    @Test
    void who_signs_up_again_does_not_read_what_the_first_one_said() {
        var email = People.address();
        people.post("/signup", "{'email':'" + email
                + "','password':'correct horse','data':{'name':'Ann','city':'Ulm'}}");
        var again = people.post("/signup", "{'email':'" + email
                + "','password':'another horse','data':{'name':'Eve'}}");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.raw().text()).doesNotContain("Ulm").doesNotContain("Ann")
                .contains("Eve");
    }

    List<String> silent() {
        var paths = new ArrayList<String>();
        for (var path : List.of("/recover {'email':'%s'}", "/otp {'email':'%s'}",
                "/otp {'email':'%s','create_user':false}", "/magiclink {'email':'%s'}",
                "/resend {'type':'signup','email':'%s'}",
                "/resend {'type':'email_change','email':'%s'}", "/otp {'phone':'%s'}",
                "/otp {'phone':'%s','create_user':false}", "/resend {'type':'sms','phone':'%s'}",
                "/resend {'type':'phone_change','phone':'%s'}",
                "/verify {'type':'email','token':'000000','email':'%s'}",
                "/verify {'type':'recovery','token':'000000','email':'%s'}",
                "/verify {'type':'email_change','token':'000000','email':'%s'}",
                "/verify {'type':'sms','token':'000000','phone':'%s'}",
                "/token?grant_type=password {'email':'%s','password':'wrong one'}",
                "/token?grant_type=password {'phone':'%s','password':'wrong one'}")) {
            paths.add(path);
        }
        return paths;
    }

    @ParameterizedTest
    @MethodSource("silent")
    void the_answer_is_the_same_for_an_address_without_an_account(String request) {
        var of = ask(request, request.contains("phone'") ? knownNumber : known);
        var without = ask(request,
                request.contains("phone'") ? People.number() : People.address());

        assertThat(without.status()).isEqualTo(of.status());
        assertThat(without.raw().text()).isEqualTo(of.raw().text());
        assertThat(without.header("x-sb-error-code")).isEqualTo(of.header("x-sb-error-code"));
    }

    @Test
    void a_banned_account_is_told_to_its_owner_alone() {
        var email = People.address();
        var id = people.confirmed(email).path("id").asString();
        server.tables().execute("update auth.users set banned_until = now() + interval '1 day'"
                + " where id = '" + id + "'");

        assertThat(people.post("/verify", "{'type':'email','token':'000000','email':'" + email
                + "'}").text("code")).isEqualTo("otp_expired");
        assertThat(people.post("/token?grant_type=password", "{'email':'" + email
                + "','password':'wrong one'}").text("code")).isEqualTo("invalid_credentials");
        assertThat(people.signIn(email).text("code")).isEqualTo("user_banned");
    }

    @Test
    void the_time_of_a_sign_up_tells_nothing() {
        tellsNothing("sign-up by email",
                _ -> people.signUp(known), _ -> people.signUp(People.address()));
        tellsNothing("sign-up by phone", _ -> byPhone(knownNumber), _ -> byPhone(People.number()));
    }

    private Reply byPhone(String number) {
        return people.post("/signup",
                "{'phone':'" + number + "','password':'" + People.PASSWORD + "'}");
    }

    @Test
    void the_time_of_messages_tells_nothing() {
        for (var request : List.of("/recover {'email':'%s'}", "/otp {'email':'%s'}",
                "/otp {'phone':'%s'}", "/resend {'type':'signup','email':'%s'}")) {
            boolean phone = request.contains("phone'");
            tellsNothing(request, _ -> ask(request, phone ? knownNumber : known),
                    _ -> ask(request, phone ? People.number() : People.address()));
        }
    }

    @Test
    void the_time_of_guesses_tells_nothing() {
        var accounts = new ArrayList<String>();
        for (int i = 0; i < TRIES * 2 * (RankTest.SAMPLES + 20) / GUESSES; i++) {
            accounts.add(People.address());
        }
        accounts.forEach(people::confirmed);
        var next = accounts.iterator();
        for (var request : List.of(
                "/token?grant_type=password {'email':'%s','password':'wrong one'}",
                "/verify {'type':'email','token':'000000','email':'%s'}")) {
            var those = new String[] {null, null};
            tellsNothing(request, i -> {
                those[0] = i % GUESSES == 0 ? next.next() : those[0];
                return ask(request, those[0]);
            }, i -> {
                those[1] = i % GUESSES == 0 ? People.address() : those[1];
                return ask(request, those[1]);
            });
        }
    }

    private Reply ask(String request, String address) {
        int space = request.indexOf(' ');
        return people.post(request.substring(0, space),
                request.substring(space + 1).formatted(address));
    }

    private static void tellsNothing(
            String what, IntFunction<Reply> one, IntFunction<Reply> other) {
        var verdicts = new ArrayList<RankTest.Verdict>();
        do {
            verdicts.add(RankTest.compare(i -> nanos(i, one), i -> nanos(i, other)));
        } while (bias(verdicts.getLast()) >= BIAS_MAX && verdicts.size() < TRIES);
        System.out.println("time of " + what + ": " + verdicts);
        assertThat(bias(verdicts.getLast())).as(what + " " + verdicts).isLessThan(BIAS_MAX);
    }

    private static double bias(RankTest.Verdict verdict) {
        return Math.abs(verdict.superiority() - 0.5);
    }

    private static long nanos(int count, IntFunction<Reply> request) {
        long began = System.nanoTime();
        var reply = request.apply(count);
        long took = System.nanoTime() - began;
        assertThat(reply.status()).as(reply.raw().text()).isNotEqualTo(429).isLessThan(500);
        return took;
    }
}
