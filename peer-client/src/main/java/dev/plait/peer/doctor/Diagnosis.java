package dev.plait.peer.doctor;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a round has found.
 *
 * @param nat null when it is not known
 * @param verdict which paths this machine can use, in a sentence
 */
public record Diagnosis(List<Check> checks, @Nullable NatKind nat, String verdict) {
  private static final int GOOD = 0;
  private static final int FAULTS = 1;
  private static final int UNREACHABLE = 3;

  /** Without these nothing works at all. */
  private static final Set<String> REACHING = Set.of(Doctor.ADDRESS, Doctor.SERVER, Doctor.NODE);

  /** Copies the list. */
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** 0 when nothing failed, 1 when something did, 3 when the server cannot be reached. */
  public int exitCode() {
    if (isUnreachable(checks)) {
      return UNREACHABLE;
    }
    return checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED) ? FAULTS : GOOD;
  }

  /** A node that is not ready still answers; then the checks after it are made. */
  static boolean isUnreachable(List<Check> checks) {
    return checks.stream()
            .anyMatch(check -> REACHING.contains(check.name()) && check.outcome() == Outcome.FAILED)
        && checks.stream()
            .anyMatch(
                check -> check.name().equals(Doctor.CLOCK) && check.outcome() == Outcome.SKIPPED);
  }
}
