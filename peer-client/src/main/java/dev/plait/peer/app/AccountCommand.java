package dev.plait.peer.app;

import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.json.Json;
import dev.plait.peer.outbox.DataException;
import dev.plait.turn.program.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What concerns the account as a whole. */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "Shows what the server keeps of you, signs you out everywhere, or deletes you.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:not done; the standard error says why", "2:wrong usage"})
final class AccountCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Parameters(
      paramLabel = "ACTION",
      description = {
        "export: prints all that the server keeps of the account, as JSON",
        "sign-out-everywhere: every device has to sign in again, this one too",
        "delete: deletes the account for good; asks for the password (a script sets PLAIT_PASSWORD)"
      })
  private String action = "";

  @Override
  public Integer call() {
    Action chosen =
        switch (action) {
          case "export" -> peer -> System.out.println(Json.write(peer.exportAccount()));
          case "sign-out-everywhere" -> AccountCommand::signOutEverywhere;
          case "delete" -> this::delete;
          default ->
              throw new UsageException(
                  "'" + action + "' is none of export, sign-out-everywhere, delete");
        };
    connect.leaveChannelsOut();
    try (Peer peer = Passwords.connect(connect, _ -> {})) {
      chosen.run(peer);
      return 0;
    } catch (PeerException | DataException e) {
      System.err.println(e.getMessage());
      return FAILED;
    }
  }

  private interface Action {
    void run(Peer peer) throws PeerException;
  }

  private static void signOutEverywhere(Peer peer) throws PeerException {
    peer.signOutEverywhere();
    System.out.println("Every device of " + peer.handle() + " is signed out.");
  }

  private void delete(Peer peer) throws PeerException {
    String password =
        Passwords.again(
            "This deletes the account "
                + peer.handle()
                + " for good, and nobody gets the handle again. Its password: ");
    if (password == null) {
      throw new PeerException(
          "The account is not deleted: its password is needed once more. Set PLAIT_PASSWORD.");
    }
    peer.deleteAccount(password);
    System.out.println(
        "The account "
            + peer.handle()
            + " is deleted. What this device has kept is still in "
            + connect.folder()
            + "; delete that folder, too.");
  }
}
