package dev.plait.turn.config;

import dev.plait.turn.config.TurnServerSettings.Certificate;
import dev.plait.turn.config.TurnServerSettings.External;
import dev.plait.turn.config.TurnServerSettings.Listening;
import dev.plait.turn.config.TurnServerSettings.Quotas;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration file of coturn. Written for 4.6.1, which Debian 12 has; a line that another
 * version does not know is reported by it at the start and left out. Immutable.
 */
public final class CoturnConfig {
  /** Seconds after which a client has to take a new nonce (RFC 8656 §5 asks for a lifetime). */
  private static final int NONCE_S = 600;

  /** Of TLS 1.2, with forward secrecy and authenticated encryption; TLS 1.3 has no other. */
  private static final String CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20";

  private final TurnServerSettings settings;

  /**
   * Takes what the server is to do.
   *
   * @throws IllegalArgumentException when UDP and TCP have two ports: coturn has one for both; or
   *     when it is not said which of several addresses an external one belongs to
   */
  public CoturnConfig(TurnServerSettings settings) {
    Listening listening = settings.listening();
    if (listening.udpPort() != 0
        && listening.tcpPort() != 0
        && listening.udpPort() != listening.tcpPort()) {
      throw new IllegalArgumentException(
          "coturn takes UDP and TCP at one port: set both to the same, or one of them to 0");
    }
    List<External> external = settings.relaying().external();
    if ((external.size() > 1 || listening.addresses().size() > 1)
        && !external.stream().allMatch(External::hasPrivate)) {
      throw new IllegalArgumentException(
          "with several addresses coturn must be told which is which: write each external one as"
              + " public/private");
    }
    this.settings = settings;
  }

  /**
   * The lines that keep coturn from relaying into a range; none for {@code ::}, which it denies by
   * itself.
   *
   * <p>Most ranges take one. Of those that begin with {@code ::}, coturn 4.6.1 takes that for "no
   * lower end" and denies all of IPv4 too; and it compares IPv6 addresses byte by byte, each for
   * itself, so that a range from {@code ::1} lacks all whose last byte is 0. They are written as
   * one range for each byte that may be the first one that is not 0, which is right both for such a
   * comparison and for a proper one.
   */
  public static List<String> denials(PeerRange range) {
    AddressBlock block = range.block();
    if (!block.first().equals("::")) {
      return List.of("denied-peer-ip=" + addresses(block));
    }
    List<String> lines = new ArrayList<>();
    for (int at = AddressBlock.IPV6_BYTES - 1; at >= block.prefixBits() / 8; at--) {
      byte[] lower = new byte[AddressBlock.IPV6_BYTES];
      lower[at] = 1;
      lines.add("denied-peer-ip=" + AddressBlock.text(lower) + "-" + block.last());
    }
    return lines;
  }

  private static String addresses(AddressBlock block) {
    return block.isSingle() ? block.first() : block.first() + "-" + block.last();
  }

  /** The file. It holds the secrets: only coturn and its administrator may read it. */
  public String text() {
    ConfigText text = new ConfigText().heading("coturn", settings.name());
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
    text.section(
        at.addresses().isEmpty()
            ? "Where clients reach it: at every address of this machine."
            : "Where clients reach it.");
    at.addresses().forEach(address -> text.line("listening-ip=" + address));
    text.line("listening-port=" + (at.udpPort() != 0 ? at.udpPort() : plainPort(at)))
        .lineIf(at.udpPort() == 0, "no-udp")
        .lineIf(at.tcpPort() == 0, "no-tcp")
        .line(at.tlsPort() == 0 ? "no-tls" : "tls-listening-port=" + at.tlsPort())
        .line("no-dtls");
    if (at.hasTwoOfAFamily()) {
      text.comment(
          """
          There are two addresses of one family, so it lets clients discover how their NAT behaves
          (RFC 5780), at the ports after these too. With one address that would tell nothing, and
          only make answers longer that somebody else may have to receive.""");
    } else {
      text.comment("One address of each family: it cannot tell how a NAT behaves (RFC 5780).")
          .line("no-rfc5780");
    }
    text.comment("Short answers, so that nobody has it send more to others than was sent to it.")
        .line("no-stun-backward-compatibility")
        .line("response-origin-only-with-rfc5780")
        .line("no-software-attribute")
        .line("fingerprint");
  }

  private static int plainPort(Listening at) {
    return at.tcpPort() != 0 ? at.tcpPort() : at.tlsPort();
  }

  private void relaying(ConfigText text) {
    text.section("Where it relays from: by UDP only. Open these ports for UDP.")
        .line("min-port=" + settings.relaying().portMin())
        .line("max-port=" + settings.relaying().portMax())
        .line("no-tcp-relay");
    if (!settings.relaying().external().isEmpty()) {
      text.comment("Addresses as seen from outside / as this machine has them.");
      if (!isOnlyExternal() && settings.relaying().external().getFirst().hasPrivate()) {
        text.comment(
            """
            coturn lets clients relay to these private addresses whatever is denied. Let nothing
            but coturn listen for UDP there, and have the firewall drop what it sends to them.""");
      }
      settings.relaying().external().forEach(external -> text.line(externalIp(external)));
    }
  }

