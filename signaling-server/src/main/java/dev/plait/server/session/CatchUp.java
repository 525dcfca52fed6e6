package dev.plait.server.session;

import static java.util.Objects.requireNonNull;

import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Renamed;
import dev.plait.server.conversation.RosterChanges;
import dev.plait.turn.program.DatabaseFailure;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a session that has just begun what its device does not know: the conversations that have
 * changed, then its queue, then who is there. All at the pace at which the client reads, however
 * much that is, on a thread of its own.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  private final SessionServices services;
  private final LiveSession session;

  private CatchUp(SessionServices services, LiveSession session) {
    this.services = services;
    this.session = session;
  }

  /** Begins; {@code hello} says what the device knows. */
  static void start(SessionServices services, LiveSession session, Frame.Hello hello) {
    CatchUp one = new CatchUp(services, session);
    var _ = Thread.ofVirtual().name("catch-up").start(() -> one.run(hello));
  }

  private void run(Frame.Hello hello) {
    try {
      if (tellConversations(hello)) {
        services.relay().writable(session.id(), true);
        tellPresence();
      }
    } catch (JdbiException away) {
      LOG.warn("the database did not answer a session: {}", DatabaseFailure.words(away));
      session.out().close(CloseCode.INTERNAL, "The database is away.", 2_000);
    } catch (InterruptedException e) {
      session.out().close(CloseCode.INTERNAL, "The server ends.", 1_000);
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.error("a session failed", bug);
      session.out().close(CloseCode.INTERNAL, "The server failed; it is in its log.", 1_000);
    }
  }

  /** Whether there is still somebody to tell. */
  private boolean tellConversations(Frame.Hello hello) throws InterruptedException {
    Outbound out = session.out();
    RosterChanges.Since since =
        services.changes().since(session.account(), hello.throughChange(), hello.latestChange());
    for (RosterChanges.Changed changed : since.conversations()) {
      if (!out.awaitRoom()) {
        return false;
      }
      tell(changed);
    }
    for (Renamed name : since.names()) {
      if (!out.awaitRoom()) {
        return false;
      }
      out.send(name);
    }
    out.send(new Frame.Changes(since.throughChange(), since.all()));
    return true;
  }

  private void tell(RosterChanges.Changed changed) {
    UUID conversation = changed.conversation();
    if (!changed.in()) {
      session.out().send(new Frame.Gone(conversation, changed.version()));
      return;
    }
    Frame.Roster roster = services.directory().rosterFor(conversation, session.account());
    if (roster != null) {
      session.out().send(roster);
    } // else the account has left just now, which is told as it happens
  }

  private boolean sees(UUID account) {
    return services.directory().sharesAccepted(session.account(), account);
  }

  private void tellPresence() throws InterruptedException {
    for (Frame.Presence friend : services.presence().friendsOf(session.account())) {
      if (!session.out().awaitRoom()) {
        return;
      }
      // Whoever reads slowly may have been blocked meanwhile, and in this moment, too.
      UUID account = requireNonNull(friend.account());
      if (sees(account)) {
        session.out().send(services.presence().now(friend));
        if (!sees(account)) {
          session.out().send(services.presence().gone(account));
        }
      }
    }
  }
}
