/**
 * What a whole run of the tests has come to, in one place. Reads the reports that Surefire writes.
 */
@org.jspecify.annotations.NullMarked
package dev.plait.tests.suite;