  /**
   * The private address is left out where it can be: coturn 4.6.1 lets clients relay to it whatever
   * is denied ("Whitelisting external-ip private part"). Without it the public address stands for
   * every relayed one, so there may be no second one and no second address family.
   */
  private String externalIp(External external) {
    return "external-ip=" + (isOnlyExternal() ? external.publicAddress() : external.toString());
  }

  private boolean isOnlyExternal() {
    return settings.listening().addresses().size() == 1
        && settings.relaying().external().size() == 1;
  }

  private void credentials(ConfigText text) {
    List<String> secrets = settings.secrets().all();
    text.section("Who may use it: whoever has a credential of this service that has not expired.")
        .line("realm=" + settings.realm())
        .line("use-auth-secret");
    if (secrets.size() > 1) {
      text.comment("Each of them is good, so that they can be changed while they are in use.");
    }
    secrets.forEach(secret -> text.line("static-auth-secret=" + secret));
    text.line("stale-nonce=" + NONCE_S)
        .comment("No accounts, secrets or permitted addresses from anywhere but this file.")
        .line("userdb=:memory:")
        .line("no-auth-pings")
        .line("no-dynamic-ip-list")
        .line("no-dynamic-realms");
  }

  private void peers(ConfigText text) {
    text.section("Where it never relays to, for it stands where such addresses can be reached.")
        .comment("Loopback is denied unless allow-loopback-peers is set.")
        .line("no-multicast-peers");
    deny(text, PeerRanges.ipv4());
    text.section(
        "IPv6. What carries an IPv4 address is denied whatever it carries: coturn compares it\n"
            + "with no range of IPv4.");
    deny(text, PeerRanges.ipv6());
    List<PeerRange> own = settings.ownRanges();
    if (!own.isEmpty()) {
      text.section("Addresses of this service.");
      deny(text, own);
    }
    List<AddressBlock> allowed = settings.peers().allowed();
    if (!allowed.isEmpty()) {
      text.section("Exceptions that the node's settings make: these win over what is denied.");
      allowed.forEach(block -> text.line("allowed-peer-ip=" + addresses(block)));
    }
  }

  private static void deny(ConfigText text, List<PeerRange> ranges) {
    for (PeerRange range : ranges) {
      text.comment("%s: %s (%s)".formatted(range.block().toString(), range.name(), range.source()));
      denials(range).forEach(text::line);
    }
  }

  private void quotas(ConfigText text) {
    Quotas quotas = settings.quotas();
    text.section("How much it gives away: allocations at a time of one user, and of all.")
        .line("user-quota=" + quotas.allocationsPerUser())
        .line("total-quota=" + quotas.allocations())
        .comment(
            """
            Bytes per second, each way: of one allocation, and of all. coturn sets the first aside
            for every allocation, so it gives at most %d allocations out of the second."""
                .formatted(Math.ceilDiv(quotas.capacityBytesPerS(), quotas.bytesPerS())))
        .line("max-bps=" + quotas.bytesPerS())
        .line("bps-capacity=" + quotas.capacityBytesPerS());
  }

  private static void tls(ConfigText text, Certificate certificate) {
    text.section(
            "TLS 1.2, and 1.3 from a coturn that has it, which 4.6.1 has not. SIGUSR2 makes it read\n"
                + "a renewed certificate.")
        .line("cert=" + certificate.chainFile())
        .line("pkey=" + certificate.keyFile())
        .line("no-tlsv1")
        .line("no-tlsv1_1")
        .line("cipher-list=\"" + CIPHERS + "\"");
  }

  private void surroundings(ConfigText text) {
    text.section("No port for administrators; the web page of theirs is off unless asked for.")
        .line("no-cli");
    if (settings.metricsPort() != 0) {
      text.section(
              """
              Metrics for Prometheus, on this machine only. A coturn built without Prometheus, as
              Debian's, reports these lines as bad and starts all the same. Leave them out with a
              coturn that has Prometheus but does not know prometheus-address: it would show them
              at every address.""")
          .line("prometheus")
          .line("prometheus-address=127.0.0.1")
          .line("prometheus-port=" + settings.metricsPort());
    }
    text.section("Log to standard output; names of users are in it, passwords and secrets never.")
        .line("log-file=stdout")
        .line("pidfile=\"\"");
    if (!settings.runAs().isEmpty()) {
      text.section("Started as root, to have low ports, it becomes this user.")
          .line("proc-user=" + settings.runAs())
          .line("proc-group=" + settings.runAs());
    }
  }
}
