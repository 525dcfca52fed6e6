package dev.plait.tests.nat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The path that a pair of networks is expected to take, written down beforehand.
 *
 * @param software what the first side runs on
 * @param otherSoftware and the second
 * @param one the first side's network
 * @param other the second side's
 * @param path as the peers tell it, {@code turn-udp} for example
 * @param why the reasoning, with its source
 */
record Expectation(
    String software,
    String otherSoftware,
    NetworkKind one,
    NetworkKind other,
    String path,
    String why) {

  /** All there are: every pair with Java peers, and some with browsers. */
  static List<Expectation> all() {
    return Stream.of("java", "chromium").flatMap(Expectation::read).toList();
  }

  /** How the cell is called. */
  String name() {
    return one.slug() + "×" + other.slug();
  }

  /** Who sits in it. */
  String peers() {
    return software + "×" + otherSoftware;
  }

  /** Whether a network of the two loses packets. */
  boolean loses() {
    return one.loses() || other.loses();
  }

  /**
   * Whether a name means it, whichever network comes first. Between the two may be whatever is in
   * no name of a network, {@code ,} or {@code *}: in some locales × does not reach a program.
   */
  boolean isCalled(String name) {
    List<String> kinds = List.of(name.split("[^a-z0-9-]+", -1));
    return kinds.equals(List.of(one.slug(), other.slug()))
        || kinds.equals(List.of(other.slug(), one.slug()));
  }

  private static Stream<Expectation> read(String software) {
    String resource = "expected-" + software + ".tsv";
    try (InputStream in = Expectation.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).map(Expectation::parse).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Expectation parse(String line) {
    String[] fields = line.split("\t", -1);
    return new Expectation(
        fields[0], fields[1], kind(fields[2]), kind(fields[3]), fields[4], fields[5]);
  }

  private static NetworkKind kind(String slug) {
    return NetworkKind.of(slug)
        .orElseThrow(() -> new IllegalStateException("no kind of network is called " + slug));
  }
}
