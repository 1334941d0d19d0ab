package dev.loam.adapters.redis;

import dev.loam.base.config.Secret;
import dev.loam.base.limit.Taken;
import dev.loam.base.task.Deadline;
import dev.loam.ports.rate.Ask;
import dev.loam.ports.rate.RateStore;
import dev.loam.ports.rate.Uncounted;
import dev.loam.ports.time.Clock;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Allowances in one Redis or Valkey server: a key each, which expires when its allowance is whole
/// again, and a script that judges all keys of a question in one round trip.
///
/// One connection serves all: what several threads ask goes out in one stream. Where it is broken
/// nothing is queued for a later one: a question fails at once. Times are microseconds since a day
/// near ours, so that the script's numbers, which have 53 bits, tell a sixteenth of one.
public final class RedisRates implements RateStore {
    private static final String PREFIX = "loam:rate:";
    private static final double NANOS_PER_MICRO = 1_000;
    /// For what nobody waits for any more; a question has a deadline of its own.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RECONNECT_MIN = Duration.ofMillis(20);
    private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);
    private static final int THREADS = 2;
    private static final int QUEUE_MAX = 10_000;
    private static final String SCRIPT = """
            local t = redis.call('TIME')
            local now = (t[1] - 1700000000) * 1000000 + t[2]
            local out = {}
            for i, key in ipairs(KEYS) do
              local need = tonumber(ARGV[3 * i - 2])
              local add = tonumber(ARGV[3 * i - 1])
              local span = tonumber(ARGV[3 * i])
              local whole = tonumber(redis.call('GET', key) or 0)
              if whole < now then whole = now end
              local wait = need < 0 and 0 or whole + need - now - span
              if wait <= 0.5 then
                wait = 0
                if add > 0 then
                  whole = math.min(whole + add, now + 2 * span)
                  redis.call('SET', key, string.format('%.3f', whole),
                             'PX', math.ceil((whole - now) / 1000) + 1)
                end
              end
              out[2 * i - 1] = string.format('%.3f', wait)
              out[2 * i] = string.format('%.3f', whole - now)
            end
            return out""";

    private final ClientResources resources;
    private final RedisClient client;
    private final Clock clock;
    private final RedisURI address;
    private final String digest = Base16.digest(SCRIPT.getBytes(StandardCharsets.UTF_8));
    private final AtomicReference<CompletableFuture<StatefulRedisConnection<String, String>>>
            connection = new AtomicReference<>();

    /// Connects when it is first asked.
    ///
    /// @throws IllegalArgumentException where the address cannot be understood
    public RedisRates(Secret url, Clock clock) {
        this.address = RedisURI.create(url.value());
        address.setTimeout(TIMEOUT);
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS).computationThreadPoolSize(THREADS)
                .reconnectDelay(Delay.exponential(
                        RECONNECT_MIN, RECONNECT_MAX, 2, TimeUnit.MILLISECONDS)).build();
        this.client = RedisClient.create(resources, address);
        this.clock = clock;
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE_MAX)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT)).build());
    }

    @Override
    public List<Taken> take(List<Ask> asks, Deadline deadline) throws Uncounted {
        var keys = new String[asks.size()];
        var numbers = new String[3 * asks.size()];
        for (int i = 0; i < keys.length; i++) {
            Ask ask = asks.get(i);
            keys[i] = PREFIX + ask.key();
            numbers[3 * i] = ask.always() ? "-1"
                    : micros(ask.rate().cost(Math.max(1, ask.units())));
            numbers[3 * i + 1] = micros(ask.rate().cost(ask.units()));
            numbers[3 * i + 2] = micros(ask.rate().spanNanos());
        }
        List<String> said = said(keys, numbers, deadline);
        var taken = new ArrayList<Taken>(keys.length);
        for (int i = 0; i < keys.length; i++) {
            taken.add(new Taken(nanos(said.get(2 * i)), nanos(said.get(2 * i + 1))));
        }
        return taken;
    }

    private List<String> said(String[] keys, String[] numbers, Deadline deadline)
            throws Uncounted {
        if (deadline.passed(clock.nanos())) {
            throw new Uncounted("no time is left", null);
        }
        try {
            StatefulRedisConnection<String, String> open = connected(deadline);
            try {
                return evaluated(open, keys, numbers, deadline);
            } catch (ExecutionException wrong) {
                if (wrong.getCause() instanceof RedisNoScriptException) {
                    // A server that was started anew knows the script no more.
                    open.async().scriptLoad(SCRIPT);
                    return evaluated(open, keys, numbers, deadline);
                }
                throw wrong;
            }
        } catch (ExecutionException | TimeoutException | RedisException wrong) {
            throw new Uncounted(String.valueOf(wrong.getMessage()), wrong);
        } catch (InterruptedException wrong) {
            Thread.currentThread().interrupt();
            throw new Uncounted("interrupted", wrong);
        }
    }

    private List<String> evaluated(
            StatefulRedisConnection<String, String> open, String[] keys, String[] numbers,
            Deadline deadline) throws ExecutionException, TimeoutException, InterruptedException {
        return open.async().<List<String>>evalsha(digest, ScriptOutputType.MULTI, keys, numbers)
                .get(left(deadline), TimeUnit.NANOSECONDS);
    }

    /// The connection, for which all who come meanwhile wait together. Once it was there, Lettuce
    /// renews it by itself.
    private StatefulRedisConnection<String, String> connected(Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<StatefulRedisConnection<String, String>> current = connection.get();
        if (current == null || current.isCompletedExceptionally()) {
            var made = new CompletableFuture<StatefulRedisConnection<String, String>>();
            if (connection.compareAndSet(current, made)) {
                client.connectAsync(StringCodec.UTF8, address).whenComplete((open, wrong) -> {
                    if (wrong == null) {
                        open.async().scriptLoad(SCRIPT);
                        made.complete(open);
                    } else {
                        made.completeExceptionally(wrong);
                    }
                });
            }
            current = connection.get();
        }
        return current.get(left(deadline), TimeUnit.NANOSECONDS);
    }

    private long left(Deadline deadline) {
        return deadline.left(clock.nanos()).toNanos();
    }

    @Override
    public void prepare(Deadline deadline) throws Uncounted {
        take(List.of(), deadline);
    }

    private static String micros(long nanos) {
        return Double.toString(nanos / NANOS_PER_MICRO);
    }

    private static long nanos(String micros) {
        return Math.round(Double.parseDouble(micros) * NANOS_PER_MICRO);
    }

    /// Keys go by themselves.
    @Override
    public int clean(int keysMax, Deadline deadline) {
        return 0;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
        resources.shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
