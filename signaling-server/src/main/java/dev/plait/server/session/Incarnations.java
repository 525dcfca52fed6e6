package dev.plait.server.session;

import java.util.UUID;

/** The newest incarnation of each device (SES-11). Safe from any thread; may block and throw. */
public interface Incarnations {
  /**
   * Keeps that a device has started, durably.
   *
   * @param incarnation unsigned, not 0
   * @return the one kept before, 0 for none
   */
  long replace(UUID device, long incarnation);
}
