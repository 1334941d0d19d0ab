package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.fixture.AuthServer;
import dev.loam.modules.auth.wire.Redirects;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A table of ways to lead people, with their tokens, to a place that was never allowed.
class RedirectSpec {
    private static final String SITE = "https://site.example";
    private static final List<String> ALLOWED = List.of("https://*.preview.example/**",
            "https://**--team.hosting.example/in", "https://app.example:8443/back?",
            "https://files.example/*/done", "myapp://callback", "exp://192.168.1.?:8081/**");
    private static final Pattern LINK = Pattern.compile("\\S+(/verify\\?\\S+)");

    private static AuthServer server;
    private static People people;

    @BeforeAll
    static void start() {
        server = AuthServer.start(Map.of("auth.site-url", SITE,
                "auth.additional-redirect-urls", String.join(",", ALLOWED),
                "auth.email.enable-confirmations", "true", "auth.email.max-frequency", "0s",
                "auth.external.github.enabled", "true", "auth.external.github.client-id", "me",
                "auth.external.github.secret", "a secret of the provider"));
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Redirects redirects() {
        return new Redirects(SITE, ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://site.example", "https://site.example/", "https://site.example/deep/page?a=b",
        "https://SITE.example/x", "https://site.example/#part",
        "https://one.preview.example/", "https://one.preview.example/a/b?c=d",
        "https://feature-1--team.hosting.example/in", "https://a.b--team.hosting.example/in",
        "https://app.example:8443/back1", "https://files.example/x/done", "myapp://callback",
        "exp://192.168.1.7:8081/--/in"})
    void allowed(String address) {
        assertThat(redirects().settle(address)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // Hosts that look like the site's.
        "https://site.example.evil.com", "https://site.example.evil.com/", "https://evil.com",
        "https://evil.com/https://site.example", "https://evil.com?https://site.example",
        "https://evil.com#https://site.example", "https://notsite.example", "https://site.examples",
        "https://sub.site.example", "https://site.example:444/", "https://site.example:0/",
        "http://site.example/", "ftp://site.example/", "https://site.example./",
        // What stands before or after the host.
        "https://site.example@evil.com", "https://site.example:x@evil.com/",
        "https://user@site.example/", "https://site.example%2f@evil.com/",
        "https://site.example%40evil.com/", "https://evil.com%2f.site.example/",
        "https://evil.com\\@site.example", "https://site.example\\.evil.com",
        "https://evil.com\\.preview.example/",
        // Not whole addresses.
        "//evil.com", "//site.example", "\\\\evil.com", "/\\evil.com", "///evil.com", "/path", "",
        " ", "https:evil.com", "https:/evil.com", "https:///evil.com", "https:", "evil.com",
        "?redirect=https://evil.com", "#x", "https:\\\\site.example",
        // What a browser would run or read.
        "javascript:alert(1)", "JavaScript:alert(1)//site.example", "javascript://site.example/%0a",
        "data:text/html,hi", "vbscript:x", "blob:https://site.example/1", "file:///etc/passwd",
        "about:blank", "view-source:https://site.example", "java\tscript:alert(1)",
        // Characters that headers and browsers treat in their own way.
        "https://site.example\r\nSet-Cookie: a=b", "https://site.example/\nx",
        "https://site.example/\0", "https://site.example/a b", "\thttps://site.example",
        " https://site.example", "https://ev\til.com",
        // Dots, letters and numbers that are others after all.
        "https://site\u3002example/", "https://site\uff0eexample/", "https://s\u0456te.example/",
        "https://evil\u3002com/.preview.example/", "https://2130706433/", "https://0x7f000001/",
        "https://0x7f.1/", "https://017700000001/", "https://[::1]/", "https://127.1/",
        // Wildcards that would have to swallow more than a label.
        "https://a.b.preview.example/", "https://evil.com/.preview.example/",
        "https://evil?.preview.example/", "https://[::1]?.preview.example/",
        "https://[2001:db8::1]?.preview.example/", "https://evil#.preview.example/",
        "https://evil:443?.preview.example/", "https://evil@x.preview.example/",
        "https://evil%2f.preview.example/", "https://evil%23.preview.example/",
        "https://evil.com/--team.hosting.example/in", "https://evil.com?--team.hosting.example/in",
        "https://evil.com#--team.hosting.example/in", "https://evil.com:1--team.hosting.example/in",
        "https://.preview.example.evil.com/", "https://one.preview.example.evil.com/",
        "https://one.preview.example:8443/", "https://onepreview.example/",
        "https://files.example/a/b/done", "https://files.example/a.b/done",
        "https://files.example/%2e%2e/done", "https://app.example:8443/back",
        "https://app.example:8443/back12", "https://app.example:8443/back/",
        "https://app.example/back1", "https://APP.example:8443/back1/x",
        "https://one.preview.example/../x", "https://one.preview.example/a/%2E%2e/x",
        "https://one.preview.example/./x",
        // Schemes of applications.
        "myapp://callback/evil", "myapp://callbacks", "otherapp://callback", "myapp:callback",
        "exp://192.168.1.77:8081/x", "exp://192.168.1.7:80810/x"})
    void refused(String address) {
        assertThat(redirects().settle(address)).isEqualTo(SITE);
    }

    @Test
    void a_list_that_allows_everything_does_not_allow_scripts() {
        var lax = new Redirects(SITE, List.of("**"));

        assertThat(lax.settle("https://anywhere.example/")).isEqualTo("https://anywhere.example/");
        for (var bad : List.of("javascript:alert(1)", "data:text/html,x", "//evil.com",
                "https://a@evil.com/")) {
            assertThat(lax.settle(bad)).isEqualTo(SITE);
        }
    }

    @Test
    void on_this_machine_any_port_is_the_developers_own_and_no_other_host() {
        var local = new Redirects("http://127.0.0.1:3000", List.of());

        assertThat(local.allows("http://127.0.0.1:5173/x")).isTrue();
        for (var bad : List.of("http://127.0.0.1.evil.com:3000/", "http://127.0.0.2:3000/",
                "http://0177.0.0.1:3000/", "http://2130706433:3000/", "https://127.0.0.1:3000/",
                "http://127.0.0.1@evil.com:3000/")) {
            assertThat(local.allows(bad)).as(bad).isFalse();
        }
    }

    @Test
    void an_overlong_address_is_refused() {
        assertThat(redirects().settle("https://site.example/" + "a".repeat(3000)))
                .isEqualTo(SITE);
    }

    private static final List<String> EVIL = List.of("https://evil.com/", "//evil.com",
            "https://site.example.evil.com", "https://site.example@evil.com",
            "javascript:alert(1)", "https://[::1]?.preview.example/",
            "https://site.example/\r\nX-Evil: 1");

    @Test
    void links_in_mails_lead_to_the_site_instead() {
        for (var evil : EVIL) {
            for (var path : List.of("/recover", "/otp", "/magiclink", "/signup")) {
                var email = People.address();
                if (!path.equals("/signup")) {
                    people.confirmed(email);
                }
                people.post(path + "?redirect_to=" + encoded(evil), People.credentials(email));
                var link = LINK.matcher(
                        server.mailbox(email, 1).getFirst().path("text").asString());
                assertThat(link.find()).isTrue();
                assertThat(link.group(1)).endsWith("&redirect_to=" + encoded(SITE));
            }
        }
    }

    @Test
    void a_link_that_was_bent_leads_to_the_site() {
        var email = People.address();
        people.signUp(email);
        var link = LINK.matcher(server.mailbox(email, 1).getFirst().path("text").asString());
        assertThat(link.find()).isTrue();
        var path = link.group(1).replaceFirst("&redirect_to=.*", "&redirect_to=");

        for (var evil : EVIL) {
            var wrong = server.get("/verify?token=nothing&type=signup&redirect_to="
                    + encoded(evil));
            assertThat(wrong.status()).isEqualTo(303);
            assertThat(wrong.header("Location")).startsWith(SITE + "#error=");
        }
        assertThat(server.get(path + encoded(EVIL.getFirst())).header("Location"))
                .startsWith(SITE + "#access_token=");
    }

    @Test
    void the_way_back_from_a_provider_leads_to_the_site() {
        for (var evil : EVIL) {
            var gone = server.get("/authorize?provider=github&redirect_to=" + encoded(evil));
            assertThat(gone.status()).isEqualTo(302);
            var state = gone.header("Location").replaceFirst(".*[?&]state=([^&]+).*", "$1");
            var back = server.get("/callback?error=access_denied&state=" + state);
            assertThat(back.status()).isEqualTo(302);
            assertThat(back.header("Location")).matches(Pattern.quote(SITE) + "/?[?#].*");
        }
        var foreign = server.get("/callback?code=x&state=nothing&redirect_to="
                + encoded(EVIL.getFirst()));
        assertThat(String.valueOf(foreign.header("Location"))).doesNotContain("evil");
    }

    @Test
    void sign_out_leads_nowhere() {
        var user = people.confirmed(People.address());
        var session = people.signIn(user.path("email").asString()).json();
        var reply = server.post("/logout?redirect_to=" + encoded(EVIL.getFirst()), json(null),
                AuthServer.bearer(session));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Location")).isNull();
    }

    private static String encoded(String address) {
        return URLEncoder.encode(address, StandardCharsets.UTF_8);
    }
}
