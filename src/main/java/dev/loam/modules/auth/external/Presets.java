package dev.loam.modules.auth.external;

import dev.loam.modules.auth.external.Service.Dialect;
import dev.loam.modules.auth.external.Service.Mapping;
import dev.loam.modules.auth.external.Service.OAuth;
import dev.loam.modules.auth.external.Service.OpenId;
import java.util.List;
import java.util.Map;

/// The services known by name. `url` of the settings replaces the address of those that people run
/// themselves; any other name is an OpenID Connect issuer at its `url`.
///
/// Where a service does not say whether an address was proven, it is taken as unproven.
/// Sources: the documentation of each service.
final class Presets {
    private static final List<String> OPENID = List.of("openid", "email", "profile");

    private static final Map<String, Preset> KNOWN = Map.ofEntries(
            openId("google", "https://accounts.google.com", OPENID, true, Dialect.GOOGLE),
            openId("apple", "https://appleid.apple.com", List.of("openid", "email", "name"), false,
                    Dialect.APPLE),
            openId("azure", "https://login.microsoftonline.com/common", OPENID, true,
                    Dialect.AZURE),
            openId("linkedin_oidc", "https://www.linkedin.com/oauth", OPENID, false,
                    Dialect.STANDARD),
            openId("slack_oidc", "https://slack.com", OPENID, false, Dialect.STANDARD),
            Map.entry("github", new Preset("https://github.com", Presets::github)),
            Map.entry("gitlab", new Preset("https://gitlab.com", Presets::gitlab)),
            fixed("discord", new OAuth("https://discord.com/api",
                    "https://discord.com/api/oauth2/authorize",
                    "https://discord.com/api/oauth2/token", "https://discord.com/api/users/@me",
                    null, List.of("email", "identify"), true, false,
                    new Mapping("/id", "/email", "/verified", "/global_name", "/username", null))),
            fixed("facebook", new OAuth("https://graph.facebook.com",
                    "https://www.facebook.com/dialog/oauth",
                    "https://graph.facebook.com/oauth/access_token",
                    "https://graph.facebook.com/me?fields=id,email,name,picture",
                    null, List.of("email"), true, false,
                    new Mapping("/id", "/email", null, "/name", null, "/picture/data/url"))),
            fixed("spotify", new OAuth("https://api.spotify.com/v1",
                    "https://accounts.spotify.com/authorize",
                    "https://accounts.spotify.com/api/token", "https://api.spotify.com/v1/me",
                    null, List.of("user-read-email"), true, true,
                    new Mapping("/id", "/email", null, "/display_name", null, "/images/0/url"))),
            fixed("bitbucket", new OAuth("https://api.bitbucket.org/2.0",
                    "https://bitbucket.org/site/oauth2/authorize",
                    "https://bitbucket.org/site/oauth2/access_token",
                    "https://api.bitbucket.org/2.0/user",
                    "https://api.bitbucket.org/2.0/user/emails", List.of("account", "email"),
                    false, true,
                    new Mapping("/uuid", null, null, "/display_name", "/username",
                            "/links/avatar/href"))),
            fixed("zoom", new OAuth("https://api.zoom.us/v2", "https://zoom.us/oauth/authorize",
                    "https://zoom.us/oauth/token", "https://api.zoom.us/v2/users/me", null,
                    List.of(), true, true,
                    new Mapping("/id", "/email", "/verified", "/display_name", null,
                            "/pic_url"))),
            fixed("figma", new OAuth("https://api.figma.com/v1", "https://www.figma.com/oauth",
                    "https://api.figma.com/v1/oauth/token", "https://api.figma.com/v1/me", null,
                    List.of("current_user:read"), true, true,
                    new Mapping("/id", "/email", null, "/handle", null, "/img_url"))),
            fixed("kakao", new OAuth("https://kapi.kakao.com",
                    "https://kauth.kakao.com/oauth/authorize",
                    "https://kauth.kakao.com/oauth/token", "https://kapi.kakao.com/v2/user/me",
                    null, List.of("account_email", "profile_image", "profile_nickname"), true,
                    false,
                    new Mapping("/id", "/kakao_account/email",
                            "/kakao_account/is_email_verified",
                            "/kakao_account/profile/nickname", null,
                            "/kakao_account/profile/profile_image_url"))));

    private Presets() {
    }

    /// The service of a name; null where the name is not known and no address is given.
    static Service service(String name, String url) {
        var at = url == null || url.isBlank() ? null : url.strip().replaceAll("/+$", "");
        var preset = KNOWN.get(name);
        if (preset != null) {
            return preset.service().at(at == null ? preset.url() : at);
        }
        return at == null ? null : new OpenId(at, OPENID, true, Dialect.STANDARD);
    }

    /// An installation of one's own has its API under a path, the public one on a host.
    private static Service github(String url) {
        boolean own = !url.equals("https://github.com");
        var api = own ? url + "/api/v3" : "https://api.github.com";
        return new OAuth(api, url + "/login/oauth/authorize", url + "/login/oauth/access_token",
                api + "/user", api + "/user/emails", List.of("user:email"), true, false,
                new Mapping("/id", null, null, "/name", "/login", "/avatar_url"));
    }

    private static Service gitlab(String url) {
        return new OAuth(url, url + "/oauth/authorize", url + "/oauth/token",
                url + "/api/v4/user", null, List.of("read_user"), true, false,
                new Mapping("/id", "/email", "/confirmed_at", "/name", "/username",
                        "/avatar_url"));
    }

    private static Map.Entry<String, Preset> openId(
            String name, String url, List<String> scopes, boolean pkce, Dialect dialect) {
        return Map.entry(name, new Preset(url, at -> new OpenId(at, scopes, pkce, dialect)));
    }

    private static Map.Entry<String, Preset> fixed(String name, OAuth service) {
        return Map.entry(name, new Preset(service.issuer(), _ -> service));
    }

    private record Preset(String url, Maker service) {
    }

    @FunctionalInterface
    private interface Maker {
        Service at(String url);
    }
}
