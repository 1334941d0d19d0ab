package dev.loam.spec.auth;

import static dev.loam.fixture.AuthPerson.json;

import dev.loam.fixture.AuthServer;
import dev.loam.fixture.AuthServer.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// The requests that the specs of accounts make again and again, with JSON in single quotes.
final class People {
    static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final AuthServer server;

    People(AuthServer server) {
        this.server = server;
    }

    /// An address that nobody had before.
    static String address() {
        return "somebody" + COUNT.incrementAndGet() + "@example.org";
    }

    /// A number that nobody had before, without the plus sign.
    static String number() {
        return "4915112" + (100_000 + COUNT.incrementAndGet());
    }

    Reply post(String path, String quoted, String... headers) {
        return server.post(path, json(quoted), headers);
    }

    Reply signUp(String email) {
        return post("/signup", credentials(email));
    }

    Reply signIn(String email) {
        return post("/token?grant_type=password", credentials(email));
    }

    static String credentials(String email) {
        return "{'email':'" + email + "','password':'" + PASSWORD + "'}";
    }

    Reply refresh(String token) {
        return post("/token?grant_type=refresh_token", "{'refresh_token':'" + token + "'}");
    }

    Reply user(JsonNode session) {
        return server.get("/user", AuthServer.bearer(session));
    }

    /// An account whose address is confirmed, made by an administrator.
    JsonNode confirmed(String email) {
        return server.post("/admin/users", json("{'email':'" + email + "','password':'" + PASSWORD
                + "','email_confirm':true}"), AuthServer.service()).json();
    }

    JsonNode confirmedNumber(String phone) {
        return server.post("/admin/users", json("{'phone':'" + phone + "','password':'" + PASSWORD
                + "','phone_confirm':true}"), AuthServer.service()).json();
    }

    /// The same call so many times at once, each in a thread of its own.
    static <T> List<T> atOnce(int times, Callable<T> call) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var under = new ArrayList<Future<T>>();
            for (int i = 0; i < times; i++) {
                under.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            var results = new ArrayList<T>();
            for (var one : under) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException wrong) {
            throw new AssertionError(wrong.getCause());
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            throw new AssertionError(wrong);
        }
    }
}
