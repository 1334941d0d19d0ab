package dev.loam.modules.auth.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loam.modules.auth.external.Service.OAuth;
import dev.loam.modules.auth.external.Service.OpenId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of the profiles of well-known services.
class ProfilesTest {
    private static Profile userinfo(String provider, String json, String emails) {
        return Profiles.ofUserinfo((OAuth) Configured.preset(provider).service(),
                Calls.JSON.readTree(json), emails == null ? null : Calls.JSON.readTree(emails));
    }

    private static Profile claims(String provider, String json) {
        return Profiles.ofClaims((OpenId) Configured.preset(provider).service(),
                (ObjectNode) Calls.JSON.readTree(json));
    }

    @Test
    void github_s_primary_address_counts_where_it_is_verified() {
        var profile = userinfo("github", """
                {"id":583231,"login":"octo","name":"Mona","avatar_url":"https://a/1","email":"x@y"}
                """, """
                [{"email":"old@example.com","primary":false,"verified":true},
                 {"email":"Mona@example.com","primary":true,"verified":true}]""");
        assertThat(profile.subject()).isEqualTo("583231");
        assertThat(profile.email()).isEqualTo("mona@example.com");
        assertThat(profile.emailVerified()).isTrue();
        assertThat(profile.claims().path("user_name").asString()).isEqualTo("octo");
        assertThat(profile.claims().path("iss").asString()).isEqualTo("https://api.github.com");
        var unproven = userinfo("github", "{\"id\":1}",
                "[{\"email\":\"mona@example.com\",\"primary\":true,\"verified\":false}]");
        assertThat(unproven.emailVerified()).isFalse();
        assertThat(userinfo("github", "{\"id\":1}", "[]").email()).isNull();
    }

    @Test
    void gitlab_s_address_is_verified_once_it_was_confirmed() {
        assertThat(userinfo("gitlab",
                "{\"id\":7,\"email\":\"a@b.c\",\"confirmed_at\":\"2020-01-01T00:00:00Z\"}", null)
                .emailVerified()).isTrue();
        assertThat(userinfo("gitlab", "{\"id\":7,\"email\":\"a@b.c\",\"confirmed_at\":null}", null)
                .emailVerified()).isFalse();
    }

    @Test
    void discord_s_picture_has_an_address() {
        var profile = userinfo("discord", """
                {"id":"80","username":"nelly","global_name":"Nelly","avatar":"a_8342",
                 "email":"nelly@example.com","verified":true}""", null);
        assertThat(profile.emailVerified()).isTrue();
        assertThat(profile.claims().path("avatar_url").asString())
                .isEqualTo("https://cdn.discordapp.com/avatars/80/a_8342.gif");
        assertThat(profile.claims().path("full_name").asString()).isEqualTo("Nelly");
    }

    @Test
    void azure_proves_an_address_by_its_own_claim_alone() {
        assertThat(claims("azure",
                "{\"sub\":\"s\",\"email\":\"a@b.c\",\"email_verified\":true}").emailVerified())
                .isFalse();
        assertThat(claims("azure", "{\"sub\":\"s\",\"email\":\"a@b.c\",\"xms_edov\":true}")
                .emailVerified()).isTrue();
        assertThat(claims("azure", "{\"sub\":\"s\",\"email\":\"a@b.c\",\"xms_edov\":\"0\"}")
                .emailVerified()).isFalse();
    }

    @Test
    void apple_s_marks_are_texts() {
        assertThat(claims("apple",
                "{\"sub\":\"s\",\"email\":\"a@b.c\",\"email_verified\":\"true\"}").emailVerified())
                .isTrue();
        assertThat(claims("apple",
                "{\"sub\":\"s\",\"email\":\"a@b.c\",\"email_verified\":\"false\"}").emailVerified())
                .isFalse();
    }

    @Test
    void claims_that_are_nobody_s_standard_are_kept_apart() {
        var profile = claims("google", """
                {"sub":"s","iss":"https://accounts.google.com","hd":"example.com","exp":1,
                 "email_verified":true,"given_name":"Ann"}""");
        assertThat(profile.emailVerified()).as("without an address").isFalse();
        assertThat(profile.claims().path("custom_claims").toString())
                .isEqualTo("{\"hd\":\"example.com\"}");
        assertThat(profile.claims().path("given_name").asString()).isEqualTo("Ann");
        assertThat(profile.claims().has("exp")).isFalse();
    }

    @Test
    void what_is_no_address_is_none() {
        for (var email : new String[] {"", "x", "@x", "x@", "a b@c", "x@" + "y".repeat(300)}) {
            assertThat(claims("google", "{\"sub\":\"s\",\"email_verified\":true,\"email\":\""
                    + email + "\"}").email()).as(email).isNull();
        }
    }
}
