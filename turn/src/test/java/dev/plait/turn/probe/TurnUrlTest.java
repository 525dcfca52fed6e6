package dev.plait.turn.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnUrlTest {
  @ParameterizedTest
  @CsvSource({
    "turn:a.example,                         turn:a.example:3478?transport=udp,   UDP",
    "turns:a.example,                        turns:a.example:5349?transport=tcp,  TLS",
    "TURNS:a.example:443?transport=TCP,      turns:a.example:443?transport=tcp,   TLS",
    "turn:192.0.2.1:80?transport=tcp,        turn:192.0.2.1:80?transport=tcp,     TCP",
    "turn:[2001:db8::1]?transport=udp,       turn:[2001:db8::1]:3478?transport=udp, UDP",
    "stun:[::1]:5000,                        stun:[::1]:5000,                     UDP",
    "stuns:a.example,                        stuns:a.example:5349,                TLS"
  })
  void aUrlIsReadWithItsDefaults(String url, String whole, TurnUrl.Transport transport) {
    TurnUrl read = TurnUrl.parse(url);

    assertThat(read).hasToString(whole);
    assertThat(read.transport()).isEqualTo(transport);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "turn:",
        "http://a.example",
        "turn://a.example",
        "turn:2001:db8::1",
        "turn:a.example:0",
        "turn:a.example:65536",
        "turn:user@a.example",
        "turn:a.example?transport=sctp",
        "stun:a.example?transport=udp",
        "turn:a b"
      })
  void anythingElseIsRefused(String url) {
    assertThatThrownBy(() -> TurnUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dtlsIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> TurnUrl.parse("turns:a.example?transport=udp"))
        .hasMessageContaining("transport=tcp");
  }
}
