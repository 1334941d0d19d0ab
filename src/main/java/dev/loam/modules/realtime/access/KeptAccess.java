package dev.loam.modules.realtime.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loam.base.name.TableName;
import dev.loam.base.position.Lsn;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.lineage.Lineage;
import dev.loam.kernel.lineage.Lineages;
import dev.loam.kernel.lineage.TablePolicies;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.ports.changes.Change;
import dev.loam.ports.changes.ChangeListener;
import dev.loam.ports.changes.Commit;
import dev.loam.ports.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Remembers for three seconds what callers may do, and asks once for all who ask the same at the
/// same time: a crowd that comes back at once often is one person with many channels.
///
/// As a listener of the feed (inline: it looks at names only) it forgets everything as soon as the
/// schema changes or a view is refreshed, or a table changes that policies on `realtime.messages`
/// are known to read. What is not known to be read by them counts three seconds late at most.
public final class KeptAccess implements ChannelAccess, ChangeListener {
    private static final Duration KEPT = Duration.ofSeconds(3);
    private static final long CHARACTERS_MAX = 8_000_000;
    private static final int ENTRY_CHARACTERS = 200;
    private static final TableName MESSAGES = new TableName("realtime", "messages");

    private final ChannelAccess inner;
    private final Lineages lineages;
    private final Cache<Question, CompletableFuture<Rights>> answers;

    /// For the feed's thread alone: what policies read, as this lineage has it.
    private Lineage seen;
    private Set<TableName> read = Set.of();

    private record Question(String role, String claims, String topic) {
        int weight() {
            return role.length() + claims.length() + topic.length() + ENTRY_CHARACTERS;
        }
    }

    public KeptAccess(ChannelAccess inner, Lineages lineages, Clock clock) {
        this.inner = inner;
        this.lineages = lineages;
        this.answers = Caffeine.newBuilder().maximumWeight(CHARACTERS_MAX)
                .weigher((Question question, CompletableFuture<Rights> _) -> question.weight())
                .expireAfterWrite(KEPT).ticker(clock::nanos).executor(Runnable::run).build();
    }

    @Override
    public Rights rights(Caller caller, String topic) {
        var question = new Question(caller.role(), caller.claimsJson(), topic);
        var own = new CompletableFuture<Rights>();
        var asked = answers.asMap().putIfAbsent(question, own);
        if (asked != null) {
            return answer(asked);
        }
        try {
            own.complete(inner.rights(caller, topic));
        } catch (RuntimeException | Error wrong) {
            answers.asMap().remove(question, own);
            own.completeExceptionally(wrong);
        }
        return answer(own);
    }

    private static Rights answer(CompletableFuture<Rights> asked) {
        try {
            // Whoever asks waits for a place first, and then for the answer.
            return asked.get(3 * Questions.TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException wrong) {
            if (wrong.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(wrong.getCause());
        } catch (TimeoutException _) {
            throw Questions.unavailable("it does not answer in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Questions.unavailable("it was given up");
        }
    }

    /// Who is still being told an answer gets it; it is asked for anew for everybody else.
    private void forget() {
        answers.invalidateAll();
    }

    @Override
    public void onStart(Lsn from, String gap) {
        forget();
    }

    @Override
    public void onCommit(Commit commit) {
        learn();
        for (Change change : commit.changes()) {
            if (matters(change)) {
                forget();
                return;
            }
        }
    }

    private boolean matters(Change change) {
        return switch (change) {
            case Change.OfRow row -> read.contains(row.table().name());
            case Change.Truncation truncation -> truncation.tables().stream()
                    .anyMatch(table -> read.contains(table.name()));
            case Change.Message message -> message.redefines() || message.refreshes();
        };
    }

    private void learn() {
        Lineage current = lineages.current();
        if (current == seen) {
            return;
        }
        seen = current;
        TablePolicies policies = current == null ? null : current.policies(MESSAGES);
        var tables = new HashSet<TableName>();
        if (policies != null) {
            policies.policies().forEach(policy -> tables.addAll(policy.origins().tables()));
        }
        // Every message would count otherwise, and none changes who may do what.
        tables.removeIf(table -> table.schema().equals("realtime"));
        read = tables;
    }

    @Override
    public void onProgress(Lsn to) {
    }

    @Override
    public void onPause(String why) {
    }
}
