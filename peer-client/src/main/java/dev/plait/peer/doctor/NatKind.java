package dev.plait.peer.doctor;

import dev.plait.turn.probe.NatBehavior.Filtering;
import dev.plait.turn.probe.NatBehavior.Report;

/** What this machine sits behind, from how it maps and filters (RFC 4787 §4, §5). */
public enum NatKind {
  /** The own address is the one that others see, and packets come in. */
  PUBLIC("public", "a public address, no NAT", "direct paths to all networks that let UDP out"),
  /** No translation, but a filter. */
  FIREWALL(
      "firewall",
      "no NAT, but a firewall that lets in answers only",
      "direct paths to all networks but symmetric NATs, perhaps to those, too"),
  /** Endpoint-independent mapping and filtering. */
  FULL_CONE(
      "full-cone",
      "a NAT that lets everybody in (full cone)",
      "direct paths to all networks that let UDP out, symmetric NATs included"),
  /** Endpoint-independent mapping, filtering by address. */
  ADDRESS_RESTRICTED(
      "address-restricted",
      "a NAT that lets in who was spoken to (address-restricted)",
      "direct paths to all networks that let UDP out, symmetric NATs included"),
  /** Endpoint-independent mapping, filtering by address and port. */
  PORT_RESTRICTED(
      "port-restricted",
      "a NAT as most homes have it (port-restricted)",
      "direct paths to all networks but symmetric NATs; to those by TURN"),
  /** Endpoint-independent mapping; how it filters is not known. */
  CONE(
      "cone",
      "a NAT with one outside address for all (cone)",
      "direct paths to most networks; to symmetric NATs probably by TURN"),
  /** The mapping depends on whom one speaks to. */
  SYMMETRIC(
      "symmetric",
      "a NAT with another outside port for each peer (symmetric)",
      "direct paths to public addresses and to full-cone and address-restricted NATs only; to"
          + " others by TURN"),
  /** There is a translation; one server with one address does not show which. */
  UNKNOWN(
      "unknown",
      "a NAT of unknown kind: one STUN server with one address does not show it",
      "direct paths to public addresses at least");

  private final String word;
  private final String words;
  private final String expectation;

  NatKind(String word, String words, String expectation) {
    this.word = word;
    this.words = words;
    this.expectation = expectation;
  }

  static NatKind of(Report report) {
    return switch (report.mapping()) {
      case NONE -> ofOwn(report.filtering());
      case ENDPOINT_INDEPENDENT -> ofCone(report.filtering());
      case ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, DEPENDENT -> SYMMETRIC;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static NatKind ofOwn(Filtering filtering) {
    return switch (filtering) {
      case ENDPOINT_INDEPENDENT, UNKNOWN -> PUBLIC;
      case ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT -> FIREWALL;
    };
  }

  private static NatKind ofCone(Filtering filtering) {
    return switch (filtering) {
      case ENDPOINT_INDEPENDENT -> FULL_CONE;
      case ADDRESS_DEPENDENT -> ADDRESS_RESTRICTED;
      case ADDRESS_AND_PORT_DEPENDENT -> PORT_RESTRICTED;
      case UNKNOWN -> CONE;
    };
  }

  /** As it is written in JSON. */
  public String word() {
    return word;
  }

  /** For a person. */
  public String words() {
    return words;
  }

  /** With whom direct paths can be expected. */
  public String expectation() {
    return expectation;
  }
}
