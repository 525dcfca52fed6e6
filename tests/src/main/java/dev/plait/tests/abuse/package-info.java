/**
 * Attacks on a node by people who have an account and nothing else: what they make others pay. Each
 * runs against a node on this machine, bounded in count and time.
 */
@NullMarked
package dev.plait.tests.abuse;

import org.jspecify.annotations.NullMarked;
