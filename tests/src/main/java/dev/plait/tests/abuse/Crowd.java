package dev.plait.tests.abuse;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An attacker with all devices that an account may have, and a group of as many puppets as one may
 * have.
 *
 * @param devices the attacker's
 * @param group their conversation
 * @param members the accounts of the others in it
 * @param puppets their devices
 */
record Crowd(List<Stranger> devices, UUID group, List<UUID> members, List<UUID> puppets) {
  /** As many devices as an account may have. */
  private static final int DEVICES = 8;

  /** Members of a group beside the attacker. */
  private static final int MEMBERS = 31;

  /**
   * Makes the accounts.
   *
   * @param full whether the group is to be as large as can be
   */
  static Crowd gather(URI server, boolean full) throws IOException, InterruptedException {
    List<Stranger> devices = devicesOf(server, "eve", DEVICES);
    List<UUID> accounts = new ArrayList<>();
    List<UUID> puppets = new ArrayList<>();
    List<Stranger> members = new ArrayList<>();
    for (int i = 0; i < (full ? MEMBERS : 1); i++) {
      List<Stranger> member = devicesOf(server, "puppet", full ? DEVICES : 1);
      members.add(member.getFirst());
      accounts.add(member.getFirst().account());
      member.forEach(device -> puppets.add(device.device()));
    }
    UUID group = devices.getFirst().converse("group", accounts);
    for (Stranger member : members) {
      member.accept(group);
    }
    return new Crowd(devices, group, accounts, puppets);
  }

  private static List<Stranger> devicesOf(URI server, String name, int count)
      throws IOException, InterruptedException {
    List<Stranger> devices = new ArrayList<>();
    devices.add(Stranger.signUp(server, name));
    while (devices.size() < count) {
      devices.add(devices.getFirst().anotherDevice());
    }
    return devices;
  }
}
