/** Owns the tables of accounts and conversations: schema, transactions, durability. */
@NullMarked
package dev.plait.server.database;

import org.jspecify.annotations.NullMarked;
