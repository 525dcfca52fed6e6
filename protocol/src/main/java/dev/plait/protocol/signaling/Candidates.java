package dev.plait.protocol.signaling;

import dev.plait.protocol.signaling.SignalPayload.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The candidates of one session: own ones, kept for a resend, and remote ones, held until the
 * remote description is set. Both are bounded; over the bound the oldest goes. Not thread-safe.
 */
final class Candidates {
  /** An own candidate; which session it is sent in is decided when it is sent. */
  record Own(String mid, int index, String candidate) {
    Candidate in(long session) {
      return new Candidate(session, mid, index, candidate);
    }
  }

  private final Set<Own> own = new LinkedHashSet<>();
  private final Set<Candidate> held = new LinkedHashSet<>();
  private boolean remoteReady;

  void begin(long session) {
    own.clear();
    remoteReady = false;
    keepOnly(session);
  }

  void keepOnly(long session) {
    held.removeIf(candidate -> candidate.session() < session);
  }

  void addOwn(Own candidate) {
    own.add(candidate);
    if (own.size() > NegotiationLimits.OWN_CANDIDATES) {
      own.remove(own.iterator().next());
    }
  }

  List<Own> own() {
    return List.copyOf(own);
  }

  void hold(Candidate candidate) {
    held.add(candidate);
    if (held.size() > NegotiationLimits.HELD_CANDIDATES) {
      held.remove(held.iterator().next());
    }
  }

  /** Whether this session has had a remote description. */
  boolean remoteReady() {
    return remoteReady;
  }

  /** The remote description is set: gives out what was held for it. */
  List<Candidate> releaseHeld(long session) {
    remoteReady = true;
    List<Candidate> released = new ArrayList<>();
    for (Candidate candidate : held) {
      if (candidate.session() == session) {
        released.add(candidate);
      }
    }
    held.removeIf(candidate -> candidate.session() <= session);
    return released;
  }
}
