package dev.plait.turn.config;

import dev.plait.turn.config.TurnServerSettings.Certificate;
import dev.plait.turn.config.TurnServerSettings.External;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration file of eturnal, YAML. Needs 1.12 or newer, which tells denied peers from denied
 * clients. Immutable.
 */
public final class EturnalConfig {
  /** Of TLS 1.2, with forward secrecy and authenticated encryption; TLS 1.3 has no other. */
  private static final String CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20";

  private final TurnServerSettings settings;

  /** Takes what the server is to do. */
  public EturnalConfig(TurnServerSettings settings) {
    this.settings = settings;
  }

  /** The line, an element of {@code blacklist_peers}, that keeps eturnal out of a range. */
  public static String denial(PeerRange range) {
    return element(range.block());
  }

  private static String element(AddressBlock block) {
    return "    - " + quoted(block.toString());
  }

  /** The file. It holds the secrets: only eturnal and its administrator may read it. */
  public String text() {
    ConfigText text =
        new ConfigText()
            .heading("eturnal", settings.name())
            .comment("eturnal has no limits for all allocations together.")
            .line("eturnal:");
    listening(text);
    relaying(text);
    credentials(text);
    peers(text);
    quotas(text);
    if (settings.listening().tlsPort() != 0 && settings.certificate() != null) {
      tls(text, settings.certificate());
    }
    surroundings(text);
    return text.toString();
  }

  private void listening(ConfigText text) {
    Listening at = settings.listening();
    text.section("Where clients reach it.").line("  listen:");
    for (String address : at.addresses().isEmpty() ? List.of("::") : at.addresses()) {
      socket(text, address, at.udpPort(), "udp");
      socket(text, address, at.tcpPort(), "tcp");
      socket(text, address, at.tlsPort(), "tls");
    }
    text.comment("Says nothing about its version.").line("  software_name: \"TURN\"");
  }

  private static void socket(ConfigText text, String address, int port, String transport) {
    if (port != 0) {
      text.line("    - ip: " + quoted(address))
          .line("      port: " + port)
          .line("      transport: " + transport)
          .line("      enable_turn: true");
    }
  }

  private void relaying(ConfigText text) {
    text.section("Where it relays from: by UDP only. Open these ports for UDP.")
        .line("  relay_min_port: " + settings.relaying().portMin())
        .line("  relay_max_port: " + settings.relaying().portMax());
    relay(text, "relay_ipv4_addr", false);
    relay(text, "relay_ipv6_addr", true);
  }

  /** Its address as seen from outside, or else the one it listens at. */
  private void relay(ConfigText text, String option, boolean ipv6) {
    List<String> candidates = new ArrayList<>();
    settings.relaying().external().stream().map(External::publicAddress).forEach(candidates::add);
    candidates.addAll(settings.listening().addresses());
    candidates.stream()
        .filter(address -> ipv6 == address.indexOf(':') >= 0)
        .findFirst()
        .ifPresent(address -> text.line("  " + option + ": " + quoted(address)));
  }

  private void credentials(ConfigText text) {
    text.section("Who may use it: whoever has a credential of this service that has not expired.")
        .line("  realm: " + quoted(settings.realm()))
        .comment("Each of them is good, so that they can be changed while they are in use.")
        .line("  secret:");
    settings.secrets().all().forEach(secret -> text.line("    - " + quoted(secret)));
    text.comment("An allocation may outlive its credential: clients renew theirs in good time.")
        .line("  strict_expiry: false");
  }

  private void peers(ConfigText text) {
    text.section("Where it never relays to, for it stands where such addresses can be reached.")
        .line("  blacklist_peers:");
    denials(text, PeerRanges.ipv4());
    denials(text, PeerRanges.ipv6());
    denials(text, settings.ownRanges());
    List<AddressBlock> allowed = settings.peers().allowed();
    if (!allowed.isEmpty()) {
      text.section("Exceptions that the node's settings make: these win over what is denied.")
          .line("  whitelist_peers:");
      allowed.forEach(block -> text.line(element(block)));
    }
  }

  private static void denials(ConfigText text, List<PeerRange> ranges) {
    for (PeerRange range : ranges) {
      text.comment("%s (%s)".formatted(range.name(), range.source())).line(denial(range));
    }
  }

  private void quotas(ConfigText text) {
    Quotas quotas = settings.quotas();
    text.section("How much it gives away: allocations at a time of one user.")
        .line("  max_allocations: " + quotas.allocationsPerUser())
        .comment("Bytes per second of one connection of TCP or TLS; UDP has no limit in eturnal.")
        .line("  max_bps: " + quotas.bytesPerS());
  }

  private static void tls(ConfigText text, Certificate certificate) {
    text.section("TLS 1.2 and 1.3. eturnalctl reload makes it read a renewed certificate.")
        .line("  tls_crt_file: " + quoted(certificate.chainFile()))
        .line("  tls_key_file: " + quoted(certificate.keyFile()))
        .line("  tls_options: \"no_tlsv1|no_tlsv1_1|cipher_server_preference|no_compression\"")
        .line("  tls_ciphers: " + quoted(CIPHERS));
  }

  private void surroundings(ConfigText text) {
    text.section("Log to standard output; names of users are in it, passwords and secrets never.")
        .line("  log_dir: stdout")
        .line("  log_level: info");
    if (settings.metricsPort() != 0) {
      text.section("Metrics for Prometheus, on this machine only.")
          .line("  modules:")
          .line("    mod_stats_prometheus:")
          .line("      ip: \"127.0.0.1\"")
          .line("      port: " + settings.metricsPort())
          .line("      tls: false")
          .line("      vm_metrics: false");
    }
  }

  /** Settings have no character that needs more than quotes. */
  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
