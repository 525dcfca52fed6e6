package dev.plait.turn.app;

import dev.plait.turn.check.CheckReport;
import dev.plait.turn.check.OpenRange;
import dev.plait.turn.check.PeerFindings;
import dev.plait.turn.check.Relaying;
import dev.plait.turn.check.UrlReport;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report for people. */
final class CheckText {
  private static final int ADDRESSES_SHOWN = 3;

  private final StringBuilder text = new StringBuilder();
  private final Set<String> close = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  private CheckText() {}

  static String of(CheckReport report) {
    CheckText all = new CheckText();
    report.urls().forEach(all::url);
    all.end(report);
    return all.text.toString();
  }

  private void url(UrlReport report) {
    switch (report) {
      case UrlReport.Failed failed -> {
        line(failed.message());
        line("");
      }
      case UrlReport.Checked checked -> {
        line(checked.url().toString());
        line("  server      " + name(checked.software()) + ", realm " + checked.realm());
        line(
            String.format(
                Locale.ROOT,
                "  allocation  %s; round trip %.1f ms",
                checked.relayed().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(" and ")),
                checked.roundTripMs()));
        line("  relaying    " + relaying(checked.relaying()));
        peers(checked.peers());
        line("");
      }
    }
  }

  private static String name(String software) {
    return software.isEmpty() ? "of unknown make" : software;
  }

  private static String relaying(@Nullable Relaying relaying) {
    if (relaying == null) {
      return "NOTHING COMES THROUGH: let the server's relay ports (UDP, min-port to max-port) pass"
          + " every firewall on the way; if the server is behind a NAT, set external-ip";
    }
    return String.format(
        Locale.ROOT,
        "%s and back in %.1f ms, %.1f Mbit/s, %.1f %% lost",
        relaying.betweenClients() ? "to another client" : "to this machine",
        relaying.roundTripMs(),
        relaying.mbitPerS(),
        relaying.lostPercent());
  }

  private void peers(PeerFindings peers) {
    line(
        "  forbidden   %d addresses asked for by permission and by channel, %d permitted"
            .formatted(peers.asked(), peers.openAddresses()));
    notAsked(peers.notAskedIpv4(), "IPv4");
    notAsked(peers.notAskedIpv6(), "IPv6");
    peers.open().forEach(this::open);
  }

  private void notAsked(int addresses, String family) {
    if (addresses > 0) {
      line(
          "              %d not asked for: the server has no %s relay"
              .formatted(addresses, family));
    }
  }

  private void open(OpenRange open) {
    String some =
        open.addresses().stream()
            .limit(ADDRESSES_SHOWN)
            .map(address -> address.host())
            .collect(Collectors.joining(", "));
    int more = open.addresses().size() - ADDRESSES_SHOWN;
    line(
        "  OPEN        %s %s (%s): %s%s, by %s"
            .formatted(
                open.range().block(),
                open.range().name(),
                open.range().source(),
                some,
                more > 0 ? " and " + more + " more" : "",
                doors(open)));
    close.addAll(open.close());
    if (!open.note().isEmpty()) {
      notes.add(open.note());
    }
  }

  private static String doors(OpenRange open) {
    if (open.byPermission() && open.byChannel()) {
      return "permission and channel";
    }
    return open.byPermission() ? "permission" : "channel";
  }

  private void end(CheckReport report) {
    switch (report.verdict()) {
      case CLEAN -> line("Clean: it relays, and to nothing that is forbidden.");
      case NOT_CHECKED -> line("Not checked: see above.");
      case OPEN -> {
        line("Open: users of the server reach what they must not. These lines of coturn's");
        line("configuration close it (see also ./plait turn-config):");
        line("");
        close.forEach(this::line);
        notes.forEach(note -> line(System.lineSeparator() + note));
      }
    }
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }
}
