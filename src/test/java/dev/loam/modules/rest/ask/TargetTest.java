package dev.loam.modules.rest.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.ports.web.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "/people, people", "/Order%20Items, Order Items", "/rpc, rpc", "/a+b, a+b",
        "/%D9%85%D9%88, مو", "/Ù\u0085, م", "/a%2Fb, a/b", "/a%22b, a\"b"})
    void one_segment_is_a_relation(String path, String name) {
        assertThat(Target.of(path)).isEqualTo(new Target.Relation(name));
    }

    @Test
    void rpc_and_a_segment_is_a_function() {
        assertThat(Target.of("/rpc/add_them")).isEqualTo(new Target.Procedure("add_them"));
        assertThat(Target.of("/rpc/add%20them")).isEqualTo(new Target.Procedure("add them"));
    }

    @Test
    void nothing_is_the_root() {
        assertThat(Target.of("/")).isEqualTo(new Target.Root());
        assertThat(Target.of("")).isEqualTo(new Target.Root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "/people/", "/rpc/a/b", "//", "/a/rpc"})
    void deeper_paths_are_404(String path) {
        var failure = catchThrowableOfType(Refusal.class, () -> Target.of(path)).failure();
        assertThat(failure.code()).isEqualTo("PGRST125");
        assertThat(failure.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/a%2", "/a%zz", "/%FF", "/%C0%80", "/a%00", "/\u00ff",
        "/rpc/%ED%A0%80", "/%+1"})
    void what_is_no_text_is_400(String path) {
        var failure = catchThrowableOfType(Refusal.class, () -> Target.of(path)).failure();
        assertThat(failure.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"TRACE", "get", "PROPFIND", "CONNECT"})
    void unknown_methods_are_405(String method) {
        var failure = refusal(method, new Target.Root());
        assertThat(failure.code()).isEqualTo("PGRST117");
        assertThat(failure.status()).isEqualTo(405);
        assertThat(failure.message()).isEqualTo("Unsupported HTTP method: " + method);
        assertThat(refusal(method, new Target.Procedure("f")).message())
                .isEqualTo("Cannot use the " + method + " method on RPC");
    }

    private static Failure refusal(String method, Target target) {
        return catchThrowableOfType(Refusal.class, () -> Method.of(method, target)).failure();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, Accept-Profile", "HEAD, Accept-Profile", "OPTIONS, Accept-Profile",
        "POST, Content-Profile", "PATCH, Content-Profile", "PUT, Content-Profile",
        "DELETE, Content-Profile"})
    void the_profile_is_named_by_the_field_of_the_method(Method method, String field) {
        var profiles = new Profiles(List.of("tenant1", "tenant2"));
        assertThat(profiles.schema(method, with(field, "tenant2"))).isEqualTo("tenant2");
        assertThat(profiles.schema(method, with("X", "tenant2"))).isEqualTo("tenant1");
        var failure = catchThrowableOfType(Refusal.class,
                () -> profiles.schema(method, with(field, "tenant3"))).failure();
        assertThat(failure.code()).isEqualTo("PGRST106");
        assertThat(failure.status()).isEqualTo(406);
        assertThat(failure.message()).isEqualTo("Invalid schema: tenant3");
        assertThat(failure.hint())
                .isEqualTo("Only the following schemas are exposed: tenant1, tenant2");
    }

    private static HttpRequest with(String field, String value) {
        return Requests.of("GET", "/items", "", field, value);
    }
}
