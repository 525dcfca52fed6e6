/** The certificate and key that a node shows in TLS; knows nothing of sockets. */
@NullMarked
package dev.plait.server.tls;

import org.jspecify.annotations.NullMarked;
