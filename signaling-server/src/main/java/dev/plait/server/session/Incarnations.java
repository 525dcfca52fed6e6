package dev.plait.server.session;

import java.util.List;
import java.util.UUID;

/** The newest incarnation of each device (SES-11). Safe from any thread; may block and throw. */
public interface Incarnations {
  /**
   * A device says how it has started. Its present incarnation takes the place of the one that is
   * kept, durably, if there is none or the device knows it. One that it does not know stays: it is
   * what tells the device, however often it asks, that it went back or has a copy.
   *
   * @param told unsigned, the present one first, not 0
   * @return the one kept before, 0 for none
   */
  long replace(UUID device, List<Long> told);
}
