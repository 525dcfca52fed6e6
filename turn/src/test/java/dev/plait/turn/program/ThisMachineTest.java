package dev.plait.turn.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisMachineTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, true, true",
    "LOCALHOST, true, true",
    "127.0.0.1, true, true",
    "127.8.7.6, true, true",
    "::1, true, true",
    "[::1], true, true",
    "0:0:0:0:0:0:0:1, true, true",
    "::ffff:127.0.0.1, true, true",
    "chat.localhost, false, true",
    "localhost.example, false, false",
    "127.0.0.1.example, false, false",
    "192.0.2.7, false, false",
    "0.0.0.0, false, false",
    "::, false, false",
    "'', false, false",
  })
  void whatStaysOnThisMachineIsKnown(String host, boolean here, boolean toBrowsers) {
    assertThat(ThisMachine.is(host)).isEqualTo(here);
    assertThat(ThisMachine.isToBrowsers(host)).isEqualTo(toBrowsers);
  }
}
