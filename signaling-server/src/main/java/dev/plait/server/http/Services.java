package dev.plait.server.http;

import dev.plait.server.account.Accounts;
import dev.plait.server.account.Deletions;
import dev.plait.server.account.Exports;
import dev.plait.server.account.KnownDevices;
import dev.plait.server.account.Renewals;
import dev.plait.server.account.Sessions;
import dev.plait.server.account.SignOuts;
import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.OpenConnections;
import dev.plait.server.admission.OriginPolicy;
import dev.plait.server.admission.RateLimits;
import dev.plait.server.config.NodeConfig;
import dev.plait.server.conversation.Audience;
import dev.plait.server.conversation.Blocks;
import dev.plait.server.conversation.Conversations;
import dev.plait.server.conversation.OpenRequests;
import dev.plait.server.conversation.Requests;
import dev.plait.server.ops.Health;
import dev.plait.server.ops.Metrics;
import dev.plait.server.token.OutsideTokens;
import dev.plait.server.token.SigningKeys;
import dev.plait.server.token.TokenVerifier;
import dev.plait.server.turn.TurnFleet;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP API works on. All parts are safe from any thread and outlive the API.
 *
 * @param config settings
 * @param sessions sign-up, sign-in
 * @param renewals refresh
 * @param signOuts sign-out, devices that end
 * @param knownDevices devices that sign in again
 * @param accounts profiles, passwords, devices
 * @param exports what is kept of an account
 * @param deletions accounts that end
 * @param conversations conversations and members
 * @param requests conversations that wait for an answer
 * @param openRequests the same, to look at
 * @param audience how many a change is told
 * @param blocks block list
 * @param tokens access tokens
 * @param keys for the JWKS
 * @param outside the outside issuer; null when none is configured
 * @param limits token buckets
 * @param connections what each network has open
 * @param origins which pages may call
 * @param addresses who is behind a proxy
 * @param turn TURN servers
 * @param health readiness
 * @param metrics meters
 * @param clock the time
 */
public record Services(
    NodeConfig config,
    Sessions sessions,
    Renewals renewals,
    SignOuts signOuts,
    KnownDevices knownDevices,
    Accounts accounts,
    Exports exports,
    Deletions deletions,
    Conversations conversations,
    Requests requests,
    OpenRequests openRequests,
    Audience audience,
    Blocks blocks,
    TokenVerifier tokens,
    SigningKeys keys,
    @Nullable OutsideTokens outside,
    RateLimits limits,
    OpenConnections connections,
    OriginPolicy origins,
    ClientAddress addresses,
    TurnFleet turn,
    Health health,
    Metrics metrics,
    InstantSource clock) {}
