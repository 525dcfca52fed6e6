/** The programs as people use them. */
package dev.plait.tests.app;
