package dev.plait.turn.app;

import dev.plait.turn.check.CheckReport;
import dev.plait.turn.check.OpenRange;
import dev.plait.turn.check.PeerFindings;
import dev.plait.turn.check.Relaying;
import dev.plait.turn.check.UrlReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for programs; docs/turn.md has its fields. */
final class CheckJson {
  private CheckJson() {}

  static String of(CheckReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("verdict", word(report.verdict()));
    all.put("urls", report.urls().stream().map(CheckJson::url).toList());
    return Json.of(all);
  }

  private static Map<String, @Nullable Object> url(UrlReport report) {
    Map<String, @Nullable Object> url = new LinkedHashMap<>();
    url.put("url", report.url().toString());
    switch (report) {
      case UrlReport.Failed(var _, var fault, var code, var message) -> {
        url.put("checked", false);
        url.put("fault", word(fault));
        url.put("code", code);
        url.put("message", message);
      }
      case UrlReport.Checked checked -> {
        url.put("checked", true);
        url.put("software", checked.software());
        url.put("realm", checked.realm());
        url.put("relayed", checked.relayed().stream().map(Object::toString).toList());
        url.put("roundTripMs", rounded(checked.roundTripMs()));
        url.put("relaying", relaying(checked.relaying()));
        url.put("peers", peers(checked.peers()));
      }
    }
    return url;
  }

  private static @Nullable Map<String, Object> relaying(@Nullable Relaying relaying) {
    if (relaying == null) {
      return null;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("betweenClients", relaying.betweenClients());
    all.put("roundTripMs", rounded(relaying.roundTripMs()));
    all.put("mbitPerS", rounded(relaying.mbitPerS()));
    all.put("lostPercent", rounded(relaying.lostPercent()));
    return all;
  }

  private static Map<String, Object> peers(PeerFindings peers) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("asked", peers.asked());
    all.put("permitted", peers.openAddresses());
    all.put("notAskedIpv4", peers.notAskedIpv4());
    all.put("notAskedIpv6", peers.notAskedIpv6());
    all.put("open", peers.open().stream().map(CheckJson::open).toList());
    return all;
  }

  private static Map<String, Object> open(OpenRange open) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("range", open.range().block().toString());
    all.put("name", open.range().name());
    all.put("source", open.range().source());
    all.put("addresses", open.addresses().stream().map(a -> a.host()).toList());
    all.put("byPermission", open.byPermission());
    all.put("byChannel", open.byChannel());
    all.put("close", open.close());
    all.put("note", open.note());
    return all;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
