package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.link.ApiException;
import java.io.Console;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects, asking for a password only when one is needed and somebody is there to ask. */
final class Passwords {
  private Passwords() {}

  static Peer connect(ConnectOptions options, Consumer<PeerEvent> listener) throws PeerException {
    Peer peer = signedIn(options, listener);
    ProgramEnd.closes(peer);
    return peer;
  }

  private static Peer signedIn(ConnectOptions options, Consumer<PeerEvent> listener)
      throws PeerException {
    String given = System.getenv("PLAIT_PASSWORD");
    PeerOptions wanted = options.toOptions(given);
    if (given == null && !options.isKnown()) {
      wanted = options.toOptions(ask("Password for " + options.user() + ": "));
    }
    try {
      return Peer.connect(wanted, listener);
    } catch (PeerException e) {
      if (wanted.password() == null) {
        throw new PeerException(e.getMessage() + ": set PLAIT_PASSWORD", e);
      }
      if (wanted.signUp() || options.isKnown() || !isRefusedSignIn(e)) {
        throw e;
      }
      if (!confirm(e)) {
        throw new PeerException(e.getMessage() + " To make a new account, add --sign-up.", e);
      }
      return Peer.connect(wanted.withSignUp(), listener);
    }
  }

  /**
   * The password once more, for what cannot be taken back.
   *
   * @return null when nobody is there to ask, and none is set
   */
  static @Nullable String again(String prompt) {
    String typed = ask(prompt);
    return typed != null ? typed : System.getenv("PLAIT_PASSWORD");
  }

  /** Whether the server knows no such name with that password; anything else is no such reason. */
  private static boolean isRefusedSignIn(PeerException failure) {
    return failure.getCause() instanceof ApiException refusal
        && refusal.code().equals("bad-credentials");
  }

  @SuppressWarnings("SystemConsoleNull") // NullAway does not know that it is never null
  private static @Nullable String ask(String prompt) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    char[] password = console.readPassword("%s", prompt);
    return password == null ? null : new String(password);
  }

  @SuppressWarnings("SystemConsoleNull") // NullAway does not know that it is never null
  private static boolean confirm(PeerException failure) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return false;
    }
    // What the server said is a sentence already.
    String answer =
        console.readLine(
            "%s%nMake a new account? [y/N] ", SafeText.lines(String.valueOf(failure.getMessage())));
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
