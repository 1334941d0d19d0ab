package dev.loam.kernel.module;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.identity.Caller;
import dev.loam.ports.database.Turn;
import dev.loam.ports.web.HttpRequest;

/// One request on its way through the pipeline, with what the stages have found out so far.
///
/// `request` is whole: its path still has the route's prefix. `pathInRoute` is the raw rest of the
/// path behind the prefix; it begins with `/`, also where the request named the prefix alone.
/// `client` is the numeric address of whoever sent the request: the other end of the connection,
/// or whom a trusted proxy names. `caller`, `requestId` and `deadline` are null until their stage
/// has run; a handler sees all of them, save the caller on a route that asks for none. `turn` is
/// asked before the request takes a connection, and never null. `keeping` is null for a request
/// whose answer nobody asked to keep. `trail` is never null and shared by all copies.
public record Exchange(
        HttpRequest request, String pathInRoute, String client, Caller caller, String requestId,
        Deadline deadline, Turn turn, Keeping keeping, Trail trail) {
    /// One that need not wait for its turn, and whose answer is not kept.
    public Exchange(
            HttpRequest request, String pathInRoute, String client, Caller caller, String requestId,
            Deadline deadline, Trail trail) {
        this(request, pathInRoute, client, caller, requestId, deadline, Turn.FREE, null, trail);
    }

    /// An exchange that no stage has touched.
    public static Exchange of(HttpRequest request, String pathInRoute) {
        return new Exchange(request, pathInRoute, request.peer().address(), null, null, null,
                Trail.plain());
    }

    public Exchange withRequest(HttpRequest newRequest) {
        return new Exchange(newRequest, pathInRoute, client, caller, requestId, deadline, turn,
                keeping, trail);
    }

    /// With a request for another path in the route.
    public Exchange withRequest(HttpRequest newRequest, String newPathInRoute) {
        return new Exchange(newRequest, newPathInRoute, client, caller, requestId, deadline, turn,
                keeping, trail);
    }

    public Exchange withClient(String newClient) {
        return new Exchange(request, pathInRoute, newClient, caller, requestId, deadline, turn,
                keeping, trail);
    }

    public Exchange withCaller(Caller newCaller) {
        return new Exchange(request, pathInRoute, client, newCaller, requestId, deadline, turn,
                keeping, trail);
    }

    public Exchange withRequestId(String newRequestId) {
        return new Exchange(request, pathInRoute, client, caller, newRequestId, deadline, turn,
                keeping, trail);
    }

    public Exchange withDeadline(Deadline newDeadline) {
        return new Exchange(request, pathInRoute, client, caller, requestId, newDeadline, turn,
                keeping, trail);
    }

    public Exchange withTurn(Turn newTurn) {
        return new Exchange(request, pathInRoute, client, caller, requestId, deadline, newTurn,
                keeping, trail);
    }

    public Exchange withKeeping(Keeping newKeeping) {
        return new Exchange(request, pathInRoute, client, caller, requestId, deadline, turn,
                newKeeping, trail);
    }

    public Exchange withTrail(Trail newTrail) {
        return new Exchange(request, pathInRoute, client, caller, requestId, deadline, turn,
                keeping, newTrail);
    }
}
