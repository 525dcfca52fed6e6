package dev.plait.peer.doctor;

import dev.plait.turn.probe.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the server's name has addresses. Stateless. */
final class AddressCheck {
  private AddressCheck() {}

  /** The addresses, the preferred one first; none when a proxy looks the name up. */
  static Answer<List<InetAddress>> make(Route route) {
    try {
      List<InetAddress> found = Arrays.asList(InetAddress.getAllByName(route.host()));
      return Answer.ok(route.host() + " is " + words(found), found);
    } catch (UnknownHostException e) {
      if (route.proxy() != null) {
        return Answer.ok(
            route.host() + " is not known here; the proxy " + route.proxyName() + " looks it up",
            List.of());
      }
      return Answer.failed(
          route.host() + ": " + Fault.NAME_UNRESOLVED.meaning(),
          route.advice(Fault.NAME_UNRESOLVED));
    }
  }

  private static String words(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
  }
}
