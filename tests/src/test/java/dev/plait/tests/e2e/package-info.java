/** Real peers against a real node, on networks that fail. */
package dev.plait.tests.e2e;
