/** The browser library and the page in real Chromium, next to real nodes and Java peers. */
@NullMarked
package dev.plait.tests.browser;

import org.jspecify.annotations.NullMarked;
