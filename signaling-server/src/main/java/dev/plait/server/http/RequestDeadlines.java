package dev.plait.server.http;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections whose requests take too long, however steadily their bytes drip in or out: no
 * client that wants an answer is so slow. A WebSocket is none of them any more; its session has
 * limits of its own. Jetty calls it on any thread.
 */
public final class RequestDeadlines extends Handler.Wrapper implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(RequestDeadlines.class);

  /** From the opening of a connection, or the last answer, to the end of the next head. */
  private static final long HEAD_MS = 20_000;

  /** From there to the end of the body, and of the answer: 64 KiB by a line of 9 kbit/s. */
  private static final long EXCHANGE_MS = 60_000;

  private static final long LOOK_EVERY_MS = 1_000;

  private final Map<Connection, Long> endsMs = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** Puts deadlines on what {@code handler} handles. */
  public RequestDeadlines(Handler handler, InstantSource clock) {
    super(handler);
    this.clock = clock;
  }

  /** Looks again and again, until the scheduler ends. */
  public void watch(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          try {
            look();
          } finally {
            watch(scheduler);
          }
        },
        LOOK_EVERY_MS,
        TimeUnit.MILLISECONDS);
  }

  private void look() {
    long nowMs = clock.millis();
    endsMs.forEach(
        (connection, endMs) -> {
          if (nowMs >= endMs) {
            LOG.debug("a request took too long: {}", connection);
            connection.getEndPoint().close();
          }
        });
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof Connection.UpgradeFrom) { // HTTP, and neither TLS nor WebSocket
      endsMs.put(connection, clock.millis() + HEAD_MS);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    endsMs.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    endsMs.replace(connection, clock.millis() + EXCHANGE_MS);
    Request.addCompletionListener(
        request, failure -> endsMs.replace(connection, clock.millis() + HEAD_MS));
    return super.handle(request, response, callback);
  }
}
