package dev.plait.server.app;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.relay.RelayLimits;
import dev.plait.relay.driver.RelayDriver;
import dev.plait.server.conversation.Directory;
import dev.plait.server.conversation.RosterChanges;
import dev.plait.server.http.Problems;
import dev.plait.server.http.Services;
import dev.plait.server.ops.RelayMeters;
import dev.plait.server.presence.LastSeenTimes;
import dev.plait.server.presence.PresenceBoard;
import dev.plait.server.session.AccountBudgets;
import dev.plait.server.session.Broker;
import dev.plait.server.session.Connections;
import dev.plait.server.session.DirectoryFeed;
import dev.plait.server.session.Incarnations;
import dev.plait.server.session.SessionLimits;
import dev.plait.server.session.SessionServices;
import dev.plait.server.session.Sessions;
import dev.plait.server.ws.ConnectEndpoint;
import dev.plait.store.jdbc.Database;
import dev.plait.store.jdbc.JdbcQueueStore;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is connected now: the relay, the sessions and the endpoint they come in by. Closed once, by
 * its node.
 *
 * @param relay relay and store
 * @param sessions admitted devices
 * @param connections open connections
 * @param endpoint where they come in
 * @param feed the subscription to changes of membership
 * @param whenStopped completes with the reason when the relay has stopped for good; perhaps never
 */
record Live(
    RelayDriver relay,
    Sessions sessions,
    Connections connections,
    ConnectEndpoint endpoint,
    Directory.Subscription feed,
    CompletionStage<Throwable> whenStopped)
    implements AutoCloseable {

  /** Clients of a draining node come back after up to so long, not all at once. */
  private static final long DRAIN_JITTER_MS = 3_000;

  static Live wire(
      Database queues,
      Directory directory,
      RosterChanges changes,
      LastSeenTimes lastSeen,
      Incarnations incarnations,
      Services services) {
    RelayMeters meters = new RelayMeters(services.metrics());
    RelayDriver relay =
        new RelayDriver(
            new JdbcQueueStore(queues), RelayLimits.DEFAULT, meters, services.clock()::millis);
    Sessions sessions = new Sessions();
    services.metrics().registry().gauge("plait.sessions", sessions, Sessions::count);
    services.health().register("store", relay::healthy);
    PresenceBoard presence =
        new PresenceBoard(directory, lastSeen, sessions::send, services.clock());
    SessionLimits limits = SessionLimits.DEFAULT;
    Connections connections =
        new Connections(
            new SessionServices(
                services.tokens(),
                directory,
                changes,
                sessions,
                incarnations,
                presence,
                new Broker(directory, sessions),
                relay,
                limits,
                new AccountBudgets(limits),
                services.metrics(),
                services.clock()));
    ConnectEndpoint endpoint =
        new ConnectEndpoint(
            services.origins(),
            services.limits(),
            services.addresses(),
            limits,
            Problems::write,
            services.connections(),
            connections::open);
    Directory.Subscription feed =
        directory.listen(new DirectoryFeed(directory, sessions, presence, relay));
    relay.start();
    return new Live(relay, sessions, connections, endpoint, feed, meters.whenStopped());
  }

  /** Asks every client to move to another node, or to come back to this one after its restart. */
  void drain() {
    for (var session : sessions.all()) {
      long waitMs = ThreadLocalRandom.current().nextLong(DRAIN_JITTER_MS / 10, DRAIN_JITTER_MS);
      session.out().close(CloseCode.DRAINING, "The node is ending; come back.", waitMs);
    }
  }

  @Override
  public void close() {
    feed.close();
    connections.close();
    endpoint.close();
    relay.close();
  }
}
