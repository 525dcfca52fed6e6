package dev.plait.peer.rtc;

import java.util.List;
import java.util.function.Consumer;

/** Where a connection has its STUN and TURN servers from. Used on the owner's thread only. */
public interface IceServerSource {
  /** Host candidates only. */
  IceServerSource NONE =
      new IceServerSource() {
        @Override
        public void forConnection(Consumer<List<IceServer>> then) {
          then.accept(List.of());
        }

        @Override
        public void demand() {}
      };

  /**
   * Hands over the servers for a connection that is being made: at once, or a little later when
   * they have to be asked for. An empty list means host candidates only.
   */
  void forConnection(Consumer<List<IceServer>> then);

  /** Those that are known did not help: others may be had by now. */
  void demand();
}
