package dev.plait.server.ops;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells who did what to an account, and from where, on a logger of its own: one event a line, all
 * in fields. Never a handle, a name, a password or a token. Safe from any thread.
 */
public final class AuditLog {
  /** The logger; written whatever {@code plait.log.level} is. */
  public static final String LOGGER = "plait.audit";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  /** Writes to the log of the process. */
  public AuditLog() {}

  /**
   * Something was done, or refused.
   *
   * @param event what, such as {@code sign-in}
   * @param outcome {@code done}, or the code of the refusal
   * @param account whose; null when that is not known
   * @param device which of its devices did it; null when that is not known
   * @param target the device, account or conversation it was done to; null when there is none
   * @param network from where: what limits count by; null for what happens by itself
   */
  public void write(
      String event,
      String outcome,
      @Nullable UUID account,
      @Nullable UUID device,
      @Nullable UUID target,
      @Nullable String network) {
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("event", event);
    line = line.addKeyValue("outcome", outcome);
    if (account != null) {
      line = line.addKeyValue("account", account);
    }
    if (device != null) {
      line = line.addKeyValue("device", device);
    }
    if (target != null) {
      line = line.addKeyValue("target", target);
    }
    if (network != null) {
      line = line.addKeyValue("network", network);
    }
    line.log("audit");
  }
}
