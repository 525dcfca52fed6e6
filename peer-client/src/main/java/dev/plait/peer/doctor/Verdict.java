package dev.plait.peer.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says at the end which paths this machine can use. Stateless. */
final class Verdict {
  private Verdict() {}

  static String of(List<Check> checks, @Nullable NatKind nat) {
    if (Diagnosis.isUnreachable(checks)) {
      return "The server cannot be reached, so nothing goes from here: first put right what failed"
          + " above.";
    }
    List<String> paths = new ArrayList<>();
    if (nat != null) {
      paths.add("direct (" + nat.expectation() + ")");
    }
    String turn =
        checks.stream()
            .filter(check -> check.name().startsWith("turn-") && check.outcome() == Outcome.OK)
            .map(check -> check.name().substring("turn-".length()).toUpperCase(Locale.ROOT))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!turn.isEmpty()) {
      paths.add("TURN by " + turn);
    }
    if (is(checks, Doctor.WEBSOCKET, Outcome.OK)) {
      paths.add("the server's relay");
    }
    String untold =
        is(checks, Doctor.STUN, Outcome.SKIPPED) && is(checks, Doctor.ICE, Outcome.SKIPPED)
            ? " Direct paths and TURN were not checked: that needs an account."
            : "";
    return (paths.isEmpty()
            ? "No path works from here: first put right what failed above."
            : "This machine can use: " + String.join("; ", paths) + ".")
        + untold;
  }

  private static boolean is(List<Check> checks, String name, Outcome outcome) {
    return checks.stream()
        .anyMatch(check -> check.name().equals(name) && check.outcome() == outcome);
  }
}
