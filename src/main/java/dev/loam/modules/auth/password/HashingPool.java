package dev.loam.modules.auth.password;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.auth.failure.AuthCode;
import dev.loam.modules.auth.failure.AuthFailure;
import dev.loam.ports.task.PatientThreads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A few threads that hash passwords, so that a flood of sign-ins takes neither every core nor all
/// memory.
///
/// The threads are the system's: a virtual thread would keep its carrier for as long as a hash
/// takes, and the carriers serve everything else, to which these give way. Who calls waits for the
/// result. A call that finds too many waiting, or waits too long, is refused with status 429.
final class HashingPool implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration IDLE_MAX = Duration.ofMinutes(1);
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ThreadPoolExecutor threads;

    HashingPool(int atOnce, int waitingMax, PatientThreads patient) {
        threads = new ThreadPoolExecutor(atOnce, atOnce, IDLE_MAX.toSeconds(), TimeUnit.SECONDS,
                waitingMax == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(waitingMax),
                work -> patient.of("password", work));
        threads.allowCoreThreadTimeOut(true);
    }

    /// The result of work that throws nothing checked.
    <T> T call(Callable<T> work) {
        var task = new FutureTask<>(work);
        try {
            threads.execute(task);
            return task.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException full) {
            throw busy();
        } catch (TimeoutException late) {
            forget(task);
            throw busy();
        } catch (InterruptedException stopped) {
            forget(task);
            Thread.currentThread().interrupt();
            throw AuthCode.REQUEST_TIMEOUT.refusal();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    /// Leaves room for another; a hash that has begun is made to its end.
    private void forget(FutureTask<?> task) {
        task.cancel(false);
        threads.remove(task);
    }

    private static Refusal busy() {
        return new Refusal(new AuthFailure.TooOften(AuthCode.OVER_REQUEST_RATE_LIMIT,
                AuthCode.OVER_REQUEST_RATE_LIMIT.message(), RETRY_AFTER_SECONDS));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
