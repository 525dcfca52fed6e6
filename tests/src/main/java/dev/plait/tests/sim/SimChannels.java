package dev.plait.tests.sim;

import dev.plait.peer.core.CoreEffect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data channels of one device, and what becomes of those that its core is done with. */
final class SimChannels {
  /** Out of a hundred silent channels, how many are rebuilt; an ICE restart revives the others. */
  private static final int REBUILD_CHANCE = 50;

  private final SimWorld world;
  private final SimChecker checker;
  private final String name;
  private final Map<UUID, SimChannel> channels = new LinkedHashMap<>();

  SimChannels(SimWorld world, SimChecker checker, String name) {
    this.world = world;
    this.checker = checker;
    this.name = name;
  }

  void open(UUID peer, SimChannel channel) {
    SimChannel before = channels.put(peer, channel);
    if (before != null && before != channel) {
      before.cut(world, true); // the other side is another copy of the peer
    }
  }

  /** The channel of that number, if it is the latest. */
  @Nullable SimChannel get(UUID peer, long number) {
    SimChannel channel = channels.get(peer);
    return channel != null && channel.number == number ? channel : null;
  }

  void cutAll() {
    channels.values().forEach(channel -> channel.cut(world, true));
    channels.clear();
  }

  void apply(CoreEffect.ChannelEffect effect) {
    switch (effect) {
      case CoreEffect.ChannelFailed(var peer, _, _) -> {
        SimChannel channel = channels.get(peer);
        if (channel != null && world.chance(REBUILD_CHANCE)) {
          channel.cut(world, true);
        }
      }
      case CoreEffect.ChannelViolated(var peer, _) -> {
        if (!checker.disksGoBack()) {
          throw new SimViolation("rule", name + " says that " + peer + " broke a rule");
        }
        cut(peer);
      }
      case CoreEffect.ChannelFinished(var peer, _) -> cut(peer);
      case CoreEffect.WantChannels _, CoreEffect.Signalled _, CoreEffect.Unreachable _ -> {}
    }
  }

  private void cut(UUID peer) {
    SimChannel channel = channels.get(peer);
    if (channel != null) {
      channel.cut(world, true);
    }
  }
}
