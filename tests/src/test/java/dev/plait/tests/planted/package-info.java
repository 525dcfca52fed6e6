/** Keeps the planted bugs of {@code tests/planted} in step with the sources and the docs. */
package dev.plait.tests.planted;
