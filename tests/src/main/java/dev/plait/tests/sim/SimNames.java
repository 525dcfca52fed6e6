package dev.plait.tests.sim;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.protocol.wire.Renamed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What accounts are called: what the node's database holds of it (SES-15). */
final class SimNames {
  private final Map<UUID, Renamed> byAccount = new LinkedHashMap<>();

  void put(Renamed name) {
    byAccount.put(name.account(), name);
  }

  /** Null for whoever is called as at first. */
  @Nullable Renamed of(UUID account) {
    return byAccount.get(account);
  }

  /** A member by its present name. */
  Member called(Member member) {
    Renamed name = byAccount.get(member.account());
    return name == null ? member : member.calledBy(name);
  }

  /** A roster with the present names, and the version that it has. */
  Frame.Roster called(Frame.Roster roster) {
    return new Frame.Roster(
        roster.conversation(),
        roster.version(),
        roster.kind(),
        roster.title(),
        roster.members().stream().map(this::called).toList());
  }

  Map<UUID, Renamed> backup() {
    return Map.copyOf(byAccount);
  }

  void restore(Map<UUID, Renamed> backup) {
    byAccount.clear();
    byAccount.putAll(backup);
  }
}
