package dev.plait.server.session;

import dev.plait.relay.driver.RelayDriver;
import dev.plait.server.conversation.Directory;
import dev.plait.server.conversation.RosterChanges;
import dev.plait.server.ops.Metrics;
import dev.plait.server.presence.PresenceBoard;
import dev.plait.server.token.TokenVerifier;
import java.time.InstantSource;

/**
 * What every session works on. All parts are safe from any thread and outlive the sessions.
 *
 * @param tokens access tokens
 * @param directory who is in what
 * @param changes in which order conversations changed
 * @param sessions who is connected
 * @param incarnations how devices started last
 * @param presence who is there
 * @param broker signals and typing
 * @param relay relay and store
 * @param limits limits of a connection
 * @param budgets what accounts may ask for
 * @param metrics meters
 * @param clock the time
 */
public record SessionServices(
    TokenVerifier tokens,
    Directory directory,
    RosterChanges changes,
    Sessions sessions,
    Incarnations incarnations,
    PresenceBoard presence,
    Broker broker,
    RelayDriver relay,
    SessionLimits limits,
    AccountBudgets budgets,
    Metrics metrics,
    InstantSource clock) {}
