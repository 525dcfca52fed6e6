package dev.plait.peer.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses of servers, with a path and without. */
final class ServerUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8787, http://127.0.0.1:8787",
    "http://[::1]:8787/, http://[::1]:8787",
    "HTTPS://Chat.Example.org/, https://chat.example.org",
    "https://example.org/chat, https://example.org/chat",
    "https://example.org/a//b///, https://example.org/a/b"
  })
  void slashesAtTheEndDoNotMatter(URI address, String kept) {
    assertThat(ServerUrl.of(address).base()).hasToString(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8787, false",
    "http://127.8.7.6, false",
    "http://[::1]:8787, false",
    "http://LocalHost:8787, false",
    "http://plait.localhost, true",
    "https://chat.example.org, false",
    "http://chat.example.org, true",
    "http://192.168.1.7:8787, true",
    "http://[fe80::1], true",
    "http://127.0.0.1.example.org, true",
    "http://localhost.example.org, true",
    "http://notlocalhost, true"
  })
  void whatGoesToAnotherMachineByPlainHttpIsExposed(URI address, boolean exposed) {
    assertThat(ServerUrl.of(address).isExposed()).isEqualTo(exposed);
  }

  @Test
  void allOfAServerIsBelowItsPath() {
    ServerUrl server = ServerUrl.of(URI.create("https://example.org/chat/"));

    assertThat(server.at("/v1/time")).hasToString("https://example.org/chat/v1/time");
    assertThat(server.webSocket()).hasToString("wss://example.org/chat/v1/connect");
  }

  @ParameterizedTest
  @CsvSource({
    "chat.example.org, is no address",
    "ftp://example.org, is no address",
    "nonsense, is no address",
    "https://example.org/?x=1, more than a path",
    "https://example.org/#x, more than a path",
    "https://ada@example.org, names a user",
    "https://example.org/../x, leads nowhere"
  })
  void whatIsNoneIsRefusedInWords(URI address, String words) {
    assertThatThrownBy(() -> ServerUrl.of(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("write it like");
  }
}
