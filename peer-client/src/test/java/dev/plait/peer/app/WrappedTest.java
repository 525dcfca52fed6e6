package dev.plait.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {
  @Test
  void whatGoesOnIsSetIn() {
    assertThat(Wrapped.at(21, "12:00 ada: hello, I am 12:01 me: I will pay"))
        .isEqualTo("12:00 ada: hello, I \n      am 12:01 me: I\n       will pay");
  }

  @Test
  void widthIsCountedInColumns() {
    assertThat(Wrapped.at(20, "12:00 ada: \u6f22\u6f22\u6f22\u6f22\u6f22"))
        .isEqualTo("12:00 ada: \u6f22\u6f22\u6f22\u6f22\n      \u6f22");
    assertThat(Wrapped.at(20, "12:00 ada: e\u0301e\u0301e\u0301e\u0301"))
        .isEqualTo("12:00 ada: e\u0301e\u0301e\u0301e\u0301");
  }

  @Test
  void linesThatFitStayAsTheyAre() {
    assertThat(Wrapped.at(20, "one\n      two\n")).isEqualTo("one\n      two\n");
    assertThat(Wrapped.at(0, "x".repeat(500))).hasSize(500);
  }
}
