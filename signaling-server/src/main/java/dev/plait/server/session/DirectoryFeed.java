package dev.plait.server.session;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import dev.plait.relay.driver.RelayDriver;
import dev.plait.server.conversation.Directory;
import dev.plait.server.presence.PresenceBoard;
import java.util.List;
import java.util.UUID;

/**
 * Carries changes of membership and devices to the live sessions. Called on the thread that made
 * the change; safe from any.
 */
public final class DirectoryFeed implements Directory.Listener {
  private final Directory directory;
  private final Sessions sessions;
  private final PresenceBoard presence;
  private final RelayDriver relay;

  /** Feeds {@code sessions} from {@code directory}. */
  public DirectoryFeed(
      Directory directory, Sessions sessions, PresenceBoard presence, RelayDriver relay) {
    this.directory = directory;
    this.sessions = sessions;
    this.presence = presence;
    this.relay = relay;
  }

  @Override
  public void onChange(Directory.Change change) {
    switch (change) {
      case Directory.RosterChanged(var conversation, _) -> {
        Frame.Roster roster = directory.roster(conversation);
        if (roster != null) {
          // It may be a later one, of which who has left meanwhile hears nothing.
          for (Member member : roster.members()) {
            if (member.accepted()) {
              sessions.send(member.devices(), roster);
            } else {
              show(conversation, member.account());
            }
          }
        }
      }
      case Directory.NameChanged(var name, var devices, _) -> sessions.send(devices, name);
      case Directory.Asked(var conversation, var account) -> show(conversation, account);
      case Directory.Unasked(var conversation, var account, long version) ->
          sessions.send(directory.devicesOf(account), new Frame.Gone(conversation, version));
      case Directory.AccountLeft(var conversation, var account, long version) -> {
        List<UUID> devices = directory.devicesOf(account);
        sessions.send(devices, new Frame.Gone(conversation, version));
        relay.left(conversation, account, devices);
      }
      case Directory.Accepted(var account, var accounts) -> {
        relay.ring(account, directory.devicesOf(account));
        presence.introduce(account, accounts);
      }
      case Directory.BlockChanged(var account, var other, var acquainted) -> {
        if (acquainted) {
          presence.showEachOther(account, other);
        }
      }
      case Directory.DeviceAdded added -> {
        // Rosters that show it change apart from this.
      }
      case Directory.DeviceSignedOut(var account, var device) -> close(device);
      case Directory.DeviceRevoked(var account, var device) -> {
        close(device);
        relay.deviceGone(account, device);
      }
    }
  }

  private void show(UUID conversation, UUID account) {
    Frame.Roster roster = directory.rosterFor(conversation, account);
    if (roster != null) {
      sessions.send(directory.devicesOf(account), roster);
    }
  }

  private void close(UUID device) {
    sessions.close(device, CloseCode.REVOKED, "This device was signed out.");
  }
}
