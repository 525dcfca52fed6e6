package dev.plait.server.config;

/**
 * Rate limits, per minute unless the name says otherwise; each bucket holds one period's worth.
 *
 * @param perAddress all requests of one address (/64 for IPv6)
 * @param perAccount requests of one account
 * @param perDevice requests of one device
 * @param signUpPerAddressPerHour new accounts from one address
 * @param signInPerAddress sign-ins and refreshes from one address
 * @param wrongPasswords in a row, for one handle or known device, before each costs a pause
 * @param lookupPerAccount exact-handle look-ups of one account
 * @param changePerAccountPerHour devices that are told of what one account changes
 * @param requestPerAccountPerHour strangers that one account asks into conversations
 * @param requestPerAddressPerHour the same of all accounts at one address
 * @param connectPerAddress upgrades of one address that no good hello followed
 * @param connectionsPerAddress open at a time, without those of signed-in devices
 */
public record LimitsConfig(
    int perAddress,
    int perAccount,
    int perDevice,
    int signUpPerAddressPerHour,
    int signInPerAddress,
    int wrongPasswords,
    int lookupPerAccount,
    int changePerAccountPerHour,
    int requestPerAccountPerHour,
    int requestPerAddressPerHour,
    int connectPerAddress,
    int connectionsPerAddress) {}
