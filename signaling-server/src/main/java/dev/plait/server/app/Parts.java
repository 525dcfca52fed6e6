package dev.plait.server.app;

import dev.plait.server.account.Accounts;
import dev.plait.server.account.Deletions;
import dev.plait.server.account.DeviceIncarnations;
import dev.plait.server.account.Exports;
import dev.plait.server.account.GoneDevices;
import dev.plait.server.account.KnownDevices;
import dev.plait.server.account.LastSeen;
import dev.plait.server.account.LiveSignIns;
import dev.plait.server.account.Renewals;
import dev.plait.server.account.Sessions;
import dev.plait.server.account.SignInExpiry;
import dev.plait.server.account.SignOuts;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.OpenConnections;
import dev.plait.server.admission.OriginPolicy;
import dev.plait.server.admission.RateLimits;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.conversation.Audience;
import dev.plait.server.conversation.Blocks;
import dev.plait.server.conversation.CachedDirectory;
import dev.plait.server.conversation.Conversations;
import dev.plait.server.conversation.OpenRequests;
import dev.plait.server.conversation.Requests;
import dev.plait.server.conversation.RosterChanges;
import dev.plait.server.database.Backups;
import dev.plait.server.database.NodeDatabase;
import dev.plait.server.http.Services;
import dev.plait.server.ops.Health;
import dev.plait.server.ops.Metrics;
import dev.plait.server.token.AccessTokens;
import dev.plait.server.token.OutsideTokens;
import dev.plait.server.token.SigningKeys;
import dev.plait.server.turn.TurnFleet;
import dev.plait.store.QueueStore;
import dev.plait.store.jdbc.Database;
import dev.plait.store.jdbc.JdbcQueueStore;
import dev.plait.store.jdbc.RequestBoxes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a node is made of, wired but not listening. Closed once, by its node.
 *
 * @param queues the device queues, whose pool everything shares
 * @param database accounts and conversations
 * @param directory who is in what
 * @param services what the HTTP API works on, with tokens, limits, health and metrics
 * @param live what is connected now
 * @param expiry ends sign-ins that were not renewed
 * @param backups copies of the embedded database; null when none are wanted
 */
record Parts(
    Database queues,
    NodeDatabase database,
    CachedDirectory directory,
    Services services,
    Live live,
    SignInExpiry expiry,
    @Nullable Backups backups) {

  /** {@code certified}: whether the node's own certificate is for a name. */
  static Parts wire(
      NodeConfig config, Path dataDir, InstantSource clock, Predicate<String> certified) {
    Database queues = Queues.open(config.database(), dataDir);
    try {
      return wire(config, queues, dataDir, clock, certified);
    } catch (RuntimeException e) {
      queues.close();
      throw e;
    }
  }

  private static Parts wire(
      NodeConfig config,
      Database queues,
      Path dataDir,
      InstantSource clock,
      Predicate<String> certified) {
    NodeDatabase database = Queues.accounts(queues);
    QueueStore store = new JdbcQueueStore(queues);
    GoneDevices.finish(database, store::deleteDevice);
    CachedDirectory directory = new CachedDirectory(database);
    RequestBoxes boxes = new RequestBoxes(queues.dialect());
    Services services = services(config, database, directory, store, boxes, clock, certified);
    Backups backups = Queues.backups(config.backup(), database, dataDir, services.metrics(), clock);
    return new Parts(
        queues,
        database,
        directory,
        services,
        live(queues, database, directory, services),
        SignInExpiry.start(services.signOuts()),
        backups);
  }

  private static Services services(
      NodeConfig config,
      NodeDatabase database,
      CachedDirectory directory,
      QueueStore store,
      RequestBoxes boxes,
      InstantSource clock,
      Predicate<String> certified) {
    LiveSignIns liveSignIns = new LiveSignIns(database);
    directory.listen(liveSignIns); // first: who is told later may ask it
    SigningKeys keys = new SigningKeys(database, config.token(), clock);
    AccessTokens tokens = new AccessTokens(keys, liveSignIns, config.token(), clock);
    Metrics metrics = new Metrics();
    Sessions sessions =
        new Sessions(
            database, directory, tokens, config.password(), config.token(), metrics, clock);
    SignOuts signOuts = new SignOuts(database, directory, clock);
    Requests requests = new Requests(database, directory, clock);
    Health health = new Health();
    health.register("database", database::reachable);
    return new Services(
        config,
        sessions,
        new Renewals(database, directory, tokens, config.token(), clock),
        signOuts,
        new KnownDevices(database),
        new Accounts(database, directory, sessions, signOuts, clock),
        new Exports(database, device -> store.usage(device).entries()),
        new Deletions(database, directory, sessions, clock),
        new Conversations(database, directory, requests, boxes, clock),
        requests,
        new OpenRequests(database),
        new Audience(database),
        new Blocks(database, directory, requests, clock),
        tokens,
        keys,
        config.oidc().enabled() ? new OutsideTokens(config.oidc()) : null,
        new RateLimits(config.limits()),
        new OpenConnections(config.limits().connectionsPerAddress()),
        new OriginPolicy(config.http().allowedOrigins(), config.http().page(), certified),
        new ClientAddress(config.http().trustedProxies()),
        TurnFleet.start(config.turn(), metrics, clock),
        health,
        metrics,
        clock);
  }

  private static Live live(
      Database queues, NodeDatabase database, CachedDirectory directory, Services services) {
    return Live.wire(
        queues,
        directory,
        new RosterChanges(database, services.clock()),
        new LastSeen(database),
        new DeviceIncarnations(database),
        services);
  }

  /** Closes all; a backup under way has {@code mostMs} to finish. */
  void close(long mostMs) {
    if (backups != null) {
      backups.close(mostMs);
    }
    expiry.close();
    live.close();
    services.turn().close();
    services.metrics().close();
    queues.close();
  }
}
